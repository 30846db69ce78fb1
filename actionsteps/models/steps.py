"""The steps of a plan."""

from typing import Any, Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from assessments.models import Decision, Highlight
from core.ids import new_lineage, new_public_id
from core.models import LimitedTextField
from evidence.models import EvidenceRow
from partnerships.models import Category, EditionStatus, Item, SignatorySide

from .feedback import Feedback
from .plans import ActionPlan

TEXT_MAX_LENGTH = 5000
"""Characters of an action, a note, and of outcomes, causes and solutions."""


class StepStatus(models.TextChoices):
    NOT_STARTED = "not_started", "not started"
    UNDER_WAY = "under_way", "under way"
    DONE = "done", "done"
    STOPPED = "stopped", "stopped"


OPEN_STATUSES = [StepStatus.NOT_STARTED, StepStatus.UNDER_WAY]


class Repeats(models.TextChoices):
    ONCE = "", "once"
    WEEKLY = "weekly", "weekly"
    MONTHLY = "monthly", "monthly"
    YEARLY = "yearly", "yearly"


class ActionStepQuerySet(models.QuerySet["ActionStep"]):
    def newest(self) -> Self:
        """Those of the versions that people work with."""
        return self.filter(plan__next=None)

    def open(self) -> Self:
        return self.filter(status__in=OPEN_STATUSES)

    def kept(self) -> Self:
        """Not a draft edition's: they are nobody's until that is adopted."""
        return self.exclude(plan__edition__status=EditionStatus.DRAFT)


class ActionStepManager(models.Manager["ActionStep"]):
    """Those that stand in a plan, without what was removed."""

    def get_queryset(self) -> ActionStepQuerySet:
        return ActionStepQuerySet(self.model, using=self._db).filter(removed_at=None)

    def get_by_natural_key(
        self, partnership: str, agreement: str, label: str, version: str, position: int
    ) -> "ActionStep":
        return self.get(
            plan__partnership__slug=partnership,
            plan__edition__agreement__slug=agreement,
            plan__edition__label=label,
            plan__version=version,
            position=position,
        )


