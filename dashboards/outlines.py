"""Many rounds at once: how far each is and what waits in it, from a few columns of its assessments.

All that is said here of a round hangs on its shape: who is asked, the status of each, what this person is to it, and
the due date. Thousands of rounds share a few dozen shapes, so each shape is put to `RoundStatus` once, which knows
the rules, and every further round of that shape costs a look-up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from accounts.models import Organization, User
from assessments.models import OPEN, Assessment, AssessmentStatus, Cycle, Rating
from assessments.models.assessments import AssessmentQuerySet
from partnerships.access import is_of_either_side
from partnerships.models import Agreement, Partnership

from .rounds import RoundState, RoundStatus
from .waiting import NextStep, waiting_in


class PartnershipOutline(NamedTuple):
    """What is known of a partnership without reading it. All but the name are primary keys."""

    pk: int
    agreement: int
    lead: int
    partner: int
    parent: int | None
    name: str
    """The short name of the partner."""


COLUMNS = ("pk", "agreement", "agreement__lead", "partner", "partner__parent", "partner__short_name")


def partnership_outlines(partnerships: QuerySet[Partnership]) -> list[PartnershipOutline]:
    return [PartnershipOutline(*row) for row in partnerships.values_list(*COLUMNS)]


class SideShape(NamedTuple):
    """What a round's shape says of one of its assessments. Sorted, they stand as in a `Round`."""

    place: int
    rater: str
    by: int
    status: str
    is_writer: bool
    is_reviewer: bool
    readable: bool
    started: bool
    due_on: date | None
    submitted_at: datetime | None = None
    returned_at: datetime | None = None
    withdrawn_at: datetime | None = None
    made_final_at: datetime | None = None
    """These four where the status in words hangs on them."""


Shape = tuple[int, tuple[SideShape, ...], bool]
"""The lead agency, the sides, and whether this person is of either side."""


JOINT, OWN, LEAD, OTHER = range(4)
"""The places of a round."""

TURNS = ("submitted_at", "returned_at", "withdrawn_at", "made_final_at")


@dataclass(frozen=True)
class ShapeFacts:
    """What holds for every round of a shape. `round` stands for them: the key of each assessment is its place."""

    round: RoundStatus
    state: RoundState
    days_late: int
    step: NextStep | None
    awaited: int | None
    """The place of the assessment that waits for this person."""
    can_begin_conference: bool

    @classmethod
    def of(cls, round: RoundStatus) -> Self:
        waiting = waiting_in(round)
        step, awaited = (waiting.step, waiting.assessment.pk) if waiting else (None, None)
        return cls(round, round.state, round.days_late, step, awaited, round.can_begin_conference)


@dataclass(frozen=True, slots=True)
class RoundOutline:
    """One partnership's round in one cycle, as far as lists count, filter and sort by it."""

    partnership: PartnershipOutline
    cycle: int
    facts: ShapeFacts
    keys: tuple[int, ...]
    """The assessments, in the order of a `Round`."""
    submitted: tuple[datetime | None, ...]
    """When each was, where it is to be reviewed."""

    @property
    def key(self) -> int:
        return self.partnership.pk

    @property
    def name(self) -> str:
        return self.partnership.name

    @property
    def state(self) -> RoundState:
        return self.facts.state

    @property
    def status(self) -> str:
        return self.facts.round.status

    @property
    def days_late(self) -> int:
        return self.facts.days_late

    @property
    def step(self) -> NextStep | None:
        return self.facts.step

    @property
    def submitted_at(self) -> datetime | None:
        """When what waits for this person's review was submitted."""
        return None if self.facts.awaited is None else self.submitted[self.facts.awaited]

    # The figures of a list that is sorted by them

    @property
    def result_key(self) -> int | None:
        result = self.facts.round.result
        return self.keys[result.pk] if result else None

    @property
    def keys_to_compare(self) -> list[int]:
        """The sides, where it may be told at what they differ."""
        round = self.facts.round
        return [self.keys[side.pk] for side in round.sides] if round.sides_may_be_compared else []

    @property
    def decisive_keys(self) -> list[int]:
        return [self.keys[one.pk] for one in self.facts.round.decisive]

    @property
    def touched_keys(self) -> list[int]:
        """The assessments in which anybody did anything since they were opened."""
        asked: list[Any] = self.facts.round.asked
        return [self.keys[one.pk] for one in asked if one.started or one.is_handed_in]


