"""What an upload would change, and saving what a person accepts of it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from assessments.models import Assessment, Rating
from assessments.rating.rendering import ShownWhole
from assessments.rating.saving import RatingState, outcome_of_rating, save_ratings, version_of
from core.conflicts import Conflict, Resolution
from core.words import counted, in_words
from core.workbooks.entries import Refusal
from partnerships.models import Item, RatingLevel, RatingScale, Word

from .entered import Entered, EnteredLine, Upload
from .layout import CategorySheet, Columns
from .summary_changes import LineChange, Summary


@dataclass
class RatingChange:
    """An item whose row says something else than what is saved."""

    item: Item
    whole: ShownWhole
    """The item with what it stands beneath, and its parts."""
    rating: Rating | None
    """As it is saved now."""
    entered: Entered
    now: RatingState
    level_now: RatingLevel | None
    level_entered: RatingLevel | None
    scale: RatingScale
    cells: list[str]
    """Those that differ: “C5”."""
    conflict: bool
    """Somebody else saved after the workbook was downloaded."""
    keep_mine: bool

    @property
    def version(self) -> int:
        """The one the person sees beside their own entry."""
        return version_of(self.rating)

    @property
    def accepted(self) -> bool:
        return not self.conflict or self.keep_mine


@dataclass
class UploadPreview:
    level: Word
    """What the edition calls a rating."""
    changes: list[RatingChange] = field(default_factory=list)
    unchanged: int = 0
    lines: list[LineChange] = field(default_factory=list)
    """Of the summary."""
    left_alone: list[str] = field(default_factory=list)
    """Items and lines that others changed meanwhile and this person did not touch: they stay as they are."""
    refused: list[Refusal] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)

    @property
    def plain(self) -> list[RatingChange]:
        return [change for change in self.changes if not change.conflict]

    @property
    def conflicts(self) -> list[RatingChange]:
        return [change for change in self.changes if change.conflict]

    @property
    def plain_lines(self) -> list[LineChange]:
        return [change for change in self.lines if not change.conflict]

    @property
    def conflicting_lines(self) -> list[LineChange]:
        return [change for change in self.lines if change.conflict]

    @property
    def count_plain(self) -> int:
        return len(self.plain) + len(self.plain_lines)

    @property
    def count_conflicts(self) -> int:
        return len(self.conflicts) + len(self.conflicting_lines)

    @property
    def to_save(self) -> str:
        """What the button of a preview without conflicts saves."""
        return in_numbers(len(self.plain), len(self.plain_lines), self.level)

    def as_data(self) -> dict[str, Any]:
        """As the form carries it to its confirmation, signed."""
        return {
            "rows": [[*change.entered, change.version] for change in self.changes],
            "lines": [[*change.entered, change.seen_now] for change in self.lines],
            "unchanged": self.unchanged,
            "left_alone": self.left_alone,
            "refused": self.refused,
            "not_read": self.not_read,
        }


def preview_of(
    upload: Upload, assessment: Assessment, sheets: Sequence[CategorySheet], mine: Set[str] = frozenset()
) -> UploadPreview:
    """Compare what was entered with what is saved now.

    `mine` are the references and labels for which the person chose their own entry over somebody else's.
    """
    rows = {row.item.reference: row for sheet in sheets for row in sheet.rows}
    columns = Columns.of(assessment, sheets)
    preview = UploadPreview(assessment.words.level, refused=upload.refused, not_read=upload.not_read)
    for entered in upload.entered:
        row = rows.get(entered.reference)
        if row is None:  # it was taken out of a draft edition meanwhile
            continue
        now, wanted = RatingState.of(row.rating), entered.state
        outcome = outcome_of_rating(row.rating, wanted, entered.version, entered.seen)
        if outcome is Resolution.NOTHING:
            preview.unchanged += 1
        elif outcome is Resolution.THEIRS:
            preview.left_alone.append(entered.reference)
        else:
            preview.changes.append(
                RatingChange(
                    row.item,
                    ShownWhole.of(row.whole, assessment.partnership.partner.short_name),
                    row.rating,
                    entered,
                    now,
                    level_now=row.levels.get(now.code),
                    level_entered=row.levels.get(wanted.code),
                    scale=row.scale,
                    cells=[
                        f"{letter}{entered.row}"
                        for letter, was, new in zip(
                            (columns.level, columns.flag, columns.comment), now, wanted, strict=True
                        )
                        if was != new
                    ],
                    conflict=outcome is Resolution.CONFLICT,
                    keep_mine=entered.reference in mine,
                )
            )
    preview.lines, lines_left_alone = Summary(assessment).changes(upload.lines, mine)
    preview.left_alone += lines_left_alone
    return preview


def save_preview(
    data: dict[str, Any],
    assessment: Assessment,
    sheets: Sequence[CategorySheet],
    *,
    mine: Set[str],
    by: User,
) -> str:
    """Save what the person accepted of a preview; gives in words how much that was, empty where it was nothing.

    `data` is what `as_data` gave. Raises Conflict, with the preview as things are now, where something changed
    since the person saw it. The caller holds the lock on the assessment's row, in a transaction that ends with the
    exception.
    """
    upload = Upload(refused=[Refusal(*row) for row in data["refused"]], not_read=data["not_read"])
    seen: dict[str, int | str] = {}
    for *entered, version in data["rows"]:
        reference, sheet, row, state, *rest = entered
        upload.entered.append(Entered(reference, sheet, row, RatingState(*state), *rest))
        seen[reference] = version
    for *entered, mark in data["lines"]:
        upload.lines.append(EnteredLine(*entered))
        seen[upload.lines[-1].label] = mark
    preview = preview_of(upload, assessment, sheets, mine)
    now: dict[str, int | str] = {change.item.reference: change.version for change in preview.changes}
    now |= {change.choice: change.seen_now for change in preview.lines}
    if now != seen:
        moved = {name for name, value in now.items() if value != seen[name]}
        preview = preview_of(upload, assessment, sheets, mine - moved)
        preview.unchanged += data["unchanged"]
        preview.left_alone = [*data["left_alone"], *preview.left_alone]
        raise Conflict(preview)
    accepted = [change for change in preview.changes if change.accepted]
    entries = [(change.item, change.rating, change.version, _entry(change)) for change in accepted]
    save_ratings(assessment, entries, by=by)
    lines = [change for change in preview.lines if change.accepted]
    Summary(assessment).save(lines, by=by)
    return in_numbers(len(accepted), len(lines), assessment.words.level)


def _entry(change: RatingChange) -> dict[str, Any]:
    _, flag, comment = change.entered.state
    return {"level": change.level_entered, "flag": flag, "comment": comment}


def in_numbers(ratings: int, lines: int, level: Word) -> str:
    """“3 ratings and 1 line of the summary”; empty where there is neither."""
    parts = []
    if ratings:
        parts.append(level.counted(ratings))
    if lines:
        parts.append(f"{counted(lines, 'line')} of the summary")
    return in_words(parts) if parts else ""
