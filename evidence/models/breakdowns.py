"""What a row's values are told apart by: schools, student groups, grades, subjects, or anything named."""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from core.ids import new_public_id


class StudentGroupKind(models.TextChoices):
    ALL = "all", "all students"
    WITH_IEP = "with_iep", "students with IEPs"
    WITHOUT_IEP = "without_iep", "students without IEPs"
    OTHER = "other", "another group"


class StudentGroupManager(models.Manager["StudentGroup"]):
    def get_by_natural_key(self, label: str) -> "StudentGroup":
        return self.get(label=label)


class StudentGroup(models.Model):
    """Students whom figures are about. The kind says which groups a gap is between."""

    label = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=StudentGroupKind, default=StudentGroupKind.OTHER)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = StudentGroupManager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str, ...]:
        return (self.label,)


class PartsAdd(models.TextChoices):
    """What the parts of a whole come to."""

    NOT = "", "are not added up"
    TO_WHOLE = "whole", "add up to the whole"
    TO_HUNDRED = "hundred", "are shares that add up to 100%"


class BreakdownManager(models.Manager["Breakdown"]):
    def get_by_natural_key(self, owner: str, edition: str, lineage: str, name: str) -> "Breakdown":
        of_row = {"row__edition__label": edition, "row__lineage": lineage}
        return self.get(row__partnership__slug=owner, name=name, **of_row)


class Breakdown(models.Model):
    """One way to break a row's values down: by school, by grade."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    row = models.ForeignKey("evidence.EvidenceRow", models.CASCADE, related_name="breakdowns")
    name = models.CharField(max_length=80, help_text="School, grade, subject.")
    parts_add = models.CharField("its parts", max_length=10, choices=PartsAdd, blank=True)
    tolerance = models.DecimalField(
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="By how much the parts may miss the whole. Empty: as much as rounding explains.",
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = BreakdownManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "name"],
                name="breakdown_once",
                violation_error_message="The row is broken down by this already.",
            ),
            models.CheckConstraint(
                name="breakdown_tolerance_from_zero",
                condition=Q(tolerance=None) | Q(tolerance__gte=0),
                violation_error_message="A tolerance cannot be below 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} by {self.name}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.row.natural_key(), self.name)

    natural_key.dependencies = ["evidence.evidencerow"]  # type: ignore[attr-defined]


class BreakdownPartManager(models.Manager["BreakdownPart"]):
    def get_by_natural_key(self, *key: str) -> "BreakdownPart":
        return self.get(breakdown=Breakdown.objects.get_by_natural_key(*key[:-1]), label=key[-1])


class BreakdownPart(models.Model):
    """One part of a breakdown: a school, students with IEPs, grade 4, or both of two at once."""

    breakdown = models.ForeignKey(Breakdown, models.CASCADE, related_name="parts")
    label = models.CharField(max_length=120)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The school or district.",
    )
    student_group = models.ForeignKey(StudentGroup, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = BreakdownPartManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["breakdown", "label"],
                name="breakdown_part_once",
                violation_error_message="The breakdown has this part already.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.breakdown.natural_key(), self.label)

    natural_key.dependencies = ["evidence.breakdown"]  # type: ignore[attr-defined]
