"""All rows of the grid, to be counted, filtered and sorted, of which one page is shown.

Where they fit on a page they are gathered at once. Where there are more they are listed by their outlines, and only
those of the page are gathered: `GatheredRows` and `OutlinedRows` give the same answers.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from accounts.models import User
from assessments.models import Assessment, Cycle
from assessments.rating.counts import count_ratings
from dashboards.outlines import RoundOutline, RoundOutlines
from dashboards.partnerships import partnership_outlines
from partnerships.comparison import on_one_scale
from partnerships.models import Category, Partnership, RatingLevel

from .cells import Cells, change_cells, difference_cells, level_cells
from .choices import GridShown, Order, in_order
from .rows import GridRow, gather_rows, with_last_change


@dataclass(frozen=True)
class GridScope:
    """Whose rows of which cycle, what their cells show, and by what they are sorted."""

    user: User
    cycle: Cycle
    previous: Cycle | None
    """The cycle before, in which anybody was asked."""
    columns: list[Category]
    totals: Counter[int | None]
    """Items to rate: `None` for shared ones, else by partnership."""
    levels: list[RatingLevel]
    show: GridShown
    order: Order

    @property
    def is_comparable(self) -> bool:
        """Whether there is a cycle before, rated on the same scale."""
        return self.previous is not None and on_one_scale(self.previous.edition, self.cycle.edition)

    @property
    def compared(self) -> Cycle | None:
        """The cycle that the cells compare with, where they do."""
        return self.previous if self.show == GridShown.CHANGE and self.is_comparable else None

    def total(self, partnership: int) -> int:
        return self.totals[None] + self.totals[partnership]

    def gather(self, partnerships: Iterable[Partnership]) -> list[GridRow]:
        """Rows that are not filled yet."""
        rows = gather_rows(self.user, self.cycle, self.compared, partnerships)
        for row in rows:
            row.total = self.total(row.key)
        return rows

    def fill(self, rows: list[GridRow]) -> None:
        """Count what is rated, and fill the cells. One query, or two."""
        counts = count_ratings([one.pk for row in rows for one in row.counted])
        for one in chain.from_iterable(row.counted for row in rows):
            one.rated = counts.rated[one.pk]
        results = {row.key: row.result.pk for row in rows if row.result}
        cells: dict[int, Cells] = {}
        if self.show == GridShown.NOW:
            cells = level_cells(results, counts, self.columns, self.levels)
        elif self.show == GridShown.DIFFER:
            sides = {row.key: [side.pk for side in row.sides] for row in rows if row.sides_may_be_compared}
            cells = difference_cells(sides, self.columns)
        elif self.compared:
            before = {row.key: row.stood.pk for row in rows if row.stood}
            cells = change_cells(results, before, self.columns, self.cycle, self.compared)
        for row in rows:
            row.cells = cells.get(row.key, {})


class GatheredRows:
    def __init__(self, scope: GridScope, partnerships: Collection[Any]):
        self.scope = scope
        self.yours = {one.pk for one in partnerships if one.is_yours}
        self.all = scope.gather(partnerships)

    def in_order(self, kept: list[GridRow]) -> list[GridRow]:
        order = self.scope.order
        if not order.needs_counts:
            return in_order(kept, order, {})
        self.scope.fill(kept)
        match order.by:
            case "progress":
                return in_order(kept, order, {row.key: row.progress for row in kept})
            case "changed":
                return in_order(kept, order, {row.key: row.later_first for row in kept})
        return in_order(kept, order, _figures({row.key: row.cells for row in kept}, order))

    def shown(self, page: list[GridRow]) -> list[GridRow]:
        if not self.scope.order.needs_counts:
            self.scope.fill(page)
        return page


class OutlinedRows:
    def __init__(self, scope: GridScope, partnerships: Any):
        """`partnerships` are asked for three times: for all their names, for those that are this person's, and for
        what the page shows of some."""
        self.scope, self.partnerships = scope, partnerships
        self.yours = set(partnerships.filter(is_yours=True).values_list("pk", flat=True))
        by_figures = scope.order.category is not None
        cycles = [scope.cycle, *([scope.compared] if scope.compared and by_figures else [])]
        known = partnership_outlines(partnerships)
        self.outlines = RoundOutlines(
            scope.user,
            known,
            [cycle.pk for cycle in cycles],
            with_keys=scope.order.needs_counts,
            with_turns=scope.order.by == "status",
        )
        self.all = [self.outlines.of(one, scope.cycle.pk) for one in known]

    def in_order(self, kept: list[RoundOutline]) -> list[RoundOutline]:
        order = self.scope.order
        match order.by:
            case _ if not order.needs_counts:
                return in_order(kept, order, {})
            case "progress":
                return in_order(kept, order, self._progress(kept))
            case "changed":
                return in_order(kept, order, _changed(kept))
        return in_order(kept, order, _figures(self._cells(kept), order))

    def shown(self, page: list[RoundOutline]) -> list[GridRow]:
        partnerships = self.partnerships.in_bulk([one.key for one in page])
        rows = self.scope.gather(partnerships[one.key] for one in page)
        self.scope.fill(rows)
        return rows

    def _cells(self, kept: list[RoundOutline]) -> dict[int, Cells]:
        """Of the one category that the order hangs on."""
        scope = self.scope
        column = [one for one in scope.columns if one.number == scope.order.category]
        results = {one.key: key for one in kept if (key := one.result_key)}
        if scope.show == GridShown.NOW:
            counts = count_ratings(list(results.values()), category=column[0].pk)
            return level_cells(results, counts, column, scope.levels)
        if scope.show == GridShown.DIFFER:
            return difference_cells({one.key: keys for one in kept if (keys := one.keys_to_compare)}, column)
        if scope.compared is None:
            return {}
        earlier = (self.outlines.of(one.partnership, scope.compared.pk) for one in kept)
        before = {one.key: key for one in earlier if (key := one.result_key)}
        return change_cells(results, before, column, scope.cycle, scope.compared)

    def _progress(self, kept: list[RoundOutline]) -> dict[int, float]:
        """As `GridRow.progress`."""
        keys_of = {one.key: one.decisive_keys for one in kept}
        rated = count_ratings(list(chain(*keys_of.values()))).rated
        return {
            partnership: sum(rated[key] for key in keys) / (total * len(keys))
            for partnership, keys in keys_of.items()
            if keys and (total := self.scope.total(partnership))
        }


def _changed(kept: list[RoundOutline]) -> dict[int, float]:
    """As `GridRow.later_first`."""
    keys_of = {one.key: one.touched_keys for one in kept}
    all_keys = list(chain(*keys_of.values()))
    rows = with_last_change(Assessment.objects.filter(pk__in=all_keys)).order_by()
    changed = {
        key: max(filter(None, moments))
        for key, *moments in rows.values_list("pk", "updated_at", "rating_changed")
    }
    return {
        partnership: -max(changed[key] for key in keys).timestamp()
        for partnership, keys in keys_of.items()
        if keys
    }


def _figures(cells: Mapping[int, Cells], order: Order) -> dict[int, float | None]:
    found = {partnership: of_row.get(order.category or "") for partnership, of_row in cells.items()}
    return {partnership: cell.figure for partnership, cell in found.items() if cell}
