"""A partnership's evidence tables as a workbook made for people."""

from collections.abc import Sequence
from typing import Any

from core.spreadsheets import Alignment, Comment, Workbook
from core.workbooks.cells import TEXT_FORMAT
from core.workbooks.first_sheet import write_first_sheet
from core.workbooks.still import bytes_of
from core.workbooks.styles import APART, BOX, ENTRY, OPEN, SOFT
from core.workbooks.tables import HEADER_ROW, RECORD, finish, put_headings, put_plain, put_record, put_top
from evidence.public.marks import words_for
from evidence.public.reader import PublicReading, read_by_public
from evidence.tables import TableCell

from .standing import StandingTables
from .workbook_layout import (
    ABOUT,
    COLUMN,
    DETAIL_HEADINGS,
    DETAILS,
    FORMAT,
    NAME,
    NUMBER,
    RECORD_KEYS,
    ROW,
    VALUE,
    DetailLine,
    TableSheet,
    label_mark,
    lines_of,
    sheets_of,
)

INSTRUCTION = "Fill in the light yellow cells. Empty one to take away what it says."
WIDTHS = {"number": 7, "name": 52, "value": 26}
DETAIL_WIDTHS = {"A": 7, "B": 44, "C": 16, "D": 26, "E": 22, "F": 30, "G": 50, "H": 30}


def workbook_of(standing: StandingTables) -> bytes:
    """The bytes of an .xlsx file: a sheet for each category's table, one for sources and notes."""
    sheets, lines = sheets_of(standing), lines_of(standing)
    public = read_by_public(standing.partnership)
    workbook = Workbook()
    on_paper = f"{standing.partnership.partner.short_name}, {standing.edition.label}"
    workbook.active.title = ABOUT
    write_first_sheet(
        workbook.active, f"Evidence {standing.edition.label}", _about(standing, sheets), on_paper
    )
    for sheet in sheets:
        _table(workbook.create_sheet(sheet.name), sheet, public, on_paper)
    _details(workbook.create_sheet(DETAILS), lines, public, on_paper)
    _record(workbook.create_sheet(RECORD), standing, sheets, lines)
    return bytes_of(workbook, f"Evidence {on_paper}")


def _about(standing: StandingTables, sheets: Sequence[TableSheet]) -> list[tuple[str, list[tuple[str, str]]]]:
    partnership = standing.partnership
    hints = [
        "Fill in the light yellow cells as they are to be printed: 22/23 (96%), TBD, forthcoming February 2025. "
        "All other cells are locked.",
        f"“{DETAILS}” has a line for each value, for its source and a note for readers.",
        "It holds what documents hide, such as small counts of students: keep it within the partnership. "
        f"Such cells are violet, with a note that says why; so does the column “Not public” of “{DETAILS}”.",
        "A status follows from the value. Rows and periods are added on the page “Rows and periods”; then download "
        "the workbook afresh.",
        "Lines may be sorted and deleted: the number in front says which row each one is. What is not in the "
        "workbook any more stays as it is.",
        "Save as an Excel workbook (.xlsx) and upload it where you downloaded it. You see what would change before "
        "anything is saved; where somebody else saved something meanwhile, you are asked which one stands.",
    ]
    facts = [
        ("Agreement", partnership.agreement.title),
        ("Edition", standing.edition.label),
        ("Partnership", f"{partnership.partner.name} with {partnership.agreement.lead.name}"),
        ("Sheets", ", ".join(f"“{sheet.name}”" for sheet in sheets) or "none: there are no rows yet"),
    ]
    return [("", facts), ("How to fill in", [(str(nth), hint) for nth, hint in enumerate(hints, 1)])]


def _table(tab: Any, sheet: TableSheet, public: PublicReading, on_paper: str) -> None:
    category = sheet.table.category
    put_top(tab, f"{category.number} {category.title}", INSTRUCTION)
    columns = list(sheet.columns)
    widths = {"A": WIDTHS["number"], "B": WIDTHS["name"]} | {one[0]: WIDTHS["value"] for one in columns}
    put_headings(tab, {"A": NUMBER, "B": NAME} | {letter: words for letter, words, _ in columns})
    for number, row in enumerate(sheet.table.rows, 1):
        line = HEADER_ROW + number
        put_plain(tab[f"A{line}"], str(number))
        put_plain(tab[f"B{line}"], row.record.label)
        tab[f"B{line}"].alignment = Alignment(vertical="top", wrap_text=True, indent=2 * row.depth)
        for (letter, _, _), cell in zip(columns, row.cells, strict=True):
            _entry(tab[f"{letter}{line}"], cell.observation.text if cell.observation else "", cell)
            if words := words_for(cell.observation, public):
                tab[f"{letter}{line}"].comment = Comment(words, "Accord")
                tab[f"{letter}{line}"].fill = APART
    _finish(tab, widths, on_paper)


def _details(tab: Any, lines: Sequence[DetailLine], public: PublicReading, on_paper: str) -> None:
    put_top(tab, DETAILS, INSTRUCTION)
    put_headings(tab, DETAIL_HEADINGS)
    for number, line in enumerate(lines, 1):
        value, place = line.cell.observation, HEADER_ROW + number
        above = f"{str(line.row.above).rstrip(':')}: " if line.row.above else ""
        for letter, words in (
            ("A", str(number)),
            ("B", f"{above}{line.row.record}"),
            ("C", line.cell.period.name),
            ("D", value.text if value else ""),
            ("E", line.status),
            ("H", words_for(value, public)),
        ):
            put_plain(tab[f"{letter}{place}"], words)
            if letter in "DEH":
                tab[f"{letter}{place}"].font = SOFT
        _entry(tab[f"F{place}"], value.source if value else "", line.cell)
        _entry(tab[f"G{place}"], value.note if value else "", line.cell)
    _finish(tab, DETAIL_WIDTHS, on_paper)


def _entry(cell: Any, words: str, of: TableCell) -> None:
    """A cell to fill in, unless the row is not kept there any more."""
    put_plain(cell, words)
    cell.border, cell.number_format = BOX, TEXT_FORMAT
    if of.is_kept:
        cell.protection, cell.fill = OPEN, ENTRY


def _finish(tab: Any, widths: dict[str, int], on_paper: str) -> None:
    """Its lines may be sorted: the number in front says which row each is."""
    finish(tab, widths, on_paper, frozen="C")
    tab.protection.sort = tab.protection.autoFilter = False


def _record(
    tab: Any, standing: StandingTables, sheets: Sequence[TableSheet], lines: Sequence[DetailLine]
) -> None:
    """Whose tables these are, which row and period each line and column is, and a mark of what each cell said."""
    values = (FORMAT, standing.partnership.slug, standing.edition.label)
    found: list[tuple[str, ...]] = [*zip(RECORD_KEYS, values, strict=True)]
    for sheet in sheets:
        number = sheet.table.category.number
        found += [(COLUMN, number, words, period.key) for _, words, period in sheet.columns]
        for nth, row in enumerate(sheet.table.rows, 1):
            found.append((ROW, number, str(nth), row.record.lineage, label_mark(row.record.label)))
    for nth, line in enumerate(lines, 1):
        found.append((VALUE, str(nth), line.row.record.lineage, line.cell.period.key, line.seen))
    put_record(tab, *found)
