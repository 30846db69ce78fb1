"""What stands beside the values as they are entered: targets, and who may be named as bringing one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from accounts.models import User
from evidence.models import EvidenceRow, Observation
from evidence.results.meanings import Meanings, meanings_of
from evidence.results.parts import sums_missed
from evidence.tables import CategoryTable, TableCell, TableRow
from evidence.understanding import remarks_on
from partnerships.models import Partnership, Period
from partnerships.people.belonging import sides_seen_by, sides_with_people

LONGEST_TARGET = 60
"""Letters of a target in a cell. One in words may be a paragraph; the whole of it stands with the definition."""


def target_for(row: EvidenceRow, period: Period, meanings: Meanings | None) -> str:
    """What the value of a period is to reach, in words; empty where nobody set it."""
    return meanings.target_in_words(row, Observation(row=row, period=period)) if meanings else ""


def in_a_cell(target: str) -> str:
    """“A decrease of 4% (from 82% to 78%) in the …”"""
    return target if len(target) <= LONGEST_TARGET else f"“{target[:LONGEST_TARGET].rsplit(' ', 1)[0]} …”"


def people_who_bring(partnership: Partnership, user: User) -> list[User]:
    """Those who enter something in the partnership, of the sides that this person sees."""
    sides = sides_with_people([partnership])[partnership.pk]
    seen = sides_seen_by(user, partnership, sides)
    people = {one.person.pk: one.person for side in seen for one in side.people if one.enters}
    return list(people.values())


def for_those_who_enter(tables: Iterable[CategoryTable]) -> list[CategoryTable]:
    """The tables with what stands beside each value as it is entered.

    In two queries where any row has a target, else in none.
    """
    tables = list(tables)
    rows = [row.record for table in tables for row in table.rows]
    meanings = meanings_of([row for row in rows if row.has_targets])  # type: ignore[attr-defined]

    def beside(row: TableRow, cell: TableCell) -> TableCell:
        target = target_for(row.record, cell.period, meanings.get(row.record.lineage))
        return with_remarks(row.record, replace(cell, target=in_a_cell(target)) if target else cell)

    return [
        replace(
            table,
            rows=[
                _with_sums(replace(row, cells=[beside(row, cell) for cell in row.cells]), table.rows)
                for row in table.rows
            ],
        )
        for table in tables
    ]


def _with_sums(row: TableRow, rows: Sequence[TableRow]) -> TableRow:
    """The row, whose cells tell where the rows beneath it do not come to what they should."""
    missed = sums_missed(row, rows)
    cells = [
        replace(cell, remarks=[*cell.remarks, words]) if words else cell
        for cell, words in zip(row.cells, missed, strict=True)
    ]
    return replace(row, cells=cells) if any(missed) else row


def with_remarks(row: EvidenceRow, cell: TableCell) -> TableCell:
    """The cell with what is to be told of its figures."""
    text = cell.observation.text if cell.observation else ""
    remarks = remarks_on(text, row, cell.period) if text else ()
    return replace(cell, remarks=remarks) if remarks else cell
