"""One page of the grid."""

from collections import Counter
from dataclasses import dataclass
from math import ceil

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import OrganizationKind
from assessments.models import Assessment, Cycle
from dashboards.rounds import RoundState
from partnerships.comparison import on_one_scale
from partnerships.models import Category, RatingLevel

from .cells import compare_sides, compare_with_before, count
from .choices import Only, Order, Show, in_order
from .rows import GridRow, gather_rows

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class Column:
    """One category of the edition."""

    number: str
    title: str

    @property
    def key(self):
        return f"c{self.number}"


@dataclass(frozen=True)
class Grid:
    """One page of the rows, and what is true of all of them."""

    cycle: Cycle
    previous: Cycle | None
    comparable: bool
    """Whether there is a cycle before, rated on the same scale."""
    columns: list[Column]
    levels: list[RatingLevel]
    rows: list[GridRow]
    found: int
    """How many rows the filter keeps."""
    counts: dict[Only, int]
    states: dict[RoundState, int]
    order: Order
    page: int
    pages: int

    @property
    def total(self):
        return self.counts[Only.ALL]

    @property
    def summary(self):
        """“19 final, 2 in draft, 1 not started”."""
        words = {
            RoundState.FINAL: "final",
            RoundState.SUBMITTED: "submitted",
            RoundState.OPEN: "in draft",
            RoundState.NOT_STARTED: "not started",
            RoundState.NOT_ASKED: "not asked",
        }
        return ", ".join(
            f"{self.states[state]} {word}" for state, word in words.items() if self.states[state]
        )

    @property
    def noun(self):
        """What the partners are, in one word and the singular."""
        kinds = {row.partnership.partner.kind for row in self.rows}
        return "district" if kinds <= {OrganizationKind.PARTNER_DISTRICT} else "partner"

    @property
    def first(self):
        return (self.page - 1) * ROWS_A_PAGE + 1

    @property
    def lines(self):
        """Each row with its cells."""
        return [(row, row.in_columns(self.columns)) for row in self.rows]

    @property
    def last(self):
        return self.first + len(self.rows) - 1


def cycles_of(agreement):
    """The agreement's cycles, the newest first, each saying whether anybody was asked in it (`is_opened`)."""
    asked = Assessment.objects.filter(cycle=OuterRef("pk"))
    return list(
        Cycle.objects.filter(edition__agreement=agreement)
        .select_related("edition__scale", "edition__agreement", "period")
        .annotate(is_opened=Exists(asked))
    )


def gather(user, cycles, cycle, asked):
    """What `user` sees of one of an agreement's cycles (`cycles`, the newest first)."""
    earlier = [one for one in cycles[cycles.index(cycle) + 1 :] if one.is_opened]
    previous = earlier[0] if earlier else None
    comparable = previous is not None and on_one_scale(previous.edition, cycle.edition)
    columns, totals = _columns(cycle)
    rows = gather_rows(user, cycle, previous if asked.show == Show.CHANGE else None)
    for row in rows:
        row.total = totals[None] + totals[row.partnership.pk]
    order = Order.asked_for(asked.sort, columns)
    kept = [row for row in rows if asked.only.keeps(row)]
    pages = max(1, ceil(len(kept) / ROWS_A_PAGE))
    page = min(max(1, asked.page), pages)
    levels = list(cycle.edition.scale.levels.all()) if asked.show == Show.NOW else []

    def fill(some):
        count(some, columns, levels)
        if asked.show == Show.CHANGE and comparable:
            compare_with_before(some, columns, cycle, previous)
        elif asked.show == Show.DIFFER:
            compare_sides(some, columns)

    if order.needs_counts:
        fill(kept)
    kept = in_order(kept, order)
    shown = kept[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    if not order.needs_counts:
        fill(shown)
    return Grid(
        cycle=cycle,
        previous=previous,
        comparable=comparable,
        columns=[Column(column.number, column.title) for column in columns],
        levels=levels,
        rows=shown,
        found=len(kept),
        counts={only: sum(only.keeps(row) for row in rows) for only in Only},
        states=Counter(row.state for row in rows),
        order=order,
        page=page,
        pages=pages,
    )


def _columns(cycle):
    """The edition's categories, and the numbers of items to rate: `None` for shared ones, else by partnership."""
    rows = (
        Category.objects.filter(edition=cycle.edition_id)
        .order_by("position")
        .values_list("pk", "number", "title", "items__local_to")
        .annotate(rated=Count("items", filter=Q(items__is_rated=True)))
    )
    columns, totals = {}, Counter[int | None]()
    for pk, number, title, local_to, rated in rows:
        columns[pk] = Category(pk=pk, number=number, title=title)
        totals[local_to] += rated
    return list(columns.values()), totals
