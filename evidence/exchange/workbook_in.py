"""Finds the values in a workbook of evidence tables that somebody filled in. Nothing here writes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.conflicts import mark_of, read_marks
from core.workbooks.entries import CellRefusal, short, understood
from core.workbooks.package import Package, SheetContent
from core.workbooks.tables import AFRESH, EMPTY, HEADER_ROW, OTHER_FORMAT, RECORD, must_have_shape
from core.workbooks.unpacking import WorkbookRefused

from .entered import EnteredCell, EvidenceUpload
from .standing import StandingTables
from .workbook_layout import (
    ABOUT,
    COLUMN,
    DETAIL_HEADINGS,
    DETAILS,
    FORMAT,
    RECORD_KEYS,
    ROW,
    STATUS,
    VALUE,
    TableSheet,
    label_mark,
    sheets_of,
)

NOT_OURS = (
    "This workbook does not say whose evidence it holds. Download the workbook from here, fill it in and upload "
    "that file."
)
NEW_LINE = (
    "This line is none of the table's rows, so it is not taken. Add the row on the page “Rows and periods”, then "
    "download the workbook afresh."
)
FOLLOWS = (
    "A status follows from the value. Type TBD, N/A or “forthcoming February 2025” as the value instead."
)

MORE_COLUMNS = 20
"""Beyond a table's own, that are looked at to be named."""


