"""What a workbook says that somebody filled in."""

from dataclasses import dataclass, field
from typing import NamedTuple

from core.workbooks.entries import CellRefusal


class EnteredStep(NamedTuple):
    """A step as the person left it."""

    lineage: str
    """Empty for a new one."""
    line: int
    """The one in which it begins."""
    wanted: dict[str, str]
    """What it is to say, by part, in the order of the sheet."""
    cells: dict[str, str]
    """Where that stands: “D5”."""
    seen: str
    """Marks of what the person had downloaded, by part."""


@dataclass
class StepsUpload:
    """What a workbook says."""

    entered: list[EnteredStep] = field(default_factory=list)
    refused: list[CellRefusal] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    """In sentences."""
