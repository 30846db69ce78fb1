"""Many rounds at once: how far each is and what waits in it, from one line of text that the database makes of each.

What is said here of a round hangs on its shape alone: who is asked, the status of each, what this person is to it,
and the due date. Thousands of rounds share a few dozen shapes, so each shape is put to `RoundStatus` once, which
knows the rules, and every further round of that shape costs a look-up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from accounts.memberships import memberships_of
from accounts.models import Organization, User
from assessments.models import OPEN, Assessment, AssessmentStatus, Confirmation, Cycle, Rating
from assessments.models.assessments import AssessmentQuerySet
from core.prepared import prepared
from core.texts import FlatText, JoinedText
from partnerships.access import is_of_either_side

from .lines import LineGroup
from .partnerships import PartnershipOutline
from .rounds import RoundState, RoundStatus
from .waiting import NextStep, waiting_in


@dataclass(frozen=True)
class ShapeFacts:
    """What holds for every round of a shape. `round` stands for them; its assessments have their places as keys."""

    round: RoundStatus
    state: RoundState
    days_late: int
    step: NextStep | None
    group: LineGroup

    @classmethod
    def of(cls, round: RoundStatus) -> Self:
        waiting = waiting_in(round)
        step = waiting.step if waiting else None
        return cls(round, round.state, round.days_late, step, LineGroup.of(step, round.state))


class RoundOutline(NamedTuple):
    """One partnership's round in one cycle, as far as lists count, filter and sort by it."""

    partnership: PartnershipOutline
    cycle: int
    facts: ShapeFacts
    submitted_at: datetime | None
    """When what is to be reviewed was submitted."""
    keys: tuple[int, ...] = ()
    """Of the assessments, where they were asked for."""

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

    # What a list that is sorted by figures counts

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


JOINT, PARTNER = "joint", "partner"
"""Who rates, in a line of text; of anybody else the primary key."""

STARTED, UNTOUCHED = "started", "untouched"
"""Whether anybody has begun it. Of a joint one that is submitted the sides are told that have confirmed it."""

TURNS = ("submitted_at", "returned_at", "withdrawn_at", "made_final_at")


class RoundOutlines:
    """The rounds of these partnerships in some cycles, as a person sees them who reaches them.

    `only` narrows them to the partnerships of these keys. In one query, and one more where other parties rate.
    `with_keys` also gives the keys of the assessments, and `with_turns` tells, in one more query, what the status
    in words of anything sent back hangs on.
    """

    def __init__(
        self,
        user: User,
        partnerships: Iterable[PartnershipOutline],
        cycles: Iterable[int],
        *,
        only: Iterable[int] | None = None,
        with_keys: bool = False,
        with_turns: bool = False,
    ):
        self.user = user
        held = memberships_of(user)
        self.own = {one.organization for one in held}
        self.narrowed = [one for one in held if not one.reaches_all]
        self.with_keys = with_keys or with_turns
        self.facts: dict[Any, ShapeFacts] = {}
        if only is None:
            rows = _lines_in(*cycles, with_keys=self.with_keys)
        else:
            assessments = Assessment.objects.filter(partnership__in=only, cycle__in=cycles)
            rows = list(_lines(assessments, with_keys=self.with_keys))
        self.turns = _turns(cycles) if with_turns else {}
        self.raters = _raters({row[2] for row in rows})
        known = {partnership.pk: partnership for partnership in partnerships}
        self.found = {
            (partnership, cycle): self._outline(known[partnership], cycle, *line)
            for partnership, cycle, *line in rows
            if partnership in known
        }

    def of(self, partnership: PartnershipOutline, cycle: int) -> RoundOutline:
        """Where nobody was ever asked, a round without assessments."""
        return self.found.get((partnership.pk, cycle)) or self._outline(partnership, cycle, "", None, None)

    def _outline(
        self,
        partnership: PartnershipOutline,
        cycle: int,
        text: str,
        due_on: str | None,
        submitted_at: datetime | None,
    ) -> RoundOutline:
        keys: tuple[int, ...] = ()
        if self.with_keys and text:
            parts = [part.partition(" ") for part in text.split("|")]
            keys, text = tuple(int(part[0]) for part in parts), "|".join(part[2] for part in parts)
        turns = tuple(self.turns.get(key) for key in keys) if self.turns else ()
        shape = self._standing(partnership), text, due_on, turns
        if shape not in self.facts:
            self.facts[shape] = ShapeFacts.of(self._made_up(partnership, text, due_on, turns))
        return RoundOutline(partnership, cycle, self.facts[shape], submitted_at, keys)

    def _standing(self, partnership: PartnershipOutline) -> tuple[Any, ...]:
        """How this person's memberships lie in a partnership. Where they lie alike, access is the same."""
        partner = partnership.partner if partnership.partner in self.own else None
        parent = partnership.parent if partnership.parent in self.own else None
        reached = tuple(one.reaches(partnership.pk) for one in self.narrowed) if self.narrowed else ()
        return partnership.lead, partner, parent, reached

    def _made_up(
        self, partnership: PartnershipOutline, text: str, due_on: str | None, turns: tuple[Any, ...]
    ) -> RoundStatus:
        """A round of this shape."""
        record, assessments = partnership.record(), []
        for place, part in enumerate(text.split("|") if text else ()):
            rater, status, told = part.split(" ")
            by = record.partner if rater == PARTNER else self.raters.get(rater)
            one = Assessment(pk=place, by=by, status=status)
            one.due_on = date.fromisoformat(due_on) if due_on else None
            one.started = told == STARTED  # type: ignore[attr-defined]  # as `RoundStatus` asks for it
            one.confirmed = _keys(told, partnership)
            for name, at in zip(TURNS, (turns and turns[place]) or (), strict=False):
                setattr(one, name, at)
            assessments.append(one)
        begins = is_of_either_side(self.user, record)
        return RoundStatus(record, Cycle(), assessments, begins=begins).seen_by(self.user)


