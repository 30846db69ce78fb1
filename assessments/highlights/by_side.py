"""What each side calls a strength or an area of focus, beside the joint list, and what the conference makes of it.

Each of a side's is taken over, merged with another or left aside; what was done with it stays known, and can be
undone. What a side wrote is never changed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db.models import prefetch_related_objects

from accounts.models import User
from assessments.models import HIGHLIGHT_MAX_LENGTH, Assessment, Highlight, HighlightKind, HighlightOutcome
from core.conflicts import Conflict, Resolution, mark_of, resolution_of
from core.history import delete_as, save_as
from core.words import in_words
from evidence.models import EvidenceRow
from partnerships.models import Measure

from .lists import add_highlight
from .points import set_points, with_points
from .removed import remove_highlight

TITLES = {HighlightKind.STRENGTH: "Strengths", HighlightKind.FOCUS: "Areas of focus"}


@dataclass(frozen=True)
class SideHighlight:
    """One that a side wrote, with its `points`, and what became of it; None while that is not settled."""

    row: Any
    outcome: HighlightOutcome | None = None
    place: int = 0
    """That of the joint one that takes it up, in its list."""

    @property
    def is_left(self) -> bool:
        return self.outcome is not None and self.outcome.into is None

    @property
    def words_differ(self) -> bool:
        """Whether the joint one that takes it up says it in other words."""
        return bool(self.outcome and self.outcome.into and self.outcome.into.text != self.row.text)


@dataclass(frozen=True)
class Column:
    """What one side wrote in one of the two lists."""

    side: Assessment
    rows: list[SideHighlight]


@dataclass
class HighlightList:
    """One of the two lists of an assessment, its rows with `points`; of a joint one also what the sides wrote."""

    kind: HighlightKind
    is_joint: bool
    rows: list[Any] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    """Of the sides that this person may read, where it is a joint one."""
    unsaved: dict[str, Any] = field(default_factory=dict)
    """What a person left in a form."""

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def one(self) -> str:
        return str(self.kind.label)

    @property
    def region(self) -> str:
        """The part of the page that is drawn anew when the list changes; with what the sides wrote, if they did."""
        return f"both-{self.kind}" if self.is_joint else str(self.kind)

    @property
    def has_sides(self) -> bool:
        return any(column.rows for column in self.columns)

    @property
    def to_settle(self) -> int:
        """How many of the sides' nobody has taken over, merged or left."""
        return sum(one.outcome is None for column in self.columns for one in column.rows)


def highlight_lists(
    assessment: Assessment, user: User, unsaved: dict[str, dict[str, Any]] | None = None
) -> list[HighlightList]:
    """Strengths and areas of focus; `unsaved` maps a kind to what is left in a form of it.

    In two queries; in four for a joint one, one of which reads its round.
    """
    sides = _readable_sides(assessment, user)
    rows = with_points(Highlight.objects.filter(assessment__in=[assessment, *sides]))
    outcomes = _outcomes(assessment) if sides else {}
    origins = defaultdict(list)
    for outcome in outcomes.values():
        origins[outcome.into_id].append(outcome.highlight.assessment.rater)
    for row in rows:
        row.mark = mark_of(row.text)
        row.taken_from = in_words(dict.fromkeys(origins[row.pk])) if row.pk in origins else ""

    def of(one: Assessment, kind: HighlightKind) -> list[Any]:
        return [row for row in rows if row.assessment_id == one.pk and row.kind == kind]

    def list_of(kind: HighlightKind) -> HighlightList:
        joint = of(assessment, kind)
        places = {row.pk: place for place, row in enumerate(joint, start=1)}

        def settled(row: Any) -> SideHighlight:
            outcome = outcomes.get(row.pk)
            return SideHighlight(row, outcome, places.get(outcome.into_id, 0) if outcome else 0)

        columns = [Column(side, [settled(row) for row in of(side, kind)]) for side in sides]
        return HighlightList(kind, assessment.is_joint, joint, columns, (unsaved or {}).get(kind, {}))

    return [list_of(kind) for kind in TITLES]


def _readable_sides(assessment: Assessment, user: User) -> list[Assessment]:
    """The sides of the round of a joint assessment, those left out whose words this person may not read now."""
    if not assessment.is_joint:
        return []
    return [side for side in assessment.in_round.seen_by(user).sides if side.readable]


def _outcomes(joint: Assessment) -> dict[int, HighlightOutcome]:
    """By what the side wrote."""
    standing = HighlightOutcome.objects.standing_in(joint)
    found = standing.select_related("into", "made_by", "highlight__assessment__by").order_by("made_at", "pk")
    return {outcome.highlight_id: outcome for outcome in found}


def side_highlight(joint: Assessment, public_id: str, user: User) -> Highlight | None:
    """One that a side of the round wrote, if this person may read it."""
    sides = {side.pk: side for side in _readable_sides(joint, user)}
    found = Highlight.objects.filter(assessment__in=sides, public_id=public_id).first()
    if found:
        found.assessment = sides[found.assessment_id]
    return found


