"""An assessment as a workbook made for people."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.writer.excel import ExcelWriter

from assessments.models import Assessment
from assessments.rating.saving import seen_in, version_of
from assessments.rating.scales import ScalesInUse
from partnerships.models import RatingLevel, RatingScale

from .heights import FONT, GrowingRow, height_of, lines_of, size_for
from .layout import (
    ABOUT,
    FORMAT,
    HEADER_ROW,
    RECORD,
    RECORD_KEYS,
    RECORD_START,
    CategorySheet,
    Columns,
    ItemRow,
    encoded,
    sheets_of,
    starts_like_a_formula,
    words_of,
)
from .styles import BOLD, BOX, ENTRY, HEAD, LINE, MIDDLE, OPEN, PLAIN, SOFT, TITLE, TOP
from .validations import runs_of, validations

ALWAYS = datetime(2000, 1, 1)
"""The date of every workbook: the same assessment gives the same bytes."""

TEXT_FORMAT = "@"
"""Excel leaves what is typed into such a cell as it is: “1/2” does not become a date."""

WIDTHS = {"number": 8, "text": 60, "level": 8, "flag": 18, "comment": 70}
"""Of a category's columns. The longest comment fits beside the highest row there can be."""

ABOUT_WIDTHS = {"A": 18, "B": 100}
LETTER = 1
"""The size of paper."""


def workbook_of(assessment: Assessment, *, editable: bool) -> bytes:
    """The bytes of an .xlsx file. Without `editable` all is locked."""
    sheets = sheets_of(assessment)
    workbook = Workbook()
    columns = Columns.of(assessment, sheets)
    scales = ScalesInUse(assessment.cycle.edition, [row.item for sheet in sheets for row in sheet.rows])
    _about(workbook.active, assessment, scales, sheets, editable)
    for sheet in sheets:
        _category(workbook.create_sheet(sheet.name), assessment, sheet, columns, editable)
    _record(workbook.create_sheet(RECORD), assessment, sheets)
    workbook.security.lockStructure = True
    properties = workbook.properties
    properties.creator, properties.title = "Accord", encoded(str(assessment))
    properties.created = properties.modified = ALWAYS
    return _still(workbook)


class _StillZip(ZipFile):
    """A zip whose entries all bear the same date."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        info = ZipInfo(zinfo_or_arcname, date_time=(1980, 1, 1, 0, 0, 0))
        info.compress_type = ZIP_DEFLATED
        info.create_system = 0
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        self.writestr(arcname, Path(filename).read_bytes())


def _still(workbook: Workbook) -> bytes:
    # Not `workbook.save`: that stamps the time.
    file = BytesIO()
    ExcelWriter(workbook, _StillZip(file, "w", ZIP_DEFLATED)).save()
    return file.getvalue()


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


def _protect(sheet: Any) -> None:
    """Everything but the unlocked cells; rows and columns may be made wider. There is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _for_paper(sheet: Any, assessment: Assessment) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", LETTER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.gridLines = False
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.5
    margins.bottom, margins.footer = 0.7, 0.3
    words = f"{assessment.partnership.partner.short_name}, {assessment.cycle.period.label}"
    sheet.oddFooter.left.text = encoded(words.replace("&", "&&"))
    sheet.oddFooter.right.text = "&P of &N"


def _about(
    sheet: Any, assessment: Assessment, scales: ScalesInUse, sheets: Sequence[CategorySheet], editable: bool
) -> None:
    sheet.title = ABOUT
    partnership, edition = assessment.partnership, assessment.cycle.edition
    put_text(sheet["A1"], f"Assessment {assessment.cycle.period.label}")
    sheet["A1"].font = TITLE
    facts = [
        ("Agreement", partnership.agreement.title),
        ("Edition", edition.label),
        ("Partnership", f"{partnership.partner.name} with {partnership.agreement.lead.name}"),
        ("Whose view", assessment.perspective.capitalize()),
        ("Period", assessment.cycle.period.label),
        ("Status", assessment.get_status_display()),
    ]
    row = 3
    for heading, pairs in (
        ("", facts),
        ("The scale", _key(edition.scale, scales.levels)),
        *((f"Some items: {other.name}", _key(other, levels)) for other, levels in scales.others),
        (
            "How to fill in" if editable else "For reading",
            _hints(assessment, edition.scale, sheets, editable),
        ),
    ):
        if heading:
            row += 1
            put_text(sheet.cell(row, 1), heading)
            sheet.cell(row, 1).font = BOLD
            row += 1
        for name, words in pairs:
            for column, text in ((1, name), (2, words)):
                cell = sheet.cell(row, column)
                put_text(cell, text)
                cell.font, cell.alignment, cell.border = PLAIN, TOP, LINE
            sheet.cell(row, 1).font = SOFT
            row += 1
    for letter, width in ABOUT_WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    _make_high(sheet, ABOUT_WIDTHS)
    sheet.sheet_view.showGridLines = False
    _protect(sheet)
    _for_paper(sheet, assessment)


