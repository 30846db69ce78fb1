"""Many rounds at once: how far each is and what waits in it, from one line of text that the database makes of each.

What is said here of a round hangs on its shape alone: who is asked, the status of each, what this person is to it,
and the due date. Thousands of rounds share a few dozen shapes, so each shape is put to `RoundStatus` once, which
knows the rules, and every further round of that shape costs a look-up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple, Self

from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from accounts.models import Organization, User
from assessments.models import OPEN, Assessment, AssessmentStatus, Cycle, Rating
from assessments.models.assessments import AssessmentQuerySet
from core.texts import FlatText, JoinedText
from partnerships.access import is_of_either_side
from partnerships.models import Agreement, Partnership

from .lines import LineGroup
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

    def made_up(self) -> Partnership:
        """As much of the record as the rules of rounds ask for."""
        return Partnership(
            pk=self.pk,
            agreement=Agreement(pk=self.agreement, lead=Organization(pk=self.lead)),
            partner=Organization(pk=self.partner, parent_id=self.parent),
        )

    def for_access(self) -> Any:
        """As much as access asks for: a thousand records would take longer than all the rest."""
        partner = SimpleNamespace(pk=self.partner, parent_id=self.parent)
        agreement = SimpleNamespace(lead_id=self.lead)
        return SimpleNamespace(pk=self.pk, partner_id=self.partner, partner=partner, agreement=agreement)


COLUMNS = ("pk", "agreement", "agreement__lead", "partner", "partner__parent", "partner__short_name")


def partnership_outlines(partnerships: QuerySet[Partnership]) -> list[PartnershipOutline]:
    return [PartnershipOutline(*row) for row in partnerships.values_list(*COLUMNS)]


@dataclass(frozen=True)
class ShapeFacts:
    """What holds for every round of a shape. `round` stands for them; its assessments have their places as keys."""

    round: RoundStatus
    state: RoundState
    days_late: int
    step: NextStep | None
    group: LineGroup
    can_begin_conference: bool

    @classmethod
    def of(cls, round: RoundStatus) -> Self:
        waiting = waiting_in(round)
        step = waiting.step if waiting else None
        group = LineGroup.of(step, round.state)
        return cls(round, round.state, round.days_late, step, group, round.can_begin_conference)


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

SAYS = {"w": "is_writer", "v": "is_reviewer", "r": "readable", "s": "started"}
"""What a letter says of an assessment."""

TURNS = ("submitted_at", "returned_at", "withdrawn_at", "made_final_at")


class RoundOutlines:
    """The rounds that some assessments belong to, of these partnerships alone.

    In one query, and one more each where other parties rate, and where `for_status` asks for it. `for_figures`
    gives the keys of the assessments and what hangs on what this person may read; `for_status` tells the status in
    words of what was sent back.
    """

    def __init__(
        self,
        user: User,
        partnerships: Iterable[PartnershipOutline],
        assessments: AssessmentQuerySet,
        *,
        for_figures: bool = False,
        for_status: bool = False,
    ):
        self.user = user
        self.has_keys = for_figures or for_status
        self.facts: dict[Any, ShapeFacts] = {}
        self.turns = _turns(assessments) if for_status else {}
        rows = list(_lines(user, assessments, has_keys=self.has_keys, has_readable=for_figures))
        self.names = _names({row[2] for row in rows})
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
        if self.has_keys and text:
            parts = [part.partition(" ") for part in text.split("|")]
            keys, text = tuple(int(part[0]) for part in parts), "|".join(part[2] for part in parts)
        facts = self._facts(partnership, text, due_on, keys, begins=False)
        if facts.can_begin_conference and is_of_either_side(self.user, partnership.for_access()):
            facts = self._facts(partnership, text, due_on, keys, begins=True)
        return RoundOutline(partnership, cycle, facts, submitted_at, keys)

    def _facts(
        self,
        partnership: PartnershipOutline,
        text: str,
        due_on: str | None,
        keys: tuple[int, ...],
        *,
        begins: bool,
    ) -> ShapeFacts:
        turns = tuple(self.turns.get(key) for key in keys) if self.turns else ()
        shape = partnership.lead, text, due_on, turns, begins
        if shape not in self.facts:
            due = date.fromisoformat(due_on) if due_on else None
            sides = [self._made_up(partnership, part) for part in text.split("|")] if text else []
            for place, side in enumerate(sides):
                side.pk, side.due_on = place, due
                for name, at in zip(TURNS, (turns and turns[place]) or (), strict=False):
                    setattr(side, name, at)
            round = RoundStatus(partnership.made_up(), Cycle(), sides, begins=begins)
            self.facts[shape] = ShapeFacts.of(round)
        return self.facts[shape]

    def _made_up(self, partnership: PartnershipOutline, text: str) -> Assessment:
        """An assessment of which a line of text says this."""
        rater, status, letters = text.split(" ")
        by = None
        if rater != JOINT:
            key = partnership.partner if rater == PARTNER else int(rater)
            by = Organization(pk=key, short_name=self.names.get(rater, ""))
        assessment = Assessment(by=by, status=status)
        for letter, name in SAYS.items():
            setattr(assessment, name, letter in letters)
        return assessment


def _lines(user: User, assessments: AssessmentQuerySet, *, has_keys: bool, has_readable: bool) -> Any:
    """(partnership, cycle, the text of its assessments, its due date, when the last was submitted) of each round.

    Of what is submitted in a round that waits for a review, the last is what is to be reviewed.
    """
    says = dict(SAYS)
    if has_readable:
        rows = assessments.as_seen_by(user)
    else:
        rows = assessments.within_reach_of(user).with_due_date()
        del says["r"]
    started = Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)
    rater = Case(
        When(by=None, then=Value(JOINT)),
        When(by=F("partnership__partner"), then=Value(PARTNER)),
        default=Cast("by", CharField()),
    )
    # Whether anything is rated is asked of nothing that is handed in.
    begun = rows.annotate(started=Case(When(status__in=OPEN, then=Exists(started)), default=False))
    letters = [
        Case(When(**{name: True}, then=Value(letter)), default=Value("")) for letter, name in says.items()
    ]
    key = [Cast("pk", CharField()), Value(" ")] if has_keys else []
    text = FlatText(*key, rater, Value(" "), "status", Value(" "), *letters)
    submitted = Max("submitted_at", filter=Q(status=AssessmentStatus.SUBMITTED))
    return (
        begun.order_by()
        .values("partnership", "cycle")
        .annotate(text=JoinedText(text), due=Max(Cast("due_on", CharField())), submitted=submitted)
        .values_list("partnership", "cycle", "text", "due", "submitted")
    )


def _names(texts: set[str]) -> dict[str, str]:
    """The short names of the parties that rate: they stand in a round in the order of their names."""
    raters = {part.split(" ")[-3] for text in texts for part in text.split("|")} - {JOINT, PARTNER}
    if not raters:
        return {}
    named = Organization.objects.filter(pk__in=raters).order_by().values_list("pk", "short_name")
    return {str(key): name for key, name in named}


def _turns(assessments: AssessmentQuerySet) -> dict[int, tuple[datetime | None, ...]]:
    """When what was sent back took its turns, by the key of the assessment."""
    back = assessments.filter(status=AssessmentStatus.RETURNED).order_by().values_list("pk", *TURNS)
    return {key: tuple(turns) for key, *turns in back}
