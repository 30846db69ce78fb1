"""A partnership's evidence tables without their values: every category of an edition, its rows and its columns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from evidence.models import EvidenceColumn, EvidenceFile, EvidenceRow, Observation, ObservationStatus
from evidence.order import place_of
from partnerships.models import Category, Edition, Measure, Partnership, Period

from .agreed import unanswered_measures

SAYS_NOTHING = Q(status=ObservationStatus.BLANK, note="", source="", link="") & ~Exists(
    EvidenceFile.objects.filter(observation=OuterRef("pk"))
)
"""A condition on values: one that was emptied, or never written. Nothing is lost with it."""


@dataclass(frozen=True)
class RowGroup:
    """The rows that stand beside one another: those of a category, or those beneath one row."""

    category: Category
    above: EvidenceRow | None
    lines: "list[RowLine]"

    @property
    def key(self) -> str:
        """Its place on the page."""
        return f"{self.category.number}-{self.above.lineage}" if self.above else self.category.number

    @property
    def lineages(self) -> list[str]:
        return [line.record.lineage for line in self.lines]


@dataclass(frozen=True)
class RowLine:
    record: EvidenceRow
    beneath: RowGroup


@dataclass(frozen=True)
class OutlinedColumn:
    period: Period
    is_empty: bool


@dataclass(frozen=True)
class CategoryOutline:
    category: Category
    rows: RowGroup
    columns: list[OutlinedColumn]
    unanswered: list[Measure]
    """What the agreement names and no row answers."""


def outline_of(partnership: Partnership, edition: Edition) -> list[CategoryOutline]:
    """Every category, whether it has rows or not. In a fixed number of queries."""
    of_category = defaultdict(list)
    rows = EvidenceRow.objects.for_partnership(partnership).filter(edition=edition)
    for row in rows.select_related("category", "last_period", "parent").prefetch_related("measures", "items"):
        of_category[row.category_id].append(row)
    columns = _columns(partnership, edition)
    unanswered = defaultdict(list)
    for measure in unanswered_measures(partnership, edition):
        unanswered[measure.category_id].append(measure)
    return [
        CategoryOutline(
            category,
            grouped(category, of_category[category.pk]),
            columns[category.pk],
            unanswered[category.pk],
        )
        for category in edition.categories.all()
    ]


@dataclass(frozen=True)
class OutlinedPeriod:
    """A period of an edition's tables: the categories that have a column for it, and those in which it is empty."""

    period: Period
    categories: list[Category]
    empty: list[Category]


def periods_of(outlines: Iterable[CategoryOutline]) -> list[OutlinedPeriod]:
    """The newest first."""
    found: dict[Period, OutlinedPeriod] = {}
    for outline in outlines:
        for column in outline.columns:
            one = found.setdefault(column.period, OutlinedPeriod(column.period, [], []))
            one.categories.append(outline.category)
            if column.is_empty:
                one.empty.append(outline.category)
    return sorted(found.values(), key=lambda one: place_of(one.period), reverse=True)


def newest_period(outlines: Iterable[CategoryOutline]) -> Period | None:
    """Of the columns the one that ends last: a year, where a month of it has a column too."""
    return max((one.period for one in periods_of(outlines)), key=lambda period: period.end, default=None)


def period_after(outlines: Iterable[CategoryOutline], agreement: int) -> Period | None:
    """The next period of the newest one's kind, if somebody wrote it down for the agreement or for all."""
    newest = newest_period(outlines)
    if newest is None:
        return None
    later = Period.objects.offered_in(agreement).filter(kind=newest.kind, start__gt=newest.start)
    return later.order_by("start").first()


def grouped(category: Category, rows: list[EvidenceRow], above: EvidenceRow | None = None) -> RowGroup:
    """The rows of a category beneath one of them, or at its top, each with those beneath it."""
    beneath = [row for row in rows if row.parent_id == (above.pk if above else None)]
    return RowGroup(category, above, [RowLine(row, grouped(category, rows, row)) for row in beneath])


def in_document_order(group: RowGroup) -> Iterator[EvidenceRow]:
    for line in group.lines:
        yield line.record
        yield from in_document_order(line.beneath)


def _columns(partnership: Partnership, edition: Edition) -> dict[int, list[OutlinedColumn]]:
    """By category, the periods that were given a column or have a value, the oldest first."""
    values = Observation.objects.of(partnership).filter(row__edition=edition).order_by()
    filled = set(values.exclude(SAYS_NOTHING).values_list("row__category", "period").distinct())
    given = EvidenceColumn.objects.filter(partnership=partnership, category__edition=edition).order_by()
    places = {
        *values.values_list("row__category", "period").distinct(),
        *given.values_list("category", "period"),
    }
    periods = Period.objects.in_bulk({period for _, period in places})
    found = defaultdict(list)
    for category, key in sorted(places, key=lambda place: place_of(periods[place[1]])):
        found[category].append(OutlinedColumn(periods[key], (category, key) not in filled))
    return found
