"""How high a row must be so that all its text shows.

A workbook says how high its rows are; where it says nothing, Calc shows a single line. The estimate is a little
generous, since a last line that is cut off is never read.
"""

import re
import unicodedata

from core.spreadsheets import RowDimension

FONT = "Arial"
"""On every computer, or another of the same widths in its place, so that lines break where they are counted."""

SIZE = 10
"""Points."""

SMALL_SIZE = 8
"""Points, for what would not fit into the highest row otherwise."""

HIGHEST = 409
"""Points, Excel's own limit. What needs more shows when one edits the cell."""

_BETWEEN_LINES = 3.25
"""Points from one line to the next, beside the font's size."""

_CHARACTER = 5.25
"""Points of a column's width, which is counted in digits of the standard font."""

_PADDING = 5
"""Points at the sides of a cell."""

_INDENT = 7
"""Points for each step that a cell is indented."""

_GENEROUS = 1.03

_WIDTHS = {
    character: width
    for width, characters in (
        (0.25, "'ijl|"),
        (0.3, " !,./:;I[\\]ft"),
        (0.36, '"()*-`r{}'),
        (0.5, "Jckszvxy"),
        (0.73, "&ABCDEHKNPRSUVXYw"),
        (0.8, "GOQ"),
        (0.9, "%MWm"),
        (1.05, "@—…"),
    )
    for character in characters
}
"""Of Arial, as shares of its size. Other letters of the Latin, Greek and Cyrillic alphabets are near 0.57."""


class GrowingRow(RowDimension):
    """A row that is as high as its text needs, and still grows as people type more into it."""

    customHeight = False  # noqa: N815  # openpyxl's word


def height_of(*lines: tuple[int, float]) -> float:
    """Points that a row needs for the highest of its cells, each a number of lines and the font's size."""
    return min(HIGHEST, max(count * (size + _BETWEEN_LINES) for count, size in lines) + 3)


def size_for(text: str, column_width: float) -> int:
    """The font's size with which a long text shows."""
    fits = height_of((lines_of(text, column_width), SIZE)) < HIGHEST
    return SIZE if fits else SMALL_SIZE


def lines_of(
    text: str, column_width: float, *, size: float = SIZE, bold: bool = False, indent: float = 0
) -> int:
    """How many lines a text takes in a column that breaks them between words."""
    room = column_width * _CHARACTER - _PADDING - indent * _INDENT
    scale = size * _GENEROUS * (1.08 if bold else 1)
    return sum(_broken(line, room / scale) for line in text.splitlines() or [""])


def _broken(line: str, room: float) -> int:
    """The lines that one line of a text takes, where `room` is for so many times the font's size."""
    count, used = 1, 0.0
    for word in re.split(r"(?<=-)| ", line):
        width = sum(_width(character) for character in word)
        if used and used + width > room:
            count, used = count + 1, 0.0
        if width > room:  # it is broken wherever the column ends
            more = int(width / room)
            count, width = count + more, width - more * room
        used += width + _WIDTHS[" "]
    return count


def _width(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.east_asian_width(character) in "WF":  # emoji, too
        return 1.25
    return 0.0 if unicodedata.combining(character) else 0.57
