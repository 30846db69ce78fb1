"""A partnership's evidence tables as they are printed: one per category, sub-rows beneath their row."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import itemgetter
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet

from core.prepared import prepared
from partnerships.models import Category, Edition, EditionStatus, Partnership, Period
from partnerships.models.partnerships import PeriodQuerySet

from .counting import count_rows
from .models import (
    TO_COME,
    EvidenceColumn,
    EvidenceRow,
    Observation,
    ObservationStatus,
    Reconciliation,
    Target,
)
from .models.observations import ObservationQuerySet
from .models.rows import EvidenceRowQuerySet
from .order import place_of
from .values import CELL, seen_in

MOST_PARTS = 6
"""Parts that a cell of a table tells of."""


@dataclass(frozen=True)
class TableCell:
    period: Period
    observation: Observation | None
    status: str
    """In words, where the printed text alone does not say it; else empty."""
    is_kept: bool = True
    """Whether a value is expected or stands there: the row has not ended before the period."""
    target: str = ""
    """What it is to reach, in words, for those who enter it."""
    remarks: Sequence[str] = ()
    """Where its figures disagree, for those who enter it."""
    not_public: str = ""
    """Why the public does not read it as it is, for the people of the partnership."""
    parts: Sequence[Observation] = ()
    """The values of schools, groups or other parts, where nothing is said of the whole."""

    @property
    def parts_shown(self) -> Sequence[Observation]:
        return self.parts[:MOST_PARTS]

    @property
    def parts_more(self) -> int:
        """How many more there are."""
        return len(self.parts[MOST_PARTS:])

    @property
    def seen(self) -> str:
        """What its person saw, for the form that saves the cell."""
        return seen_in(self.observation, *CELL)

    @property
    def asks(self) -> str:
        """What those who enter are asked about it, since its status needs it."""
        value = self.observation
        if value and value.status == ObservationStatus.FORTHCOMING:
            asked = ["when"] if value.expected_on is None else []
            asked += [] if value.owed_by_id or value.owed_by_name else ["from whom"]
            return f"Say {' and '.join(asked)}" if asked else ""
        is_undated = value and value.status == ObservationStatus.EMBARGOED and value.expected_on is None
        return "Say until when" if is_undated else ""


@dataclass(frozen=True)
class AgreedLine:
    """A measure or an item of the adopted text, as the tables name it."""

    lineage: str
    label: str
    """Of an item its reference."""
    parent: str
    """The measure it stands beneath; empty where there is none."""
    category: str
    """“1 Staffing”"""
    number: str
    """Of the category."""

    def __str__(self) -> str:
        return self.label.partition("\n")[0]


@dataclass(frozen=True)
class TableRow:
    record: EvidenceRow
    cells: list[TableCell]
    above: EvidenceRow | None = None
    """The row it stands beneath."""
    answers: Sequence["AgreedLine"] = ()
    """The measures that it answers."""
    serves: Sequence["AgreedLine"] = ()
    """The items that it speaks to."""

    @property
    def depth(self) -> int:
        """0 for a row, 1 for a row beneath it."""
        return 0 if self.above is None else 1

    @property
    def is_told_by_parts(self) -> bool:
        return any(cell.parts for cell in self.cells)

    @property
    def is_heading(self) -> bool:
        """Only the rows beneath it hold values."""
        return not any(
            cell.parts or (cell.observation and (cell.observation.text or cell.status)) for cell in self.cells
        )


@dataclass(frozen=True)
class CategoryTable:
    category: Category
    periods: list[Period]
    rows: list[TableRow]

    @property
    def has_many_columns(self) -> bool:
        """More than can be as wide as each other: those with words get more room than those with figures."""
        return len(self.periods) > 4

    def as_printed_for(self, period: Period) -> "CategoryTable":
        """With the columns of a period and of the one before, as long as it: nothing later, and nothing older.

        Without the rows that are told by schools or groups alone: they may be few.
        """
        first = period.start - (period.end - period.start) - timedelta(days=1)
        middles = [one.start + (one.end - one.start) / 2 for one in self.periods]
        shown = [place for place, middle in enumerate(middles) if first <= middle <= period.end]
        told = [row for row in self.rows if not row.is_told_by_parts]
        above = {row.above.pk for row in told if row.above}
        were_above = {row.above.pk for row in self.rows if row.above}
        kept = [row for row in told if row.record.pk in above or row.record.pk not in were_above]
        rows = [replace(row, cells=[row.cells[place] for place in shown]) for row in kept]
        return replace(self, periods=[self.periods[place] for place in shown], rows=rows)

    @property
    def row_count(self) -> int:
        """Without the rows beneath a row."""
        return count_rows(row.record for row in self.rows).rows


def editions_with_evidence(partnership: Partnership) -> list[Any]:
    """The editions this partnership keeps evidence for, the newest first.

    Each says whether it `has_values` and `has_checks` (reconciliations), and what stands around its tables:
    `table_title`, `table_introduction` and `table_footnote`, None where nobody wrote it. Not a draft's: its rows
    are prepared until it is adopted.
    """
    return _editions_with_evidence(partnership.pk)


@prepared
def _editions_with_evidence(partnership: int) -> QuerySet[Any]:
    rows = EvidenceRow.objects.for_partnership(partnership).filter(edition=OuterRef("pk"))
    values = Observation.objects.of(partnership).filter(row__edition=OuterRef("pk"))
    checks = Reconciliation.objects.filter(partnership=partnership, edition=OuterRef("pk"))
    return (
        Edition.objects.exclude(status=EditionStatus.DRAFT)
        .annotate(
            around=FilteredRelation("evidence_tables", condition=Q(evidence_tables__partnership=partnership)),
            table_title=F("around__title"),
            table_introduction=F("around__introduction"),
            table_footnote=F("around__footnote"),
            has_values=Exists(values),
            has_checks=Exists(checks),
        )
        .filter(Q(around__isnull=False) | Exists(rows))
        .newest_first()
    )


def newest_with_values(editions: Iterable[Any]) -> Any | None:
    """Of editions with evidence: rows that hold no value yet do not hide those of an older edition."""
    return max(editions, key=lambda edition: edition.has_values, default=None)


OF_ITS_LINE = Target.objects.filter(
    definition__row__lineage=OuterRef("lineage"), definition__row__partnership=OuterRef("partnership")
)
"""The targets of a row, whichever edition they were set in."""


OF_THE_WHOLE = Observation.objects.filter(row=OuterRef("row"), period=OuterRef("period"), part=None)

SHOWN = Q(part=None) | Q(status__in=TO_COME) | ~Exists(OF_THE_WHOLE.exclude(text=""))
"""Of values: those of the cells and, of parts, those that are still due or stand for the whole."""


def category_tables(partnership: Partnership, edition: Edition, *names: str) -> list[CategoryTable]:
    """Every category's table, in document order; in three queries, however many rows.

    One more for each of the `names` of what the rows are to bring along: breakdowns.
    """
    rows = rows_with_values(EvidenceRow.objects.filter(edition=edition), Observation.objects.filter(SHOWN))
    return tables_of(partnership, edition, rows.for_partnership(partnership).prefetch_related(*names))


def rows_with_values(rows: EvidenceRowQuerySet, values: ObservationQuerySet) -> EvidenceRowQuerySet:
    """Rows with all that a table shows of them and, as `observations`, those of the values that are theirs.

    Each row says whether it `has_targets`. In two queries.
    """
    shown = values.with_file_count().select_related("period", "data_period", "owed_by", "part")
    return (
        rows.annotate(has_targets=Exists(OF_ITS_LINE))
        .select_related("category", "last_period", "parent")
        .prefetch_related(Prefetch("observations", shown))
    )


def tables_of(partnership: Partnership, edition: Edition, rows: Iterable[EvidenceRow]) -> list[CategoryTable]:
    """The tables of an edition's rows (`rows_with_values`), which are in document order. In one query."""
    by_category = defaultdict(list)
    for row in rows:
        by_category[row.category].append(row)
    columns = defaultdict(set)
    for column in EvidenceColumn.objects.filter(
        partnership=partnership, category__edition=edition
    ).select_related("period"):
        columns[column.category_id].add(column.period)
    return [
        _table(category, of_category, columns[category.pk]) for category, of_category in by_category.items()
    ]


