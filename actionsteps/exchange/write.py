"""A plan as a workbook made for people."""

from typing import Any

from core.conflicts import marks_of
from core.spreadsheets import DataValidation, Workbook
from core.workbooks.cells import TEXT_FORMAT, put_text
from core.workbooks.first_sheet import write_first_sheet
from core.workbooks.still import bytes_of
from core.workbooks.styles import BOX, ENTRY, OPEN
from core.workbooks.tables import HEADER_ROW, RECORD, finish, put_headings, put_plain, put_record, put_top

from ..models import ActionStep, StepStatus
from .layout import (
    ABOUT,
    COLUMNS,
    FORMAT,
    KEY,
    LETTERS,
    OF_ACTION,
    RECORD_KEYS,
    STEP,
    STEPS,
    headings_in,
    of_action,
)
from .standing import StandingPlan

SPARE = 20
"""Empty lines beneath the last step."""

EDITING = "Fill in the light yellow cells. A new step goes into an empty line."
READING = "For reading: only those who write the plan can change it, and only its newest version."


def workbook_of(standing: StandingPlan, *, editable: bool) -> bytes:
    """The bytes of an .xlsx file. Without `editable` all is locked."""
    plan = standing.plan
    on_paper = f"{standing.partnership.partner.short_name}, {plan}"
    workbook = Workbook()
    workbook.active.title = ABOUT
    write_first_sheet(workbook.active, str(plan), _about(standing, editable), on_paper)
    _steps(workbook.create_sheet(STEPS), standing, on_paper, editable)
    put_record(workbook.create_sheet(RECORD), *_record(standing))
    return bytes_of(workbook, str(plan))


def _about(standing: StandingPlan, editable: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    plan, partnership = standing.plan, standing.partnership
    facts = [
        ("Agreement", partnership.agreement.title),
        ("Edition", plan.edition.label),
        ("Partnership", f"{partnership.partner.name} with {partnership.agreement.lead.name}"),
        ("Version", f"{plan.version}, {plan.get_status_display()}"),
    ]
    hints = [
        f"Fill in the light yellow cells of “{STEPS}”. A step has a line for each of its actions; what is said of "
        "the whole step stands in the first.",
        "What it answers: what families said, a line each. What is not in Accord yet is recorded as feedback.",
        f"A new step: type it into an empty line, with its {standing.words.category} or what it answers. A line "
        "with only an action goes on with the step above it.",
        "Owner: the name of somebody in the partnership, or a role such as “case managers”. Starts and due: a "
        "month is enough. Repeats: every week, every other month, every year, or each January and June.",
        f"Status: {', '.join(StepStatus.labels)}. Progress shows the last line that was noted; type the next one "
        "over it. What is done or stopped needs such a line.",
        "A line that you take out changes nothing: steps are removed on their page. What is emptied is taken away.",
        "The words of a released version stay as they are: where you change some, the next version begins with "
        "that. Owner, days and status go on in every version.",
        "Upload the file where you downloaded it. You see what would change before anything is saved; where "
        "somebody else changed the same meanwhile, you are asked which one stands.",
    ]
    reading = [READING, "All cells are locked."]
    told = hints if editable else reading
    numbered = [(str(number), hint) for number, hint in enumerate(told, 1)]
    return [("", facts), ("How to fill in" if editable else "For reading", numbered)]


def _steps(tab: Any, standing: StandingPlan, on_paper: str, editable: bool) -> None:
    put_top(tab, str(standing.plan), EDITING if editable else READING)
    put_headings(tab, headings_in(standing.words))
    line = HEADER_ROW
    for step in standing.steps.values():
        said = standing.said_by(step)
        actions = [action.lineage for action in step.actions.all()] or [""]
        for place, action in enumerate(actions):
            line += 1
            for letter, column in COLUMNS.items():
                part = of_action(column.part, action) if letter in OF_ACTION else column.part
                has_words = letter in OF_ACTION or not place
                _entry(
                    tab[f"{letter}{line}"], said.get(part, "") if has_words else "", editable and has_words
                )
            put_text(tab[f"{KEY}{line}"], f"{step.lineage} {action}".rstrip())
    for spare in range(line + 1, line + 1 + SPARE) if editable else ():
        for letter in COLUMNS:
            _entry(tab[f"{letter}{spare}"], "", editable=True)
    if editable:
        choices = DataValidation("list", formula1=f'"{",".join(StepStatus.labels)}"', allow_blank=True)
        choices.add(f"{LETTERS['status']}{HEADER_ROW + 1}:{LETTERS['status']}{line + SPARE}")
        tab.add_data_validation(choices)
    finish(
        tab,
        {letter: column.width for letter, column in COLUMNS.items()} | {KEY: 40},
        on_paper,
        frozen="D",
    )
    tab.protection.insertRows = False
    tab.column_dimensions[KEY].hidden = True
    has_names = any(step.title for step in standing.steps.values())
    tab.column_dimensions[LETTERS["title"]].hidden = not has_names


def _entry(cell: Any, words: str, editable: bool) -> None:
    put_plain(cell, words)
    cell.border, cell.number_format = BOX, TEXT_FORMAT
    if editable:
        cell.protection, cell.fill = OPEN, ENTRY


def _record(standing: StandingPlan) -> list[tuple[str, ...]]:
    """Which plan this is, and of each step its first action and a mark of each thing that is said of it."""
    plan = standing.plan
    values = (FORMAT, standing.partnership.slug, plan.lineage, plan.version)
    return [
        *zip(RECORD_KEYS, values, strict=True),
        *(_line(standing, step) for step in standing.steps.values()),
    ]


def _line(standing: StandingPlan, step: ActionStep) -> tuple[str, ...]:
    first = next((action.lineage for action in step.actions.all()), "")
    return STEP, step.lineage, first, marks_of(standing.said_by(step))
