"""The plan of a state or a network as a whole: its text, what is measured year by year, and what is done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from actionsteps.activities.tables import tables_of, with_lines
from actionsteps.models import ActivityTable
from evidence.models import Definition, DocumentedText, EvidenceRow, Observation, ObservationStatus
from evidence.public.embargo import Embargo, embargo_of
from evidence.public.reader import PublicReading, read_by_public
from evidence.results.judging import Result
from evidence.results.meanings import Meanings, meanings_of
from evidence.tables import CategoryTable, TableCell, TableRow
from partnerships.editions.document import DocumentLine, nest
from partnerships.models import Category, Edition, Item, Partnership, Passage, Period, Section

from .privacy import ToldFigures, of_other_rows, refuse, told_before, told_in


@dataclass(frozen=True)
class PlanYear:
    period: Period
    target: str
    """In words; empty where there is none."""
    value: Observation | None
    """As the public reads it."""
    result: Result | None
    """None where nothing may be said of a value that is hidden."""

    @property
    def is_blank(self) -> bool:
        return self.value is None or self.value.status == ObservationStatus.BLANK


@dataclass(frozen=True)
class PlanRow:
    row: EvidenceRow
    references: tuple[str, ...]
    """Of the items that it speaks to: “5A”."""
    definitions: tuple[Definition, ...]
    years: tuple[PlanYear, ...]


@dataclass(frozen=True)
class PrintedIndicator:
    """An item with all that stands beneath it."""

    line: DocumentLine[Item]
    passages: tuple[Passage, ...]
    rows: tuple[PlanRow, ...]
    tables: tuple[tuple[ActivityTable, str], ...]
    """Of activities, as the last submission that has any prints them here, each with what stands above it and in no
    passage."""

    @property
    def item(self) -> Item:
        return self.line.record


@dataclass(frozen=True)
class StatePlan:
    partnership: Partnership
    edition: Edition
    sections: tuple[Section, ...]
    categories: tuple[tuple[Category, tuple[PrintedIndicator, ...]], ...]
    minimum: int
    """Smaller counts of students are hidden from the public."""
    told: tuple[ToldFigures, ...]
    documented: tuple[tuple[Observation, DocumentedText], ...]

    @property
    def hides(self) -> bool:
        return any(documented.is_hidden for _, documented in self.documented)


def state_plan(partnership: Partnership, edition: Edition) -> StatePlan:
    """As the public reads it. Raises NotForPublic where hiding does not protect a small count of students.

    In a fixed number of queries.
    """
    records = Item.objects.filter(edition=edition, local_to=None, addendum=None)
    lines = nest(records.select_related("category").prefetch_related("passages").order_by("position", "pk"))
    rows = _rows_of(partnership, edition)
    public, embargo, meanings = read_by_public(partnership), embargo_of(partnership), meanings_of(rows)
    tables = _tables(rows, meanings)
    refuse(tables, public)
    of_item = defaultdict(list)
    for table in tables:
        for row in table.rows:
            named = [item.pk for item in row.record.items.all()]
            of_item[min(named, default=None)].append(_plan_row(row, meanings, public, embargo))
    printed = _printed(partnership)
    of_category = defaultdict(list)
    for line in lines:
        of_category[line.record.category_id].append(_plan_item(line, of_item, printed))
    return StatePlan(
        partnership,
        edition,
        tuple(Section.objects.filter(edition=edition)),
        tuple((one, tuple(of_category[one.pk])) for one in Category.objects.filter(edition=edition)),
        public.minimum,
        (*told_before(public), *told_in(of_other_rows(tables), public)),
        tuple(_documented(tables, public, embargo)),
    )


def _rows_of(partnership: Partnership, edition: Edition) -> list[EvidenceRow]:
    values = Observation.objects.filter(part=None).select_related("period", "data_period")
    rows = EvidenceRow.objects.filter(partnership=partnership, edition=edition)
    return list(
        rows.select_related("partnership", "edition", "category", "parent").prefetch_related(
            Prefetch("observations", values), "items"
        )
    )


def _tables(rows: Sequence[EvidenceRow], meanings: dict[str, Meanings]) -> list[CategoryTable]:
    """Each row with its own periods: those that have a target or a value."""
    of_category: dict[Category, list[TableRow]] = defaultdict(list)
    for row in rows:
        values = {value.period: value for value in row.observations.all()}
        periods = {target.period for target in meanings[row.lineage].targets} | values.keys()
        in_order = sorted(periods, key=lambda one: (one.start, one.end))
        cells = [TableCell(period, values.get(period), "") for period in in_order]
        of_category[row.category].append(TableRow(row, cells))
    return [CategoryTable(category, [], found) for category, found in of_category.items()]


def _plan_row(
    row: TableRow, meanings: dict[str, Meanings], public: PublicReading, embargo: Embargo
) -> PlanRow:
    of_row = meanings[row.record.lineage]
    return PlanRow(
        row.record,
        tuple(item.reference for item in row.record.items.all()),
        tuple(of_row.definitions),
        tuple(_year(row.record, cell, of_row, public, embargo) for cell in row.cells),
    )


def _year(
    row: EvidenceRow, cell: TableCell, of_row: Meanings, public: PublicReading, embargo: Embargo
) -> PlanYear:
    value = cell.observation
    asked = value or Observation(row=row, period=cell.period)
    is_hidden = value is not None and (value.pk in public.hidden or embargo.keeps(value))
    return PlanYear(
        cell.period,
        of_row.target_in_words(row, asked),
        embargo.printed(public.printed(value)) if value else None,
        None if is_hidden else of_row.result(row, asked),
    )


def _printed(partnership: Partnership) -> list[ActivityTable]:
    """The tables of the last submission that has any."""
    tables = list(with_lines(tables_of(partnership.agreement, with_coming=False)))
    return [table for table in tables if table.submission_id == tables[0].submission_id]


def _plan_item(
    line: DocumentLine[Item], of_item: dict[int | None, list[PlanRow]], printed: Iterable[ActivityTable]
) -> PrintedIndicator:
    items = list(_with_parts(line))
    lineages = {item.lineage for item in items}
    passages = tuple(passage for item in items for passage in item.passages.all())
    said = {_words(passage.text) for passage in passages}
    tables = tuple(
        (table, "" if any(_words(table.introduction) in text for text in said) else table.introduction)
        for table in printed
        if not lineages.isdisjoint(_stands_at(table))
    )
    return PrintedIndicator(line, passages, tuple(row for item in items for row in of_item[item.pk]), tables)


def _with_parts(line: DocumentLine[Item]) -> Iterator[Item]:
    yield line.record
    for beneath in line.lines:
        yield from _with_parts(beneath)


def _stands_at(table: ActivityTable) -> set[str]:
    return {table.printed_at.lineage} if table.printed_at else {item.lineage for item in table.items.all()}


def _words(text: str) -> str:
    return " ".join(text.split())


def _documented(
    tables: Iterable[CategoryTable], public: PublicReading, embargo: Embargo
) -> Iterator[tuple[Observation, DocumentedText]]:
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                value = cell.observation
                if row.record.counts_students and value and value.text and not embargo.keeps(value):
                    yield public.documented(value)
