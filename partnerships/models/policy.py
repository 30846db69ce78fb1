"""What a plan leaves to the agency: a question with the options as printed, and which of them is chosen."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField, RecordedEvent

from .editions import Agreement

MUST_SAY = "Say how it was decided: by which policy, who approved it and when."


class PolicyChoiceQuerySet(models.QuerySet["PolicyChoice"]):
    def unanswered(self) -> Self:
        return self.filter(chosen=None)

    def get_by_natural_key(self, agreement: str, position: int) -> "PolicyChoice":
        return self.get(agreement__slug=agreement, position=position)


class PolicyChoice(models.Model):
    """A question that an agreement's plan prints with options of which one holds, as printed.

    The source may tick none: then it is open until a person records the answer.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="policy_choices")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120, help_text="What it is about, for lists.")
    question = LimitedTextField(max_length=2000, help_text="As printed.")
    source = models.CharField(max_length=200, help_text="The document it stands in.")
    citation = models.CharField(max_length=200, blank=True, help_text="Where in it: VI.C.2.")
    note = LimitedTextField(
        max_length=1000, blank=True, help_text="For readers: what the printed question leaves open."
    )
    chosen = models.ForeignKey(
        "PolicyOption",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty while it is open.",
    )
    history = HistoricalRecords()

    objects = PolicyChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["agreement__sort_key", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "position"],
                name="policy_choice_position_unique",
                violation_error_message="The agreement has a choice in this place already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[Any, ...]:
        return (self.agreement.slug, self.position)

    natural_key.dependencies = ["partnerships.agreement"]  # type: ignore[attr-defined]


class PolicyOption(models.Model):
    """One of the answers that are printed."""

    choice = models.ForeignKey(PolicyChoice, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    words = LimitedTextField(max_length=2000, help_text="As printed.")
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.words


class PolicyEventKind(models.TextChoices):
    CHOSEN = "chosen", "chosen"
    REOPENED = "reopened", "open again"


class PolicyEvent(RecordedEvent):
    """Somebody recorded an answer, or that there is none any more; the words say how that was decided."""

    choice = models.ForeignKey(PolicyChoice, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=PolicyEventKind)
    option = models.ForeignKey(PolicyOption, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(RecordedEvent.Meta):
        constraints = [
            models.CheckConstraint(
                name="policy_event_names_what_is_chosen",
                condition=Q(kind=PolicyEventKind.CHOSEN, option__isnull=False)
                | Q(kind=PolicyEventKind.REOPENED, option=None),
                violation_error_message="What is chosen is named; of what is open again nothing is.",
            ),
            models.CheckConstraint(
                name="policy_event_says_why",
                condition=~Q(words=""),
                violation_error_message=MUST_SAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice}: {self.get_kind_display()}"
