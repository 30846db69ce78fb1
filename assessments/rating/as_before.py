"""Levels that are given again as they were a cycle earlier, by a press and never silently.

Only what is not rated yet takes one, and only where nothing about the item changed: what it is compared with is the
same promise on the same scale, in the same words, with the same lead-in above it and the same parts beneath.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from assessments.models import Assessment
from partnerships.models import Item, LevelKind, Word
from partnerships.wholes import WholeItem, wholes_of

from .lines import WorkspaceLine
from .previous_ratings import PreviousRatings
from .saving import save_ratings, version_of
from .workspace import put_beside, workspace_of


def put_as_before(lines: list[WorkspaceLine], previous: PreviousRatings) -> str:
    """Tell each line that may be rated as before from when, and say it; empty where none may.

    `lines` are all of a document, in order, and have their earlier selves beside them (`put_beside`).
    """
    if previous.assessment is None:
        return ""
    period, may_any = previous.assessment.cycle.period.name, False
    then = {whole.item.lineage: whole for whole in _in_order(previous.items.values()).values()}
    now = wholes_of(line.item for line in lines)
    for line in lines:
        if line.is_unrated and _is_known(line) and _is_same(now[line.item.pk], then, previous):
            line.as_before, may_any = period, True
    return period if may_any else ""


def _in_order(items: Iterable[Item]) -> dict[int, WholeItem]:
    return wholes_of(sorted(items, key=lambda item: (item.category_id, item.position, item.pk)))


def _is_known(line: WorkspaceLine) -> bool:
    """Whether there is a level to compare with. What the source lost or left blank is no answer to give again."""
    level = line.earlier.comparable_level if line.earlier else None
    return level is not None and level.kind not in (LevelKind.LOST, LevelKind.BLANK)


def _is_same(now: WholeItem, then: dict[str, WholeItem], previous: PreviousRatings) -> bool:
    """Whether not a word of it changed, nor of what it stands beneath and what stands beneath it."""
    earlier = then[now.item.lineage]
    around = (*now.above, *now.parts)
    broken = any(one.break_reason for one in map(previous.of, around) if one)
    return not broken and _words(now) == _words(earlier)


def _words(whole: WholeItem) -> tuple[list[str], str, list[str]]:
    above, parts = ([one.full_text for one in some] for some in (whole.above, whole.parts))
    return above, whole.item.full_text, parts


@dataclass(frozen=True)
class TakenAsBefore:
    """What became of a press."""

    period: str
    references: tuple[str, ...]
    """What was rated."""
    waiting: int
    """How many of those asked for are still not rated."""
    item: Word

    @property
    def sentence(self) -> str:
        count = len(self.references)
        if not count:
            return (
                "Nothing is rated as before: what is not rated yet is new, has changed or has no level to compare "
                "with."
            )
        verb = "is" if count == 1 else "are"
        told = f"{self.item.counted(count)} {verb} rated as in {self.period}"
        if not self.waiting:
            return f"{told}."
        wait = "waits" if self.waiting == 1 else "wait"
        return f"{told}; {self.waiting} that changed or had no level to compare with {wait} for you."


def save_as_before(assessment: Assessment, of: str = "", *, by: User) -> TakenAsBefore:
    """Rate what is not rated yet and unchanged as it was a cycle earlier; level and flag, without the comment.

    `of` is the reference of an item or the number of a category; empty: all of them. What is rated stays. The
    caller holds the lock on the assessment's row.
    """
    previous = PreviousRatings(assessment, by, with_levels=False)
    gathered = workspace_of(assessment, previous=previous)
    put_beside(gathered.lines, assessment, previous)
    period = put_as_before(gathered.lines, previous)
    asked = [
        line
        for chapter in gathered.chapters
        for line in chapter.lines
        if line.is_unrated and of in ("", chapter.category.number, line.item.reference)
    ]
    taken = [line for line in asked if line.as_before]
    entries = []
    for line in taken:
        flagged = bool(line.earlier and line.earlier.rating and line.earlier.rating.flag)
        entry = {
            "level": line.earlier and line.earlier.comparable_level,
            "flag": line.flag or flagged,
            "comment": line.comment,
        }
        entries.append((line.item, line.rating, version_of(line.rating), entry))
    save_ratings(assessment, entries, by=by, as_in=period)
    references = tuple(line.item.reference for line in taken)
    return TakenAsBefore(period, references, len(asked) - len(taken), assessment.words.item)
