"""What comes would change this; and saving what a person accepts of it."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.text import capfirst

from accounts.models import User
from core.conflicts import Conflict, Resolution, mark_of, resolutions_of
from core.forms import as_typed
from core.words import in_words
from core.workbooks.entries import CellRefusal, fitting, short
from evidence.models import BreakdownPart, EvidenceRow, Observation
from evidence.understanding import problems_with, remarks_on, understood
from evidence.values import Change, Conflicts, said_by, save_values, seen_in
from partnerships.models import Period

from .entered import EnteredCell, EvidenceUpload
from .standing import FIELDS, StandingTables

WORDS = {"text": "value", "source": "source", "note": "note"}


class CellTextChange(NamedTuple):
    name: str
    """“Source”; empty for the value itself."""
    now: str
    wanted: str


@dataclass(frozen=True)
class CellChange:
    """A cell that is to say something else than what is saved."""

    entered: EnteredCell
    row: EvidenceRow
    period: Period
    part: BreakdownPart | None
    value: Observation | None
    """As it is saved now."""
    row_name: str
    wanted: dict[str, str]
    """What the person changes, by field."""
    conflict: bool
    """Somebody else changed the same since the person saw it."""
    keep_mine: bool
    understood: str
    """In words; empty where nothing is to be said."""
    remarks: list[str]

    @property
    def fields(self) -> list[CellTextChange]:
        now = said_by(self.value, FIELDS)
        return [
            CellTextChange(
                "" if name == "text" else WORDS[name].capitalize(), str(now[name]), self.wanted[name]
            )
            for name in FIELDS
            if name in self.wanted
        ]

    @property
    def name(self) -> str:
        return _name(self.row_name, self.period, self.part)

    @property
    def choice(self) -> str:
        """Names the cell in the preview's form."""
        return mark_of(self.entered[:3])

    @property
    def shown(self) -> str:
        """A mark of what the person sees beside their own."""
        return seen_in(self.value, *FIELDS)

    @property
    def accepted(self) -> bool:
        return not self.conflict or self.keep_mine


@dataclass
class Preview:
    changes: list[CellChange] = field(default_factory=list)
    unchanged: int = 0
    left_alone: list[str] = field(default_factory=list)
    """Cells that others changed meanwhile and this person did not touch: they stay as they are."""
    refused: list[CellRefusal] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)

    @property
    def plain(self) -> list[CellChange]:
        return [change for change in self.changes if not change.conflict]

    @property
    def conflicts(self) -> list[CellChange]:
        return [change for change in self.changes if change.conflict]

    @property
    def emptied(self) -> int:
        """How many values would go."""
        return sum(one.wanted.get("text") == "" for one in self.plain)

    def as_data(self) -> dict[str, Any]:
        """As the form carries it to its confirmation, signed."""
        return {
            "cells": [[*change.entered, change.shown] for change in self.changes],
            "unchanged": self.unchanged,
            "left_alone": self.left_alone,
            "refused": self.refused,
            "not_read": self.not_read,
        }


def preview_of(upload: EvidenceUpload, standing: StandingTables, mine: Set[str] = frozenset()) -> Preview:
    """Compare what comes with what is saved now. `mine` names the cells for which the person chose their own."""
    preview = Preview(refused=list(upload.refused), not_read=list(upload.not_read))
    by_place = defaultdict(list)
    for entered in upload.entered:
        by_place[entered[:3]].append(entered)
    for cells in by_place.values():
        if len(cells) > 1:
            reason = f"{in_words(one.where for one in cells)} name the same cell. Leave one of them."
            preview.refused += [_refusal(one, standing, capfirst(reason)) for one in cells]
        else:
            _compare(cells[0], standing, preview, mine)
    return preview


