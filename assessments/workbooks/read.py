"""Finds the ratings in a workbook that somebody filled in. Nothing here writes."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from assessments.models import COMMENT_MAX_LENGTH, Assessment
from assessments.rating.saving import RatingState
from core.forms import with_plain_line_ends
from core.workbooks.entries import Refusal, fitting, short, understood
from core.workbooks.package import Package, SheetContent, WorkbookCell
from core.workbooks.tables import AFRESH, EMPTY, HEADER_ROW, OTHER_FORMAT, RECORD
from core.workbooks.unpacking import WorkbookRefused
from partnerships.models import RatingLevel, RatingScale

from .entered import Entered, Upload
from .layout import (
    ABOUT,
    FORMAT,
    LINE_KEY,
    RECORD_KEYS,
    SUMMARY,
    CategorySheet,
    Columns,
    ItemRow,
    words_of,
)
from .summary import HEADINGS, HINTS, read_summary

NOT_OURS = (
    "This workbook does not say which assessment it belongs to. Download the workbook from here, "
    "fill it in and upload that file."
)
FLAGGED = {"x", "yes"}
"""What people type for the flag, beside its own symbol and *."""


def read_workbook(content: bytes, assessment: Assessment, sheets: Sequence[CategorySheet]) -> Upload:
    """What a workbook's bytes say. `sheets` are the assessment's.

    Raises WorkbookRefused, with the sentences a person reads, where nothing can be read of it.
    """
    package = Package(content)
    record = _record_of(package, assessment)
    own = {sheet.name: sheet for sheet in sheets}
    missing = [name for name in (SUMMARY, *own) if name not in package.sheet_names]
    if missing:
        raise WorkbookRefused(*(f"The sheet “{name}” is missing. {_NAME_BACK}" for name in missing))
    contents = {name: package.sheet(name) for name in (SUMMARY, *own)}
    columns = Columns.of(assessment, sheets)
    _check_shape(contents, columns)
    upload = Upload(not_read=_strangers(package, contents))
    read_summary(contents[SUMMARY], record.lines, upload)
    for name, sheet in own.items():
        _Reader(assessment, sheet, columns, contents[name], record.versions, upload).read()
    return upload


_NAME_BACK = (
    "If you gave it another name, give it this one back; otherwise download the workbook afresh and copy your "
    "entries into it."
)


def _strangers(package: Package, own: dict[str, SheetContent]) -> list[str]:
    added = [name for name in package.sheet_names if name not in (ABOUT, RECORD, *own)]
    return [
        *(f"the sheet “{short(name)}”" for name in added),
        *(f"column {letter} of “{name}”" for name, content in own.items() for letter in content.beyond),
    ]


class Record(NamedTuple):
    """What a workbook says of itself in its hidden sheet."""

    versions: dict[str, tuple[int, str]]
    """Version and mark of each rating that it shows."""
    lines: dict[str, tuple[str, str]]
    """What each line of its summary is, and a mark of what it said."""


def _record_of(package: Package, assessment: Assessment) -> Record:
    """The workbook's record, once it is known to be of this assessment."""
    if RECORD not in package.sheet_names:
        raise WorkbookRefused(NOT_OURS)
    cells = package.sheet(RECORD).cells
    pairs = {}
    for (row, column), cell in cells.items():
        if column == "A" and row > 1:
            pairs[cell.text] = tuple(cells.get((row, letter), EMPTY).text for letter in "BC")
    record = {key: pairs.pop(key, ("", ""))[0] for key in RECORD_KEYS}
    edition = assessment.cycle.edition
    if not record["assessment"]:
        raise WorkbookRefused(NOT_OURS)
    if record["format"] != FORMAT:
        raise WorkbookRefused(OTHER_FORMAT)
    if (record["agreement"], record["edition"]) != (assessment.partnership.agreement.slug, edition.label):
        raise WorkbookRefused(
            f"This workbook is of another edition (“{short(record['edition'])}”); "
            f"this assessment is of “{edition.label}”. Upload it where it was downloaded."
        )
    if record["assessment"] != assessment.public_id:
        raise WorkbookRefused("This workbook is of another assessment. Upload it where it was downloaded.")
    versions, lines = {}, {}
    for key, (what, seen) in pairs.items():
        if key.startswith(LINE_KEY) and what.partition(" ")[0] in HINTS:
            lines[key.removeprefix(LINE_KEY)] = what, seen
        elif re.fullmatch("[0-9]{1,9}", what):
            versions[key] = int(what), seen
    return Record(versions, lines)


def _check_shape(contents: dict[str, SheetContent], columns: Columns) -> None:
    """Nothing merged, and the columns where they were."""
    wrong = []
    for name, content in contents.items():
        for area in content.merged:
            wrong.append(
                f"Sheet “{name}”: the cells {short(area)} are merged. Unmerge them, then upload again."
            )
        for letter, words in (HEADINGS if name == SUMMARY else columns.headings).items():
            found = content.cells.get((HEADER_ROW, letter), EMPTY).text
            if found.split() != words.split():
                wrong.append(
                    f"Sheet “{name}”, cell {letter}{HEADER_ROW}: “{words}” should stand here, so columns or rows "
                    f"have moved. {AFRESH}"
                )
                break
    if wrong:
        raise WorkbookRefused(*wrong[:10])


