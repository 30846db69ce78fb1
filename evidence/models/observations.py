"""A value for a row and a period, what it is made of, and the files that show it."""

import json
from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField, LinkField
from partnerships.models import EditionStatus, Partnership, Period

from .breakdowns import BreakdownPart
from .definitions import Component
from .rows import EvidenceRow


class ObservationStatus(models.TextChoices):
    REPORTED = "reported", "reported"
    BLANK = "blank", "left blank"
    FORTHCOMING = "forthcoming", "forthcoming"
    TO_BE_DETERMINED = "to_be_determined", "to be determined"
    IN_DEVELOPMENT = "in_development", "in development"
    BASELINE = "baseline", "baseline being collected"
    NOT_YET_MEASURED = "not_yet_measured", "not yet measured"
    UNABLE_TO_MEASURE = "unable_to_measure", "unable to measure"
    ERROR = "error", "known to be wrong"
    NOT_APPLICABLE = "not_applicable", "not applicable"
    EMBARGOED = "embargoed", "embargoed"


TO_COME = (
    ObservationStatus.FORTHCOMING,
    ObservationStatus.EMBARGOED,
    ObservationStatus.TO_BE_DETERMINED,
    ObservationStatus.BASELINE,
    ObservationStatus.IN_DEVELOPMENT,
    ObservationStatus.NOT_YET_MEASURED,
)
"""What stands for a value that is to come. One that cannot be measured, or is wrong, is not waited for."""


def last_day(expected_on: date) -> date:
    """Until when a value comes in time: the first of a month stands for the month."""
    if expected_on.day > 1:
        return expected_on
    return expected_on.replace(day=monthrange(expected_on.year, expected_on.month)[1])


class DocumentedText(NamedTuple):
    """What a value said when a document was made that printed it, or hid it to protect privacy."""

    text: str
    is_hidden: bool = False


class ObservationQuerySet(models.QuerySet):
    def of(self, partnership: Partnership | int) -> Self:
        return self.filter(row__partnership=partnership)

    def of_the_whole(self) -> Self:
        """Without the parts of breakdowns: what stands in the table's cells."""
        return self.filter(part=None)

    def get_by_natural_key(self, owner: str, edition: str, lineage: str, *place: str) -> Any:
        """Of a row, by a period's kind and label and, of a part, the names of its breakdown and of itself."""
        kind, label, *part = place
        of_row = {"row__partnership__slug": owner, "row__edition__label": edition, "row__lineage": lineage}
        here = self.filter(**of_row, period__kind=kind, period__label=label)
        if not part:
            return here.get(part=None)
        return here.get(part__breakdown__name=part[0], part__label=part[1])

    def in_shown_edition(self) -> Self:
        """Those of the edition that a partnership's evidence page shows: the newest with values."""
        first_day = Coalesce("row__edition__effective_from", Value(date.min))
        adopted = Observation.objects.exclude(row__edition__status=EditionStatus.DRAFT).alias(first=first_day)
        later = Q(first__gt=OuterRef("first")) | Q(
            first=OuterRef("first"), row__edition__gt=OuterRef("row__edition")
        )
        newer = adopted.filter(later, row__partnership=OuterRef("row__partnership"))
        drafts = Q(row__edition__status=EditionStatus.DRAFT)
        return self.alias(first=first_day).exclude(drafts).filter(~Exists(newer))

    def with_file_count(self) -> Self:
        """With the number of files that show each: `file_count`."""
        files = EvidenceFile.objects.standing().filter(observation=OuterRef("pk")).order_by()
        counted = files.values("observation").annotate(number=Count("pk")).values("number")
        return self.annotate(file_count=Coalesce(Subquery(counted), 0))


class Observation(models.Model):
    """What one cell of the evidence table says. `text` is as printed; the status says how to read it.

    `number`, `numerator` and `denominator` are what was understood of it, in the row's unit: 96 for “22/23 (96%)”.
    What can be worked out of them is not stored and never replaces what was printed.
    """

    row = models.ForeignKey(EvidenceRow, models.PROTECT, related_name="observations")
    period = models.ForeignKey(Period, models.PROTECT, related_name="observations")
    part = models.ForeignKey(
        BreakdownPart,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        help_text="The school, student group or other part it is about. Empty: the whole.",
    )
    text = LimitedTextField(max_length=5000, blank=True, help_text="Exactly as it is to be printed.")
    status = models.CharField(max_length=20, choices=ObservationStatus, default=ObservationStatus.REPORTED)
    number = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
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
    owed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence_owed",
        help_text="Who brings it.",
    )
    owed_by_name = models.CharField(
        max_length=120,
        blank=True,
        help_text="Who brings it, where they have no sign-in: the state department.",
    )
    link = LinkField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    note = LimitedTextField(
        max_length=5000, blank=True, help_text="For readers: what to know about this value."
    )
    prints_remarks = models.BooleanField(
        default=False, help_text="Documents say where its figures disagree with each other."
    )
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    documented = models.TextField(blank=True, editable=False)
    """What it said when documents were made, where it counts students, in JSON: see `documented_texts`."""
    history = HistoricalRecords(excluded_fields=["documented"])

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["row__category__position", "row__position", "period__start"]
        indexes = [
            models.Index(
                fields=["expected_on"], condition=Q(expected_on__isnull=False), name="observation_expected_on"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "period"],
                condition=Q(part=None),
                name="observation_once",
                violation_error_message="The row has a value for this period already.",
            ),
            models.UniqueConstraint(
                fields=["row", "period", "part"],
                name="observation_of_part_once",
                violation_error_message="This part has a value for this period already.",
            ),
            models.CheckConstraint(
                name="observation_counts_from_zero",
                condition=(Q(numerator=None) | Q(numerator__gte=0))
                & (Q(denominator=None) | Q(denominator__gte=0)),
                violation_error_message="A count cannot be below 0.",
            ),
            models.CheckConstraint(
                name="observation_part_of_whole",
                condition=Q(numerator=None) | Q(denominator=None) | Q(numerator__lte=F("denominator")),
                violation_error_message="There cannot be more of them than there are in all.",
            ),
            models.CheckConstraint(
                name="observation_owed_by_one",
                condition=Q(owed_by=None) | Q(owed_by_name=""),
                violation_error_message="Name one who brings it: somebody of the partnership, or somebody else.",
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

    def natural_key(self) -> tuple[Any, ...]:
        part = (self.part.breakdown.name, self.part.label) if self.part else ()
        return (*self.row.natural_key(), *self.period.natural_key(), *part)

    natural_key.dependencies = ["evidence.evidencerow", "evidence.breakdownpart"]  # type: ignore[attr-defined]

    @property
    def documented_texts(self) -> list[DocumentedText]:
        """What it said for documents that were made, which whoever has one of them knows; the oldest first."""
        return [DocumentedText(*one) for one in json.loads(self.documented)] if self.documented else []

    @property
    def in_one_line(self) -> str:
        """“96% (2023-2024)”, “75.3%, FFY 2004 (2004-2005)”."""
        lines = (line.strip() for line in self.text.splitlines())
        text = "; ".join(line for line in lines if line) or self.get_status_display()
        name = self.period.name
        return f"{text}, {name}" if "(" in name else f"{text} ({name})"

    @property
    def expected_in_words(self) -> str:
        """“October 2025”, “Mar 27, 2026”; empty without a date."""
        day = self.expected_on
        return date_format(day, "F Y" if day.day == 1 else "M j, Y") if day else ""

    @property
    def is_overdue(self) -> bool:
        """Whether it is to come, and was to be here before today."""
        if self.status not in TO_COME or self.expected_on is None:
            return False
        return last_day(self.expected_on) < timezone.localdate()

    @property
    def owed_by_whom(self) -> str:
        """Who brings it while it is to come; empty where nobody is named."""
        if self.status not in TO_COME:
            return ""
        return (self.owed_by.name or self.owed_by.email) if self.owed_by else self.owed_by_name

    @property
    def status_in_words(self) -> str:
        """“forthcoming, expected October 2025”: with the month or day, where one is known."""
        expected = self.expected_in_words
        return f"{self.get_status_display()}, expected {expected}" if expected else self.get_status_display()


class ComponentValue(models.Model):
    """The figure of one of a definition's components in a value: 12 a = 535."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="components")
    component = models.ForeignKey(Component, models.PROTECT, related_name="+")
    number = models.DecimalField(max_digits=18, decimal_places=6)
    history = HistoricalRecords()

    class Meta:
        ordering = ["component__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "component"],
                name="component_value_once",
                violation_error_message="The component has a figure already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component.letter} = {self.number.normalize():f}"


def evidence_storage() -> Any:
    """Outside the web root: a file is read through its page alone."""
    return storages["evidence"]


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def standing(self) -> Self:
        return self.filter(deleted_at=None)


class EvidenceFile(models.Model):
    """A file that shows a value. Its row stays when the file is deleted, and says by whom.

    `content` lies under a random name; people see `filename`, as it was uploaded.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="files")
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.FileField(storage=evidence_storage, max_length=200, blank=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField("checksum (SHA-256)", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_file_deleted_by_somebody",
                condition=Q(deleted_at=None, deleted_by=None, content__gt="")
                | Q(deleted_at__isnull=False, deleted_by__isnull=False, content=""),
                violation_error_message="A deleted file says by whom and when, and has no content.",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
