"""What stands where in a workbook of evidence tables: shared by those who write it and those who read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst

from core.conflicts import mark_of, marks_of
from core.spreadsheets import get_column_letter
from core.workbooks.tables import RECORD
from core.workbooks.texts import sheet_names
from evidence.tables import CategoryTable, TableCell, TableRow
from evidence.values import said_by
from partnerships.models import Period

from .standing import FIELDS, StandingTables

FORMAT = "1"
"""Written into each workbook; one of another format is refused."""

ABOUT = "About"
DETAILS = "Sources and notes"
RECORD_KEYS = ("format", "partnership", "edition")
ROW, COLUMN, VALUE = "row", "column", "value"
"""How the record calls a line of a table, a column of it, and a line of the sources and notes."""

NUMBER, NAME = "No.", "Evidence"
FIRST_PERIOD = 3
"""The column in which the values begin, counted from 1."""

DETAIL_HEADINGS = {
    "A": NUMBER,
    "B": NAME,
    "C": "Period",
    "D": "Value",
    "E": "Status",
    "F": "Source",
    "G": "Note for readers",
    "H": "Not public",
}
STATUS = "status"
"""What the record calls the words in the column of the same name, which are read from the value and not entered."""


@dataclass(frozen=True)
class TableSheet:
    """A category's sheet."""

    name: str
    table: CategoryTable

    @property
    def columns(self) -> Iterator[tuple[str, str, Period]]:
        """(letter, heading, period) of each column of values. No two headings are the same."""
        periods = self.table.periods
        names = [period.name for period in periods]
        for number, period in enumerate(periods, FIRST_PERIOD):
            name = period.name if names.count(period.name) == 1 else f"{period.name} ({period.word})"
            yield get_column_letter(number), capfirst(name), period


@dataclass(frozen=True)
class DetailLine:
    """A line of the sources and notes: a cell of a table."""

    row: TableRow
    cell: TableCell

    @property
    def status(self) -> str:
        value = self.cell.observation
        return value.status_in_words if value else ""

    @property
    def seen(self) -> str:
        """A mark of each thing that the workbook says of the cell."""
        return marks_of(said_by(self.cell.observation, FIELDS) | {STATUS: self.status})


def sheets_of(standing: StandingTables) -> list[TableSheet]:
    """In document order. A table without columns has nothing to fill in."""
    tables = [table for table in standing.tables if table.periods]
    titles = {table.category.number: f"{table.category.number} {table.category.title}" for table in tables}
    names = sheet_names(titles, (ABOUT, DETAILS, RECORD))
    return [TableSheet(names[table.category.number], table) for table in tables]


def lines_of(standing: StandingTables) -> list[DetailLine]:
    return [DetailLine(row, cell) for table in standing.tables for row in table.rows for cell in row.cells]


def label_mark(text: str) -> str:
    """A mark of a row's name, however its blanks and lines came back."""
    return mark_of(" ".join(text.split()))