def periods_of(row: EvidenceRow) -> PeriodQuerySet:
    """The columns of the table a row stands in, the oldest first: with a value of any of its rows, or given."""
    same = {"partnership": row.partnership, "category": row.category}
    valued = Observation.objects.filter(row__in=EvidenceRow.objects.filter(**same)).values("period")
    given = EvidenceColumn.objects.filter(**same).values("period")
    return Period.objects.filter(Q(pk__in=valued) | Q(pk__in=given)).order_by("start", "-end", "pk")


def cell_of(row: EvidenceRow, period: Period, value: Observation | None) -> TableCell:
    """One cell of a table by itself. In one query, or two where its sub-rows say how to read it."""
    beneath: Iterable[Observation] = []
    if value and value.status in (ObservationStatus.BLANK, ObservationStatus.EMBARGOED):
        below = Observation.objects.of_the_whole().filter(row__parent=row, period=period)
        beneath = below.select_related("data_period")
    return _cell(row, period, value, beneath)


def status_counts(tables: Iterable[CategoryTable]) -> list[tuple[str, int]]:
    """How many values stand at each status, in words and in the order of the statuses; where nothing is written,
    nothing is counted."""
    values = (cell.observation for table in tables for row in table.rows for cell in row.cells)
    counts = Counter(value.status for value in values if value)
    return [
        (status.label, counts[status])
        for status in ObservationStatus
        if counts[status] and status != ObservationStatus.BLANK
    ]


