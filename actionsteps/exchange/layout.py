"""What stands where in the workbook of a plan: shared by those who write it and those who read it."""

from typing import NamedTuple

from django.utils.text import capfirst

from core.conflicts import mark_of
from partnerships.models import EditionWords

FORMAT = "1"
"""Written into each workbook; one of another format is refused."""

ABOUT = "About"
STEPS = "Action steps"

RECORD_KEYS = ("format", "partnership", "plan", "version")
STEP = "step"
"""How the hidden sheet calls the line of a step: its lineage, its first action's, marks of what is said of it."""

ACTION, TIMELINE = "action", "timeline"


class SheetColumn(NamedTuple):
    part: str
    """What of a step stands there. Of an action it has the key of that beside it: see `of_action`."""
    heading: str
    width: int


COLUMNS = {
    "A": SheetColumn("category", "Category", 18),
    "B": SheetColumn("title", "Name", 18),
    "C": SheetColumn("answers", "What it answers", 40),
    "D": SheetColumn(ACTION, "Action", 48),
    "E": SheetColumn(TIMELINE, "Timeline, as written", 18),
    "F": SheetColumn("items", "Items", 12),
    "G": SheetColumn("owner", "Owner", 20),
    "H": SheetColumn("starts", "Starts", 17),
    "I": SheetColumn("due", "Due", 17),
    "J": SheetColumn("repeats", "Repeats", 17),
    "K": SheetColumn("status", "Status", 13),
    "L": SheetColumn("progress", "Progress", 36),
    "M": SheetColumn("note", "Note for readers", 30),
}
"""By letter: what people fill in."""

KEY = "N"
"""The hidden column by which a line is known wherever it stands: the step's lineage and the action's. New ones have
none."""

LETTERS = {column.part: letter for letter, column in COLUMNS.items()}
LABELS = {column.part: column.heading for column in COLUMNS.values()}

BEGINNING = ("A", "B", "C")
"""A new line in which one of these is filled begins a new step; another one goes on with the step above it."""

OF_ACTION = (LETTERS[ACTION], LETTERS[TIMELINE])

WORDS = ("category", "title", "answers", "items", "note", ACTION, TIMELINE)
DOING = ("owner", "starts", "due", "repeats")
PROGRESS = ("status", "progress")


def label_of(part: str, words: EditionWords) -> str:
    """What the column of a part is called, in the words of the plan's edition."""
    own = {"category": words.category.one, "items": words.item.many}
    kind = kind_of(part)
    return capfirst(own[kind]) if kind in own else LABELS[kind]


def headings_in(words: EditionWords) -> dict[str, str]:
    """By letter."""
    return {letter: label_of(column.part, words) for letter, column in COLUMNS.items()} | {KEY: "Key"}


def of_action(kind: str, key: str) -> str:
    """The part that is the text or the timeline of one action. A new action has “+” and its line for a key."""
    return f"{kind}-{key}"


def kind_of(part: str) -> str:
    """The column's part: “action” of “action-0a1b”."""
    return part.partition("-")[0]


def key_of(part: str) -> str:
    return part.partition("-")[2]


def is_new(part: str) -> bool:
    """Whether it is of an action that the workbook did not have."""
    return key_of(part).startswith("+")


def new_step_key(lineage: str, wanted: dict[str, str]) -> str:
    """The place in addresses of a step that a workbook brings: the same lines make it once."""
    words = [
        (kind_of(part), line)
        for part, text in wanted.items()
        if kind_of(part) in WORDS
        for line in text.split("\n")
    ]
    return mark_of((lineage, sorted(words)))[:12]
