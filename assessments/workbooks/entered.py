"""What a workbook says that somebody filled in."""

from dataclasses import dataclass, field
from typing import NamedTuple

from assessments.rating.saving import RatingState
from core.workbooks.entries import Refusal


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
