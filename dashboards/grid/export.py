"""The grid as a table of values, for a spreadsheet: every row that the page's filter keeps, in its order."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from core import csv_files
from core.spreadsheets import Font, Workbook, WriteOnlyCell, get_column_letter

from .choices import GridShown
from .page import Grid
from .rows import GridRow

SHOWN = {GridShown.NOW: "average", GridShown.CHANGE: "change", GridShown.DIFFER: "{items} that differ"}
WIDTHS = (24, 14)
"""Characters: of the first column, and of the others."""


def heads(grid: Grid) -> list[str]:
    shown = SHOWN[grid.show].format(items=grid.cycle.words.item.many)
    figures = [f"{column.number} {column.title}, {shown}" for column in grid.columns]
    return ["Partner", "Cycle", "Assessment", "Rated", "Due", "Days late", "Changed", *figures]


def lines(grid: Grid) -> Iterator[list[Any]]:
    """A row of values for each partnership: texts, days, whole numbers, and figures as they are sorted by."""
    numbers = [column.number for column in grid.columns]
    for row in grid.rows:
        yield [*_about(row, grid), *(cell.figure if (cell := row.cells.get(n)) else None for n in numbers)]


def _about(row: GridRow, grid: Grid) -> list[Any]:
    due = row.due_on if row.is_open else None
    return [
        row.name,
        grid.cycle.period.label,
        row.status,
        row.rated,
        due,
        row.days_late or None,
        row.changed_on,
    ]


def as_csv(grid: Grid) -> str:
    return csv_files.as_csv([heads(grid), *lines(grid)])


def as_workbook(grid: Grid) -> bytes:
    """One sheet. Words stay words, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Partners")
    sheet.freeze_panes = "B2"
    titles = heads(grid)
    for place in range(len(titles)):
        sheet.column_dimensions[get_column_letter(place + 1)].width = WIDTHS[min(place, 1)]
    sheet.append([_cell(sheet, title, font=Font(bold=True)) for title in titles])
    for line in lines(grid):
        sheet.append([_cell(sheet, value) for value in line])
    book.save(output := BytesIO())
    return output.getvalue()


def _cell(sheet: Any, value: Any, **look: Any) -> Any:
    cell: Any = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, float):
        cell.number_format = "0.00"
    for name, of in look.items():
        setattr(cell, name, of)
    return cell