class _Reader:
    """Reads one category's sheet into an upload, row by row."""

    def __init__(
        self,
        assessment: Assessment,
        sheet: CategorySheet,
        columns: Columns,
        content: SheetContent,
        versions: dict[str, tuple[int, str]],
        upload: Upload,
    ) -> None:
        self.assessment, self.sheet, self.content = assessment, sheet, content
        self.columns, self.versions, self.upload = columns, versions, upload
        self.rows = {row.item.reference: row for row in sheet.rows}

    def cell(self, row: int, letter: str) -> WorkbookCell:
        return self.content.cells.get((row, letter), EMPTY)

    def refuse(self, cell: str, reason: str) -> None:
        self.upload.refused.append(Refusal(self.sheet.name, cell, reason))

    def read(self) -> None:
        numbers = {
            row: self.cell(row, self.columns.number).text.strip()
            for row in range(HEADER_ROW + 1, self.content.last_row + 1)
        }
        times = Counter(numbers.values())
        for row, number in numbers.items():
            if number and times[number] > 1:
                self.refuse(
                    f"{self.columns.number}{row}", f"{short(number)} stands on this sheet more than once."
                )
            else:
                self.read_row(row, number)
        for number, line in self.rows.items():
            if line.item.is_rated and not times[number]:
                self.refuse(
                    "",
                    f"{number} is missing from this sheet. Its {self.assessment.words.level} stays as it is.",
                )

    def read_row(self, row: int, number: str) -> None:
        words = self.assessment.words
        line = self.rows.get(number)
        number_cell = f"{self.columns.number}{row}"
        entries = [letter for letter in self.columns.entries if self._is_filled(row, letter)]
        if self.cell(row, self.columns.number).is_formula:
            self.refuse(number_cell, "The number must not be a formula.")
        if not number:
            if entries:
                self.refuse(f"{entries[0]}{row}", f"This row names no {words.item}.")
        elif line is None:
            self.refuse(number_cell, f"“{short(number)}” is not {words.item.a} of this {words.category}.")
        elif self.cell(row, self.columns.text).text.split() != words_of(line.item, self.assessment).split():
            self.refuse(
                f"{self.columns.text}{row}",
                f"The text beside {number} is no longer the agreed one, so the row may be another {words.item}'s.",
            )
        elif line.item.takes_rating:
            self.read_rating(row, line)
        elif entries:
            self.refuse(f"{entries[0]}{row}", f"{number} is not one of the {words.item.many} to rate.")

    def _is_filled(self, row: int, letter: str) -> bool:
        cell = self.cell(row, letter)
        return cell.is_formula or not cell.is_shown or bool(cell.text.strip())

    def read_rating(self, row: int, line: ItemRow) -> None:
        before = len(self.upload.refused)
        number, now = line.item.reference, RatingState.of(line.rating)
        code = self._entry(row, self.columns.level, lambda cell: self.level(cell, line.levels))
        flag = now.flag
        if self.columns.flag:
            flag = self._entry(row, self.columns.flag, lambda cell: self.flag(cell, line.scale))
        comment = self._entry(row, self.columns.comment, lambda cell: self.comment(cell, now.comment))
        if number not in self.versions:
            self.refuse(
                f"{self.columns.number}{row}",
                f"This workbook does not say which {self.assessment.words.level} of {number} it shows. {AFRESH}",
            )
        if len(self.upload.refused) == before:
            state = RatingState(code, flag, comment)
            self.upload.entered.append(Entered(number, self.sheet.name, row, state, *self.versions[number]))

    def _entry(self, row: int, letter: str, understand: Callable[[WorkbookCell], Any]) -> Any:
        cell = self.cell(row, letter)
        try:
            understood(cell)
            return understand(cell)
        except ValueError as wrong:
            self.refuse(f"{letter}{row}", str(wrong))
        return None

    def level(self, cell: WorkbookCell, levels: dict[str, RatingLevel]) -> str:
        """The code of the level, however it is typed: 2, 2.0, “2 ”, n/a."""
        typed = cell.text.strip()
        if not typed:
            return ""
        whole = re.fullmatch(r"(-?[0-9]{1,9})\.0*", typed)
        wanted = (whole[1] if whole else typed).casefold()
        for code in levels:
            if code.casefold() == wanted:
                return code
        *most, last = levels
        raise ValueError(f"“{short(typed)}” is not on the scale. Choose {', '.join(most)} or {last}.")

    def flag(self, cell: WorkbookCell, scale: RatingScale) -> bool:
        typed = cell.text.strip().casefold()
        if not typed:
            return False
        if not scale.flag_label:
            raise ValueError("There is no mark here. Leave the cell empty.")
        if cell.kind == "s" and typed in FLAGGED | {"*", scale.flag_symbol.casefold()}:
            return True
        raise ValueError(
            f"“{short(cell.text.strip())}” is not the mark. "
            f"Type {scale.flag_symbol}, x or yes, or leave it empty."
        )

    def comment(self, cell: WorkbookCell, saved: str) -> str:
        """The comment as the assessment's page would take it; one that nobody touched stays as it is."""
        if cell.text == saved:
            return saved
        return fitting(with_plain_line_ends(cell.text).strip(), "comment", COMMENT_MAX_LENGTH)
