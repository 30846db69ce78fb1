"""What a person typed into the cells of a workbook."""

import re
from typing import NamedTuple

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


class CellRefusal(NamedTuple):
    """Something that is not taken, and why in a sentence."""

    where: str
    name: str
    """Of what it was to change, such as “Fill rate, 2023-2024”; empty where it names nothing."""
    text: str
    """What was to come."""
    reason: str


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