def _table(category: Category, rows: Sequence[EvidenceRow], columns: set[Period]) -> CategoryTable:
    """With a column for each period that has a value or was given one."""
    whole = {row.pk: [one for one in row.observations.all() if one.part_id is None] for row in rows}
    values = {row: {value.period_id: value for value in of_row} for row, of_row in whole.items()}
    apart = {row.pk: _parts_by_period(row) for row in rows}
    found = {value.period for row in rows for value in row.observations.all()}
    periods = sorted(found | columns, key=place_of)
    beneath = defaultdict(list)
    for row in rows:
        beneath[row.parent_id].append(row)

    def lines(above: EvidenceRow | None = None) -> Iterator[TableRow]:
        for row in beneath[above.pk if above else None]:
            cells = [
                _cell(
                    row,
                    period,
                    values[row.pk].get(period.pk),
                    [values[child.pk].get(period.pk) for child in beneath[row.pk]],
                    apart[row.pk][period.pk],
                )
                for period in periods
            ]
            yield TableRow(row, cells, above)
            yield from lines(row)

    return CategoryTable(category, periods, list(lines()))


NO_LONGER_KEPT = "no longer kept"


def _cell(
    row: EvidenceRow,
    period: Period,
    value: Observation | None,
    values_beneath: Iterable[Observation | None],
    parts: Sequence[Observation] = (),
) -> TableCell:
    if value is None and not parts and not row.is_kept_in(period):
        return TableCell(period, None, NO_LONGER_KEPT, is_kept=False)
    below = [one for one in values_beneath if one]
    is_told_by_parts = bool(parts) and (value is None or value.status == ObservationStatus.BLANK)
    status = how_to_read(value, below) if value and not is_told_by_parts else ""
    return TableCell(period, value, status, parts=parts if is_told_by_parts else ())


def _parts_by_period(row: EvidenceRow) -> dict[int, list[Observation]]:
    """The values of its parts, by period, as their breakdowns have them."""
    found = defaultdict(list)
    placed = [((one.part.breakdown_id, one.part.position), one) for one in row.observations.all() if one.part]
    for _, value in sorted(placed, key=itemgetter(0)):
        found[value.period_id].append(value)
    return found


def how_to_read(value: Observation, values_beneath: Sequence[Observation] = ()) -> str:
    """How to read a value; `values_beneath` are those of its sub-rows in the same period."""
    if value.status == ObservationStatus.REPORTED:
        period = str(value.data_period or "")
        return "" if period in value.text else f"from {period}"
    if value.status == ObservationStatus.BLANK and values_beneath:
        return ""
    words = value.status_in_words
    older = any(below.data_period for below in [value, *values_beneath])
    if value.status == ObservationStatus.EMBARGOED and older:
        words += "; the older values are shown"
    return "" if words.casefold() in value.text.casefold() else words
