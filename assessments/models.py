"""How well the agreement is carried out: cycles, assessments, ratings, strengths and areas of focus."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partnerships.ids import new_public_id
from partnerships.models import (
    Edition,
    Item,
    Membership,
    Organization,
    Partnership,
    Period,
    RatingLevel,
    Role,
)

COMMENT_MAX_LENGTH = 2000
"""Characters. About a printed half page beside one item."""

HIGHLIGHT_MAX_LENGTH = 500


class CycleManager(models.Manager):
    def get_by_natural_key(self, agreement, label, kind, period):
        return self.get(
            edition__agreement__slug=agreement, edition__label=label, period__kind=kind, period__label=period
        )


class Cycle(models.Model):
    """One round of assessing by one edition."""

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
    FINAL = "final", "final"


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A draft is for those who write it; what was submitted is for everyone in the partnership.

        Each row says `is_writer` (this person writes it while it is a draft) and `is_reviewer` (this person
        directs the lead agency and makes it final). Being an administrator makes nobody either of them.
        """
        reaching = Membership.objects.filter(
            Q(partnerships=None) | Q(partnerships=OuterRef("partnership")), user=user.pk
        ).exclude(role=Role.VIEWER)
        own = Q(organization=OuterRef("by")) | Q(organization=OuterRef("by__parent"))
        partner = Q(organization=OuterRef("partnership__partner")) | Q(
            organization=OuterRef("partnership__partner__parent")
        )
        lead = Q(organization=OuterRef("partnership__agreement__lead"))
        rows = self.filter(partnership__in=Partnership.objects.visible_to(user)).annotate(
            is_writer=Q(Exists(reaching.filter(own)))
            | Q(by=None) & Q(Exists(reaching.filter(lead | partner))),
            is_reviewer=Exists(reaching.filter(lead, role=Role.DIRECTOR)),
        )
        if user.is_staff:
            return rows
        return rows.filter(~Q(status=AssessmentStatus.DRAFT) | Q(is_writer=True))

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
    def is_draft(self):
        return self.status == AssessmentStatus.DRAFT

    @property
    def is_final(self):
        return self.status == AssessmentStatus.FINAL

    def items(self):
        """The items and headings of this partnership's document, in its order."""
        return Item.objects.filter(edition=self.cycle.edition_id).for_partnership(self.partnership)

    def submit(self, *, by):
        """Hand a draft to the director."""
        self._move(
            AssessmentStatus.DRAFT,
            AssessmentStatus.SUBMITTED,
            by,
            submitted_at=timezone.now(),
            submitted_by=by,
        )

    def make_final(self, *, by):
        """Freeze a submitted assessment."""
        self._move(
            AssessmentStatus.SUBMITTED,
            AssessmentStatus.FINAL,
            by,
            made_final_at=timezone.now(),
            made_final_by=by,
        )

    @transaction.atomic
    def _move(self, start, end, by, **fields):
        """Change the status if it still is `start`, and write the history row that `update()` leaves out."""
        now = timezone.now()
        if not Assessment.objects.filter(pk=self.pk, status=start).update(
            status=end, updated_at=now, **fields
        ):
            raise self.WrongStatus
        self.refresh_from_db()
        Assessment.history.bulk_history_create(  # type: ignore[attr-defined]
            [self], update=True, default_user=by, default_change_reason=end
        )


class RatingQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        return self.get(assessment__public_id=key[0], item__reference=key[3])


class Rating(models.Model):
    """The level one assessment gives one item. No level means not rated yet: NULL, never 0."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="ratings")
    item = models.ForeignKey(Item, models.PROTECT, related_name="ratings")
    level = models.ForeignKey(RatingLevel, models.PROTECT, null=True, blank=True, related_name="ratings")
    flag = models.BooleanField(default=False, help_text="The mark that stands beside a level.")
    comment = models.TextField(blank=True, validators=[MaxLengthValidator(COMMENT_MAX_LENGTH)])
    version = models.PositiveIntegerField(default=1, help_text="Rises by one with each save.")
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["item__category__number", "item__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item"],
                name="rating_once",
                violation_error_message="The item has a rating in this assessment already.",
            ),
        ]

    def __str__(self):
        return f"{self.item.reference}: {self.level.code if self.level else 'not rated yet'}"


class HighlightKind(models.TextChoices):
    STRENGTH = "strength", "strength"
    FOCUS = "focus", "area of focus"


class Highlight(models.Model):
    """A strength or an area of focus, in the words of those who assessed."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="highlights")
    kind = models.CharField(max_length=10, choices=HighlightKind)
    text = models.TextField(validators=[MaxLengthValidator(HIGHLIGHT_MAX_LENGTH)])
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="highlight_has_text",
                condition=~Q(text=""),
                violation_error_message="Write down what it is.",
            ),
        ]

    def __str__(self):
        return self.text
