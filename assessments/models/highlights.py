"""Strengths and areas of focus, and the suggestions for them that were turned down."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from evidence.models import EvidenceRow
from partnerships.models import Item, Measure

from .assessments import Assessment

HIGHLIGHT_MAX_LENGTH = 500
"""Characters. A sentence or two."""


class HighlightKind(models.TextChoices):
    STRENGTH = "strength", "strength"
    FOCUS = "focus", "area of focus"


class HighlightManager(models.Manager):
    """Those that stand in the lists, without what was removed."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(removed_at=None)

    def to_settle_in(self, joint: Assessment) -> models.QuerySet[Any]:
        """What the sides wrote and the conference has neither taken over, nor merged, nor left aside."""
        round_ = Assessment.objects.filter(partnership=joint.partnership_id, cycle=joint.cycle_id)
        settled = HighlightOutcome.objects.standing_in(joint).values("highlight")
        return self.filter(assessment__in=round_.of_sides().handed_in()).exclude(pk__in=settled)


class Highlight(models.Model):
    """A strength or an area of focus, in the words of those who assessed.

    One that was removed stays, with the place it had and all it points to, so that it can be put back.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="highlights")
    kind = models.CharField(max_length=10, choices=HighlightKind)
    text = LimitedTextField(max_length=HIGHLIGHT_MAX_LENGTH)
    items = models.ManyToManyField(
        Item, blank=True, related_name="highlights", help_text="The items it speaks of."
    )
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="highlights", help_text="The measures that show it."
    )
    rows = models.ManyToManyField(
        EvidenceRow, blank=True, related_name="highlights", help_text="The rows of evidence that show it."
    )
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords(m2m_fields=[items, measures, rows])

    objects = HighlightManager()
    with_removed = models.Manager()

    class Meta:
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="highlight_has_text",
                condition=~Q(text=""),
                violation_error_message="Write down what it is.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Dismissal(models.Model):
    """A suggestion that somebody does not want to see again in this assessment."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="dismissals")
    key = models.CharField(max_length=80, help_text="The rule and what it was about: “fell:3.3”.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "key"],
                name="dismissal_once",
                violation_error_message="This suggestion is dismissed already.",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class HighlightOutcomeQuerySet(models.QuerySet):
    def standing_in(self, joint: Assessment) -> Self:
        """Those of a joint assessment. What was taken over and then removed is to be settled again."""
        return self.filter(assessment=joint, into__removed_at=None)


class HighlightOutcome(models.Model):
    """What a conference made of a strength or area of focus of one side. Without it that is still to be settled."""

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="highlight_outcomes", help_text="The joint one."
    )
    highlight = models.OneToOneField(
        Highlight, models.PROTECT, related_name="outcome", help_text="What one side wrote."
    )
    into = models.ForeignKey(
        Highlight,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="origins",
        help_text="The joint one that takes it up. Empty where it was left aside.",
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    objects = HighlightOutcomeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.highlight}: {'taken over' if self.into_id else 'left aside'}"
