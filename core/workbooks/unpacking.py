"""Unpacks a file sent as a workbook, within limits, and leaves in it what openpyxl may be trusted with."""

import re
from dataclasses import dataclass
from io import BytesIO
from struct import error as StructError  # noqa: N812  # these two are exceptions
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes. A workbook of a thousand items with the longest comments stays below."""

LARGEST_UNPACKED = 20 * 1024 * 1024
"""Bytes of all parts of the file together."""

LARGEST_RATIO = 150
"""Unpacked bytes to one packed byte, of files that are over a megabyte unpacked. Excel's own stay below 60."""

MOST_PARTS = 1000
MOST_MARKS = 200_000
"""How often < and = stand in the XML: tags and their attributes. A thousand items make some 45,000."""

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


class WorkbookRefused(Exception):
    """The whole file is refused. `sentences` say why, for the person who sent it; `status` is the answer's."""

    def __init__(self, *sentences: str, status: int = 422) -> None:
        super().__init__(*sentences)
        self.sentences, self.status = sentences, status


UNREADABLE = (
    *(BadZipFile, ZlibError, StructError, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError, OverflowError, IndexError),
)
"""What Python raises of a zip that is damaged, encrypted or packed by a method it does not know, and of one whose
directory points to where nothing is."""


def opened(content: bytes) -> ZipFile:
    """The zip, once its directory promises nothing unreasonable."""
    if not content:
        raise WorkbookRefused("The file is empty. Choose the workbook that you filled in.")
    if len(content) > LARGEST_FILE:
        raise WorkbookRefused(TOO_LARGE)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise WorkbookRefused(ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in content else OLD_FORMAT)
    if not content.startswith(b"PK\x03\x04"):
        raise WorkbookRefused(NOT_A_WORKBOOK)
    try:
        package = ZipFile(BytesIO(content))
    except UNREADABLE:
        raise WorkbookRefused(DAMAGED) from None
    _check_directory(package.infolist(), len(content))
    _check_kind(set(package.namelist()), package)
    return package


