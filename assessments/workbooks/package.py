"""Opens a file that somebody sent as a workbook, and trusts nothing in it.

Only the parts that hold sheets and their text are read, by an XML parser that refuses document types, and with
them entities. (openpyxl would also parse styles, drawings and links, and fill in every cell of a merged area.)
"""

import posixpath
import re
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  # it is an exception

from .layout import decoded

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes. A workbook of a thousand items with the longest comments stays below."""

LARGEST_UNPACKED = 20 * 1024 * 1024
"""Bytes of all parts of the file together."""

LARGEST_RATIO = 150
"""Unpacked bytes to one packed byte, of files that are over a megabyte unpacked. Excel's own stay below 60."""

MOST_PARTS = 1000
MOST_ELEMENTS = 500_000
"""XML elements read; a thousand items make some 40,000."""

MOST_ROWS = 10_000
LAST_COLUMN = 5
"""Cells beyond these are not looked at."""

LONGEST_CELL = 32_767
"""Characters, Excel's own limit."""

DAMAGED = "The file is damaged. Open it in Excel, save it again as an Excel workbook (.xlsx) and upload that."
NOT_A_WORKBOOK = (
    "This is not an Excel workbook. Download the workbook from here, fill it in and upload that file."
)
TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. A filled-in workbook is far smaller: "
    "download it afresh, and copy your entries into it."
)
TOO_MUCH_INSIDE = (
    "The file unpacks to far more than a filled-in workbook holds, so it was not opened. "
    "Download the workbook afresh, and copy your entries into it."
)
MACROS = "The workbook contains macros. Save it as an Excel workbook without macros (.xlsx) and upload that."
ENCRYPTED = (
    "The workbook is protected by a password. Remove the password in Excel, save it and upload it again."
)
OLD_FORMAT = "This is an old Excel file (.xls). Save it as an Excel workbook (.xlsx) and upload that."
OTHER_FORMAT = "This is a spreadsheet of another kind. Save it as an Excel workbook (.xlsx) and upload that."
DOCUMENT_TYPE = "The file contains instructions that no workbook needs, so it was not opened."


class Refused(Exception):
    """The whole file is refused. `sentences` say why, for the person who sent it."""

    def __init__(self, *sentences):
        super().__init__(*sentences)
        self.sentences = sentences


@dataclass(frozen=True)
class Cell:
    """What stands in a cell. `text` is a number's digits, too; a formula's is its last result."""

    text: str
    kind: str = "s"
    """s text, n number, b boolean, e error."""
    is_formula: bool = False


@dataclass
class SheetContent:
    cells: dict[tuple[int, str], Cell] = field(default_factory=dict)
    """By row number and column letter; empty ones are left out."""
    merged: list[str] = field(default_factory=list)
    """Ranges: “A3:C3”."""

    @property
    def last_row(self):
        return max((row for row, _ in self.cells), default=0)


