"""What came of a round by the rules, and what its conference agreed on."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from assessments.models import Cycle
from core.models import LimitedTextField, RecordedEvent
from partnerships.models import Partnership

from .rules import NextLevel, Outcome

REASON_MAX_LENGTH = 1500
"""Characters of a reason. With the name of an outcome before it, it fits into the words of an event."""


class Determination(models.Model):
    """What a conference says of one subject of a round, beside what the rules give. Closed when the round is final.

    The subject is the partner or one of its schools. Without an agreed outcome the computed one stands.
    """

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="determinations", db_index=False
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="determinations")
    subject = models.ForeignKey(Organization, models.PROTECT, related_name="determinations")
    agreed = models.ForeignKey(
        Outcome,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The outcome the conference agreed on instead of the computed one.",
    )
    reason = LimitedTextField(
        max_length=REASON_MAX_LENGTH, blank=True, help_text="Why they agreed on another."
    )
    next_level = models.ForeignKey(
        NextLevel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The next level of accountability, where it applies.",
    )
    next_level_reason = LimitedTextField(max_length=REASON_MAX_LENGTH, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["cycle__period__start", "subject__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "cycle", "subject"],
                name="determination_once",
                violation_error_message="There is a determination of it in this round already.",
            ),
            models.CheckConstraint(
                name="determination_agreed_has_reason",
                condition=Q(agreed=None, reason="") | Q(agreed__isnull=False) & ~Q(reason=""),
                violation_error_message="Say why another outcome was agreed on.",
            ),
            models.CheckConstraint(
                name="determination_next_level_has_reason",
                condition=Q(next_level=None, next_level_reason="")
                | Q(next_level__isnull=False) & ~Q(next_level_reason=""),
                violation_error_message="Say why the next level of accountability applies.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.cycle.period.name}"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def standing(self) -> "VerdictQuerySet":
        """Those whose round was not opened again."""
        return self.filter(reopened_at=None)


class Verdict(models.Model):
    """What the rules gave when a round became final, with its whole working, and what was agreed. It never changes.

    That of a round which was opened again is replaced by the next; it stays, and says when.
    """

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="verdicts")
    computed = models.ForeignKey(
        Outcome,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where the rules gave none: no goals, or no data.",
    )
    agreed = models.ForeignKey(Outcome, models.PROTECT, null=True, blank=True, related_name="+")
    reason = LimitedTextField(max_length=REASON_MAX_LENGTH, blank=True)
    working: Any = models.JSONField(
        help_text="`Working.kept()`: each method and criterion, the figures, and why."
    )
    frozen_at = models.DateTimeField(default=timezone.now)
    reopened_at = models.DateTimeField(null=True, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["frozen_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["determination"],
                condition=Q(reopened_at=None),
                name="verdict_stands_once",
                violation_error_message="The round is frozen already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.determination}: {self.outcome or 'no outcome'}"

    @property
    def outcome(self) -> Outcome | None:
        """The one that holds: what was agreed, else what was computed."""
        return self.agreed or self.computed


class DeterminationEventKind(models.TextChoices):
    AGREED = "agreed", "another outcome agreed on"
    AS_COMPUTED = "as_computed", "the computed outcome stands again"
    NEXT_LEVEL = "next_level", "next level of accountability"
    NO_NEXT_LEVEL = "no_next_level", "no next level of accountability any more"
    FROZEN = "frozen", "frozen with its working"
    REOPENED = "reopened", "opened again"


class DeterminationEvent(RecordedEvent):
    """What happened to a determination. `words` are the outcome or the level, and the reason."""

    determination = models.ForeignKey(Determination, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=15, choices=DeterminationEventKind)

    def __str__(self) -> str:
        return f"{self.determination}: {self.get_kind_display()}"
