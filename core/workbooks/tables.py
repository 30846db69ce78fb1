"""A sheet of lines that people fill in: a title, an instruction, the headings, the lines beneath them."""

from collections.abc import Mapping
from typing import Any

from core.spreadsheets import Alignment

from .cells import for_paper, make_high, protect, put_text
from .entries import short
from .package import SheetContent, WorkbookCell
from .styles import BOLD, HEAD, LINE, PLAIN, SOFT, TITLE, TOP
from .unpacking import WorkbookRefused

HEADER_ROW = 3
"""Of each sheet: title and instruction above it, the lines beneath it."""

RECORD = "Accord"
"""The very hidden sheet that says what the workbook is of, and what it showed."""

RECORD_START = "This workbook belongs to Accord. Leave this sheet as it is."

AFRESH = "Download the workbook afresh and copy your entries into it."
OTHER_FORMAT = (
    "This workbook was made by another version of Accord. Download it afresh, and copy your entries."
)

EMPTY = WorkbookCell("")


def put_top(tab: Any, title: str, instruction: str) -> None:
    put_text(tab["A1"], title)
    tab["A1"].font = TITLE
    put_text(tab["A2"], instruction)
    tab["A2"].font = SOFT


def put_headings(tab: Any, headings: Mapping[str, str]) -> None:
    """By column letter."""
    for letter, words in headings.items():
        cell = tab[f"{letter}{HEADER_ROW}"]
        put_text(cell, words)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEAD, LINE, TOP


def put_plain(cell: Any, words: str) -> None:
    if words:
        put_text(cell, words)
    cell.font, cell.alignment, cell.border = PLAIN, TOP, LINE


def finish(tab: Any, widths: dict[str, int], on_paper: str, *, frozen: str) -> None:
    """Widths by column letter; what is left of the column `frozen` stays in sight, and so do the headings."""
    for letter, width in widths.items():
        tab.column_dimensions[letter].width = width
    make_high(tab, widths)
    for place in ("A1", "A2"):  # they run over the columns beside them
        tab[place].alignment = Alignment(vertical="top")
    tab.freeze_panes = f"{frozen}{HEADER_ROW + 1}"
    tab.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    tab.sheet_view.showGridLines = False
    protect(tab)
    for_paper(tab, on_paper)


def put_record(tab: Any, *lines: tuple[str, ...]) -> None:
    """Texts in the columns A, B, C ... of the hidden sheet."""
    for place, texts in enumerate([(RECORD_START,), *lines], 1):
        for column, text in enumerate(texts, 1):
            put_text(tab.cell(place, column), text)
    tab.sheet_state = "veryHidden"
    protect(tab)


def must_have_shape(name: str, content: SheetContent, headings: Mapping[str, str]) -> None:
    """Raises WorkbookRefused where cells of a sheet are merged, or one of its headings is not where it was."""
    if content.merged:
        raise WorkbookRefused(
            f"Sheet “{name}”: the cells {short(content.merged[0])} are merged. Unmerge them, then upload again."
        )
    for letter, words in headings.items():
        if content.cells.get((HEADER_ROW, letter), EMPTY).text.split() != words.split():
            raise WorkbookRefused(
                f"Sheet “{name}”, cell {letter}{HEADER_ROW}: “{words}” should stand here, so columns or rows have "
                f"moved. {AFRESH}"
            )
