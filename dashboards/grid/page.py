"""One page of the grid."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.memberships import Held, memberships_of, somebody_with
from accounts.models import User
from assessments.cycles.round_status import RoundState
from assessments.models import Assessment, Cycle
from assessments.rating.counts import rated_categories_of
from assessments.rating.scales import levels_on
from core.prepared import prepared
from partnerships.models import Caretaker, Partnership, RatingLevel

from .choices import GridRequest, GridShown, Only, Order
from .listing import GatheredRows, GridScope, OutlinedRows
from .rendering import ShownRow, row_html
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
    show: GridShown

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
    def lines(self) -> list[SafeString]:
        """The rows of the table."""
        numbers, today = [column.number for column in self.columns], timezone.localdate()
        before = self.previous.period.name if self.previous else ""
        return [
            row_html(ShownRow.of(row, numbers, show=self.show, compared_with=before, today=today))
            for row in self.rows
        ]


def cycles_of(agreement):
    """The agreement's cycles, the newest first, each saying whether anybody was asked in it (`is_opened`)."""
    return _cycles_of(agreement.pk)


@prepared
def _cycles_of(agreement: int) -> QuerySet[Cycle]:
    asked = Assessment.objects.filter(cycle=OuterRef("pk"))
    cycles = Cycle.objects.filter(edition__agreement=agreement).annotate(is_opened=Exists(asked))
    return cycles.select_related("edition__scale", "edition__agreement__lead", "period")


def gather(
    user: User, cycles: Sequence[Any], cycle: Cycle, asked: GridRequest, *, whole: bool = False
) -> Grid:
    """What `user` sees of one of an agreement's cycles (`cycles`, the newest first, from `cycles_of`).

    One page of it, or the `whole`.
    """
    earlier = [one for one in cycles[cycles.index(cycle) + 1 :] if one.is_opened]
    columns, totals = rated_categories_of(cycle)
    scope = GridScope(
        user=user,
        cycle=cycle,
        previous=earlier[0] if earlier else None,
        columns=columns,
        totals=totals,
        levels=levels_on(cycle.edition.scale_id) if asked.show == GridShown.NOW else [],
        show=asked.show,
        order=Order.asked_for(asked.sort, columns),
    )
    rows = _rows(scope)
    kept = rows.in_order([row for row in rows.all if asked.only.keeps(row, rows.yours)])
    page = Paginator(kept, max(len(kept), 1) if whole else ROWS_A_PAGE).get_page(asked.page)
    return Grid(
        cycle=cycle,
        previous=scope.previous,
        comparable=scope.is_comparable,
        columns=[GridColumn(column.number, column.title) for column in columns],
        levels=scope.levels,
        rows=rows.shown(page.object_list),
        found=len(kept),
        counts={only: sum(only.keeps(row, rows.yours) for row in rows.all) for only in Only},
        states=Counter(row.state for row in rows.all),
        order=scope.order,
        page=page,
        show=asked.show,
    )


def _rows(scope: GridScope) -> Any:
    """All partnerships of the agreement that the person sees."""
    user, agreement = scope.user, scope.cycle.edition.agreement_id
    held = memberships_of(user)
    some = _some(agreement, user.pk, held=held, is_staff=user.is_staff, at_most=ROWS_A_PAGE + 1)
    if len(some) <= ROWS_A_PAGE:
        return GatheredRows(scope, some)
    return OutlinedRows(scope, _partnerships(user, agreement, user.pk))


@prepared
def _some(
    agreement: int, person: int, *, held: tuple[Held, ...], is_staff: bool, at_most: int
) -> QuerySet[Partnership]:
    return _partnerships(somebody_with(held, is_staff=is_staff), agreement, person)[:at_most]


def _partnerships(user: User, agreement: int, person: int) -> QuerySet[Partnership]:
    """Each with `is_yours`: whether this person looks after it."""
    theirs = Caretaker.objects.standing().filter(partnership=OuterRef("pk"), membership__user=person)
    return (
        Partnership.objects.visible_to(user)
        .filter(agreement=agreement)
        .annotate(is_yours=Exists(theirs))
        .select_related("partner")
        .order_by("partner__sort_key", "pk")
    )
