"""An assessment as a workbook made for people."""

from collections.abc import Sequence
from typing import Any

from assessments.models import Assessment
from assessments.rating.previous_ratings import PreviousRatings
from assessments.rating.saving import seen_in, version_of
from assessments.rating.scales import ScalesInUse
from core.spreadsheets import Alignment, Font, Workbook
from core.workbooks.cells import TEXT_FORMAT, for_paper, make_high, protect, put_code, put_text
from core.workbooks.heights import FONT, size_for
from core.workbooks.still import bytes_of
from core.workbooks.styles import BOLD, BOX, ENTRY, HEAD, LEFT, LINE, MIDDLE, OPEN, PLAIN, SOFT, TITLE, TOP
from core.workbooks.tables import HEADER_ROW, RECORD, RECORD_START

from .about import write_about
from .before import heading_of, level_before
from .layout import (
    FORMAT,
    LINE_KEY,
    RECORD_KEYS,
    SUMMARY,
    CategorySheet,
    Columns,
    ItemRow,
    on_paper,
    sheets_of,
    words_of,
)
from .summary import Line, lines_of, recorded, write_summary
from .validations import runs_of, validations

INSTRUCTION = "Fill in the light yellow cells. Leave a level empty until it is decided."
"""On every sheet of ratings, on paper too."""

WIDTHS = {"number": 8, "text": 60, "before": 14, "level": 8, "flag": 18, "comment": 70}
"""Of a category's columns. The longest comment fits beside the highest row there can be."""


def workbook_of(assessment: Assessment, *, editable: bool, previous: PreviousRatings | None = None) -> bytes:
    """The bytes of an .xlsx file. Without `editable` all is locked. `previous` is what stood a cycle earlier."""
    sheets, lines = sheets_of(assessment), lines_of(assessment)
    workbook = Workbook()
    columns = Columns.of(assessment, sheets)
    scales = ScalesInUse(assessment.cycle.edition, [row.item for sheet in sheets for row in sheet.rows])
    write_about(workbook.active, assessment, scales, sheets, editable)
    write_summary(workbook.create_sheet(SUMMARY), assessment, lines, editable=editable)
    for sheet in sheets:
        tab = workbook.create_sheet(sheet.name)
        _category(tab, assessment, sheet, columns, editable)
        _before(tab, sheet, columns.before, previous)
    _record(workbook.create_sheet(RECORD), assessment, sheets, lines)
    return bytes_of(workbook, str(assessment))


def _category(
    sheet: Any, assessment: Assessment, source: CategorySheet, columns: Columns, editable: bool
) -> None:
    put_text(sheet["A1"], f"{source.category.number} {source.category.title}")
    sheet["A1"].font = TITLE
    put_text(sheet["A2"], source.category.lead_in)
    sheet["A2"].font = SOFT
    if editable:
        put_text(sheet[f"{columns.comment}1"], INSTRUCTION)
        sheet[f"{columns.comment}1"].font = SOFT
    for letter, words in columns.headings.items():
        _heading(sheet[f"{letter}{HEADER_ROW}"], words)
    for number, row in enumerate(source.rows, HEADER_ROW + 1):
        _row(sheet, number, row, columns, assessment, editable)
    last = HEADER_ROW + len(source.rows)
    if editable and last > HEADER_ROW:
        for letter, validation, numbers in validations(columns, source.rows):
            for first, final in runs_of(numbers):
                validation.add(f"{letter}{first}:{letter}{final}")
            sheet.add_data_validation(validation)
    widths = {letter: width for name, width in WIDTHS.items() if (letter := getattr(columns, name))}
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.sheet_view.showGridLines = False
    protect(sheet)
    for_paper(sheet, on_paper(assessment))


def _heading(cell: Any, words: str) -> None:
    put_text(cell, words)
    cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEAD, LINE, TOP


def _before(sheet: Any, source: CategorySheet, letter: str, previous: PreviousRatings | None) -> None:
    """The levels of a cycle earlier, for reading, hidden where there was none; then every row is high enough."""
    _heading(sheet[f"{letter}{HEADER_ROW}"], heading_of(previous))
    for number, row in enumerate(source.rows, HEADER_ROW + 1):
        cell = sheet[f"{letter}{number}"]
        cell.font, cell.alignment, cell.border = SOFT, LEFT, LINE
        if previous and row.item.takes_rating and (words := level_before(previous.of(row.item))):
            put_code(cell, words)
    sheet.column_dimensions[letter].hidden = previous is None or previous.assessment is None
    make_high(sheet, {one: sheet.column_dimensions[one].width for one in sheet.column_dimensions})


def _row(
    sheet: Any, number: int, row: ItemRow, columns: Columns, assessment: Assessment, editable: bool
) -> None:
    item, rating = row.item, row.rating
    put_text(sheet[f"{columns.number}{number}"], item.reference)
    put_text(sheet[f"{columns.text}{number}"], words_of(item, assessment))
    for letter in (columns.number, columns.text, *columns.entries):
        cell = sheet[f"{letter}{number}"]
        cell.font, cell.alignment, cell.border = PLAIN, TOP, LINE
    sheet[f"{columns.text}{number}"].alignment = Alignment(
        vertical="top", wrap_text=True, indent=2 * item.depth
    )
    if not item.is_rated:
        for letter in (columns.number, columns.text):
            sheet[f"{letter}{number}"].font = BOLD
    if not item.takes_rating:
        return
    for letter in columns.entries:
        cell = sheet[f"{letter}{number}"]
        cell.alignment, cell.border = (TOP if letter == columns.comment else MIDDLE), BOX
        if editable and letter in columns.entries_of(row):
            cell.protection, cell.fill = OPEN, ENTRY
    comment = sheet[f"{columns.comment}{number}"]
    comment.number_format = TEXT_FORMAT
    if rating and rating.level:
        put_code(sheet[f"{columns.level}{number}"], rating.level.code)
    if rating and rating.flag and columns.flag:
        put_text(sheet[f"{columns.flag}{number}"], row.scale.flag_symbol)
    if rating and rating.comment:
        put_text(comment, rating.comment)
        comment.font = Font(name=FONT, size=size_for(rating.comment, WIDTHS["comment"]))


def _record(
    sheet: Any, assessment: Assessment, sheets: Sequence[CategorySheet], lines: Sequence[Line]
) -> None:
    """Which assessment this is, and what the workbook shows: of ratings their version, of each a mark of it."""
    edition = assessment.cycle.edition
    values = (FORMAT, edition.agreement.slug, edition.label, assessment.public_id)
    put_text(sheet["A1"], RECORD_START)
    for number, (key, value) in enumerate(zip(RECORD_KEYS, values, strict=True), 2):
        put_text(sheet.cell(number, 1), key)
        put_text(sheet.cell(number, 2), value)
    rated = [row for source in sheets for row in source.rows if row.item.takes_rating]
    for number, row in enumerate(rated, len(RECORD_KEYS) + 2):
        put_text(sheet.cell(number, 1), row.item.reference)
        sheet.cell(number, 2).value = version_of(row.rating)
        put_text(sheet.cell(number, 3), seen_in(row.rating))
    for number, line in enumerate(lines, len(RECORD_KEYS) + len(rated) + 2):
        for letter, text in zip("ABC", (f"{LINE_KEY}{line.label}", *recorded(line)), strict=True):
            put_text(sheet[f"{letter}{number}"], text)
    sheet.sheet_state = "veryHidden"
    protect(sheet)
