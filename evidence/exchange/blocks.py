"""A block of cells copied from a spreadsheet."""

import re
from collections.abc import Sequence

from core.forms import with_plain_line_ends
from core.words import counted
from evidence.tables import CategoryTable

from .entered import EnteredCell, EvidenceUpload, UploadRefused

_CELL = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)|[^\t\n]*+')
"""With its quotes around it, in which tabs, line ends and doubled quotes stand; or as it is."""


def read_block(text: str) -> list[list[str]]:
    """The lines of a block, each with its cells, as Excel and Google Sheets copy them."""
    text = with_plain_line_ends(text).removesuffix("\n")
    lines: list[list[str]] = [[]]
    position = 0
    while found := _CELL.match(text, position):  # always: nothing at all matches, too
        inside = found[1]
        is_quoted = inside is not None and any(sign in inside for sign in ("\t", "\n", '""'))
        lines[-1].append(inside.replace('""', '"') if is_quoted else found[0])
        position = found.end()
        if position == len(text):
            break
        if text[position] == "\n":
            lines.append([])
        position += 1
    return lines


def entered_from(
    lines: Sequence[Sequence[str]], table: CategoryTable, row: int, column: int
) -> EvidenceUpload:
    """The cells that a block covers in a table, from a row and a column on, both counted from 0.

    Raises UploadRefused where it is larger than what is left of the table. Empty cells beyond do not count.
    """
    rows, periods = table.rows[row:], table.periods[column:]
    wide = max(_filled(line, len(periods)) for line in lines)
    high = max(
        number for number, line in enumerate(lines, 1) if number <= len(rows) or any(map(str.strip, line))
    )
    too_large = []
    if wide > len(periods):
        too_large.append(
            f"The block has {counted(wide, 'column')}. From {periods[0].name} on, the table has {len(periods)}."
        )
    if high > len(rows):
        too_large.append(
            f"The block has {counted(high, 'row')}. From “{rows[0].record}” on, the table has {len(rows)}."
        )
    if too_large:
        raise UploadRefused(*too_large)
    upload = EvidenceUpload()
    for below, line in enumerate(lines[:high]):
        for across, text in enumerate(line[:wide]):
            where = f"row {below + 1}, column {across + 1} of the block"
            upload.entered.append(
                EnteredCell(rows[below].record.lineage, periods[across].key, None, {"text": text}, where)
            )
    return upload


def _filled(line: Sequence[str], room: int) -> int:
    """How many cells it has; empty ones at its end count only where there is room for them."""
    filled = max((number for number, text in enumerate(line, 1) if text.strip()), default=0)
    return max(filled, min(len(line), room))
