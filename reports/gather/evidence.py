"""The tables of evidence as a report prints them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils.text import capfirst

from assessments.models import Assessment
from evidence.models import DocumentedText, EvidenceRow, Observation, ObservationStatus
from evidence.public.embargo import Embargo, embargo_of, words_of
from evidence.public.prose import told_by
from evidence.public.reader import PublicReading, read_by_parties, tables_with_reading
from evidence.results.figures import DRAWN, RowFigure, RowFigures
from evidence.results.lines import figures_through_editions, rows_through_editions
from evidence.results.parts import sums_missed
from evidence.suppression.outcome import HIDDEN
from evidence.tables import (
    CategoryTable,
    TableCell,
    TableRow,
    category_tables,
    editions_with_evidence,
)
from evidence.understanding import remarks_on
from partnerships.comparison import edition_order
from partnerships.models import Category, Edition, Partnership, Period
from reports.parts import Readers

from .editions import best_edition_for
from .privacy import ToldFigures, of_other_rows, refuse, told_before, told_in
from .remarks import Remark, Remarks

FOR_EVERYBODY = Readers()

MOST_DRAWN = 4
"""Rows at most of a category."""


@dataclass(frozen=True)
class PrintedCell:
    """Of a value that is hidden from the public its text is what is printed instead, and nothing else is said."""

    text: str = ""
    status: str = ""
    """In words, where the text alone does not say it."""
    link: str = ""
    """A web address, or empty."""
    remark: Remark | None = None
    is_hidden: bool = False
    kind: str = ObservationStatus.BLANK
    """The status of the value."""
    number: Decimal | None = None
    """As it was understood, in the row's unit; None of what is hidden."""
    expected: str = ""
    """When a value that is to come is expected, in words."""


@dataclass(frozen=True)
class EvidenceLine:
    key: str
    """Tells it from the other rows of the document."""
    label: str
    depth: int
    above: str
    """The key of the row it stands beneath, or empty."""
    cells: tuple[PrintedCell, ...]
    unit: str = ""


@dataclass(frozen=True)
class DrawnRow:
    """A row over the periods: for a chart and, beneath it, the same in a table."""

    figures: RowFigures
    """With the values as the public reads them."""
    periods: tuple[Period, ...]

    @property
    def lines(self) -> list[RowFigure]:
        shown = {period.pk for period in self.periods}
        return [one for one in self.figures.figures if one.value.period_id in shown]

    @property
    def has_target(self) -> bool:
        return any(one.target for one in self.lines)


@dataclass(frozen=True)
class EvidenceCategory:
    category: Category
    columns: tuple[str, ...]
    rows: tuple[EvidenceLine, ...]
    figures: tuple[RowFigures, ...]
    """Of all its rows, with the values as the public reads them."""
    drawable: tuple[DrawnRow, ...]
    """Of the rows that can be drawn, in the order of the table."""
    drawn: tuple[DrawnRow, ...]
    """At most `MOST_DRAWN`, those with a target first, in the order of the table."""
    aims: tuple[RowFigures, ...]
    """Other rows whose last value has a target, with the values as the public reads them."""
    remarks: tuple[Remark, ...]
    footnote: str
    """Empty where no cell of the table carries its mark."""
    hidden: str
    """Why something is hidden, as a sentence; empty where nothing is."""

    @property
    def not_drawn(self) -> int:
        """How many more could be."""
        return len(self.drawable) - len(self.drawn)


@dataclass(frozen=True)
class Evidence:
    title: str
    edition: str
    introduction: str
    categories: tuple[EvidenceCategory, ...]
    told: tuple[ToldFigures, ...]
    """What a person is to know before it is printed."""
    documented: tuple[tuple[Observation, DocumentedText], ...]
    """The values of rows that count students, with what they say and whether that is hidden."""
    public: PublicReading


