"""The order of rows: among those that stand beside one another, and so in the whole table."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from core.conflicts import Conflict, Resolution, resolution_of
from core.history import save_as
from evidence.models import EvidenceRow
from evidence.order import lock_rows
from partnerships.models import Category, Partnership

from .outline import RowGroup, grouped, in_document_order


def rows_of_table(partnership: Partnership | int | None, category: Category) -> RowGroup:
    """The rows of one category's table, those beneath others beneath them."""
    rows = EvidenceRow.objects.filter(partnership=partnership, category=category)
    rows = rows.select_related("category", "last_period").prefetch_related("measures", "items")
    return grouped(category, list(rows.order_by("position", "pk")))


def group_of(table: RowGroup, lineage: str) -> RowGroup | None:
    """Those beneath the row with a lineage, or all of the table at its top where it is empty."""
    if not lineage:
        return table
    for line in table.lines:
        if line.record.lineage == lineage:
            return line.beneath
        if found := group_of(line.beneath, lineage):
            return found
    return None


@transaction.atomic
def move_row(row: EvidenceRow, step: int, *, by: User) -> tuple[int, int]:
    """Swap with the one above (-1) or below (+1) among those beside it; at the end nothing moves.

    Returns its place there and how many they are.
    """
    lock_rows(row.partnership_id)
    table = rows_of_table(row.partnership_id, row.category)
    group = group_of(table, row.parent.lineage if row.parent else "") or table
    here = group.lineages.index(row.lineage)
    there = min(max(here + step, 0), len(group.lines) - 1)
    group.lines.insert(there, group.lines.pop(here))
    _give_places(table, by=by)
    return there + 1, len(group.lines)


@transaction.atomic
def order_rows(
    partnership: Partnership,
    category: Category,
    above: str,
    wanted: Sequence[str],
    *,
    was: Sequence[str],
    by: User,
) -> None:
    """Put rows that stand beside one another in the order of `wanted`; `was` is the order the person saw.

    All are lineages, `above` that of the row they stand beneath, or empty. Raises Conflict where somebody else put
    them in order, added or removed one meanwhile.
    """
    lock_rows(partnership.pk)
    table = rows_of_table(partnership, category)
    group = group_of(table, above)
    now = group.lineages if group else []
    outcome = resolution_of(list(was), now, list(wanted))
    if group is None or outcome is Resolution.CONFLICT or sorted(wanted) != sorted(now):
        raise Conflict(now)
    if outcome is Resolution.MINE:
        group.lines.sort(key=lambda line: wanted.index(line.record.lineage))
        _give_places(table, by=by)


def _give_places(table: RowGroup, *, by: User) -> None:
    for position, row in enumerate(in_document_order(table), 1):
        if row.position != position:
            row.position = position
            save_as(row, by=by, update_fields=["position"])
