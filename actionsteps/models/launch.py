"""A launch plan: the tasks by which an agreement begins, and the periods in which each is done."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField, RecordedEvent
from partnerships.models import Agreement


class LaunchPlanManager(models.Manager["LaunchPlan"]):
    def get_by_natural_key(self, agreement: str, title: str) -> "LaunchPlan":
        return self.get(agreement__slug=agreement, title=title)


class LaunchPlan(models.Model):
    """Tasks by periods, as printed. An administrator writes it; the lead agency's people mark it and say how far
    each task is. Nothing is marked until somebody does."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="launch_plans")
    title = models.CharField(max_length=120, help_text="For example “Phase one: planning & launch”.")
    note = LimitedTextField(
        max_length=2000, blank=True, help_text="For readers: what the printed plan leaves open."
    )
    history = HistoricalRecords()

    objects = LaunchPlanManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "title"],
                name="launch_plan_once",
                violation_error_message="The agreement has a launch plan with this title already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.agreement.natural_key(), self.title)

    natural_key.dependencies = ["partnerships.agreement"]  # type: ignore[attr-defined]


class LaunchPeriod(models.Model):
    """A column of the plan: its label as printed, and the days that it means. Periods need not be equally long."""

    plan = models.ForeignKey(LaunchPlan, models.PROTECT, related_name="periods")
    label = models.CharField(max_length=40, help_text="As printed, for example “Jan- Mar 18”.")
    first_day = models.DateField()
    last_day = models.DateField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "first_day"],
                name="launch_period_begins_once",
                violation_error_message="Another period of the plan begins on this day.",
            ),
            models.CheckConstraint(
                name="launch_period_ends_after_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message="The last day must not be before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """Its name in forms: its first day, which no other period of the plan has."""
        return self.first_day.isoformat()

    @property
    def length(self) -> int:
        """In days, the first and the last included."""
        return (self.last_day - self.first_day).days + 1


class LaunchStatus(models.TextChoices):
    NOT_STARTED = "not_started", "not started"
    UNDER_WAY = "under_way", "under way"
    DONE = "done", "done"
    HELD_UP = "held_up", "held up"
    DROPPED = "dropped", "dropped"


WITH_WHY = (LaunchStatus.HELD_UP, LaunchStatus.DROPPED)
"""Nobody leaves the others to guess why."""


class LaunchTaskManager(models.Manager["LaunchTask"]):
    def get_by_natural_key(self, agreement: str, title: str, position: int) -> "LaunchTask":
        return self.get(plan__agreement__slug=agreement, plan__title=title, position=position)


class LaunchTask(models.Model):
    """A row of the plan. Its words are as printed; who does it and how far it is goes on changing."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey(LaunchPlan, models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField(
        max_length=120, blank=True, help_text="The heading it stands under, as printed. Empty for none."
    )
    words = models.CharField("task", max_length=300, help_text="As printed.")
    status = models.CharField(max_length=12, choices=LaunchStatus, default=LaunchStatus.NOT_STARTED)
    owner = models.CharField("who does it", max_length=120, blank=True)
    note = LimitedTextField(
        max_length=1000, blank=True, help_text="Of a task that is held up or dropped, the reason."
    )
    history = HistoricalRecords()

    objects = LaunchTaskManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="launch_task_says_why",
                condition=~Q(status__in=WITH_WHY) | ~Q(note=""),
                violation_error_message="Say in the note why it is held up or dropped.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.plan.natural_key(), self.position)

    natural_key.dependencies = ["actionsteps.launchplan"]  # type: ignore[attr-defined]


class LaunchMark(models.Model):
    """A task is marked for a period."""

    task = models.ForeignKey(LaunchTask, models.PROTECT, related_name="marks")
    period = models.ForeignKey(LaunchPeriod, models.PROTECT, related_name="marks")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "period"],
                name="launch_mark_once",
                violation_error_message="The task is marked for this period already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.period}"


class LaunchEventKind(models.TextChoices):
    MARKED = "marked", "marked"
    UNMARKED = "unmarked", "mark taken away"
    STATUS = "status", "status"
    OWNER = "owner", "who does it"
    NOTE = "note", "note"


class LaunchEvent(RecordedEvent):
    """What somebody did to a task. The words are what they wrote: the status, the name or the note."""

    task = models.ForeignKey(LaunchTask, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=LaunchEventKind)
    period = models.ForeignKey(
        LaunchPeriod, models.PROTECT, null=True, blank=True, related_name="+", help_text="Of a mark."
    )

    class Meta(RecordedEvent.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="launch_event_of_a_mark_names_its_period",
                condition=Q(kind__in=[LaunchEventKind.MARKED, LaunchEventKind.UNMARKED], period__isnull=False)
                | (~Q(kind__in=[LaunchEventKind.MARKED, LaunchEventKind.UNMARKED]) & Q(period__isnull=True)),
                violation_error_message="A mark names its period; nothing else does.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.task}"