def evidence_for(assessment: Assessment) -> Evidence | None:
    """The tables that fit the assessed edition, those with values first; None where the partnership has none.

    Their columns are those of the assessed period and the one before. Raises NotForPublic where hiding does not
    protect a small count of students.
    """
    editions: list[Any] = editions_with_evidence(assessment.partnership)
    with_values = [edition for edition in editions if edition.has_values]
    edition: Any = best_edition_for(assessment, with_values or editions)
    partnership, period = assessment.partnership, assessment.cycle.period
    return evidence_in(partnership, edition, period) if edition else None


def evidence_of(
    partnership: Partnership, edition: Edition, period: Period | None, readers: Readers
) -> Evidence | None:
    """As `evidence_in` of an edition itself; None where the partnership has none."""
    own = next((one for one in editions_with_evidence(partnership) if one == edition), None)
    return evidence_in(partnership, own, period, readers) if own else None


def evidence_in(
    partnership: Partnership, edition: Any, period: Period | None, readers: Readers = FOR_EVERYBODY
) -> Evidence:
    """The tables of one of the partnership's `editions_with_evidence`, for a period and the one before.

    Without a period it is that of the last column which begins while the edition holds. Raises NotForPublic where
    hiding does not protect a small count of students.
    """
    numbers = count(1)
    if readers.is_public:
        tables, public = tables_with_reading(partnership, edition)
        refuse(tables, public)
    else:
        tables, public = category_tables(partnership, edition), read_by_parties(partnership)
    around = {
        "title": edition.table_title or "Evidence",
        "introduction": edition.table_introduction or "",
        "footnote": edition.table_footnote or "",
    }
    left_out = [name for name, text in around.items() if readers.is_public and told_by(text, public)]
    printed = around | dict.fromkeys(left_out, HIDDEN)
    period = period or _last_period(edition, tables)
    if period:
        tables = [left for table in tables if (left := table.as_printed_for(period)).rows or not table.rows]
    rows = rows_through_editions(partnership)
    embargo = embargo_of(partnership) if readers.is_public else None
    figures = _figures(partnership, edition, rows, public, embargo, until=period.end if period else date.max)
    categories = tuple(
        _category(table, printed["footnote"], numbers, public, embargo, figures[table.category.pk])
        for table in tables
    )
    told = [
        ToldFigures(f"The {name} of the evidence is left out, since it says what is hidden", ())
        for name in left_out
    ]
    if readers.is_public:
        told += [*told_before(public), *told_in(of_other_rows(tables), public)]
    around_tables = printed["title"], edition.label, printed["introduction"]
    documented = _documented(tables, categories, public, embargo) if readers.is_public else ()
    return Evidence(*around_tables, categories, tuple(told), documented, public)


def _last_period(edition: Edition, tables: Iterable[CategoryTable]) -> Period | None:
    last_day = edition.effective_to or date.max
    found = (period for table in tables for period in table.periods if period.start <= last_day)
    return max(found, key=lambda period: (period.end, -period.start.toordinal()), default=None)


def _documented(
    tables: Iterable[CategoryTable],
    categories: Iterable[EvidenceCategory],
    public: PublicReading,
    embargo: Embargo | None,
) -> tuple[tuple[Observation, DocumentedText], ...]:
    in_tables = (
        cell.observation
        for table in tables
        for row in table.rows
        for cell in row.cells
        if row.record.counts_students and cell.observation
    )
    drawn = (
        line.value
        for category in categories
        for one in category.drawn
        for line in one.lines
        if one.figures.row.counts_students
    )
    said = (one for one in (*in_tables, *drawn) if one.text and not (embargo and embargo.keeps(one)))
    return tuple(public.documented(one) for one in said)


