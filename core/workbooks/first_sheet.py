"""The first sheet of a workbook: what it is, and how it is filled in."""

from collections.abc import Iterable
from typing import Any

from .cells import for_paper, make_high, protect, put_text
from .styles import BOLD, LINE, PLAIN, SOFT, TITLE, TOP

WIDTHS = {"A": 18, "B": 100}


def write_first_sheet(
    sheet: Any, title: str, groups: Iterable[tuple[str, Iterable[tuple[str, str]]]], on_paper: str
) -> None:
    """`groups` are headings, the first of them empty, each with its pairs of a name and words."""
    put_text(sheet["A1"], title)
    sheet["A1"].font = TITLE
    row = 3
    for heading, pairs in groups:
        if heading:
            row += 1
            put_text(sheet.cell(row, 1), heading)
            sheet.cell(row, 1).font = BOLD
            row += 1
        for name, words in pairs:
            for column, text in ((1, name), (2, words)):
                cell = sheet.cell(row, column)
                put_text(cell, text)
                cell.font, cell.alignment, cell.border = PLAIN, TOP, LINE
            sheet.cell(row, 1).font = SOFT
            row += 1
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    make_high(sheet, WIDTHS)
    sheet.sheet_view.showGridLines = False
    protect(sheet)
    for_paper(sheet, on_paper)
