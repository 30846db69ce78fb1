"""What is measured: the rows of a partnership's evidence tables, and a value for a row and a period."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_lineage
from core.models import LimitedTextField, LinkField
from partnerships.models import Category, Direction, Edition, Item, Measure, Partnership, Period


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


class EvidenceRowQuerySet(models.QuerySet["EvidenceRow"]):
    def for_partnership(self, partnership: Partnership | int) -> Self:
        return self.filter(partnership=partnership)

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
    counts_students = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    lineage = models.CharField(max_length=40, default=new_lineage, editable=False)
    history = HistoricalRecords(m2m_fields=[measures, items])

    objects = EvidenceRowQuerySet.as_manager()

    class Meta:
        ordering = ["category__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "edition", "lineage"],
                name="evidence_row_lineage_unique",
                violation_error_message="Another row of the table continues the same one.",
            ),
        ]

    def __str__(self) -> str:
        return self.label.partition("\n")[0]

    @property
    def name(self) -> str:
        """Where it stands by itself: “Formative Data: aReading”, since another row has an aReading too."""
        return f"{str(self.parent).rstrip(':')}: {self}" if self.parent else str(self)

    def natural_key(self) -> tuple[str, ...]:
        return self.partnership.slug, self.edition.label, self.lineage

    natural_key.dependencies = ["partnerships.measure", "partnerships.partnership"]  # type: ignore[attr-defined]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.edition_id = self.category.edition_id
        if update_fields is not None:
            update_fields = {*update_fields, "edition"}
        super().save(*args, update_fields=update_fields, **kwargs)


class ObservationStatus(models.TextChoices):
    REPORTED = "reported", "reported"
    BLANK = "blank", "left blank"
    FORTHCOMING = "forthcoming", "forthcoming"
    TO_BE_DETERMINED = "to_be_determined", "to be determined"
    IN_DEVELOPMENT = "in_development", "in development"
    NOT_APPLICABLE = "not_applicable", "not applicable"
    EMBARGOED = "embargoed", "embargoed"


class ObservationQuerySet(models.QuerySet):
    def of(self, partnership: Partnership | int) -> Self:
        return self.filter(row__partnership=partnership)


class Observation(models.Model):
    """What one cell of the evidence table says. `text` is as printed; the status says how to read it."""

    row = models.ForeignKey(EvidenceRow, models.PROTECT, related_name="observations")
    period = models.ForeignKey(Period, models.PROTECT, related_name="observations")
    text = LimitedTextField(max_length=5000, blank=True, help_text="Exactly as it is to be printed.")
    status = models.CharField(max_length=20, choices=ObservationStatus, default=ObservationStatus.REPORTED)
    data_period = models.ForeignKey(
        Period,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="When the data is from, where that is another period than the column's.",
    )
    expected_on = models.DateField(
        null=True,
        blank=True,
        help_text="When forthcoming or embargoed data is expected; a month is its first day.",
    )
    link = LinkField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    note = LimitedTextField(
        max_length=5000, blank=True, help_text="For readers: what to know about this value."
    )
    history = HistoricalRecords()

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["row__category__position", "row__position", "period__start"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "period"],
                name="observation_once",
                violation_error_message="The row has a value for this period already.",
            ),
            models.CheckConstraint(
                name="observation_blank_or_text",
                condition=Q(status=ObservationStatus.BLANK, text="")
                | (~Q(status=ObservationStatus.BLANK) & ~Q(text="")),
                violation_error_message="Enter what is to be printed, or choose “left blank”.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.period}: {self.text or self.get_status_display()}"
