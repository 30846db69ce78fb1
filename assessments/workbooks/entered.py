"""What a workbook says that somebody filled in."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from assessments.rating.saving import RatingState

from .package import WorkbookCell

HIDDEN = (
    "What this cell shows cannot be told from the file, because of its number format. Set the cell to plain text, "
    "or type an apostrophe (') and after it what it should say."
)


class Refusal(NamedTuple):
    sheet: str
    cell: str
    """Empty where a whole row is missing."""
    reason: str


class Entered(NamedTuple):
    """An item's row as the person left it. `version` and `seen` are of the rating that they had downloaded."""

    reference: str
    sheet: str
    row: int
    state: RatingState
    version: int
    seen: str
    """Empty in a workbook that does not say it: whatever others saved since is then shown to the person."""


class EnteredLine(NamedTuple):
    """A line of the summary as the person left it."""

    label: str
    """“Date”, “Strength 2”."""
    part: str
    """What it is: “when”, “participants”, or the kind of a highlight."""
    public_id: str
    """Of the strength or area of focus that stood there; empty for a new one, and for date and participants."""
    cell: str
    text: str
    seen: str
    """A mark of what the person had downloaded."""


@dataclass
class Upload:
    """What a workbook says."""

    entered: list[Entered] = field(default_factory=list)
    lines: list[EnteredLine] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    """What somebody added, in words: a sheet, a column."""


def understood(cell: WorkbookCell) -> str:
    """What a person saw in a cell that is theirs to fill in. Raises ValueError with the sentence they read."""
    if cell.is_formula:
        raise ValueError("This is a formula. Type what it should say instead.")
    if cell.kind == "e":
        raise ValueError(f"This is Excel's error {short(cell.text)}. Type what it should say instead.")
    if not cell.is_shown:
        raise ValueError(HIDDEN)
    return cell.text


def fitting(text: str, what: str, longest: int) -> str:
    """A text that can be stored and has no more characters than fit. Raises ValueError."""
    if re.search("[\x00\ud800-\udfff]", text):
        raise ValueError(f"The {what} holds a character that cannot be stored. Type it again.")
    if len(text) > longest:
        raise ValueError(
            f"The {what} has {len(text)} characters and {longest} fit: shorten it, then upload again."
        )
    return text


def short(text: str) -> str:
    """Enough of what somebody typed to recognize it by, and nothing that a page cannot show."""
    shown = "".join(character if character.isprintable() else "�" for character in text[:41])
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
