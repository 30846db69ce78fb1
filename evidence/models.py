"""What is measured: one value for a row of a partnership's evidence table and a period."""

from contextlib import contextmanager

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.models import LinkField
from partnerships.models import Edition, Measure, MeasureKind, Partnership, Period


class EvidenceTable(models.Model):
    """What stands around a partnership's evidence rows in an edition: title, introduction, footnote."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="evidence_tables")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="evidence_tables")
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
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

    def __str__(self):
        return f"{self.title}, {self.partnership}"


class EvidenceRowManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(kind=MeasureKind.ROW)


class EvidenceRow(Measure):
    """A measure that is a row of a partnership's evidence table: never part of the adopted text."""

    objects = EvidenceRowManager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True

    def save(self, *args, **kwargs):
        self.kind = MeasureKind.ROW
        with self._as_measure():
            self.save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        with self._as_measure():
            return self.delete(*args, **kwargs)

    @contextmanager
    def _as_measure(self):
        """A proxy's own saving would leave no history: that listens to the measure's."""
        self.__class__ = Measure  # type: ignore[assignment]
        try:
            yield
        finally:
            self.__class__ = EvidenceRow


EvidenceRow._meta.simple_history_manager_attribute = "history"  # type: ignore[attr-defined]


class ObservationStatus(models.TextChoices):
    REPORTED = "reported", "reported"
    BLANK = "blank", "left blank"
    FORTHCOMING = "forthcoming", "forthcoming"
    TO_BE_DETERMINED = "to_be_determined", "to be determined"
    IN_DEVELOPMENT = "in_development", "in development"
    NOT_APPLICABLE = "not_applicable", "not applicable"
    EMBARGOED = "embargoed", "embargoed"


class ObservationQuerySet(models.QuerySet):
    def of(self, partnership):
        return self.filter(partnership=partnership)


class Observation(models.Model):
    """What one cell of the evidence table says. `text` is as printed; the status says how to read it."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="observations")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="observations")
    period = models.ForeignKey(Period, models.PROTECT, related_name="observations")
    text = models.TextField(blank=True, help_text="Exactly as it is to be printed.")
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
    note = models.TextField(blank=True, help_text="For readers: what to know about this value.")
    history = HistoricalRecords()

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["measure__category__position", "measure__position", "period__start"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "measure", "period"],
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

    def __str__(self):
        return f"{self.measure}, {self.period}: {self.text or self.get_status_display()}"