def save_preview(data: dict[str, Any], standing: StandingTables, *, mine: Set[str], by: User) -> int:
    """Save what the person accepted of a preview, all or nothing; gives how many cells that were.

    `data` is what `as_data` gave. Raises Conflict, with the preview as things are now, where something changed
    since the person saw it.
    """
    upload = EvidenceUpload(refused=[CellRefusal(*one) for one in data["refused"]], not_read=data["not_read"])
    seen = {}
    for *entered, shown in data["cells"]:
        cell = EnteredCell(*entered)
        upload.entered.append(cell if cell.seen else cell._replace(seen=shown))
        seen[mark_of(cell[:3])] = shown
    preview = preview_of(upload, standing, mine)
    now = {change.choice: change.shown for change in preview.changes}
    if now == seen:
        accepted = [change for change in preview.changes if change.accepted]
        changes = [_change(one) for one in accepted]
        try:
            save_values(changes, by=by)
        except Conflicts:
            standing = StandingTables(standing.partnership, standing.edition)
            now = {change.choice: change.shown for change in preview_of(upload, standing).changes}
        else:
            return len(changes)
    moved = {name for name, shown in seen.items() if now.get(name) != shown}
    preview = preview_of(upload, standing, mine - moved)
    preview.unchanged += data["unchanged"]
    preview.left_alone = [*data["left_alone"], *preview.left_alone]
    raise Conflict(preview)


def _change(one: CellChange) -> Change:
    return Change(one.row, one.period, one.wanted, seen_in(one.value), part=one.part)


def _compare(entered: EnteredCell, standing: StandingTables, preview: Preview, mine: Set[str]) -> None:
    """Put a cell where it belongs in the preview."""
    place = _place(entered, standing)
    if isinstance(place, str):
        preview.refused.append(_refusal(entered, standing, place))
        return
    row, period, part = place
    value = standing.values.get((row.pk, period.pk, part.pk if part else None))
    try:
        wanted = {name: _clean(name, text, value) for name, text in entered.wanted.items()}
    except ValueError as wrong:
        preview.refused.append(_refusal(entered, standing, str(wrong)))
        return
    outcomes = resolutions_of(entered.seen or seen_in(value, *FIELDS), said_by(value, FIELDS), wanted)
    changed = {
        name: wanted[name]
        for name, outcome in outcomes.items()
        if outcome in (Resolution.MINE, Resolution.CONFLICT)
    }
    if not changed:
        if Resolution.THEIRS in outcomes.values():
            preview.left_alone.append(_name(standing.names[row.lineage], period, part))
        else:
            preview.unchanged += 1
        return
    text = changed.get("text", "")
    reasons = problems_with(text, row, period) if text else []
    if value is None and not row.is_kept_in(period):
        reasons.append(f"The row is not kept any more in {period.name}.")
    if value is None and not text:
        reasons.append("A source or a note needs a value beside it.")
    if reasons:
        preview.refused += [_refusal(entered, standing, reason) for reason in reasons]
        return
    preview.changes.append(
        CellChange(
            entered,
            row,
            period,
            part,
            value,
            row_name=standing.names[row.lineage],
            wanted=changed,
            conflict=Resolution.CONFLICT in outcomes.values(),
            keep_mine=mark_of(entered[:3]) in mine,
            understood=understood(text, row, period) if text else "",
            remarks=remarks_on(text, row, period) if text else [],
        )
    )


def _place(
    entered: EnteredCell, standing: StandingTables
) -> tuple[EvidenceRow, Period, BreakdownPart | None] | str:
    """The cell that is meant, or why there is none."""
    row = standing.rows.get(entered.lineage)
    if row is None:
        return "This row is not in the table any more."
    period = standing.columns[row.category_id].get(entered.period)
    if period is None:
        where = f"{standing.edition.words.category} {row.category.number}"
        return f"The table of {where} has no column for this period."
    if entered.part is None:
        return row, period, None
    part = standing.part_with.get((row.lineage, entered.part))
    return (row, period, part) if part else "The row is not broken down by this any more."


def _clean(name: str, text: str, value: Observation | None) -> str:
    """As a page would take it; what nobody touched stays as it is. Raises ValueError with what a person reads."""
    if value and text == getattr(value, name):
        return text
    column: Any = Observation._meta.get_field(name)
    text = as_typed(text)
    longest = len(text) if name == "text" else column.max_length  # `problems_with` says it of a value
    return fitting(text, WORDS[name], longest)


def _refusal(entered: EnteredCell, standing: StandingTables, reason: str) -> CellRefusal:
    period = standing.periods.get(entered.period)
    part = standing.part_with.get((entered.lineage, entered.part)) if entered.part else None
    row = standing.names.get(entered.lineage, "")
    name = _name(row, period, part) if row and period else row
    text = next((text for text in entered.wanted.values() if text), "")
    return CellRefusal(entered.where, name, short(text), reason)


def _name(row: str, period: Period, part: BreakdownPart | None) -> str:
    """“Fill rate, Wydown, 2023-2024”."""
    return ", ".join((row, *([part.label] if part else []), period.name))
