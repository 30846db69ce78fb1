"""Classes that were observed for a review, and the printed rule by which each is classified."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from core.models import LimitedTextField
from partnerships.models import Edition

from .assessments import Assessment

OF_HUNDRED = "A percentage is from 0 to 100."
PERCENT = [MinValueValidator(0, OF_HUNDRED), MaxValueValidator(100, OF_HUNDRED)]


class ClassRule(models.Model):
    """What an edition asks of a class, in percent of quality indicators and of students, beside its own words.

    Part of the edition's text. What it makes of a class: `observations/classifying.py`.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="class_rule", editable=False)
    minimum_observed = models.PositiveSmallIntegerField(
        "minimum: quality indicators observed", help_text="At least, in percent."
    )
    minimum_engaged = models.PositiveSmallIntegerField(
        "minimum: students engaged", help_text="At least, in percent: the 70 of 70-89%."
    )
    minimum_engaged_to = models.PositiveSmallIntegerField("up to", help_text="The 89 of 70-89%.")
    minimum_words = models.CharField("minimum, as printed", max_length=300)
    exemplary_observed = models.PositiveSmallIntegerField(
        "exemplary: quality indicators observed", help_text="At least, in percent."
    )
    exemplary_engaged = models.PositiveSmallIntegerField(
        "exemplary: students engaged", help_text="At least, in percent."
    )
    exemplary_words = models.CharField("exemplary, as printed", max_length=300)
    source = LimitedTextField(max_length=500, blank=True, help_text="Where it stands.")
    observed_lineage = models.CharField(
        "row of classes observed",
        max_length=40,
        blank=True,
        help_text="The lineage of the row of evidence with the printed number, by school.",
    )
    minimum_lineage = models.CharField("row of those that meet the minimum", max_length=40, blank=True)
    exemplary_lineage = models.CharField("row of exemplary ones", max_length=40, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="class_rule_in_order",
                condition=Q(
                    minimum_observed__lte=F("exemplary_observed"),
                    minimum_engaged__lte=F("minimum_engaged_to"),
                    minimum_engaged_to__lt=F("exemplary_engaged"),
                    exemplary_observed__lte=100,
                    exemplary_engaged__lte=100,
                ),
                violation_error_message="The minimum ends below what is exemplary, and nothing is above 100%.",
            ),
        ]

    def __str__(self) -> str:
        return f"Minimum: {self.minimum_words}. Exemplary: {self.exemplary_words}"


class ObservedClass(models.Model):
    """A class as a number: who taught it and who sat in it is not kept, nor a word about it.

    A class is a teacher all the same. Those who write the assessment read it, nobody else; what others are told is
    in `observations/tallies.py`.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="observed_classes")
    school = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(editable=False)
    observed = models.DecimalField(
        "quality indicators observed",
        max_digits=5,
        decimal_places=2,
        validators=PERCENT,
        help_text="In percent of the indicators, with up to two decimals, not rounded to a whole number.",
    )
    engaged = models.DecimalField(
        "students optimally engaged",
        max_digits=5,
        decimal_places=2,
        validators=PERCENT,
        help_text="In percent of the students in the class.",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"],
                name="observed_class_once",
                violation_error_message="There is a class of this number already.",
            ),
            models.CheckConstraint(
                name="observed_class_in_percent",
                condition=Q(observed__range=(0, 100), engaged__range=(0, 100)),
                violation_error_message=OF_HUNDRED,
            ),
        ]

    def __str__(self) -> str:
        return f"Class {self.number}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.assessment.natural_key(), self.number)

    natural_key.dependencies = ["assessments.assessment"]  # type: ignore[attr-defined]