def _check_directory(entries: list[ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > 1024 * 1024 and unpacked > packed * LARGEST_RATIO
    if len(entries) > MOST_PARTS or unpacked > LARGEST_UNPACKED or too_dense:
        raise WorkbookRefused(TOO_MUCH_INSIDE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookRefused(ENCRYPTED)
    names = {entry.filename.casefold() for entry in entries}
    # Of other methods of packing, a small piece can unpack to anything at once.
    if len(names) < len(entries) or {entry.compress_type for entry in entries} - {ZIP_STORED, ZIP_DEFLATED}:
        raise WorkbookRefused(DAMAGED)


def _check_kind(names: set[str], package: ZipFile) -> None:
    lowered = {name.casefold() for name in names}
    if any("vbaproject" in name or "macrosheets/" in name for name in lowered):
        raise WorkbookRefused(MACROS)
    if "mimetype" in lowered or "xl/workbook.bin" in lowered:
        raise WorkbookRefused(OTHER_FORMAT)
    if not {"[Content_Types].xml", "_rels/.rels"} <= names:
        raise WorkbookRefused(NOT_A_WORKBOOK)
    try:
        with package.open("[Content_Types].xml") as part:
            types = part.read(1024 * 1024)
    except UNREADABLE:
        raise WorkbookRefused(DAMAGED) from None
    if re.search(rb"macroenabled|vbaproject", types, re.IGNORECASE):
        raise WorkbookRefused(MACROS)
    if b"spreadsheetml" not in types and b"\0" not in types:
        raise WorkbookRefused(NOT_A_WORKBOOK)


_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|xl/(_rels/)?(workbook|sharedStrings|styles)[0-9]*\.xml(\.rels)?|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_DECLARATION = re.compile(rb"(\xef\xbb\xbf)?(<\?xml[^<>]*\?>)?")
_DOCUMENT_TYPE = re.compile(rb"<!(doctype|entity)", re.IGNORECASE)
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

# Names of elements can be neither escaped nor quoted; each may have a prefix.
_TAG = rb"(?:[^\s<>/:]+:)?"
_ANY_TAG = re.compile(rb"</?" + _TAG + rb"([^\s<>/:]+)")
_MERGED = re.compile(rb"<" + _TAG + rb"mergeCell\s[^<>]*?\bref\s*=\s*[\"']([^\"'<>]*)")
_PLACE = re.compile(rb"<" + _TAG + rb"c\s(?:[^<>]*?\s)?r\s*=\s*[\"']([^\"'<>]*)")
_COLUMN = re.compile(_PLACE.pattern.removesuffix(rb"([^\"'<>]*)") + rb"([A-Za-z]{1,3})")
_WITHOUT_PLACE = re.compile(rb"<" + _TAG + rb"(?:c|row)(?=[\s/>])(?![^<>]*\sr\s*=)")
_EMPTY_CELL = re.compile(
    rb"<(" + _TAG + rb"c)\s[^<>]*(?:/>|>\s*(?:<(" + _TAG + rb"v)\s*(?:/>|></\2\s*>)\s*)?</\1\s*>)"
)
_EMPTY_ROW = re.compile(rb"<(" + _TAG + rb"row)\s[^<>]*(?:/>|>\s*</\1\s*>)")
_FROM_1904 = re.compile(rb"<" + _TAG + rb"workbookPr\s(?:[^<>]*?\s)?date1904\s*=\s*[\"'](?:1|true)")
_FORMULA = re.compile(rb"<(" + _TAG + rb"f)\s[^<>]*?(/?)>")

_IN_CELLS = {
    *(b"sheetData row c v f is t r rPr rPh phoneticPr").split(),
    *b"b i u sz color rFont family charset scheme strike vertAlign outline shadow condense extend".split(),
}
"""Elements that hold cells and their text."""


@dataclass(frozen=True)
class Part:
    cells: bytes
    """What is read of it."""
    merged: list[str]
    """Ranges, of a sheet."""
    columns: set[str]
    """Letters of those in which something stands, of a sheet."""
    from_1904: bool
    """Of the workbook: whether it counts its days from there."""


class Guard:
    """Unpacks what is needed of a workbook, and counts."""

    def __init__(self) -> None:
        self._bytes_left, self._marks_left = LARGEST_UNPACKED, MOST_MARKS

    def parts(self, package: ZipFile) -> dict[str, Part]:
        return {name: self._part(name, package) for name in package.namelist() if _NEEDED.fullmatch(name)}

    def _part(self, name: str, package: ZipFile) -> Part:
        data = self._unpacked(name, package)
        if _DOCUMENT_TYPE.search(data.replace(b"\0", b"")):
            raise WorkbookRefused(DOCUMENT_TYPE)
        # Without its declaration a part is in UTF-8 for every parser: no other encoding hides anything from here.
        data = _DECLARATION.sub(b"", data, count=1).strip()
        if b"\0" in data or not data.startswith(b"<") or data.startswith(b"<?"):
            raise WorkbookRefused(DAMAGED)
        data = _without_empties(name.casefold(), data)
        self._marks_left -= data.count(b"<") + data.count(b"=")
        if self._marks_left < 0:
            raise WorkbookRefused(TOO_MUCH_INSIDE)
        if _STRICT in data:
            raise WorkbookRefused(OTHER_FORMAT)
        merged = [area.decode(errors="replace") for area in _MERGED.findall(data)]
        columns = {letters.decode().upper() for letters in _COLUMN.findall(data)}
        return Part(_as_read(name.casefold(), data), merged, columns, _FROM_1904.search(data) is not None)

    def _unpacked(self, name: str, package: ZipFile) -> bytes:
        """One byte more than may be is never unpacked, whatever the directory says."""
        try:
            with package.open(name) as part:
                data = part.read(self._bytes_left + 1)
        except UNREADABLE:
            raise WorkbookRefused(DAMAGED) from None
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            raise WorkbookRefused(TOO_MUCH_INSIDE)
        return data


def _without_empties(name: str, data: bytes) -> bytes:
    """Google Sheets writes a thousand rows of empty cells that have a look: they are no content, and do not count.

    Nor does what styles say but the formats of numbers.
    """
    if name.startswith("xl/styles"):
        return _only(data, b"styleSheet", b"numFmts", b"cellXfs")
    if name.startswith("xl/worksheets/") and not _WITHOUT_PLACE.search(data):
        return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", data))
    return data


def _as_read(name: str, data: bytes) -> bytes:
    if name.startswith("xl/worksheets/"):
        data = _FORMULA.sub(rb"<\1\2>", _only(data, b"worksheet", b"sheetData"))
        places = _PLACE.findall(data)
        if len(set(places)) < len(places) or not set(_ANY_TAG.findall(data)) <= {b"worksheet", *_IN_CELLS}:
            raise WorkbookRefused(DAMAGED)
    elif name.startswith("xl/workbook"):
        data = _only(data, b"workbook", b"sheets")
        if data.count(b"<") > MOST_PARTS:
            raise WorkbookRefused(TOO_MUCH_INSIDE)
    elif name.startswith("xl/sharedstrings"):
        # openpyxl takes x005F_ out of these texts; this leaves it there.
        data = data.replace(b"x005F_", b"x005Fx005F__")
    return data


def _only(data: bytes, root: bytes, *inner: bytes) -> bytes:
    """The root element with nothing but some of its elements: ranges, links and names are left out."""
    start = re.match(rb"<(" + _TAG + root + rb")(\s[^<>]*)?>", data)
    end = re.search(rb"</([^\s<>]*)\s*>\Z", data[-100:])
    if start is None or end is None or start[1] != end[1]:
        raise WorkbookRefused(DAMAGED)
    kept = b""
    for name in inner:
        if found := re.search(rb"<(" + _TAG + name + rb")(/|\s[^<>]*)?>", data):
            closing = b"</" + found[1] + b">"
            kept += (
                found[0] if found[0].endswith(b"/>") else data[found.start() : data.rfind(closing)] + closing
            )
    return start[0] + kept + end[0]
