"""What an upload would change beside the ratings, and saving that."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from assessments.highlights.lists import add_highlight
from assessments.highlights.removed import put_back, remove_highlight
from assessments.models import Assessment, Highlight, HighlightKind
from assessments.rating.forms import save_details
from core.conflicts import UNKNOWN, Resolution, mark_of, resolution_of
from core.dates import read_day_or_month
from core.forms import day_or_month
from core.history import save_as

from .entered import EnteredLine


@dataclass
class LineChange:
    """A line of the summary that says something else than what is saved."""

    entered: EnteredLine
    now: str
    """What is saved now; empty where nothing is, or where it was removed."""
    conflict: bool
    """Somebody else changed it after the workbook was downloaded."""
    keep_mine: bool

    @property
    def choice(self) -> str:
        return self.entered.label

    @property
    def accepted(self) -> bool:
        return not self.conflict or self.keep_mine

    @property
    def seen_now(self) -> str:
        """A mark of what the person sees beside their own entry."""
        return mark_of(self.now)


class Summary:
    """What is saved of an assessment beside its ratings, to compare lines with. In one query."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        rows = Highlight.with_removed.filter(assessment=assessment)
        self.highlights = {row.public_id: row for row in rows}
        self.standing = {(row.kind, row.text) for row in self.highlights.values() if not row.removed_at}

    def says(self, line: EnteredLine) -> str:
        """What is saved where a line belongs."""
        if line.part == "when":
            return day_or_month(self.assessment.date, self.assessment.date_is_month)
        if line.part == "participants":
            return self.assessment.participants
        if not line.public_id:  # written down meanwhile, perhaps by an earlier upload
            return line.text if (line.part, line.text) in self.standing else ""
        row = self.highlights.get(line.public_id)
        return row.text if row and not row.removed_at else ""

    def changes(self, lines: Iterable[EnteredLine], mine: Set[str]) -> tuple[list[LineChange], list[str]]:
        """(what the lines would change, labels of those that others changed and this person left alone)."""
        changes, left_alone = [], []
        for line in lines:
            now = self.says(line)
            outcome = resolution_of(line.seen or UNKNOWN, mark_of(now), mark_of(line.text))
            if outcome is Resolution.THEIRS:
                left_alone.append(line.label)
            elif outcome is not Resolution.NOTHING:
                changes.append(LineChange(line, now, outcome is Resolution.CONFLICT, line.label in mine))
        return changes, left_alone

    def save(self, changes: Iterable[LineChange], *, by: User) -> None:
        """The caller holds the lock on the assessment's row."""
        details: dict[str, Any] = {}
        for change in changes:
            part, text = change.entered.part, change.entered.text
            if part == "when":
                details[part] = read_day_or_month(text) if text else (None, False)
            elif part == "participants":
                details[part] = text
            else:
                self._save_highlight(self.highlights.get(change.entered.public_id), part, text, by=by)
        if details:
            save_details(self.assessment, details, by=by)

    def _save_highlight(self, row: Highlight | None, kind: str, text: str, *, by: User) -> None:
        if not text:
            if row and not row.removed_at:
                remove_highlight(row, by=by)
            return
        if row is None:
            if (kind, text) not in self.standing:  # the same words on two lines are written down once
                add_highlight(self.assessment, HighlightKind(kind), text, by=by)
                self.standing.add((kind, text))
            return
        if row.removed_at:
            put_back(row, by=by)
        if row.text != text:
            row.text = text
            save_as(row, by=by, update_fields=["text"])
