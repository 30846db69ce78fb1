"""Who began together, and the numbers that an agreement's source prints of them."""

from typing import Any

from django.db import models
from django.db.models import F
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from core.sorting import SortKeyField

from .editions import Agreement


class CohortQuerySet(models.QuerySet["Cohort"]):
    def get_by_natural_key(self, agreement: str, label: str) -> "Cohort":
        return self.get(agreement__slug=agreement, label=label)


class Cohort(models.Model):
    """The partnerships of an agreement that began together."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="cohorts")
    label = models.CharField(max_length=60, help_text="As documents print it: April 2017.")
    began_on = models.DateField(
        null=True,
        blank=True,
        help_text="Cohorts stand in this order. The first day of the month where only a month is printed.",
    )
    note = LimitedTextField(max_length=1000, blank=True)
    sort_key = SortKeyField("label")
    history = HistoricalRecords(excluded_fields=["sort_key"])

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["agreement__sort_key", F("began_on").asc(nulls_last=True), "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "label"],
                name="cohort_label_unique",
                violation_error_message="The agreement has a cohort with this label already.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[Any, ...]:
        return (self.agreement.slug, self.label)

    natural_key.dependencies = ["partnerships.agreement"]  # type: ignore[attr-defined]


class Counted(models.TextChoices):
    """What a printed number is a number of."""

    PARTNERS = "partners", "partners"
    SCHOOLS = "schools", "schools"
    AGREEMENTS = "agreements", "agreements"


class PrintedCount(models.Model):
    """A number that the source prints, kept as printed even where it does not add up with others."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="printed_counts")
    cohort = models.ForeignKey(
        Cohort,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="printed_counts",
        help_text="Empty for a number of the whole agreement.",
    )
    counted = models.CharField("what it counts", max_length=12, choices=Counted)
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=200, help_text="As printed: Nine districts and 37 schools.")
    place = models.CharField("where it is printed", max_length=120)
    history = HistoricalRecords()

    class Meta:
        ordering = [
            "agreement__sort_key",
            F("cohort__began_on").asc(nulls_last=True),
            F("cohort__label").asc(nulls_last=True),
            "pk",
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.counted_word}: {self.words}"

    @property
    def counted_word(self) -> str:
        """“agreement” of one, else “agreements”."""
        return Counted(self.counted).label.removesuffix("s" if self.number == 1 else "")
