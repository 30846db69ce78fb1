"""The way of an assessment: the statuses it has, and the steps from one to the next."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone


class AssessmentStatus(models.TextChoices):
    DRAFT = "draft", "draft"
    SUBMITTED = "submitted", "submitted"
    RETURNED = "returned", "returned"
    FINAL = "final", "final"
    WITHDRAWN = "withdrawn", "no longer asked"


OPEN = (AssessmentStatus.DRAFT, AssessmentStatus.RETURNED)
"""Those who write an assessment can change it."""

HANDED_IN = (AssessmentStatus.SUBMITTED, AssessmentStatus.FINAL)
"""It counts. What is withdrawn is neither open nor handed in: the director no longer asks that side."""

TAKEN_BACK = "taken back"
"""The change reason of the history row that taking back leaves."""


class Workflow(models.Model):
    """Where an assessment stands, and the steps it can take. Each leaves a row in its history."""

    class WrongStatus(Exception):
        """The assessment is no longer in the status that this step starts from."""

    status = models.CharField(max_length=10, choices=AssessmentStatus, default=AssessmentStatus.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    explanation = models.TextField(
        blank=True, editable=False, help_text="Why it was submitted although something needed attention."
    )
    returned_at = models.DateTimeField(null=True, blank=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    remark = models.TextField(
        blank=True,
        editable=False,
        help_text="Why it was last returned to its writers, reopened, or no longer asked for.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_final_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_final_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_open(self):
        """Whether those who write it can change it."""
        return self.status in OPEN

    @property
    def is_handed_in(self):
        return self.status in HANDED_IN

    @property
    def is_final(self):
        return self.status == AssessmentStatus.FINAL

    @property
    def is_withdrawn(self):
        """Whether this side is no longer asked."""
        return self.status == AssessmentStatus.WITHDRAWN

    @property
    def was_asked_again(self):
        """Whether it was last returned because its side, which was no longer asked, is asked again."""
        if self.withdrawn_at is None:
            return False
        return self.submitted_at is None or self.withdrawn_at >= self.submitted_at

    @property
    def was_reopened(self):
        """Whether it was final after it was last submitted: then what it went back for is why it was reopened.

        One that came in final, from a fixture, was never submitted.
        """
        if self.returned_at is None or self.was_asked_again:
            return False
        if self.submitted_at is None:
            return True
        return self.made_final_at is not None and self.made_final_at >= self.submitted_at

    def submit(self, *, by, explanation=""):
        """Hand an open assessment to the director. `explanation`: why, although something needs attention."""
        self._move(
            OPEN,
            AssessmentStatus.SUBMITTED,
            by,
            submitted_at=timezone.now(),
            submitted_by=by,
            explanation=explanation,
        )

    def take_back(self, *, by):
        """Make a submitted assessment a draft again, for its own writers."""
        self._move([AssessmentStatus.SUBMITTED], AssessmentStatus.DRAFT, by, told=TAKEN_BACK)

    def give_back(self, *, by, remark):
        """Return a submitted assessment to those who write it, with a remark."""
        self._reopen(AssessmentStatus.SUBMITTED, by, remark, told="returned")

    def reopen(self, *, by, reason):
        """Open a final assessment again, for a reason that stays on record."""
        self._reopen(AssessmentStatus.FINAL, by, reason, told="reopened")

    def withdraw(self, *, by, reason):
        """Stop asking a side that has not handed in. What it entered stays, for its writers to read."""
        now = timezone.now()
        self._move(
            OPEN,
            AssessmentStatus.WITHDRAWN,
            by,
            returned_at=now,
            returned_by=by,
            withdrawn_at=now,
            remark=reason,
        )

    def ask_again(self, *, by, remark):
        """Ask a side that was no longer asked: it goes on where it stopped."""
        self._reopen(AssessmentStatus.WITHDRAWN, by, remark, told="asked")

    def _reopen(self, start, by, remark, told):
        self._move(
            [start],
            AssessmentStatus.RETURNED,
            by,
            told=told,
            returned_at=timezone.now(),
            returned_by=by,
            remark=remark,
        )

    def make_final(self, *, by):
        """Freeze a submitted assessment."""
        self._move(
            [AssessmentStatus.SUBMITTED],
            AssessmentStatus.FINAL,
            by,
            made_final_at=timezone.now(),
            made_final_by=by,
        )

    @transaction.atomic
    def _move(self, starts, end, by, *, told="", **fields):
        """Change the status if it still is among `starts`, and write the history row that `update()` leaves out.

        The history row's change reason is what is told of the step, or else the status reached.
        """
        assessments = type(self)
        rows = assessments._default_manager.filter(pk=self.pk, status__in=starts)
        if not rows.update(status=end, updated_at=timezone.now(), **fields):
            raise self.WrongStatus
        self.refresh_from_db()
        assessments.history.bulk_history_create(  # type: ignore[attr-defined]
            [self],
            update=True,
            default_user=by,
            default_change_reason=told or end,
        )