def take_over(joint: Assessment, highlight: Highlight, *, by: User) -> Highlight:
    """Write a side's into the joint list, with all it points to, unless a joint one says the same already.

    The caller holds the lock on the joint assessment's row, here and below.
    """
    if already := _taken_up(joint, highlight):
        return already
    into = _joint_one(joint, highlight.kind, highlight.text, by=by)
    _take_up(joint, [highlight], into, by=by)
    return into


def _joint_one(joint: Assessment, kind: str, text: str, *, by: User) -> Highlight:
    """The one in the joint list that says this, added where there is none."""
    there = joint.highlights.filter(kind=kind, text=text).first()
    return there or add_highlight(joint, kind, text, by=by)


class TooLong(Exception):
    """Both texts are longer than fits. Its text are both, for a person to shorten."""


def merge(
    joint: Assessment, highlight: Highlight, other: Highlight, *, words: str | None, seen: str, by: User
) -> Highlight:
    """Make one of two: `other` is one of the joint list, or another side's, which is taken over with it.

    `words` are those it gets; without them it gets both texts. `seen` is the mark of the other's words as the
    person saw them. Raises Conflict, with what it says `now`, where somebody changed those, or took this one over
    meanwhile and there are words for it; TooLong where both do not fit.
    """
    if already := _taken_up(joint, highlight):
        if words is None:
            return already
        raise Conflict(already.text)
    into = other if other.assessment_id == joint.pk else _taken_up(joint, other)
    now = into.text if into else other.text
    if resolution_of(seen, mark_of(now), None) is Resolution.CONFLICT:
        raise Conflict(now)
    if words is None:
        words = both(now, highlight.text)
        if len(words) > HIGHLIGHT_MAX_LENGTH:
            raise TooLong(words)
    if into is None:
        into = _joint_one(joint, other.kind, words, by=by)
        _take_up(joint, [other, highlight], into, by=by)
        return into
    if into.text != words:
        into.text = words
        save_as(into, by=by, update_fields=["text"])
    _take_up(joint, [highlight], into, by=by)
    return into


def both(one: str, other: str) -> str:
    """Two texts as one, each on its own line; one of them where it says the other already."""
    if other in one:
        return one
    return other if one in other else f"{one}\n{other}"


def _taken_up(joint: Assessment, highlight: Highlight) -> Highlight | None:
    outcome = _outcomes(joint).get(highlight.pk)
    return outcome.into if outcome else None


def leave_aside(joint: Assessment, highlight: Highlight, *, by: User) -> bool:
    """Say that the joint list does without it. False where somebody took it over meanwhile: that stays."""
    if _taken_up(joint, highlight):
        return False
    _settle(joint, highlight, None, by=by)
    return True


class Undone(Enum):
    """What undoing did to the joint list."""

    NOTHING = "Undone"
    REMOVED = "Undone, and removed from the joint list"
    WITHOUT_IT = "Undone, and its words taken out of the joint list"
    WORDS_STAY = "Undone. The joint list keeps the words it has: change them there"


def undo(joint: Assessment, highlight: Highlight, *, by: User) -> Undone:
    """Let it be to settle again. A joint one that is nothing but this one is removed, and can be put back; where
    both stand in it as they were merged, this one's words go."""
    outcome = _outcomes(joint).get(highlight.pk)
    if outcome is None:
        return Undone.NOTHING
    into = outcome.into
    delete_as(outcome, by=by)
    if into is None:
        return Undone.NOTHING
    origins = {origin.highlight.text for origin in into.origins.select_related("highlight")}
    if highlight.text in origins:  # another side says the same
        return Undone.NOTHING
    if into.text == highlight.text:
        if origins:
            return Undone.WORDS_STAY
        remove_highlight(into, by=by)
        return Undone.REMOVED
    if (rest := _without(into.text, highlight.text)) is None:
        return Undone.WORDS_STAY
    into.text = rest
    save_as(into, by=by, update_fields=["text"])
    return Undone.WITHOUT_IT


def _without(text: str, part: str) -> str | None:
    """What is left of a text that `both` made; None where its first or last lines are not this part."""
    if text.endswith(f"\n{part}"):
        return text.removesuffix(f"\n{part}")
    return text.removeprefix(f"{part}\n") if text.startswith(f"{part}\n") else None


def _settle(joint: Assessment, highlight: Highlight, into: Highlight | None, *, by: User) -> None:
    outcome = HighlightOutcome.objects.filter(highlight=highlight).first()
    outcome = outcome or HighlightOutcome(highlight=highlight)
    outcome.assessment, outcome.into, outcome.made_by = joint, into, by
    save_as(outcome, by=by)


def _take_up(joint: Assessment, highlights: list[Highlight], into: Highlight, *, by: User) -> None:
    """Note that a joint one says these of the sides, and let it also point to all they point to."""
    prefetch_related_objects([into, *highlights], "items", "measures", "rows")
    items, evidence = {*into.items.all()}, _evidence_of(into)
    more_items = {item for one in highlights for item in one.items.all()}
    more_evidence = {named for one in highlights for named in _evidence_of(one)}
    if not (more_items <= items and more_evidence <= evidence):
        set_points(into, items | more_items, evidence | more_evidence, by=by)
    for highlight in highlights:
        _settle(joint, highlight, into, by=by)


def _evidence_of(highlight: Highlight) -> set[Measure | EvidenceRow]:
    return {*highlight.measures.all(), *highlight.rows.all()}
