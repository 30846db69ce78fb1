"""What stands beside the values as they are entered: targets, and who may be named as bringing one."""

from collections.abc import Iterable
from dataclasses import replace

from accounts.models import User
from evidence.models import EvidenceRow, Target
from evidence.tables import CategoryTable, TableCell, TableRow
from evidence.understanding import remarks_on
from partnerships.models import Partnership
from partnerships.people.belonging import sides_seen_by, sides_with_people


def targets_for(rows: Iterable[EvidenceRow]) -> dict[tuple[int, int], Target]:
    """By row and period, that of the newest definition which has one; in one query."""
    keys = [row.pk for row in rows]
    targets = Target.objects.filter(definition__row__in=keys).select_related("definition")
    ordered = targets.order_by("definition__from_period__start", "pk")
    return {(target.definition.row_id, target.period_id): target for target in ordered}


def people_who_bring(partnership: Partnership, user: User) -> list[User]:
    """Those who enter something in the partnership, of the sides that this person sees."""
    sides = sides_with_people([partnership])[partnership.pk]
    seen = sides_seen_by(user, partnership, sides)
    people = {one.person.pk: one.person for side in seen for one in side.people if one.enters}
    return list(people.values())


def for_those_who_enter(tables: Iterable[CategoryTable]) -> list[CategoryTable]:
    """The tables with what stands beside each value as it is entered; in one query."""
    tables = list(tables)
    targets = targets_for(row.record for table in tables for row in table.rows)

    def aimed(row: TableRow, cell: TableCell) -> TableCell:
        target = targets.get((row.record.pk, cell.period.pk))
        return replace(cell, target=target) if target else cell

    def beside(row: TableRow) -> TableRow:
        return replace(row, cells=[with_remarks(row.record, aimed(row, cell)) for cell in row.cells])

    return [replace(table, rows=[beside(row) for row in table.rows]) for table in tables]


def with_remarks(row: EvidenceRow, cell: TableCell) -> TableCell:
    """The cell with what is to be told of its figures."""
    text = cell.observation.text if cell.observation else ""
    remarks = remarks_on(text, row, cell.period) if text else ()
    return replace(cell, remarks=remarks) if remarks else cell
