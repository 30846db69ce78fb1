"""Opens a file that somebody sent as a workbook. openpyxl reads it; unpacking.py stands guard before it.

openpyxl trusts a file: it believes the sizes that a zip's directory states, works out each cell of a shared
formula, makes an object of every range in a list and hands pictures on. So it gets a package made anew: only the
parts that hold sheets and text, of each sheet only the cells, counted while they were unpacked, in UTF-8 and
without a document type.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from openpyxl.reader.excel import ExcelReader

from .layout import decoded
from .unpacking import DAMAGED, LARGEST_UNPACKED, TOO_MUCH_INSIDE, Guard, WorkbookRefused, opened

MOST_ROWS = 10_000
LAST_COLUMN = 5
"""Cells beyond these are not looked at."""

LONGEST_CELL = 32_767
"""Characters, Excel's own limit."""


@dataclass(frozen=True)
class WorkbookCell:
    """What stands in a cell. `text` is a number's digits, too; a formula has none."""

    text: str
    kind: str = "s"
    """s text, n number, b boolean, e error."""
    is_formula: bool = False


@dataclass
class SheetContent:
    cells: dict[tuple[int, str], WorkbookCell] = field(default_factory=dict)
    """By row number and column letter; empty ones are left out."""
    merged: list[str] = field(default_factory=list)
    """Ranges: “A3:C3”."""

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)


class Package:
    """An opened workbook: its sheets by name, read when asked for."""

    def __init__(self, content: bytes):
        self._parts = Guard().parts(opened(content))
        file = _ReadSeldom()
        with ZipFile(file, "w", ZIP_STORED) as archive:
            for name, data in self._parts.items():
                archive.writestr(name, data.cells)
        file.may_be_read = 4 * file.tell()
        with _damaged_unless_read():
            # read_only: nothing but cells is looked at, and no cell is made that is not in the file.
            reader = ExcelReader(file, read_only=True, keep_links=False)
            reader.read()
            self._workbook = reader.wb
            found = [(sheet.name, place.target) for sheet, place in reader.parser.find_sheets()]
        self._part_of = {name: part for name, part in found if part in self._parts}
        if len(self._part_of) < len(self.sheet_names):
            raise WorkbookRefused(DAMAGED)

    @property
    def sheet_names(self) -> list[str]:
        return self._workbook.sheetnames

    def sheet(self, name: str) -> SheetContent:
        content = SheetContent(merged=self._parts[self._part_of[name]].merged)
        with _damaged_unless_read():
            for row in self._workbook[name].iter_rows(max_row=MOST_ROWS, max_col=LAST_COLUMN):
                for cell in row:
                    if cell.value is not None and cell.row <= MOST_ROWS:
                        _put(content.cells, (cell.row, cell.column_letter), cell)
        return content


class _ReadSeldom(BytesIO):
    """Many sheets may name the same part, and openpyxl reads it for each of them: twice for each is enough."""

    may_be_read = LARGEST_UNPACKED

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.may_be_read -= len(data)
        if self.may_be_read < 0:
            raise WorkbookRefused(TOO_MUCH_INSIDE)
        return data


@contextmanager
def _damaged_unless_read() -> Iterator[None]:
    """Whatever trips openpyxl up, the person reads what to do."""
    try:
        yield
    except WorkbookRefused:
        raise
    except Exception as error:
        raise WorkbookRefused(DAMAGED) from error


def _put(cells: dict[tuple[int, str], WorkbookCell], place: tuple[int, str], cell: Any) -> None:
    found = _understood(cell)
    if place in cells or len(found.text) > LONGEST_CELL:
        raise WorkbookRefused(DAMAGED)
    if found.text or found.is_formula:
        cells[place] = found


def _understood(cell: Any) -> WorkbookCell:
    value = cell.value
    if cell.data_type == "f":
        return WorkbookCell("", is_formula=True)
    if isinstance(value, bool):
        return WorkbookCell("TRUE" if value else "FALSE", "b")
    if isinstance(value, int | float):
        return WorkbookCell(str(value), "n")
    if isinstance(value, date | time | timedelta):
        return WorkbookCell(str(value))
    return WorkbookCell(decoded(value), "e" if cell.data_type == "e" else "s")