class Package:
    """An opened workbook: its sheets by name, read when asked for."""

    def __init__(self, content: bytes):
        self._zip = _opened(content)
        self._left = LARGEST_UNPACKED
        self._elements_left = MOST_ELEMENTS
        self._sheets = self._sheet_parts()
        self._strings: list[str] | None = None

    @property
    def sheet_names(self):
        return list(self._sheets)

    def sheet(self, name):
        reader = _SheetReader(self._shared_strings())
        self._parse(self._sheets[name], reader)
        return reader.content

    def _sheet_parts(self):
        """The path of each sheet's part, by the sheet's name."""
        start = next(
            (target for kind, target in self._relations("").values() if kind == "officeDocument"), None
        )
        if start is None:
            raise Refused(NOT_A_WORKBOOK)
        self._main = start
        reader = _WorkbookReader()
        self._parse(start, reader)
        parts = {}
        self._targets = self._relations(start)
        for name, relation in reader.sheets:
            if name in parts or relation not in self._targets:
                raise Refused(DAMAGED)
            parts[name] = self._targets[relation][1]
        return parts

    def _relations(self, part):
        """(last word of its kind, path) by the relation's id."""
        folder, name = posixpath.split(part)
        reader = _RelationsReader()
        self._parse(posixpath.join(folder, "_rels", f"{name}.rels"), reader)
        return {
            key: (
                kind.rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
            )
            for key, kind, target in reader.relations
        }

    def _shared_strings(self):
        if self._strings is None:
            reader = _StringsReader()
            path = next((path for kind, path in self._targets.values() if kind == "sharedStrings"), None)
            if path:
                self._parse(path, reader)
            self._strings = reader.strings
        return self._strings

    def _parse(self, path, reader):
        """Feed a part to a reader piece by piece, counting what it really unpacks to."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_document_type

        def start(name, attributes):
            self._elements_left -= 1
            if self._elements_left < 0:
                raise Refused(TOO_MUCH_INSIDE)
            reader.start(_local(name), {_local(key): value for key, value in attributes.items()})

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda name: reader.end(_local(name))
        parser.CharacterDataHandler = reader.text
        try:
            with self._zip.open(path) as part:
                while piece := part.read(64 * 1024):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Refused(TOO_MUCH_INSIDE)
                    parser.Parse(piece)
            parser.Parse(b"", True)
        except KeyError:  # no such part
            raise Refused(NOT_A_WORKBOOK) from None
        except (expat.ExpatError, ValueError, IndexError, *_ZIP_TROUBLE):
            raise Refused(DAMAGED) from None


_ZIP_TROUBLE = (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, RuntimeError)


def _refuse_document_type(*_):
    raise Refused(DOCUMENT_TYPE)


def _local(name):
    """Without its namespace: Excel has two ways of saving, which differ in that alone."""
    return name.rpartition(" ")[2]


def _opened(content):
    """The zip, once its directory promises nothing unreasonable."""
    if not content:
        raise Refused("The file is empty. Choose the workbook that you filled in.")
    if len(content) > LARGEST_FILE:
        raise Refused(TOO_LARGE)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refused(ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in content else OLD_FORMAT)
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(NOT_A_WORKBOOK)
    try:
        package = ZipFile(BytesIO(content))
    except (ValueError, *_ZIP_TROUBLE):
        raise Refused(DAMAGED) from None
    _check_directory(package.infolist(), len(content))
    _check_kind({info.filename for info in package.infolist()}, package)
    return package


def _check_directory(entries: list[ZipInfo], packed):
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > 1024 * 1024 and unpacked > packed * LARGEST_RATIO
    if len(entries) > MOST_PARTS or unpacked > LARGEST_UNPACKED or too_dense:
        raise Refused(TOO_MUCH_INSIDE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(ENCRYPTED)
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise Refused(DAMAGED)


def _check_kind(names, package):
    lowered = {name.casefold() for name in names}
    if any("vbaproject" in name or "macrosheets/" in name for name in lowered):
        raise Refused(MACROS)
    if "mimetype" in lowered or "xl/workbook.bin" in lowered:
        raise Refused(OTHER_FORMAT)
    if "[Content_Types].xml" not in names:
        raise Refused(NOT_A_WORKBOOK)
    try:
        with package.open("[Content_Types].xml") as part:
            types = part.read(1024 * 1024)
    except _ZIP_TROUBLE:
        raise Refused(DAMAGED) from None
    if re.search(rb"macroenabled|vbaproject", types, re.IGNORECASE):
        raise Refused(MACROS)


class _RelationsReader:
    def __init__(self):
        self.relations = []

    def start(self, name, attributes):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.relations.append(
                (attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", ""))
            )

    def end(self, name):
        pass

    def text(self, text):
        pass


class _WorkbookReader(_RelationsReader):
    def __init__(self):
        self.sheets = []

    def start(self, name, attributes):
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))


class _TextReader(_RelationsReader):
    """Collects what stands in <t>, but not how it is pronounced (<rPh>)."""

    def __init__(self):
        self.pieces = []
        self.collecting = self.pronouncing = False

    def start(self, name, attributes):
        if name == "rPh":
            self.pronouncing = True
        self.collecting = name == "t" and not self.pronouncing

    def end(self, name):
        if name == "rPh":
            self.pronouncing = False
        self.collecting = False

    def text(self, text):
        if self.collecting:
            self.pieces.append(text)

    def taken(self):
        """The text since the last time, as it was typed."""
        text, self.pieces = decoded("".join(self.pieces)), []
        return text


class _StringsReader(_TextReader):
    """The table of texts that cells point into."""

    def __init__(self):
        super().__init__()
        self.strings = []

    def end(self, name):
        super().end(name)
        if name == "si":
            self.strings.append(self.taken())


class _SheetReader(_TextReader):
    """The cells and merged areas of a sheet."""

    def __init__(self, strings):
        super().__init__()
        self.strings = strings
        self.content = SheetContent()
        self.row = self.column = 0
        self.kind = "n"
        self.is_formula = False

    def start(self, name, attributes):
        super().start(name, attributes)
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self.is_formula = True
        elif name == "v":
            self.collecting = True
        elif name == "mergeCell":
            self.content.merged.append(attributes.get("ref", ""))

    def _start_cell(self, attributes):
        self.kind, self.is_formula, self.pieces = attributes.get("t", "n"), False, []
        self.column += 1
        if "r" in attributes:
            found = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", attributes["r"])
            if found is None:
                raise Refused(DAMAGED)
            self.column, self.row = _column_number(found[1]), int(found[2])

    def end(self, name):
        super().end(name)
        if name != "c" or self.row > MOST_ROWS or self.column > LAST_COLUMN:
            return
        raw = "".join(self.pieces)
        text = self.strings[_index(raw)] if self.kind == "s" and raw else self.taken()
        kind = self.kind if self.kind in "nbe" else "s"
        if kind == "b" and text:
            text = "FALSE" if text.strip() == "0" else "TRUE"
        if not text and not self.is_formula:
            return
        place = (self.row, "ABCDE"[self.column - 1])
        if place in self.content.cells or len(text) > LONGEST_CELL:
            raise Refused(DAMAGED)
        self.content.cells[place] = Cell(text, kind, self.is_formula)


def _index(digits):
    if not digits.strip().isdecimal():
        raise ValueError
    return int(digits)


def _column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
