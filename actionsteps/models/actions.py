"""The rows beneath a step: what is to be done in it, the hours it takes, what it rests on and aims at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_lineage
from core.models import LimitedTextField
from partnerships.models import Item

from .steps import TEXT_MAX_LENGTH, ActionStep


class Action(models.Model):
    """One thing to do in a step. An empty timeline continues the one printed above it."""

    step = models.ForeignKey(ActionStep, models.PROTECT, related_name="actions")
    text = LimitedTextField(max_length=TEXT_MAX_LENGTH)
    timeline = models.CharField(max_length=200, blank=True, help_text="As written: “Monthly”, “Nov-Mar”.")
    position = models.PositiveSmallIntegerField(default=0)
    lineage = models.CharField(max_length=16, default=new_lineage, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Hours(models.Model):
    """One line of the hours that a step takes, planned and spent. They stand beside the total that was stated."""

    step = models.ForeignKey(ActionStep, models.PROTECT, related_name="hours")
    what = models.CharField("for", max_length=200)
    planned = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "hours"
        constraints = [
            models.CheckConstraint(
                name="hours_are_not_negative",
                condition=(Q(planned=None) | Q(planned__gte=0)) & (Q(spent=None) | Q(spent__gte=0)),
                violation_error_message="Hours are 0 or more.",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class PointKind(models.TextChoices):
    STRENGTH = "strength", "leverageable strength"
    TARGET = "target", "targeted"


class StepPoint(models.Model):
    """A strength that a step rests on, or what it targets, as printed: an item of the text, or nothing in it."""

    step = models.ForeignKey(ActionStep, models.PROTECT, related_name="points")
    kind = models.CharField(max_length=10, choices=PointKind)
    words = models.CharField(max_length=500, help_text="As printed.")
    item = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What it is in the text of the agreement; empty where that has no such thing.",
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return self.words
