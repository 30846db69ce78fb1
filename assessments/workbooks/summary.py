"""The sheet of what an assessment says beside its ratings: date, participants, strengths, areas of focus."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.text import capfirst

from assessments.models import HIGHLIGHT_MAX_LENGTH, Assessment, HighlightKind
from core.conflicts import mark_of
from core.dates import read_day_or_month
from core.forms import as_typed, day_or_month
from core.workbooks.cells import TEXT_FORMAT, for_paper, make_high, protect, put_text
from core.workbooks.entries import Refusal, fitting, short, understood
from core.workbooks.package import LONGEST_CELL, SheetContent, WorkbookCell
from core.workbooks.styles import BOLD, BOX, ENTRY, HEAD, LINE, OPEN, PLAIN, SOFT, TITLE, TOP
from core.workbooks.tables import HEADER_ROW

from .entered import EnteredLine, Upload
from .layout import SUMMARY, on_paper

SPARE = 5
"""Empty lines beneath the strengths and beneath the areas of focus."""

WIDTHS = {"A": 18, "B": 90, "C": 44}
HEADINGS = {"A": "Line", "B": "What it says", "C": "What belongs here"}

HINTS = {
    "when": "When it was assessed. A month is enough: September 2024.",
    "participants": "Everyone who took part, as the report is to name them.",
    HighlightKind.STRENGTH: f"A sentence or two, at most {HIGHLIGHT_MAX_LENGTH} characters.",
    HighlightKind.FOCUS: f"A sentence or two, at most {HIGHLIGHT_MAX_LENGTH} characters.",
}


class Line(NamedTuple):
    """A line as it is saved."""

    label: str
    part: str
    public_id: str
    text: str


def lines_of(assessment: Assessment) -> list[Line]:
    """Those of the sheet, in one query."""
    lines = [
        Line("Date", "when", "", day_or_month(assessment.date, assessment.date_is_month)),
        Line("Participants", "participants", "", assessment.participants),
    ]
    highlights = list(assessment.highlights.all())
    for kind in HighlightKind:
        saved = [(row.public_id, row.text) for row in highlights if row.kind == kind]
        for number, (public_id, text) in enumerate([*saved, *[("", "")] * SPARE], 1):
            lines.append(Line(f"{capfirst(kind.label)} {number}", kind, public_id, text))
    return lines


def write_summary(sheet: Any, assessment: Assessment, lines: list[Line], *, editable: bool) -> None:
    put_text(sheet["A1"], "Summary")
    sheet["A1"].font = TITLE
    if editable:
        put_text(sheet["A2"], "Fill in the light yellow cells. Empty one to take away what it says.")
        sheet["A2"].font = SOFT
    for letter, words in HEADINGS.items():
        cell = sheet[f"{letter}{HEADER_ROW}"]
        put_text(cell, words)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEAD, LINE, TOP
        sheet.column_dimensions[letter].width = WIDTHS[letter]
    parts: set[str] = set()
    for number, line in enumerate(lines, HEADER_ROW + 1):
        label, entry, hint = (sheet[f"{letter}{number}"] for letter in "ABC")
        put_text(label, line.label)
        if line.text:
            put_text(entry, line.text)
        if line.part not in parts:
            put_text(hint, HINTS[line.part])
        parts.add(line.part)
        for cell in (label, entry, hint):
            cell.font, cell.alignment, cell.border = PLAIN, TOP, LINE
        hint.font, entry.border, entry.number_format = SOFT, BOX, TEXT_FORMAT
        if editable:
            entry.protection, entry.fill = OPEN, ENTRY
    make_high(sheet, WIDTHS)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.sheet_view.showGridLines = False
    protect(sheet)
    for_paper(sheet, on_paper(assessment))


def recorded(line: Line) -> tuple[str, str]:
    """(what the line is, a mark of what it says): what the record keeps of it beside its label."""
    return f"{line.part} {line.public_id}".strip(), mark_of(line.text)


def read_summary(content: SheetContent, record: Mapping[str, tuple[str, str]], upload: Upload) -> None:
    """Put what the sheet says into an upload. `record` has by label what `recorded` gave of each line."""
    labels = {
        row: content.cells.get((row, "A"), NOTHING).text.strip()
        for row in range(HEADER_ROW + 1, content.last_row + 1)
    }
    times = Counter(labels.values())
    for row, label in labels.items():
        entry = content.cells.get((row, "B"), NOTHING)
        if not label and entry is NOTHING:
            continue
        try:
            _must_be_known(label, record, times[label])
            upload.lines.append(_entered(label, f"B{row}", entry, *record[label]))
        except ValueError as wrong:
            upload.refused.append(Refusal(SUMMARY, f"B{row}", str(wrong)))
    for label, (what, _) in record.items():
        if label not in times and (" " in what or what in ("when", "participants")):
            upload.refused.append(
                Refusal(SUMMARY, "", f"{label} is missing from this sheet. What is saved stays as it is.")
            )


NOTHING = WorkbookCell("")


def _must_be_known(label: str, record: Mapping[str, tuple[str, str]], times: int) -> None:
    if not label:
        raise ValueError("This row has no name in column A. Move what it says to a line that has one.")
    if label not in record:
        raise ValueError(f"“{short(label)}” is not one of the lines of this sheet.")
    if times > 1:
        raise ValueError(f"{label} stands on this sheet more than once.")


def _entered(label: str, place: str, cell: WorkbookCell, what: str, seen: str) -> EnteredLine:
    part, _, public_id = what.partition(" ")
    text = understood(cell)
    if mark_of(text) != seen:  # what nobody touched stays as it is
        text = _clean(part, as_typed(text))
    return EnteredLine(label, part, public_id, place, text, seen)


def _clean(part: str, text: str) -> str:
    """The text as the assessment's page would take it. Raises ValueError."""
    if part == "when":
        return day_or_month(*read_day_or_month(text)) if text else ""
    if part == "participants":
        return fitting(text, "list of participants", LONGEST_CELL)
    return fitting(text, HighlightKind(part).label, HIGHLIGHT_MAX_LENGTH)