@prepared
def _lines_in(*cycles: int, with_keys: bool) -> Any:
    return _lines(Assessment.objects.filter(cycle__pk__in=cycles), with_keys=with_keys)


def _lines(assessments: AssessmentQuerySet, *, with_keys: bool) -> Any:
    """(partnership, cycle, the text of its assessments, its due date, when the last was submitted) of each round.

    Of what is submitted in a round that waits for a review, the last is what is to be reviewed.
    """
    rated = Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)
    rater = Case(
        When(by=None, then=Value(JOINT)),
        When(by=F("partnership__partner"), then=Value(PARTNER)),
        default=Cast("by", CharField()),
    )
    # Of what is handed in, nobody asks whether it was ever begun; nor, one inside the other, does the database.
    begun = Case(When(Exists(rated), then=Value(STARTED)), default=Value(UNTOUCHED))
    sides = Confirmation.objects.filter(assessment=OuterRef("pk"), submission=OuterRef("submission"))
    side = Case(
        When(organization=F("assessment__partnership__partner"), then=Value(PARTNER)),
        default=Cast("organization", CharField()),
    )
    confirmed = (
        sides.order_by().values("assessment").annotate(by=JoinedText(side, separator=",")).values("by")
    )
    told = Case(
        When(status__in=OPEN, then=begun),
        When(
            by=None,
            status=AssessmentStatus.SUBMITTED,
            then=Coalesce(Subquery(confirmed), Value(UNTOUCHED), output_field=TextField()),
        ),
        default=Value(UNTOUCHED),
        output_field=TextField(),
    )
    key = [Cast("pk", CharField()), Value(" ")] if with_keys else []
    text = FlatText(*key, rater, Value(" "), "status", Value(" "), told)
    return (
        assessments.with_due_date()
        .order_by()
        .values("cycle", "partnership")  # in the order of an index
        .annotate(
            text=JoinedText(text),
            due=Max(Cast("due_on", CharField())),
            submitted=Max("submitted_at", filter=Q(status=AssessmentStatus.SUBMITTED)),
        )
        .values_list("partnership", "cycle", "text", "due", "submitted")
    )


def _keys(told: str, partnership: PartnershipOutline) -> str | None:
    """The keys of the sides that have confirmed it, as `Assessment.confirmed` has them."""
    if told in (STARTED, UNTOUCHED):
        return None
    return ",".join(str(partnership.partner) if side == PARTNER else side for side in told.split(","))


def _raters(texts: set[str]) -> dict[str, Organization]:
    """Whoever rates beside the partner, by the key as it stands in the texts."""
    raters = {part.split(" ")[-3] for text in texts for part in text.split("|")} - {JOINT, PARTNER}
    if not raters:
        return {}
    found = Organization.objects.only("short_name", "parent").in_bulk([int(rater) for rater in raters])
    return {str(key): organization for key, organization in found.items()}


def _turns(cycles: Iterable[int]) -> dict[int, tuple[datetime | None, ...]]:
    """When what was sent back took its turns, by the key of the assessment."""
    returned = Assessment.objects.filter(cycle__in=cycles, status=AssessmentStatus.RETURNED)
    back = returned.order_by().values_list("pk", *TURNS)
    return {key: tuple(turns) for key, *turns in back}