def _figures(
    partnership: Partnership,
    edition: Edition,
    all_rows: Iterable[EvidenceRow],
    public: PublicReading,
    embargo: Embargo | None,
    *,
    until: date,
) -> dict[int, list[RowFigures]]:
    """By category, the rows of an edition with their values in it and in those before, as the public reads them.

    Of periods that begin by a day.
    """

    def printed(value: Observation) -> Observation:
        read = public.printed(value)
        return embargo.printed(read) if embargo else read

    latest = edition_order(edition)
    rows = [row for row in all_rows if edition_order(row.edition) <= latest]
    own = [row for row in rows if row.edition_id == edition.pk]
    found = defaultdict(list)
    for figures in figures_through_editions(partnership, own, rows, printed=printed):
        reported = [one for one in figures.figures if one.value.period.start <= until]
        found[figures.row.category_id].append(replace(figures, figures=reported))
    return found


def _category(
    table: CategoryTable,
    footnote: str,
    numbers: Iterator[int],
    public: PublicReading,
    embargo: Embargo | None,
    figures: Sequence[RowFigures],
) -> EvidenceCategory:
    observations = [cell.observation for row in table.rows for cell in row.cells if cell.observation]
    is_marked = any(one.status == ObservationStatus.FORTHCOMING for one in observations)
    remarks = Remarks(numbers)
    rows = tuple(
        EvidenceLine(
            row.record.lineage,
            row.record.label,
            row.depth,
            row.above.lineage if row.above else "",
            tuple(
                _cell(row.record, cell, missed, remarks, public, embargo)
                for cell, missed in zip(row.cells, _sums_missed(row, table.rows, public), strict=True)
            ),
            row.record.unit,
        )
        for row in table.rows
    )
    columns = tuple(capfirst(period.name) for period in table.periods)
    is_hidden = any(cell.is_hidden for row in rows for cell in row.cells)
    drawable = [DrawnRow(one, tuple(one.last_periods(DRAWN))) for one in figures]
    drawable = [one for one in drawable if one.figures.can_be_drawn(one.periods)]
    drawn = sorted(drawable, key=lambda one: not one.has_target)[:MOST_DRAWN]
    apart = [one for one in figures if one not in [row.figures for row in drawn]]
    return EvidenceCategory(
        table.category,
        columns,
        rows,
        tuple(figures),
        tuple(drawable),
        tuple(one for one in drawable if one in drawn),
        tuple(one for one in apart if one.last_reported and one.last_reported.target),
        remarks.all,
        footnote if is_marked else "",
        WHY_HIDDEN.format(public.minimum) if is_hidden else "",
    )


WHY_HIDDEN = (
    "To protect the privacy of students, counts of fewer than {} of them are hidden, and so is what speaks of all "
    "or none of a group, a share of nobody said how many, and what would let a reader work out a hidden count."
)


def _sums_missed(row: TableRow, rows: Sequence[TableRow], public: PublicReading) -> list[str]:
    """As `sums_missed`, unless something of the sum is hidden."""
    beneath = [one for one in rows if one.above and one.above.pk == row.record.pk]

    def is_public(at: int) -> bool:
        values = (one.cells[at].observation for one in [row, *beneath])
        return not any(value and value.pk in public.hidden for value in values)

    return [missed if is_public(at) else "" for at, missed in enumerate(sums_missed(row, rows))]


def _cell(
    row: EvidenceRow,
    cell: TableCell,
    missed: str,
    remarks: Remarks,
    public: PublicReading,
    embargo: Embargo | None,
) -> PrintedCell:
    observation = cell.observation
    if observation is None:
        return PrintedCell()
    if embargo and embargo.keeps(observation):
        expected = observation.expected_in_words
        words = f"expected {expected}" if expected else ""
        return PrintedCell(words_of(observation), words, kind=observation.status, expected=expected)
    if why := public.hidden.get(observation.pk):
        return PrintedCell(why.instead, is_hidden=True, kind=observation.status)
    link = observation.link if observation.link.startswith(("https://", "http://")) else ""
    notes = [public.note_of(observation)]
    if observation.prints_remarks:
        notes += [*remarks_on(observation.text, row, cell.period), missed]
    remark = remarks.of("\n".join(note for note in notes if note))
    return PrintedCell(
        observation.text,
        cell.status,
        link,
        remark,
        kind=observation.status,
        number=observation.number,
        expected=observation.expected_in_words,
    )