@dataclass
class HiddenRecord:
    """What a workbook says of itself in its hidden sheet."""

    keys: dict[str, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    """The key of a period, by the number of the category and the heading."""
    rows: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Lineage and mark of the name, by the number of the category and that of the line."""
    lines: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Lineage and period of a line of the sources and notes, by its number."""
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    """What was downloaded, by lineage and period."""


@dataclass
class _Found:
    """What the workbook says of a cell: texts, and where each stands, by field."""

    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def read_workbook(content: bytes, standing: StandingTables) -> EvidenceUpload:
    """What a workbook's bytes say.

    Raises WorkbookRefused, with the sentences a person reads, where nothing can be read of it.
    """
    package = Package(content)
    record = _record_of(package, standing)
    sheets = {sheet.name: sheet for sheet in sheets_of(standing)}
    present = [name for name in sheets if name in package.sheet_names]
    if not present and DETAILS not in package.sheet_names:
        raise WorkbookRefused(f"None of the sheets is there that this workbook had. {AFRESH}")
    reader = _TablesReader(record)
    for name in present:
        sheet = sheets[name]
        reader.read_table(sheet, package.sheet(name, len(sheet.table.periods) + MORE_COLUMNS))
    if DETAILS in package.sheet_names:
        reader.read_details(package.sheet(DETAILS, len(DETAIL_HEADINGS)))
    upload = reader.upload()
    missing = [f"“{name}”" for name in sheets if name not in present]
    if missing:
        upload.not_read.append(f"Not in the workbook, so they stay as they are: {', '.join(missing)}.")
    others = [name for name in package.sheet_names if name not in (ABOUT, DETAILS, RECORD, *sheets)]
    upload.not_read += [f"The sheet “{short(name)}” is not one of ours and is not read." for name in others]
    return upload


def _record_of(package: Package, standing: StandingTables) -> HiddenRecord:
    """The workbook's record, once it is known to be of these tables."""
    if RECORD not in package.sheet_names:
        raise WorkbookRefused(NOT_OURS)
    record, cells = HiddenRecord(), package.sheet(RECORD).cells
    for (line, letter), cell in cells.items():
        if letter != "A":
            continue
        first, second, third, fourth = (cells.get((line, one), EMPTY).text for one in "BCDE")
        match cell.text:
            case kind if kind in RECORD_KEYS:
                record.keys[kind] = first
            case kind if kind == COLUMN:
                record.columns[first, second] = third
            case kind if kind == ROW:
                record.rows[first, second] = third, fourth
            case kind if kind == VALUE:
                record.lines[first] = second, third
                record.seen[second, third] = fourth
    if "partnership" not in record.keys:
        raise WorkbookRefused(NOT_OURS)
    if record.keys.get("format") != FORMAT:
        raise WorkbookRefused(OTHER_FORMAT)
    if record.keys["partnership"] != standing.partnership.slug:
        raise WorkbookRefused("This workbook is of another partnership. Upload it where it was downloaded.")
    if record.keys.get("edition") != standing.edition.label:
        raise WorkbookRefused(
            f"This workbook is of another edition (“{short(record.keys.get('edition', ''))}”); these tables are of "
            f"“{standing.edition.label}”. Upload it where it was downloaded."
        )
    return record


class _TablesReader:
    """Reads the sheets of a workbook, one after the other."""

    def __init__(self, record: HiddenRecord) -> None:
        self.record = record
        self.found: defaultdict[tuple[str, str], _Found] = defaultdict(_Found)
        self.refused: list[CellRefusal] = []
        self.not_read: list[str] = []

    def upload(self) -> EvidenceUpload:
        """What was found."""
        entered = []
        for (lineage, period), found in self.found.items():
            seen = self.record.seen.get((lineage, period), "")
            marks = read_marks(seen)
            changed = [name for name, text in found.texts.items() if marks.get(name) != mark_of(text)]
            places = [found.places[name] for name in changed or found.texts]
            entered.append(
                EnteredCell(lineage, period, None, found.texts, "; ".join(places), seen or "unknown")
            )
        return EvidenceUpload(entered, self.refused, self.not_read)

    def read_table(self, sheet: TableSheet, content: SheetContent) -> None:
        number = sheet.table.category.number
        must_have_shape(sheet.name, content, {letter: DETAIL_HEADINGS[letter] for letter in "AB"})
        headings = {
            letter: " ".join(cell.text.split())
            for (line, letter), cell in content.cells.items()
            if line == HEADER_ROW and letter not in "AB"
        }
        columns = {
            letter: self.record.columns[number, words]
            for letter, words in headings.items()
            if (number, words) in self.record.columns
        }
        for letter, words in headings.items():
            if list(columns.values()).count(columns.get(letter, "")) > 1:
                raise WorkbookRefused(
                    f"Sheet “{sheet.name}”: “{short(words)}” stands above more than one column. {AFRESH}"
                )
        strangers = {letter for _, letter in content.cells if letter not in "AB"} - columns.keys()
        for letter in [*sorted(strangers), *content.beyond]:
            self.not_read.append(f"Column {letter} of “{sheet.name}” is none of the table's and is not read.")
        for line, key in self._lines(sheet.name, content, columns):
            lineage, mark = self.record.rows.get((number, key), ("", ""))
            if not lineage:
                self._refuse(sheet.name, f"A{line}", NEW_LINE)
            elif label_mark(content.cells.get((line, "B"), EMPTY).text) != mark:
                self._refuse(
                    sheet.name,
                    f"B{line}",
                    f"The name beside {key} is not the one that was downloaded, so the line may be another row's.",
                )
            else:
                for letter, period in columns.items():
                    self._take(sheet.name, content, line, letter, (lineage, period), "text")

    def read_details(self, content: SheetContent) -> None:
        must_have_shape(DETAILS, content, DETAIL_HEADINGS)
        for line, key in self._lines(DETAILS, content, "FG"):
            place = self.record.lines.get(key)
            if place is None:
                self._refuse(DETAILS, f"A{line}", NEW_LINE)
                continue
            status = content.cells.get((line, "E"), EMPTY).text
            if mark_of(status) != read_marks(self.record.seen[place]).get(STATUS):
                self._refuse(DETAILS, f"E{line}", FOLLOWS, status)
            self._take(DETAILS, content, line, "F", place, "source")
            self._take(DETAILS, content, line, "G", place, "note")

    def _lines(self, name: str, content: SheetContent, entries: Iterable[str]) -> list[tuple[int, str]]:
        """Each line with the number in front of it, but empty ones and those whose number stands twice."""
        numbers = {}
        for line in range(HEADER_ROW + 1, content.last_row + 1):
            number = content.cells.get((line, "A"), EMPTY).text.strip().removesuffix(".0")
            if number or any((line, letter) in content.cells for letter in entries):
                numbers[line] = number
        times = Counter(number for number in numbers.values() if number)
        for line, number in numbers.items():
            if times[number] > 1:
                self._refuse(name, f"A{line}", f"{short(number)} stands on this sheet more than once.")
        return [(line, number) for line, number in numbers.items() if times[number] < 2]

    def _take(
        self, name: str, content: SheetContent, line: int, letter: str, place: tuple[str, str], field: str
    ) -> None:
        cell = content.cells.get((line, letter), EMPTY)
        try:
            text = understood(cell)
        except ValueError as wrong:
            self._refuse(name, f"{letter}{line}", str(wrong), cell.text)
            return
        self.found[place].texts[field] = text
        self.found[place].places[field] = f"“{name}”, cell {letter}{line}"

    def _refuse(self, sheet: str, cell: str, reason: str, text: str = "") -> None:
        self.refused.append(CellRefusal(f"“{sheet}”, cell {cell}", "", short(text), reason))
