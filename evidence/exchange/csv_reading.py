"""Reads a CSV file that some program wrote: in which encoding, between which signs, with which decimal sign."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from core.csv_files import without_guard

from .entered import UploadRefused

LARGEST_CSV = 2 * 1024 * 1024
"""Bytes."""

MOST_LINES = 5000
MOST_COLUMNS = 200

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western European)",
    "mac_roman": "Mac Roman",
}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}

CHOOSE = "Choose the CSV file, then upload it."
_LEAVE_OUT = "Leave out what is no value of the tables: a line for each row and period, not for each student."
TOO_LARGE = f"The file is larger than {LARGEST_CSV // 1024 // 1024} MB. {_LEAVE_OUT}"
EMPTY = "The file is empty. Choose the one that your system exported."
WORKBOOK = (
    "This is a workbook, not a CSV file. Save its sheet as CSV in your spreadsheet program and upload that."
)
WEB_PAGE = (
    "This is a web page, not a CSV file. Open it in a spreadsheet program, save it as CSV and upload that."
)
NO_TEXT = "This is not a CSV file: it holds what no text holds. Export it as CSV and upload that."
TOO_LONG = f"The file has more than {MOST_LINES:,} lines. {_LEAVE_OUT}"
ONE_LINE = "There is nothing in the file but one line."

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WITH_COMMA = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})*,([0-9]{1,2}|[0-9]{4,}) ?%?|-?[0-9]{4,},[0-9]+ ?%?")
_WITH_POINT = re.compile(r"-?[0-9]+\.([0-9]{1,2}|[0-9]{4,}) ?%?")
_LINES_TO_GUESS = 50


@dataclass(frozen=True)
class Dialect:
    """How a file was written."""

    encoding: str
    delimiter: str
    decimal_comma: bool = False


@dataclass(frozen=True)
class CsvLine:
    number: int
    """Of its first line in the file, counted from 1."""
    cells: list[str]

    def at(self, column: int | None) -> str:
        """What stands in a column, counted from 0; a short line has nothing there."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


def recognized(content: bytes) -> Dialect:
    """How a file was written, as far as that can be told. Raises UploadRefused where it is no CSV file."""
    encoding = _encoding_of(content)
    text = _decoded(content, encoding)
    delimiter = _delimiter_of(text)
    decimal_comma = delimiter != "," and _has_decimal_commas(
        read_lines(content, Dialect(encoding, delimiter))
    )
    return Dialect(encoding, delimiter, decimal_comma)


def read_lines(content: bytes, dialect: Dialect) -> list[CsvLine]:
    """All lines but empty ones. Raises UploadRefused where there are none or too many, or where one is broken."""
    text = _decoded(content, dialect.encoding)
    first, _, rest = text.partition("\n")
    skipped = re.fullmatch(r"sep=.\r?", first, re.IGNORECASE) is not None  # as Excel leaves word of it
    reader = csv.reader(
        StringIO(rest if skipped else text, newline=""), delimiter=dialect.delimiter, strict=True
    )
    lines: list[CsvLine] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(CsvLine(before + 1 + skipped, [without_guard(cell.strip()) for cell in cells]))
            before = reader.line_num
            if len(lines) > MOST_LINES:
                raise UploadRefused(TOO_LONG)
    except csv.Error:
        raise UploadRefused(
            f"Line {before + 1 + skipped} cannot be read: a quotation mark in it is never closed, or stands where "
            "none belongs. Correct the file, or save it once more as CSV in a spreadsheet program."
        ) from None
    if len(lines) < 2:  # nothing beside the headings
        raise UploadRefused(ONE_LINE)
    if max(len(line.cells) for line in lines) > MOST_COLUMNS:
        raise UploadRefused(
            f"The file has more than {MOST_COLUMNS} columns. Leave out those that are not needed."
        )
    return lines


def with_point(text: str) -> str:
    """“1.234,5” as “1,234.5”; what is no such number stays: 27.9.2022."""
    return re.sub(r"[0-9][0-9.,]*", _number_with_point, text)


def _number_with_point(found: re.Match[str]) -> str:
    number = found[0].rstrip(".,")
    if not re.fullmatch(r"([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?", number):
        return found[0]
    return number.translate({ord(","): ".", ord("."): ","}) + found[0][len(number) :]


def looks_like_a_number(text: str) -> bool:
    return re.fullmatch(r"[-$(]?[0-9][0-9.,]* ?[%)]?", text) is not None


def _encoding_of(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:2]:
        return "utf-16"
    try:
        content.decode()
    except UnicodeDecodeError:
        from charset_normalizer import (
            from_bytes,  # 2 MB in every web process, for the rare file in another encoding
        )

        best = from_bytes(content, cp_isolation=["cp1252", "mac_roman"]).best()
        return best.encoding if best else "cp1252"
    return "utf-8"


def _decoded(content: bytes, encoding: str) -> str:
    if not content.strip():
        raise UploadRefused(EMPTY)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UploadRefused(WORKBOOK)
    codec = {"utf-8": "utf-8-sig", "utf-16": _utf_16_of(content)}.get(encoding, encoding)
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        raise UploadRefused(f"The file is not in {ENCODINGS[encoding]}. Choose another encoding.") from None
    if text.lstrip().startswith("<"):
        raise UploadRefused(WEB_PAGE)
    if _CONTROLS.search(text) or text.startswith("%PDF"):
        raise UploadRefused(NO_TEXT)
    return text


def _utf_16_of(content: bytes) -> str:
    """Which byte comes first: its mark says it, or else the zero of the first letter."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-be" if content[:1] == b"\0" else "utf-16-le"


def _delimiter_of(text: str) -> str:
    """The sign that splits most of the first lines into as many cells, and into most."""
    named = re.match(r"sep=([,;\t|])\r?\n", text, re.IGNORECASE)
    return named[1] if named else max(DELIMITERS, key=lambda one: _fit(text, one))


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(cells) for cells in islice(reader, _LINES_TO_GUESS) if cells)
    except csv.Error:
        return 0.0, 0
    (width, times), *_ = widths.most_common(1) or [(1, 0)]
    return (times / widths.total(), width) if width > 1 else (0.0, 0)


def _has_decimal_commas(lines: Sequence[CsvLine]) -> bool:
    cells = [cell for line in lines for cell in line.cells]
    commas = sum(_WITH_COMMA.fullmatch(cell) is not None for cell in cells)
    return commas > sum(_WITH_POINT.fullmatch(cell) is not None for cell in cells)
