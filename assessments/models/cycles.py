"""Rounds of assessing, and the assessments each side makes in them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from partnerships.ids import new_public_id
from partnerships.models import (
    Edition,
    Item,
    Membership,
    Organization,
    Partnership,
    Period,
    Role,
)


class CycleManager(models.Manager):
    def get_by_natural_key(self, agreement, label, kind, period):
        return self.get(
            edition__agreement__slug=agreement, edition__label=label, period__kind=kind, period__label=period
        )


class Cycle(models.Model):
    """One round of assessing by one edition. Who is asked in it has an assessment in it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cycles")
    period = models.ForeignKey(Period, models.PROTECT, related_name="cycles")
    due_on = models.DateField("due date", null=True, blank=True)
    history = HistoricalRecords()

    objects = CycleManager()

    class Meta:
        ordering = ["-period__start", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "period"],
                name="cycle_once",
                violation_error_message="The edition has a cycle for this period already.",
            ),
        ]

    def __str__(self):
        return f"{self.period.label}, {self.edition}"

    def natural_key(self):
        return (*self.edition.natural_key(), *self.period.natural_key())

    natural_key.dependencies = ["partnerships.edition", "partnerships.period"]  # type: ignore[attr-defined]


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


_OWN = Q(organization=OuterRef("by")) | Q(organization=OuterRef("by__parent")) & ~Q(
    organization=OuterRef("partnership__agreement__lead")
)
"""Of memberships, for assessments: in the organization that rates, or its district. A lead agency that is the
partner's parent, such as an authorizer, is the other side."""


def _memberships_reaching(user):
    """A subquery for assessments: this person's memberships, but those narrowed to other partnerships."""
    return Membership.objects.filter(
        Q(partnerships=None) | Q(partnerships=OuterRef("partnership")), user=user.pk
    )


class AssessmentQuerySet(models.QuerySet):
    def within_reach_of(self, user):
        """The assessments of the partnerships this person sees: their status and progress, not what they say.

        Each row says `is_writer` (this person changes it while it is open) and `is_reviewer` (this person
        directs the lead agency: returns it, makes it final, reopens it). Being an administrator makes nobody
        either of them.
        """
        writing = _memberships_reaching(user).exclude(role=Role.VIEWER)
        partner = Q(organization=OuterRef("partnership__partner")) | Q(
            organization=OuterRef("partnership__partner__parent")
        )
        lead = Q(organization=OuterRef("partnership__agreement__lead"))
        return self.filter(partnership__in=Partnership.objects.visible_to(user)).annotate(
            is_writer=Q(Exists(writing.filter(_OWN)))
            | Q(by=None) & Q(Exists(writing.filter(lead | partner))),
            is_reviewer=Exists(writing.filter(lead, role=Role.DIRECTOR)),
        )

    def visible_to(self, user):
        """What one side rates is its own until every side asked in the round has submitted.

        Its writers always see it; the others of its organization once it is submitted; everyone else in the
        partnership, administrators included, once nobody in the round is still writing. What is no longer
        asked for stays its writers'. A joint assessment is for both sides while it is open, then for everyone.
        """
        still_writing = Assessment.objects.filter(
            partnership=OuterRef("partnership"), cycle=OuterRef("cycle"), by__isnull=False, status__in=OPEN
        )
        handed_in = Q(status__in=HANDED_IN)
        of_my_side = Q(by=None) | Q(Exists(_memberships_reaching(user).filter(_OWN)))
        return self.within_reach_of(user).filter(
            Q(is_writer=True) | handed_in & (of_my_side | ~Q(Exists(still_writing)))
        )

    def open(self):
        return self.filter(status__in=OPEN)

    def handed_in(self):
        return self.filter(status__in=HANDED_IN)

    def asked(self):
        """Without those that are no longer asked for."""
        return self.exclude(status=AssessmentStatus.WITHDRAWN)

    def of_sides(self):
        """Without the joint ones."""
        return self.filter(by__isnull=False)

    def with_partnership(self):
        return self.select_related(
            "partnership__agreement__lead",
            "partnership__partner",
            "cycle__edition__scale",
            "cycle__period",
            "by",
        )

    def newest_first(self):
        return self.order_by("-cycle__period__start", "-pk")

    def get_by_natural_key(self, public_id):
        return self.get(public_id=public_id)


