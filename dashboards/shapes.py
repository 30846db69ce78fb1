"""What holds of all rounds of one shape: who is asked, the status of each, what somebody is there, the due date.

Thousands of rounds share a few dozen shapes. Each is put once in a process to `RoundStatus`, which knows the rules.
Nothing of a person reaches it but the memberships, so everybody is told what the same values always give.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from accounts.memberships import Held, somebody_with
from accounts.models import Organization
from assessments.cycles.round_status import Awaited, RoundState, RoundStatus
from assessments.models import Assessment, Cycle
from core.kept import kept
from partnerships.access import is_of_either_side

from .lines import LineGroup
from .partnerships import PartnershipOutline
from .waiting import NextStep, waiting_in

SHAPES_KEPT = 256
"""In a process, those asked for last: each about 1 kB."""

JOINT, PARTNER = "joint", "partner"
"""Who rates, in a line of text; of anybody else the primary key."""

STARTED, UNTOUCHED = "started", "untouched"
"""Whether anybody has begun it. Of a joint one that is submitted the sides are told that have confirmed it."""

TURNS = ("submitted_at", "returned_at", "withdrawn_at", "made_final_at")

SOMEBODY_ELSE = 0
"""Instead of the primary key of a partner to which who asks does not belong."""


class Rater(NamedTuple):
    """Whoever rates beside the partner."""

    pk: int
    short_name: str
    parent: int | None


class RoundShape(NamedTuple):
    """All that `ShapeFacts` hang on, but for the day."""

    held: tuple[Held, ...]
    """The memberships of who asks that reach the partnership."""
    lead: int
    partner: int
    """`SOMEBODY_ELSE` where none of the memberships is in it."""
    parent: int | None
    """None where none of the memberships is in it."""
    text: str
    """As `outlines` puts a round into a line of text."""
    raters: tuple[Rater, ...]
    """Those that the text names."""
    due_on: date | None
    turns: tuple[tuple[datetime | None, ...] | None, ...]
    """Of each assessment when it took its `TURNS`, where that is asked for."""


@dataclass(frozen=True)
class ShapeFacts:
    """What lists of rounds count, filter and sort by. Of assessments, their places in the text."""

    state: RoundState
    status: str
    days_late: int
    step: NextStep | None
    group: LineGroup
    result: int | None
    to_compare: tuple[int, ...]
    """The sides, where it may be told at what they differ."""
    decisive: tuple[int, ...]
    touched: tuple[int, ...]
    """In which anybody did anything since they were opened."""
    awaits: Awaited
    due_on: date | None
    asked: int
    """How many sides."""
    writing: tuple[str, ...]
    """The sides that have not handed in: their names, empty for the partner."""

    @classmethod
    def of(cls, round: RoundStatus) -> Self:
        waiting, asked = waiting_in(round), list[Any](round.asked)
        step = waiting.step if waiting else None
        return cls(
            round.state,
            round.status,
            round.days_late,
            step,
            LineGroup.of(step, round.state),
            round.result.pk if round.result else None,
            tuple(side.pk for side in round.sides) if round.sides_may_be_compared else (),
            tuple(one.pk for one in round.decisive),
            tuple(one.pk for one in asked if one.started or one.is_handed_in),
            round.awaits,
            round.due_on,
            len(round.sides),
            tuple(one.rater for one in round.still_writing),
        )


@kept(SHAPES_KEPT)
def facts_of(shape: RoundShape, today: date) -> ShapeFacts:
    """What is late, is late `today`."""
    partnership = PartnershipOutline(0, "", 0, shape.lead, shape.partner, shape.parent, "").record()
    somebody = somebody_with(tuple(replace(one, reaches_all=True) for one in shape.held))
    begins = is_of_either_side(somebody, partnership)
    assessments = list(_made_up(shape, partnership.partner))
    return ShapeFacts.of(RoundStatus(partnership, Cycle(), assessments, begins=begins).seen_by(somebody))


def _made_up(shape: RoundShape, partner: Organization) -> Iterator[Assessment]:
    raters = {
        str(one.pk): Organization(pk=one.pk, short_name=one.short_name, parent_id=one.parent)
        for one in shape.raters
    }
    for place, part in enumerate(shape.text.split("|") if shape.text else ()):
        rater, status, told = part.split(" ")
        one = Assessment(pk=place, by=partner if rater == PARTNER else raters.get(rater), status=status)
        one.due_on = shape.due_on
        one.started = told == STARTED  # type: ignore[attr-defined]  # as `RoundStatus` asks for it
        one.confirmed = _keys(told, shape.partner)
        for name, at in zip(TURNS, (shape.turns and shape.turns[place]) or (), strict=False):
            setattr(one, name, at)
        yield one


def _keys(told: str, partner: int) -> str | None:
    """The keys of the sides that have confirmed it, as `Assessment.confirmed` has them."""
    if told in (STARTED, UNTOUCHED):
        return None
    return ",".join(str(partner) if side == PARTNER else side for side in told.split(","))
