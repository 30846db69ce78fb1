"""What somebody's block or file says, cell by cell."""

from dataclasses import dataclass, field
from typing import NamedTuple

from core.workbooks.entries import CellRefusal


class EnteredCell(NamedTuple):
    """A cell as the person left it."""

    lineage: str
    """Of its row."""
    period: str
    """The key of its period."""
    part: int | None
    """The primary key of a part of the row; None for the whole."""
    wanted: dict[str, str]
    """What it is to say, by field."""
    where: str
    """How the block or file names it: “line 3”, “Staffing, C5”."""
    seen: str = ""
    """A mark of each field as the person first saw it. Empty: the preview shows them what stands."""
    was: str = ""
    """The text before it was brought into the table's form: “95,5” where 95.5 is wanted."""


@dataclass
class EvidenceUpload:
    """What a block or a file says."""

    entered: list[EnteredCell] = field(default_factory=list)
    refused: list[CellRefusal] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    """In sentences."""


class UploadRefused(Exception):
    """The whole block or file is refused. `sentences` say why, for the person who sent it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences
