"""Opens a file that somebody sent as a workbook. openpyxl reads it; unpacking.py stands guard before it.

openpyxl trusts a file: it believes the sizes that a zip's directory states, works out each cell of a shared
formula, makes an object of every range in a list and hands pictures on. So it gets a package made anew: only the
parts that hold sheets and text, of each sheet only the cells, counted while they were unpacked, in UTF-8 and
without a document type. The formats of numbers are read apart: openpyxl would make an object of every style.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

from core.spreadsheets import ExcelReader, column_index_from_string, to_excel

from .date_formats import NotShown
from .number_formats import BY_NUMBER, number_shown, text_shown
from .texts import decoded
from .unpacking import DAMAGED, LARGEST_UNPACKED, TOO_MUCH_INSIDE, Guard, Part, WorkbookRefused, opened

MOST_ROWS = 10_000
"""Cells in rows beyond these are not looked at."""

LAST_COLUMN = 6
"""Of a sheet that says no other."""

LONGEST_CELL = 32_767
"""Characters, Excel's own limit."""


@dataclass(frozen=True)
class WorkbookCell:
    """What stands in a cell: `text` is what a person saw there, “95%” and “9/27/2024”. A formula has none."""

    text: str
    kind: str = "s"
    """s text, n number, b boolean, e error."""
    is_formula: bool = False
    is_shown: bool = True
    """Not where the cell's format hides what a person saw: `text` is then what the file stores."""


@dataclass
class SheetContent:
    cells: dict[tuple[int, str], WorkbookCell] = field(default_factory=dict)
    """By row number and column letter; empty ones are left out."""
    merged: list[str] = field(default_factory=list)
    """Ranges: “A3:C3”."""

    beyond: list[str] = field(default_factory=list)
    """Letters of columns in which something stands that is not looked at."""

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)


class Package:
    """An opened workbook: its sheets by name, read when asked for.

    Cells beyond a sheet's `last_column` are not looked at. What stands in other columns is named.
    """

    def __init__(self, content: bytes):
        self._parts = Guard().parts(opened(content))
        self._formats = _formats_in(self._parts.pop("xl/styles.xml", None))
        self._from_1904 = any(part.from_1904 for part in self._parts.values())
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

    def sheet(self, name: str, last_column: int = LAST_COLUMN) -> SheetContent:
        part = self._parts[self._part_of[name]]
        content = SheetContent(merged=part.merged, beyond=_beyond(part.columns, last_column))
        with _damaged_unless_read():
            for row in self._workbook[name].iter_rows(max_row=MOST_ROWS, max_col=last_column):
                for cell in row:
                    if cell.value is not None and cell.row <= MOST_ROWS:
                        self._put(content.cells, (cell.row, cell.column_letter), cell)
        return content

    def _put(self, cells: dict[tuple[int, str], WorkbookCell], place: tuple[int, str], cell: Any) -> None:
        found = self._understood(cell)
        if place in cells or len(found.text) > LONGEST_CELL:
            raise WorkbookRefused(DAMAGED)
        if found.text or found.is_formula or not found.is_shown:
            cells[place] = found

    def _understood(self, cell: Any) -> WorkbookCell:
        value, kind = cell.value, cell.data_type
        if kind == "f":
            return WorkbookCell("", is_formula=True)
        if kind == "e":
            return WorkbookCell(decoded(value), "e")
        if isinstance(value, bool):
            return WorkbookCell("TRUE" if value else "FALSE", "b")
        if isinstance(value, str):
            value = decoded(value)
        try:
            return self._as_shown(value, self._format_of(cell))
        except NotShown:
            return WorkbookCell(str(value), "s" if isinstance(value, str) else "n", is_shown=False)

    def _as_shown(self, value: Any, code: str) -> WorkbookCell:
        if isinstance(value, str):
            return WorkbookCell(text_shown(value, code))
        if isinstance(value, date | time | timedelta):  # only a few programs write a date as one
            if code in ("General", "@"):
                raise NotShown
            return WorkbookCell(number_shown(to_excel(value), code), "n")
        return WorkbookCell(number_shown(value, code, from_1904=self._from_1904), "n")

    def _format_of(self, cell: Any) -> str:
        style = cell._style_id
        code = self._formats[style] if 0 <= style < len(self._formats) else None
        if code is None:
            raise NotShown
        return code


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


def _beyond(columns: set[str], last: int) -> list[str]:
    return sorted(
        (one for one in columns if column_index_from_string(one) > last), key=column_index_from_string
    )


def _formats_in(styles: Part | None) -> list[str | None]:
    """The number format of each style that cells may name, by its place; None where the file does not say it."""
    if styles is None:
        return ["General"]
    try:
        root = ElementTree.fromstring(styles.cells)  # noqa: S314  # without a document type, and counted
        own = {
            int(one.get("numFmtId", "")): one.get("formatCode")
            for one in root.iterfind("{*}numFmts/{*}numFmt")
        }
        of_cells = root.iterfind("{*}cellXfs/{*}xf")
        return [(BY_NUMBER | own).get(int(one.get("numFmtId", "0"))) for one in of_cells] or ["General"]
    except (ElementTree.ParseError, ValueError):
        raise WorkbookRefused(DAMAGED) from None
