"""Finds the steps in the workbook of a plan that somebody filled in. Nothing here writes."""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from core.conflicts import read_marks
from core.workbooks.entries import CellRefusal, short, understood
from core.workbooks.package import Package, SheetContent, WorkbookCell
from core.workbooks.tables import AFRESH, EMPTY, HEADER_ROW, OTHER_FORMAT, RECORD, must_have_shape
from core.workbooks.unpacking import WorkbookRefused

from .entered import EnteredStep, StepsUpload
from .layout import (
    ABOUT,
    ACTION,
    BEGINNING,
    COLUMNS,
    FORMAT,
    KEY,
    LETTERS,
    OF_ACTION,
    RECORD_KEYS,
    STEP,
    STEPS,
    headings_in,
    key_of,
    kind_of,
    of_action,
)
from .standing import StandingPlan

NOT_OURS = (
    "This workbook does not say which plan it holds. Download the workbook from here, fill it in and upload that "
    "file."
)
COPIED = (
    "This line stands here more than once, so none of them is taken. Type what is new into an empty line."
)


@dataclass
class WorkbookRecord:
    """What a workbook says of itself in its hidden sheet."""

    keys: dict[str, str] = field(default_factory=dict)
    steps: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The key of its first action and the marks of what it said, by the lineage of a step."""


def record_of(package: Package) -> WorkbookRecord:
    """Raises WorkbookRefused where the workbook is none of a plan, or of another format."""
    if RECORD not in package.sheet_names:
        raise WorkbookRefused(NOT_OURS)
    record, cells = WorkbookRecord(), package.sheet(RECORD).cells
    for (line, letter), cell in cells.items():
        if letter != "A":
            continue
        first, second, third = (cells.get((line, one), EMPTY).text for one in "BCD")
        if cell.text in RECORD_KEYS:
            record.keys[cell.text] = first
        elif cell.text == STEP:
            record.steps[first] = second, third
    if "plan" not in record.keys:
        raise WorkbookRefused(NOT_OURS)
    if record.keys.get("format") != FORMAT:
        raise WorkbookRefused(OTHER_FORMAT)
    return record


def read_steps(package: Package, record: WorkbookRecord, standing: StandingPlan) -> StepsUpload:
    """What the sheet of a plan says. Raises WorkbookRefused where nothing can be read of it."""
    if STEPS not in package.sheet_names:
        raise WorkbookRefused(f"The sheet “{STEPS}” is missing. {AFRESH}")
    headings = headings_in(standing.words)
    content = package.sheet(STEPS, len(headings))
    must_have_shape(STEPS, content, headings)
    reader = _StepsReader(record, standing, content)
    reader.read()
    upload = reader.upload
    upload.not_read += [
        f"Column {letter} is none of the plan's and is not read." for letter in content.beyond
    ]
    others = [name for name in package.sheet_names if name not in (ABOUT, STEPS, RECORD)]
    upload.not_read += [f"The sheet “{short(name)}” is not one of ours and is not read." for name in others]
    return upload


class _StepsReader:
    """Reads the lines of the sheet, from the first to the last."""

    def __init__(self, record: WorkbookRecord, standing: StandingPlan, content: SheetContent) -> None:
        self.record, self.standing, self.content = record, standing, content
        self.upload = StepsUpload()
        self.found: dict[str, EnteredStep] = {}
        """By lineage; a new step by its line."""
        self.broken: set[int] = set()
        """The lines of steps of which a cell is refused. A new step is then not taken."""

    def read(self) -> None:
        lines = list(self._lines())
        times = Counter((step, action) for _, step, action in lines if step)
        current: EnteredStep | None = None
        category = ""
        for line, step, action in lines:
            if times[step, action] > 1:
                self._refuse(f"A{line}", COPIED, self._text(line, LETTERS[ACTION]), step)
                continue
            if step:
                current = self._step(step, line)
                begins = action == self.record.steps[step][0]
            else:
                begins = any((line, letter) in self.content.cells for letter in BEGINNING)
                current = self._new_step(line, category) if begins else current
            if current is None:
                begun = f"Begin one with its {self.standing.words.category}, or with what it answers."
                why = f"This stands beside no step. {begun}"
                self._refuse(f"D{line}", why, self._text(line, LETTERS[ACTION]))
                continue
            self._read_line(current, line, action or f"+{line}", begins=begins)
            category = current.wanted.get("category") or category
        self.upload.entered = [
            one for one in self.found.values() if one.lineage or one.line not in self.broken
        ]
        self._say_what_is_missing(times)

    def _lines(self) -> Iterator[tuple[int, str, str]]:
        """(line, lineage of the step, that of the action) of each in which something stands."""
        filled = {
            line for line, letter in self.content.cells if line > HEADER_ROW and letter in (*COLUMNS, KEY)
        }
        for line in sorted(filled):
            step, _, action = self._text(line, KEY).strip().partition(" ")
            if step in self.record.steps:
                yield line, step, action
            elif any((line, letter) in self.content.cells for letter in COLUMNS):
                yield line, "", ""

    def _step(self, lineage: str, line: int) -> EnteredStep:
        if lineage not in self.found:
            self.found[lineage] = EnteredStep(lineage, line, {}, {}, self.record.steps[lineage][1])
        return self.found[lineage]

    def _new_step(self, line: int, category: str) -> EnteredStep:
        """Without a category of its own it stands in that of the step above."""
        wanted = {"category": category} if category else {}
        self.found[str(line)] = EnteredStep("", line, wanted, {"category": f"A{line}"}, "")
        return self.found[str(line)]

    def _read_line(self, step: EnteredStep, line: int, action: str, *, begins: bool) -> None:
        for letter, column in COLUMNS.items():
            cell = self.content.cells.get((line, letter))
            if letter in OF_ACTION:
                if self._has_action(line, action):
                    self._take(step, of_action(column.part, action), letter, line)
            elif begins and (step.lineage or cell):
                self._take(step, column.part, letter, line)
            elif cell and not begins:
                where = f"in line {step.line}, where the step begins" if step.line < line else "there"
                reason = f"This belongs to the whole step: type it {where}."
                self._refuse(f"{letter}{line}", reason, cell.text, step.lineage)

    def _has_action(self, line: int, action: str) -> bool:
        """A line whose step has no action yet has an empty key for it."""
        return not action.startswith("+") or any((line, letter) in self.content.cells for letter in OF_ACTION)

    def _take(self, step: EnteredStep, part: str, letter: str, line: int) -> None:
        cell = self.content.cells.get((line, letter), EMPTY)
        try:
            text = understood(cell)
            if part == "items":
                self._must_be_one_item(cell)
        except ValueError as wrong:
            step.wanted.pop(part, None)
            self.broken.add(step.line)
            self._refuse(f"{letter}{line}", str(wrong), cell.text, step.lineage)
            return
        step.wanted[part] = text
        step.cells[part] = f"{letter}{line}"

    def _must_be_one_item(self, cell: WorkbookCell) -> None:
        """As a number 1.10 is 1.1."""
        if cell.kind == "n" and {cell.text, f"{cell.text}0"} <= self.standing.items.keys():
            raise ValueError(
                f"Is it {cell.text} or {cell.text}0? Set the cell to plain text, then type it again."
            )

    def _text(self, line: int, letter: str) -> str:
        return self.content.cells.get((line, letter), EMPTY).text

    def _refuse(self, cell: str, reason: str, text: str = "", step: str = "") -> None:
        """`step` is the lineage of the one it was to change, where that is known."""
        name = short(self.standing.steps[step].name) if step in self.standing.steps else ""
        self.upload.refused.append(CellRefusal(f"cell {cell}", name, short(text), reason))

    def _say_what_is_missing(self, named: Container[tuple[str, str]]) -> None:
        """Steps and actions whose lines were taken out stay. `named` are those of the lines that are there."""
        for lineage, (first, seen) in self.record.steps.items():
            step = self.standing.steps.get(lineage)
            if step is None:
                continue
            keys = [key_of(part) for part in read_marks(seen) if kind_of(part) == ACTION]
            gone = [key for key in keys or [first] if (lineage, key) not in named]
            if len(gone) == len(keys or [first]):
                self._stays(f"“{short(step.name)}”", "remove it on its page")
                continue
            for action in step.actions.all():
                if action.lineage in gone:
                    self._stays(f"The action “{short(action.text)}”", "empty its cell to take it away")

    def _stays(self, what: str, instead: str) -> None:
        self.upload.not_read.append(f"{what} is not in the workbook any more. It stays as it is; {instead}.")
