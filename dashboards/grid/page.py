"""One page of the grid."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import OrganizationKind, User
from assessments.models import Assessment, Cycle
from dashboards.rounds import RoundState
from partnerships.models import Category, Partnership, RatingLevel

from .choices import GridRequest, Only, Order, Show
from .listing import GatheredRows, GridScope, OutlinedRows
from .rows import GridRow

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class GridColumn:
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
    columns: list[GridColumn]
    levels: list[RatingLevel]
    rows: list[GridRow]
    found: int
    """How many rows the filter keeps."""
    counts: dict[Only, int]
    states: dict[RoundState, int]
    order: Order
    page: Page

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
    def lines(self):
        """Each row with its cells."""
        return [(row, row.in_columns(self.columns)) for row in self.rows]


def cycles_of(agreement):
    """The agreement's cycles, the newest first, each saying whether anybody was asked in it (`is_opened`)."""
    asked = Assessment.objects.filter(cycle=OuterRef("pk"))
    return list(
        Cycle.objects.filter(edition__agreement=agreement)
        .select_related("edition__scale", "edition__agreement", "period")
        .annotate(is_opened=Exists(asked))
    )


def gather(user: User, cycles: Sequence[Any], cycle: Cycle, asked: GridRequest) -> Grid:
    """What `user` sees of one of an agreement's cycles (`cycles`, the newest first, from `cycles_of`)."""
    earlier = [one for one in cycles[cycles.index(cycle) + 1 :] if one.is_opened]
    columns, totals = _columns(cycle)
    scope = GridScope(
        user=user,
        cycle=cycle,
        previous=earlier[0] if earlier else None,
        columns=columns,
        totals=totals,
        levels=list(cycle.edition.scale.levels.all()) if asked.show == Show.NOW else [],
        show=asked.show,
        order=Order.asked_for(asked.sort, columns),
    )
    rows = _rows(scope)
    kept = rows.in_order([row for row in rows.all if asked.only.keeps(row)])
    page = Paginator(kept, ROWS_A_PAGE).get_page(asked.page)
    return Grid(
        cycle=cycle,
        previous=scope.previous,
        comparable=scope.is_comparable,
        columns=[GridColumn(column.number, column.title) for column in columns],
        levels=scope.levels,
        rows=rows.shown(page.object_list),
        found=len(kept),
        counts={only: sum(only.keeps(row) for row in rows.all) for only in Only},
        states=Counter(row.state for row in rows.all),
        order=scope.order,
        page=page,
    )


def _rows(scope: GridScope) -> Any:
    """All partnerships of the agreement that the person sees."""
    partnerships = (
        Partnership.objects.visible_to(scope.user)
        .filter(agreement=scope.cycle.edition.agreement_id)
        .select_related("agreement", "partner")
        .order_by("partner__short_name", "pk")
    )
    some = list(partnerships[: ROWS_A_PAGE + 1])
    return GatheredRows(scope, some) if len(some) <= ROWS_A_PAGE else OutlinedRows(scope, partnerships)


def _columns(cycle: Cycle) -> tuple[list[Category], Counter[int | None]]:
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
