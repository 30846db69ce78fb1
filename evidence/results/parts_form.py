"""Typing the values of all parts of a breakdown, as one form."""

from dataclasses import dataclass
from typing import Any

from core.conflicts import marks_of
from core.forms import as_typed
from core.models import FITS
from evidence.models import Breakdown, BreakdownPart, EvidenceRow, Observation
from evidence.public.marks import words_for
from evidence.public.reader import PublicReading
from evidence.values import Change, Place, said_by
from partnerships.models import Period

from .parts import PartsTable, parts_table

LONGEST: int = Observation._meta.get_field("text").limit  # type: ignore[union-attr]


@dataclass
class PartCell:
    period: Period
    name: str
    text: str
    seen: str
    error: str = ""
    theirs: Observation | None = None
    """What somebody else entered meanwhile."""
    not_public: str = ""
    """Why the public does not read it as it is saved."""


@dataclass(frozen=True)
class PartCells:
    part: BreakdownPart | None
    cells: list[PartCell]


class PartsForm:
    """A text for each part and period; `seen` marks what the person saw in each."""

    def __init__(
        self,
        row: EvidenceRow,
        breakdown: Breakdown,
        periods: list[Period],
        data: Any = None,
        *,
        public: PublicReading | None = None,
    ) -> None:
        self.row, self.data, self.public = row, data, public
        self.table: PartsTable = parts_table(row, breakdown, periods)
        self.lines: list[PartCells] = []
        self.changes: list[Change] = []
        self.by_place: dict[Place, PartCell] = {}
        for line in self.table.lines:
            cells = []
            for period, value in zip(self.table.periods, line.values, strict=True):
                cell = self._cell(line.part, period, value)
                cells.append(cell)
            self.lines.append(PartCells(line.part, cells))

    @property
    def is_valid(self) -> bool:
        return not any(cell.error for cell in self.by_place.values())

    def show_conflicts(self, conflicts: list[tuple[Change, Observation | None]]) -> None:
        """The next try has seen what stands now."""
        for change, value in conflicts:
            cell = self.by_place[change.place]
            cell.theirs = value or Observation(text="")
            cell.seen = _mark(value)

    def _cell(self, part: BreakdownPart | None, period: Period, value: Observation | None) -> PartCell:
        name = f"{part.pk if part else 'whole'}-{period.pk}"
        standing = value.text if value else ""
        cell = PartCell(period, name, standing, _mark(value))
        if self.public:
            cell.not_public = words_for(value, self.public)
        if self.data is not None and name in self.data:
            cell.text, cell.seen = as_typed(self.data[name]), self.data.get(f"{name}-seen", "")
            if len(cell.text) > LONGEST:
                cell.error = FITS % {"limit_value": LONGEST}
            change = Change(self.row, period, {"text": cell.text}, cell.seen, part)
            self.changes.append(change)
            self.by_place[change.place] = cell
        return cell


def _mark(value: Observation | None) -> str:
    return marks_of({"text": said_by(value)["text"]})
