"""Texts in cells, and what every sheet of a workbook has: its protection, its paper, rows that show all."""

from typing import Any

from .heights import GrowingRow, height_of, lines_of
from .texts import encoded, starts_like_a_formula

TEXT_FORMAT = "@"
"""Excel leaves what is typed into such a cell as it is: “1/2” does not become a date."""

LETTER = 1
"""The size of paper."""


def put_text(cell: Any, text: str) -> None:
    """Text, whatever it looks like: openpyxl would make a formula of what starts with “=”."""
    cell.value = encoded(text)
    cell.data_type = "s"
    if starts_like_a_formula(text):
        cell.quotePrefix = True


def put_code(cell: Any, code: str) -> None:
    """A level as a person would type it: 2 as a number, N/A as text."""
    if code.isascii() and code.isdecimal() and str(int(code)) == code:
        cell.value = int(code)
    else:
        put_text(cell, code)


def protect(sheet: Any) -> None:
    """Everything but the unlocked cells; rows and columns may be made wider. There is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def for_paper(sheet: Any, words: str) -> None:
    """Landscape, as wide as a page, with `words` and the page's number beneath."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", LETTER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.gridLines = False
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.5
    margins.bottom, margins.footer = 0.7, 0.3
    sheet.oddFooter.left.text = encoded(words.replace("&", "&&"))
    sheet.oddFooter.right.text = "&P of &N"


def make_high(sheet: Any, widths: dict[str, int]) -> None:
    """Every row as high as its wrapped texts are in columns of these widths."""
    for cells in sheet.iter_rows():
        lines = [
            (_lines(cell, widths[cell.column_letter]), cell.font.size)
            for cell in cells
            if cell.value is not None
        ]
        if lines:
            number = cells[0].row
            sheet.row_dimensions[number] = GrowingRow(sheet, index=number, ht=height_of(*lines))


def _lines(cell: Any, width: float) -> int:
    if not cell.alignment.wrap_text:
        return 1
    font, indent = cell.font, cell.alignment.indent
    return lines_of(str(cell.value), width, size=font.size, bold=font.bold, indent=indent)
