"""Which districts, schools or agencies a row's figures count, and which they leave out."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Period

from .definitions import Definition


class PopulationGroupQuerySet(models.QuerySet["PopulationGroup"]):
    def in_order(self) -> Self:
        """Those of all periods first, then period by period; those that count before those that do not."""
        return self.select_related("period").order_by(
            models.F("period__start").asc(nulls_first=True), "-is_counted", "position", "pk"
        )


class PopulationGroup(models.Model):
    """Some of the entities that a definition speaks of: 55 districts, which count, or 2, which do not and why.

    Those of a period stand in place of those without one. Without a number nobody knows how many are left out.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    definition = models.ForeignKey(Definition, models.CASCADE, related_name="population")
    period = models.ForeignKey(
        Period,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: whenever nothing else is said of a period.",
    )
    number = models.PositiveIntegerField("how many", null=True, blank=True)
    who = models.CharField(max_length=300, help_text="“districts”, “Schools for the Deaf and Blind”.")
    is_counted = models.BooleanField("they count", default=True)
    reason = LimitedTextField(
        max_length=1000, blank=True, help_text="Why they do not count, as the source has it."
    )
    source = models.CharField(max_length=300, blank=True, help_text="Where this stands.")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = PopulationGroupQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "who", "is_counted"],
                condition=Q(period=None),
                name="population_group_once",
                violation_error_message="These are named already.",
            ),
            models.UniqueConstraint(
                fields=["definition", "who", "is_counted", "period"],
                name="population_group_of_period_once",
                violation_error_message="These are named for the period already.",
            ),
            models.CheckConstraint(
                name="population_group_counted_or_why_not",
                condition=Q(is_counted=True, number__isnull=False) | (Q(is_counted=False) & ~Q(reason="")),
                violation_error_message="Say how many count, or why they do not.",
            ),
        ]

    def __str__(self) -> str:
        return self.who if self.number is None else f"{self.number} {self.who}"
