"""What the people of a partnership are told of what the public reads of their values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evidence.models import EvidenceRow, Observation
from evidence.suppression.outcome import HIDDEN
from evidence.tables import CategoryTable, TableCell
from partnerships.models import Period

from .reader import PublicReading


@dataclass(frozen=True)
class Questioned:
    """Values that those who enter are asked to look at before anything is handed out."""

    unjudged: list[tuple[EvidenceRow, list[Period]]]
    """Percentages without a number of students, by row: hidden until somebody enters one."""
    known_anyway: list[tuple[EvidenceRow, list[Period]]]


def with_marks(tables: Iterable[CategoryTable], public: PublicReading) -> list[CategoryTable]:
    """The tables with what is not public of each cell."""
    return [
        replace(
            table,
            rows=[replace(row, cells=[marked(cell, public) for cell in row.cells]) for row in table.rows],
        )
        for table in tables
    ]


def marked(cell: TableCell, public: PublicReading) -> TableCell:
    words = words_for(cell.observation, public)
    return replace(cell, not_public=words) if words else cell


def words_for(value: Observation | None, public: PublicReading) -> str:
    """“not public: fewer than 10 students”; empty where all of it is public."""
    why = public.hidden.get(value.pk) if value else None
    if value and why:
        instead = "" if why.instead == HIDDEN else f"; the public reads “{why.instead}”"
        return f"not public: {why.words}{instead}"
    if value and value.note and value.pk in public.without_note:
        return "the note is not public: it says what is hidden"
    return ""


def questioned(tables: Iterable[CategoryTable], public: PublicReading) -> Questioned:
    rows = [row for table in tables for row in table.rows]

    def of(keys: frozenset[int]) -> list[tuple[EvidenceRow, list[Period]]]:
        found = (
            (
                row.record,
                [cell.period for cell in row.cells if cell.observation and cell.observation.pk in keys],
            )
            for row in rows
        )
        return [(row, periods) for row, periods in found if periods]

    return Questioned(of(public.unjudged), of(public.known_anyway))
