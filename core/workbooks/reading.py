"""Tables as a workbook that is only read: a sheet each, with its headings in sight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.spreadsheets import Workbook, get_column_letter

from .cells import for_paper, make_high, put_text
from .still import bytes_of
from .styles import BOLD, HEAD, LINE, PLAIN, TOP
from .texts import sheet_names

WIDTHS = {"narrow": 12, "usual": 18, "wide": 48}
"""Characters."""


@dataclass(frozen=True)
class ReadSheet:
    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    """Of texts, numbers and days; None for an empty cell."""
    widths: Sequence[str] = ()
    """Of each column; what is not said is usual."""


def workbook_to_read(title: str, sheets: Iterable[ReadSheet]) -> bytes:
    """The bytes of an .xlsx file. Words stay words, whatever they begin with; numbers and days are such."""
    sheets, workbook = list(sheets), Workbook()
    names = sheet_names({str(at): one.title for at, one in enumerate(sheets)}, ())
    workbook.remove(workbook.active)
    for at, one in enumerate(sheets):
        _fill(workbook.create_sheet(names[str(at)]), one, title)
    return bytes_of(workbook, title)


def _fill(tab: Any, sheet: ReadSheet, title: str) -> None:
    for column, words in enumerate(sheet.heads, 1):
        cell = tab.cell(1, column)
        put_text(cell, words)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEAD, LINE, TOP
    for number, row in enumerate(sheet.rows, 2):
        for column, value in enumerate(row, 1):
            _put(tab.cell(number, column), value)
    widths = {}
    for column in range(1, len(sheet.heads) + 1):
        said = sheet.widths[column - 1] if column <= len(sheet.widths) else "usual"
        widths[get_column_letter(column)] = WIDTHS[said]
    for letter, width in widths.items():
        tab.column_dimensions[letter].width = width
    make_high(tab, widths)
    tab.freeze_panes = "B2"
    tab.print_title_rows = "1:1"
    for_paper(tab, title)


def _put(cell: Any, value: str | float | date | None) -> None:
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = value
    if isinstance(value, float):
        cell.number_format = "0.00"
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.font, cell.alignment, cell.border = PLAIN, TOP, LINE