class ActionStep(models.Model):
    """One row of a plan: the feedback it answers, the actions, the items it serves, and who does it until when.

    It keeps its `lineage` in every version of the plan and from year to year, whatever its number. A step that was
    removed, or merged into another, stays with all it says, so that it can be put back.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="steps")
    lineage = models.CharField(max_length=16, default=new_lineage, editable=False, db_index=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="action_steps")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(
        max_length=200, blank=True, help_text="Where it has a name of its own: a driver, a big rock."
    )
    note = LimitedTextField(
        max_length=TEXT_MAX_LENGTH, blank=True, help_text="For readers: what the printed plan leaves open."
    )
    outcomes = LimitedTextField(max_length=TEXT_MAX_LENGTH, blank=True)
    causes = LimitedTextField(max_length=TEXT_MAX_LENGTH, blank=True)
    solutions = LimitedTextField(max_length=TEXT_MAX_LENGTH, blank=True)
    feedback = models.ManyToManyField(
        Feedback, blank=True, related_name="steps", help_text="What it answers."
    )
    items = models.ManyToManyField(
        Item, blank=True, related_name="action_steps", help_text="The items it serves."
    )
    highlights = models.ManyToManyField(
        Highlight, blank=True, related_name="action_steps", help_text="The areas of focus it comes from."
    )
    decisions = models.ManyToManyField(
        Decision, blank=True, related_name="action_steps", help_text="The decisions it comes from."
    )
    rows = models.ManyToManyField(
        EvidenceRow, blank=True, related_name="action_steps", help_text="The rows of evidence it should move."
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="owned_steps"
    )
    owner_role = models.CharField(
        "role",
        max_length=120,
        blank=True,
        help_text="Who is to do it until somebody takes it: “case managers”.",
    )
    owner_side = models.CharField("side", max_length=10, choices=SignatorySide, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    starts_on_is_month = models.BooleanField(default=False, help_text="Only the month is known.")
    due_on = models.DateField(
        null=True, blank=True, help_text="The last day; of a step that repeats, the end of it."
    )
    due_on_is_month = models.BooleanField(
        default=False, help_text="Only the month is known: it is kept as its last day."
    )
    repeats = models.CharField(max_length=10, choices=Repeats, default=Repeats.ONCE, blank=True)
    repeats_every = models.PositiveSmallIntegerField(
        default=1, help_text="2 for every other week, month or year."
    )
    repeats_in = models.CharField(
        "months",
        max_length=40,
        blank=True,
        help_text="Of a yearly one, the numbers of its months: 1,6,9. Otherwise the month it starts in.",
    )
    next_on = models.DateField(
        null=True,
        blank=True,
        editable=False,
        db_index=True,
        help_text="The day it is due next: of a step that repeats, the first occasion not ticked off.",
    )
    partners = models.CharField(max_length=500, blank=True, help_text="Who helps.")
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    cost_in_words = models.CharField(
        max_length=200, blank=True, help_text="What the amount is for, or is not."
    )
    hours_stated = models.DecimalField(
        "hours in all, as stated", max_digits=7, decimal_places=2, null=True, blank=True
    )

    status = models.CharField(
        max_length=12, choices=StepStatus, default=StepStatus.NOT_STARTED, editable=False
    )
    closing_words = LimitedTextField(
        max_length=2000, blank=True, editable=False, help_text="What came of it, or why it was stopped."
    )
    opened_on = models.DateField(
        default=timezone.localdate,
        editable=False,
        help_text="When it was first planned, in whichever version.",
    )
    touched_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When somebody last changed it or said how far it is."
    )
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    asked_words = LimitedTextField(
        max_length=1000,
        blank=True,
        editable=False,
        help_text="What its owner was asked; until there is progress.",
    )

    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="split_off"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords(m2m_fields=[feedback, items, highlights, decisions, rows])

    objects = ActionStepManager.from_queryset(ActionStepQuerySet)()
    with_removed: Any = ActionStepQuerySet.as_manager()

    class Meta:
        ordering = ["category__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"],
                condition=Q(removed_at=None),
                name="action_step_position_unique",
                violation_error_message="The plan has a step in this place already.",
            ),
            models.UniqueConstraint(
                fields=["plan", "lineage"],
                name="action_step_once_a_version",
                violation_error_message="The plan has this step already.",
            ),
            models.CheckConstraint(
                name="action_step_due_after_it_starts",
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                violation_error_message="A step is due on the day it starts, or later.",
            ),
            models.CheckConstraint(
                name="action_step_repeats_from_and_until",
                condition=Q(repeats="") | Q(starts_on__isnull=False, due_on__isnull=False),
                violation_error_message="A step that repeats has a first and a last day.",
            ),
            models.CheckConstraint(
                name="action_step_repeats_every_few",
                condition=Q(repeats_every__gte=1, repeats_every__lte=60),
                violation_error_message="A step repeats every 1 to 60 weeks, months or years.",
            ),
            models.CheckConstraint(
                name="action_step_stopped_for_a_reason",
                condition=~Q(status=StepStatus.STOPPED) | ~Q(closing_words=""),
                violation_error_message="Say why it is stopped.",
            ),
            models.CheckConstraint(
                name="action_step_removed_when_merged",
                condition=Q(merged_into=None) | Q(removed_at__isnull=False),
                violation_error_message="A step that was merged into another no longer stands by itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"Step {self.position} of {self.plan}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.plan.natural_key(), self.position)

    natural_key.dependencies = ["actionsteps.actionplan"]  # type: ignore[attr-defined]

    def in_newest(self) -> "ActionStep | None":
        """The same step in the version that people work with; None where it no longer stands there."""
        found = (
            ActionStep.objects.newest()
            .filter(lineage=self.lineage, plan__partnership=self.plan.partnership_id)
            .select_related("plan__edition", "category", "owner")
            .first()
        )
        if found is not None:
            found.plan.partnership = self.plan.partnership
        return found

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def years_open(self) -> int:
        """For how many whole years it is open, in whichever versions; 0 of what is done or stopped."""
        return relativedelta(timezone.localdate(), self.opened_on).years if self.is_open else 0

    @property
    def name(self) -> str:
        """What it is called in a line: its title, else what it answers, else its first action."""
        said = [feedback.text for feedback in self.feedback.all()]
        return (
            self.title or "; ".join(said) or next((action.text for action in self.actions.all()), str(self))
        )

    @property
    def beside_name(self) -> str:
        """Its first action, to stand beside its name; empty where that says the same."""
        first = next((action.text for action in self.actions.all()), "")
        return "" if first == self.name else first

    @property
    def name_among_steps(self) -> str:
        """What tells it apart where several answer the same: its name, and the first thing that is done in it."""
        return f"{self.name}: {self.beside_name}" if self.beside_name else self.name

    @property
    def answers(self) -> str:
        """What it answers, as a plan prints it: its title and the feedback, a line each."""
        return "\n".join(filter(None, [self.title, *(feedback.text for feedback in self.feedback.all())]))

    @property
    def connection(self) -> str:
        """The references of the items it serves, as a plan prints them: “2.1, 2.3”."""
        return ", ".join(item.reference for item in self.items.all())
