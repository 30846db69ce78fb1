"""What is done next: what families say, and the steps that answer it."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from core.sorting import SortKeyField
from partnerships.models import Category, Edition, Item, Partnership


class FeedbackSource(models.TextChoices):
    SURVEY = "survey", "survey"
    COUNCIL = "council", "parent advisory council"
    PORTAL = "portal", "portal"
    MEETING = "meeting", "meeting"
    UNKNOWN = "unknown", "not recorded"


class FeedbackManager(models.Manager["Feedback"]):
    def get_by_natural_key(self, partnership: str, text: str) -> "Feedback":
        return self.get(partnership__slug=partnership, text=text)


class Feedback(models.Model):
    """What parents and others told the partnership, in the words it was recorded in."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="feedback")
    source = models.CharField(max_length=10, choices=FeedbackSource, default=FeedbackSource.UNKNOWN)
    text = LimitedTextField(max_length=5000)
    history = HistoricalRecords()

    objects = FeedbackManager()

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "text"],
                name="feedback_once",
                violation_error_message="This feedback is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[Any, ...]:
        return (self.partnership.slug, self.text)

    natural_key.dependencies = ["partnerships.partnership"]  # type: ignore[attr-defined]


class ActionPlanManager(models.Manager["ActionPlan"]):
    def get_by_natural_key(self, partnership: str, agreement: str, label: str, version: str) -> "ActionPlan":
        return self.get(
            partnership__slug=partnership,
            edition__agreement__slug=agreement,
            edition__label=label,
            version=version,
        )


class ActionPlan(models.Model):
    """A partnership's action steps for one edition, in one version of the plan."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="action_plans")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="action_plans")
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=20, help_text="For example 2.1.")
    sort_key = SortKeyField("version")
    history = HistoricalRecords(excluded_fields=["sort_key"])

    objects = ActionPlanManager()

    class Meta:
        ordering = ["-edition__effective_from", "-sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "edition", "version"],
                name="action_plan_version_unique",
                violation_error_message="The partnership has this version of the plan already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} V {self.version}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.partnership.slug, *self.edition.natural_key(), self.version)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.partnership",
        "partnerships.edition",
    ]


class ActionStepManager(models.Manager["ActionStep"]):
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
    """One row of a plan: the feedback it answers, the actions, and the items it serves."""

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="steps")
    category = models.ForeignKey(Category, models.PROTECT, related_name="action_steps")
    feedback = models.ForeignKey(Feedback, models.PROTECT, null=True, blank=True, related_name="steps")
    items = models.ManyToManyField(Item, related_name="action_steps", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    note = LimitedTextField(
        max_length=5000, blank=True, help_text="For readers: what the printed plan leaves open."
    )
    history = HistoricalRecords(m2m_fields=[items])

    objects = ActionStepManager()

    class Meta:
        ordering = ["category__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="action_step_position_unique",
                violation_error_message="The plan has a step in this place already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Step {self.position} of {self.plan}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.plan.natural_key(), self.position)

    natural_key.dependencies = ["actionsteps.actionplan"]  # type: ignore[attr-defined]


class Action(models.Model):
    """One thing to do in a step. An empty timeline continues the one printed above it."""

    step = models.ForeignKey(ActionStep, models.PROTECT, related_name="actions")
    text = LimitedTextField(max_length=5000)
    timeline = models.CharField(max_length=200, blank=True, help_text="As written: “Monthly”, “Nov-Mar”.")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text