class RoundOutlines:
    """The rounds that some assessments belong to, in one query; of these partnerships alone.

    What hangs on what this person may read, and the status in words of what was sent back, need to be asked for:
    `with_readable`, `with_turns`.
    """

    def __init__(
        self,
        user: User,
        partnerships: Iterable[PartnershipOutline],
        assessments: AssessmentQuerySet,
        *,
        with_readable: bool = False,
        with_turns: bool = False,
    ):
        self.user = user
        self.facts: dict[Shape, ShapeFacts] = {}
        known = {partnership.pk: partnership for partnership in partnerships}
        rows = defaultdict(list)
        for partnership, cycle, *side in _sides(user, assessments, with_readable, with_turns):
            if partnership in known:
                rows[partnership, cycle].append(side)
        self.found = {place: self._outline(known[place[0]], place[1], sides) for place, sides in rows.items()}

    def of(self, partnership: PartnershipOutline, cycle: int) -> RoundOutline:
        """Where nobody was ever asked, a round without assessments."""
        return self.found.get((partnership.pk, cycle)) or self._outline(partnership, cycle, [])

    def _outline(self, partnership: PartnershipOutline, cycle: int, rows: list[list[Any]]) -> RoundOutline:
        sides = []
        for key, by, name, status, writes, reviews, readable, started, due_on, submitted_at, *back in rows:
            place, rater, who = _place_of(by, name, partnership)
            side = SideShape(place, rater, who, status, writes, reviews, readable, started, due_on, *back)
            sides.append((side[:3], key, side, submitted_at))
        sides.sort()
        shape = tuple(side[2] for side in sides)
        facts = self._facts(partnership, shape, begins=False)
        if facts.can_begin_conference and is_of_either_side(self.user, _made_up_partnership(partnership)):
            facts = self._facts(partnership, shape, begins=True)
        keys, submitted = tuple(side[1] for side in sides), tuple(side[3] for side in sides)
        return RoundOutline(partnership, cycle, facts, keys, submitted)

    def _facts(
        self, partnership: PartnershipOutline, sides: tuple[SideShape, ...], *, begins: bool
    ) -> ShapeFacts:
        shape = partnership.lead, sides, begins
        if shape not in self.facts:
            self.facts[shape] = ShapeFacts.of(_made_up(partnership, sides, begins=begins))
        return self.facts[shape]


def _sides(
    user: User, assessments: AssessmentQuerySet, with_readable: bool, with_turns: bool
) -> Iterable[Any]:
    """Partnership, cycle and key of each assessment, then the columns of `SideShape` from `by` on."""
    started = Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)
    if with_readable:
        rows = assessments.as_seen_by(user)
    else:
        rows = assessments.within_reach_of(user).with_due_date().annotate(readable=Value(False))
    columns = {
        # Only of what is open does anything hang on it.
        "has_begun": Case(When(status__in=OPEN, then=Exists(started)), default=False),
        "waits_since": Case(When(status=AssessmentStatus.SUBMITTED, then=F("submitted_at"))),
    }
    if with_turns:
        columns |= {
            f"back_{turn}": Case(When(status=AssessmentStatus.RETURNED, then=F(turn))) for turn in TURNS
        }
    names = (
        "pk",
        "by",
        "by__short_name",
        "status",
        "is_writer",
        "is_reviewer",
        "readable",
        "has_begun",
        "due_on",
    )
    rest = [name for name in columns if name != "has_begun"]
    return rows.annotate(**columns).order_by().values_list("partnership", "cycle", *names, *rest)


def _place_of(by: int | None, name: str | None, partnership: PartnershipOutline) -> tuple[int, str, int]:
    """Where an assessment stands in its round. Which partner it is, is not part of the shape."""
    if by is None:
        return JOINT, "", 0
    if by == partnership.partner:
        return OWN, "", 0
    return LEAD if by == partnership.lead else OTHER, name or "", by


def _made_up_partnership(outline: PartnershipOutline) -> Partnership:
    lead = Organization(pk=outline.lead)
    return Partnership(
        pk=outline.pk,
        agreement=Agreement(pk=outline.agreement, lead=lead),
        partner=Organization(pk=outline.partner, parent_id=outline.parent),
    )


def _made_up(partnership: PartnershipOutline, shape: tuple[SideShape, ...], *, begins: bool) -> RoundStatus:
    """A round of this shape. What it says of its partner is said of no other of the shape."""
    assessments = []
    for number, side in enumerate(shape):
        by = partnership.partner if side.place == OWN else side.by
        one = Assessment(
            pk=number, status=side.status, by=Organization(pk=by, short_name=side.rater) if by else None
        )
        one.is_writer, one.is_reviewer, one.readable = side.is_writer, side.is_reviewer, side.readable
        one.due_on = side.due_on
        one.started = side.started  # type: ignore[attr-defined]  # as `RoundStatus` reads it
        for turn in TURNS:
            setattr(one, turn, getattr(side, turn))
        assessments.append(one)
    return RoundStatus(_made_up_partnership(partnership), Cycle(), assessments, begins=begins)
