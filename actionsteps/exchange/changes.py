"""What a workbook would change, step by step and cell by cell."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.conflicts import mark_of
from core.workbooks.entries import CellRefusal

from ..models import ActionStep
from .entered import EnteredStep
from .layout import ACTION, WORDS, kind_of


class WorkbookPartChange(NamedTuple):
    part: str
    cell: str
    now: str
    wanted: str
    remarks: list[str]
    label: str

    @property
    def is_words(self) -> bool:
        return kind_of(self.part) in WORDS


@dataclass
class WorkbookStepChange:
    """A step that is to say something else, or a new one."""

    entered: EnteredStep
    key: str
    """The lineage of the step, or the place in addresses of a new one."""
    step: ActionStep | None
    plain: list[WorkbookPartChange] = field(default_factory=list)
    contested: list[WorkbookPartChange] = field(default_factory=list)
    """Others changed the same meanwhile."""
    keep_mine: bool = False

    @property
    def name(self) -> str:
        if self.step:
            return self.step.name
        wanted = self.entered.wanted
        actions = [text for part, text in wanted.items() if kind_of(part) == ACTION]
        return next(filter(None, (wanted.get("title"), wanted.get("answers"), *actions)), "")

    @property
    def choice(self) -> str:
        return mark_of(self.key)

    @property
    def shown(self) -> str:
        """A mark of what the person sees beside their own."""
        return mark_of([(one.part, one.now) for one in (*self.plain, *self.contested)])

    @property
    def accepted(self) -> list[WorkbookPartChange]:
        return [*self.plain, *(self.contested if self.keep_mine else [])]


@dataclass
class StepsPreview:
    changes: list[WorkbookStepChange] = field(default_factory=list)
    unchanged: int = 0
    left_alone: list[str] = field(default_factory=list)
    """Steps of which others changed something meanwhile that this person did not touch: it stays."""
    refused: list[CellRefusal] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)

    @property
    def plain(self) -> list[WorkbookStepChange]:
        return [change for change in self.changes if change.plain]

    @property
    def contested(self) -> list[WorkbookStepChange]:
        return [change for change in self.changes if change.contested]

    @property
    def changes_words(self) -> bool:
        return any(part.is_words for one in self.changes for part in (*one.plain, *one.contested))

    def as_data(self) -> dict[str, Any]:
        """As the form carries it to its confirmation, signed."""
        return {
            "steps": [[*change.entered, change.shown] for change in self.changes],
            "unchanged": self.unchanged,
            "left_alone": self.left_alone,
            "refused": self.refused,
            "not_read": self.not_read,
        }
