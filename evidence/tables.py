"""A partnership's evidence tables as they are printed: one per category, sub-rows beneath their row."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.formats import date_format

from partnerships.models import Category, Edition, EditionStatus, Measure, MeasureKind, Period

from .models import EvidenceTable, Observation, ObservationStatus


@dataclass(frozen=True)
class Cell:
    period: Period
    observation: Observation | None
    status: str
    """In words, where the printed text alone does not say it; else empty."""


@dataclass(frozen=True)
class Row:
    measure: Measure
    cells: list[Cell]
    depth: int
    """0 for a row, 1 for a row beneath it."""

    @property
    def is_heading(self):
        """Only the rows beneath it hold values."""
        return not any((cell.observation and cell.observation.text) or cell.status for cell in self.cells)

    @property
    def agreed(self):
        """The bullet of the agreement that this row answers, or None."""
        parent = self.measure.parent
        return parent if parent and parent.kind == MeasureKind.AGREED else None


@dataclass(frozen=True)
class CategoryTable:
    category: Category
    periods: list[Period]
    rows: list[Row]


def editions_with_evidence(partnership):
    """The editions this partnership keeps evidence for, the newest first; each says whether it `has_values`.

    Not a draft's: its rows are copies until it is adopted.
    """
    table = EvidenceTable.objects.filter(partnership=partnership, edition=OuterRef("pk"))
    rows = Measure.objects.rows_of(partnership).filter(edition=OuterRef("pk"))
    values = Observation.objects.of(partnership).filter(
        measure__edition=OuterRef("pk"), measure__kind=MeasureKind.ROW
    )
    return (
        Edition.objects.exclude(status=EditionStatus.DRAFT)
        .filter(Exists(table) | Exists(rows))
        .annotate(has_values=Exists(values))
        .newest_first()
    )


def newest_with_values(editions):
    """Of editions with evidence: rows that hold no value yet do not hide those of an older edition."""
    return max(editions, key=lambda edition: edition.has_values, default=None)


def evidence_figures(partnership):
    """Of the edition the evidence page shows: how many rows and forthcoming values; or None."""
    edition = newest_with_values(editions_with_evidence(partnership))
    if edition is None:
        return None
    forthcoming = Q(observations__status=ObservationStatus.FORTHCOMING)
    figures = (
        Measure.objects.rows_of(partnership)
        .filter(edition=edition)
        .aggregate(
            rows=Count("pk", filter=~Q(parent__kind=MeasureKind.ROW) | Q(parent=None), distinct=True),
            forthcoming=Count("observations", filter=forthcoming, distinct=True),
        )
    )
    return {"edition": edition, **figures}


def category_tables(partnership, edition):
    """Every category's table, in document order; in three queries, however many rows."""
    observations = Observation.objects.of(partnership).select_related("period", "data_period")
    measures = (
        Measure.objects.rows_of(partnership)
        .filter(edition=edition)
        .select_related("category", "parent")
        .prefetch_related("items", Prefetch("observations", observations))
    )
    by_category = defaultdict(list)
    for measure in measures:
        by_category[measure.category].append(measure)
    return [_table(category, of_category) for category, of_category in by_category.items()]


def _table(category, measures):
    values = {
        measure.pk: {value.period_id: value for value in measure.observations.all()} for measure in measures
    }
    found = {value.period for measure in measures for value in measure.observations.all()}
    periods = sorted(found, key=lambda period: (period.start, -period.end.toordinal(), period.pk))
    beneath = defaultdict(list)
    for measure in measures:
        beneath[measure.parent_id if measure.parent_id in values else None].append(measure)

    def rows(parent=None, depth=0):
        for measure in beneath[parent]:
            cells = [
                _cell(
                    period,
                    values[measure.pk].get(period.pk),
                    [values[child.pk].get(period.pk) for child in beneath[measure.pk]],
                )
                for period in periods
            ]
            yield Row(measure, cells, depth)
            yield from rows(measure.pk, depth=1)

    return CategoryTable(category, periods, list(rows()))


def _cell(period, value, values_beneath):
    below = [one for one in values_beneath if one]
    return Cell(period, value, how_to_read(value, below) if value else "")


def how_to_read(value, values_beneath=()):
    """How to read a value; `values_beneath` are those of its sub-rows in the same period."""
    if value.status == ObservationStatus.REPORTED:
        period = str(value.data_period or "")
        return "" if period in value.text else f"from {period}"
    if value.status == ObservationStatus.BLANK and values_beneath:
        return ""
    words = value.get_status_display()
    if value.expected_on:
        words += (
            f", expected {date_format(value.expected_on, 'F Y' if value.expected_on.day == 1 else 'M j, Y')}"
        )
    older = any(below.data_period for below in [value, *values_beneath])
    if value.status == ObservationStatus.EMBARGOED and older:
        words += "; the older values are shown"
    return "" if words.casefold() in value.text.casefold() else words
