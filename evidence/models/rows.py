"""The rows of evidence tables, their columns, and what stands around them."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.ids import new_lineage
from core.models import LimitedTextField
from partnerships.models import (
    Category,
    Direction,
    Edition,
    EditionStatus,
    Item,
    Measure,
    Partnership,
    Period,
)

from .breakdowns import PartsAdd, StudentGroup


class EvidenceTable(models.Model):
    """What stands around a partnership's evidence rows in an edition: title, introduction, footnote."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="evidence_tables")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="evidence_tables")
    title = models.CharField(max_length=200)
    introduction = LimitedTextField(max_length=10_000, blank=True)
    footnote = models.CharField(
        max_length=300, blank=True, help_text="What a mark in a cell means: *data is forthcoming."
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "edition"],
                name="evidence_table_once",
                violation_error_message="The partnership has an evidence table for this edition already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.partnership}"


class EvidenceColumn(models.Model):
    """A period that a category's table has a column for, though no value stands in it yet."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="evidence_columns")
    category = models.ForeignKey(Category, models.CASCADE, related_name="evidence_columns")
    period = models.ForeignKey(Period, models.PROTECT, related_name="evidence_columns")
    history = HistoricalRecords()

    class Meta:
        ordering = ["category__position", "period__start", "-period__end", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "category", "period"],
                name="evidence_column_once",
                violation_error_message="The table has a column for this period already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.period}"


class RowKind(models.TextChoices):
    """What the figures of a row are. A share is not a rate, and the two are never compared."""

    NOT_SAID = "", "not said"
    WORDS = "words", "words, days or links"
    COUNT = "count", "a count"
    RATE = "rate", "a rate: of those it is about, how many"
    SHARE = "share", "a share: of all that was counted, how much was of these"
    CHANGE = "change", "a change: growth, a difference, from one time to another"
    MEAN = "mean", "an average, a median or a percentile"
    RATIO = "ratio", "a ratio of two figures"
    AMOUNT = "amount", "an amount: money, minutes, days"


class EvidenceRowQuerySet(models.QuerySet["EvidenceRow"]):
    def for_partnership(self, partnership: Partnership | int) -> Self:
        return self.filter(partnership=partnership)

    def counting_students(self) -> Self:
        """Those whose values the public may not read in full, whichever edition they stand in. A draft's are
        read by nobody yet."""
        return self.filter(counts_students=True).exclude(edition__status=EditionStatus.DRAFT)

    def get_by_natural_key(self, partnership: str, edition: str, lineage: str) -> "EvidenceRow":
        return self.get(partnership__slug=partnership, edition__label=edition, lineage=lineage)


class EvidenceRow(models.Model):
    """What a partnership tracks in an edition. Its own: never part of the adopted text, it stays open.

    `position` is its place in the category's table, sub-rows included. Without values it goes with its category.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="evidence_rows")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="evidence_rows", editable=False)
    category = models.ForeignKey(Category, models.CASCADE, related_name="evidence_rows")
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    label = LimitedTextField(max_length=2000)
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="evidence_rows", help_text="The lines of the agreement it answers."
    )
    items = models.ManyToManyField(
        Item, blank=True, related_name="evidence_rows", help_text="The items it speaks to."
    )
    unit = models.CharField(max_length=30, blank=True, help_text="For example % or minutes.")
    better = models.CharField(max_length=10, choices=Direction, default=Direction.NEITHER)
    counts_students = models.BooleanField(
        default=False,
        help_text="Small counts of students are kept from everything that leaves the partnership.",
    )
    students_at_least = models.PositiveIntegerField(
        "its percentages are of at least so many students",
        null=True,
        blank=True,
        help_text="Where a value does not say of how many. Without it documents hide such a percentage.",
    )
    kind = models.CharField("its figures are", max_length=10, choices=RowKind, blank=True)
    student_group = models.ForeignKey(
        StudentGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whom its figures are about, where it is one group of students.",
    )
    lowest = models.DecimalField(
        max_digits=18,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="The lowest number it can have. Empty: none for a change, 0 for any other percentage or count.",
    )
    highest = models.DecimalField(
        max_digits=18,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="The highest number it can have. Empty: 100 for a percentage that is no change, else none.",
    )
    parts_add = models.CharField("the rows beneath it", max_length=10, choices=PartsAdd, blank=True)
    tolerance = models.DecimalField(
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="By how much the rows beneath may miss the whole. Empty: as much as rounding explains.",
    )
    last_period = models.ForeignKey(
        Period,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The last period it is kept for. Empty: it goes on.",
    )
    position = models.PositiveSmallIntegerField(default=0)
    lineage = models.CharField(max_length=40, default=new_lineage, editable=False)
    history = HistoricalRecords(m2m_fields=[measures, items])

    named_value: Any = None
    """One of its observations, set by whoever shows it as what shows something else."""
    is_withheld = False
    """Whether the public does not read that one, or its note; set likewise (`latest.mark_named`)."""

    objects = EvidenceRowQuerySet.as_manager()

    class Meta:
        ordering = ["category__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "edition", "lineage"],
                name="evidence_row_lineage_unique",
                violation_error_message="Another row of the table continues the same one.",
            ),
            models.CheckConstraint(
                name="evidence_row_range",
                condition=Q(highest__gte=F("lowest")) | Q(lowest=None) | Q(highest=None),
                violation_error_message="The highest number must not be below the lowest.",
            ),
        ]

    def __str__(self) -> str:
        return self.label.partition("\n")[0]

    @property
    def name(self) -> str:
        """Where it stands by itself: “Formative Data: aReading”, since another row has an aReading too."""
        return f"{str(self.parent).rstrip(':')}: {self}" if self.parent else str(self)

    def is_kept_in(self, period: Period) -> bool:
        """Whether it is kept for a period: it has not ended before. Its last period was read with it."""
        return self.last_period is None or period.start <= self.last_period.end

    @property
    def name_with_value(self) -> str:
        """With the value that somebody named of it, where they did (`named_value`)."""
        return f"{self.name}: {self.value_in_words}" if self.named_value else self.name

    @property
    def value_in_words(self) -> str:
        """“8 students (2022-2023), not public”."""
        return f"{self.named_value.in_one_line}{', not public' if self.is_withheld else ''}"

    def natural_key(self) -> tuple[str, ...]:
        return self.partnership.slug, self.edition.label, self.lineage

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.measure",
        "partnerships.partnership",
        "evidence.studentgroup",
    ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.edition_id = self.category.edition_id
        if update_fields is not None:
            update_fields = {*update_fields, "edition"}
        super().save(*args, update_fields=update_fields, **kwargs)