def _key(scale: RatingScale, levels: Iterable[RatingLevel]) -> list[tuple[str, str]]:
    """What stands for what on a scale."""
    pairs = [
        (level.code, level.words if level.words == level.label else f"{level.label}: {level.words}")
        for level in levels
    ]
    flag = [(scale.flag_symbol, f"beside a level: {scale.flag_label}")] if scale.flag_label else []
    return pairs + flag


def _hints(
    assessment: Assessment, scale: RatingScale, sheets: Sequence[CategorySheet], editable: bool
) -> list[tuple[str, str]]:
    if not editable:
        why = (
            "Only those who write this assessment can change it."
            if assessment.is_open
            else f"This assessment is {assessment.get_status_display()}: nothing in it changes here."
        )
        return [("1", why), ("2", "All cells are locked, and this workbook cannot be uploaded.")]
    tabs = f"“{sheets[0].name}” to “{sheets[-1].name}”" if len(sheets) > 1 else "the next sheet"
    flag = f", mark what {scale.flag_label[0].lower()}{scale.flag_label[1:]}" if scale.flag_label else ""
    hints = [
        f"Fill in the light yellow cells of {tabs}: choose a level{flag}, and add a comment where you like. "
        "All other cells are locked.",
        "Leave a level empty where you have not decided yet. That is not the same as 0.",
        "Save as an Excel workbook (.xlsx). Do not rename, move or remove sheets, rows or columns.",
        "Upload the file on the assessment's Excel page. You see what would change before anything is saved; "
        "where somebody else saved a rating meanwhile, you are asked which one stands.",
    ]
    return [(str(number), hint) for number, hint in enumerate(hints, 1)]


def _category(
    sheet: Any, assessment: Assessment, source: CategorySheet, columns: Columns, editable: bool
) -> None:
    put_text(sheet["A1"], f"{source.category.number} {source.category.title}")
    sheet["A1"].font = TITLE
    put_text(sheet["A2"], source.category.lead_in)
    sheet["A2"].font = SOFT
    for letter, words in columns.headings.items():
        cell = sheet[f"{letter}{HEADER_ROW}"]
        put_text(cell, words)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEAD, LINE, TOP
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
    _make_high(sheet, widths)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.sheet_view.showGridLines = False
    _protect(sheet)
    _for_paper(sheet, assessment)


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


def _make_high(sheet: Any, widths: dict[str, int]) -> None:
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


def _record(sheet: Any, assessment: Assessment, sheets: Sequence[CategorySheet]) -> None:
    """Which assessment this is, and of each rating that the workbook shows its version and a mark of it."""
    edition = assessment.cycle.edition
    values = (FORMAT, edition.agreement.slug, edition.label, assessment.public_id)
    put_text(sheet["A1"], RECORD_START)
    for number, (key, value) in enumerate(zip(RECORD_KEYS, values, strict=True), 2):
        put_text(sheet.cell(number, 1), key)
        put_text(sheet.cell(number, 2), value)
    rated = [row for source in sheets for row in source.rows if row.item.is_rated]
    for number, row in enumerate(rated, len(RECORD_KEYS) + 2):
        put_text(sheet.cell(number, 1), row.item.reference)
        sheet.cell(number, 2).value = version_of(row.rating)
        put_text(sheet.cell(number, 3), seen_in(row.rating))
    sheet.sheet_state = "veryHidden"
    _protect(sheet)