class Assessment(models.Model):
    """One side's ratings of an edition in a cycle, or the joint ones of both sides (`by` is empty)."""

    class WrongStatus(Exception):
        """The assessment is no longer in the status that this step starts from."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="assessments")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="assessments")
    by = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        help_text="Who rates. Empty for the joint assessment of both sides.",
    )
    date = models.DateField("date of assessment", null=True, blank=True)
    date_is_month = models.BooleanField(default=False, help_text="Only the month is known.")
    participants = models.TextField(blank=True)
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
    history = HistoricalRecords()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__period__start", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "cycle", "by"],
                condition=Q(by__isnull=False),
                name="assessment_once_a_side",
                violation_error_message="This side has an assessment in this cycle already.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "cycle"],
                condition=Q(by__isnull=True),
                name="assessment_joint_once",
                violation_error_message="There is a joint assessment in this cycle already.",
            ),
            models.CheckConstraint(
                name="assessment_month_is_its_first_day",
                condition=Q(date_is_month=False) | Q(date__day=1),
                violation_error_message="A month is kept as its first day.",
            ),
            models.CheckConstraint(
                name="assessment_returned_says_why",
                condition=~Q(status=AssessmentStatus.RETURNED) | ~Q(remark=""),
                violation_error_message="Say why it goes back.",
            ),
            models.CheckConstraint(
                name="assessment_withdrawn_says_why",
                condition=~Q(status=AssessmentStatus.WITHDRAWN) | ~Q(remark="") & Q(by__isnull=False),
                violation_error_message="Only a side is no longer asked: say why.",
            ),
        ]

    def __str__(self):
        return f"{self.partnership}, {self.cycle.period.label}, {self.perspective}"

    def natural_key(self):
        return (self.public_id,)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.partnership",
        "assessments.cycle",
    ]

    def clean(self):
        """The cycle is of the partnership's agreement, and the one who rates takes part in it."""
        if not (self.partnership_id and self.cycle_id):
            return
        partnership = self.partnership
        if self.cycle.edition.agreement_id != partnership.agreement_id:
            raise ValidationError({"cycle": "Choose a cycle of the partnership's own agreement."})
        sides = {None, partnership.agreement.lead_id, partnership.partner_id, partnership.partner.parent_id}
        if self.by_id not in sides and not partnership.parties.filter(organization=self.by_id).exists():
            raise ValidationError({"by": "This organization does not take part in the partnership."})

    @property
    def perspective(self):
        """In words: whose view this is."""
        if self.by is None:
            return "joint assessment"
        if self.by_id == self.partnership.partner_id:
            return "self-assessment"
        return f"assessment by {self.by.short_name}"

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

    @property
    def is_joint(self):
        return self.by_id is None

    def items(self):
        """The items and headings of this partnership's document, in its order."""
        return Item.objects.filter(edition=self.cycle.edition_id).for_partnership(self.partnership)

    def round(self):
        """All assessments of this partnership in this cycle, its own among them."""
        return Assessment.objects.filter(partnership=self.partnership_id, cycle=self.cycle_id)

    @cached_property
    def beside(self):
        """The other assessments asked for in a side's round; none for a joint one, which stands above them."""
        return [] if self.is_joint else list(self.round().asked().exclude(pk=self.pk))

    @property
    def joint(self):
        """The joint assessment of a side's round, once its conference has begun."""
        return next((other for other in self.beside if other.is_joint), None)

    @property
    def others_still_rate(self):
        """Whether another side of its round has not submitted: until then nobody else reads this one."""
        return any(other.is_open for other in self.beside if not other.is_joint)

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

    def give_back(self, *, by, remark):
        """Return a submitted assessment to those who write it, with a remark."""
        self._reopen(AssessmentStatus.SUBMITTED, by, remark)

    def reopen(self, *, by, reason):
        """Open a final assessment again, for a reason that stays on record."""
        self._reopen(AssessmentStatus.FINAL, by, reason)

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
        self._reopen(AssessmentStatus.WITHDRAWN, by, remark)

    def _reopen(self, start, by, remark):
        self._move(
            [start],
            AssessmentStatus.RETURNED,
            by,
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
    def _move(self, starts, end, by, **fields):
        """Change the status if it still is among `starts`, and write the history row that `update()` leaves out.

        The history row's change reason is the status reached, or “reopened” for one that was final and “asked”
        for one that was no longer asked for.
        """
        told = {AssessmentStatus.FINAL: "reopened", AssessmentStatus.WITHDRAWN: "asked"}.get(starts[0], end)
        if not Assessment.objects.filter(pk=self.pk, status__in=starts).update(
            status=end, updated_at=timezone.now(), **fields
        ):
            raise self.WrongStatus
        self.refresh_from_db()
        Assessment.history.bulk_history_create(  # type: ignore[attr-defined]
            [self],
            update=True,
            default_user=by,
            default_change_reason=told,
        )
