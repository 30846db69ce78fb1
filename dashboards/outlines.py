"""Many rounds at once: how far each is and what waits in it, from one line of text that the database makes of each.

What is said here of a round hangs on its shape alone: who is asked, the status of each, what this person is to it,
and the due date. Thousands of rounds share a few dozen shapes, so each shape is put to `RoundStatus` once, which
knows the rules, and every further round of that shape costs a look-up.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import compress
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from accounts.memberships import memberships_of
from accounts.models import Organization, User
from assessments.cycles.round_status import RoundState
from assessments.models import OPEN, Assessment, AssessmentStatus, Confirmation, Cycle, Rating
from assessments.models.assessments import AssessmentQuerySet
from core.prepared import prepared
from core.texts import FlatText, JoinedText

from .partnerships import PartnershipOutline
from .shapes import (
    JOINT,
    PARTNER,
    SOMEBODY_ELSE,
    STARTED,
    TURNS,
    UNTOUCHED,
    Rater,
    RoundShape,
    ShapeFacts,
    facts_of,
)
from .waiting import NextStep


class RoundOutline(NamedTuple):
    """One partnership's round in one cycle, as far as lists count, filter and sort by it."""

    partnership: PartnershipOutline
    cycle: int
    facts: ShapeFacts
    submitted: str | None
    """When what is to be reviewed was submitted, as the database writes it."""
    keys: tuple[int, ...] = ()
    """Of the assessments, where they were asked for."""

    @property
    def key(self) -> int:
        return self.partnership.pk

    @property
    def name(self) -> str:
        return self.partnership.name

    @property
    def submitted_at(self) -> datetime | None:
        at = datetime.fromisoformat(self.submitted) if self.submitted else None
        return at.replace(tzinfo=at.tzinfo or UTC) if at else None

    @property
    def state(self) -> RoundState:
        return self.facts.state

    @property
    def status(self) -> str:
        return self.facts.status

    @property
    def days_late(self) -> int:
        return self.facts.days_late

    @property
    def step(self) -> NextStep | None:
        return self.facts.step

    # What a list that is sorted by figures counts

    @property
    def result_key(self) -> int | None:
        return None if self.facts.result is None else self.keys[self.facts.result]

    @property
    def keys_to_compare(self) -> list[int]:
        return [self.keys[place] for place in self.facts.to_compare]

    @property
    def decisive_keys(self) -> list[int]:
        return [self.keys[place] for place in self.facts.decisive]

    @property
    def touched_keys(self) -> list[int]:
        return [self.keys[place] for place in self.facts.touched]


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
        self.held, self.today = memberships_of(user), timezone.localdate()
        self.own = {one.organization for one in self.held}
        self.is_narrowed = not all(one.reaches_all for one in self.held)
        self.with_keys = with_keys or with_turns
        self.facts: dict[Any, ShapeFacts] = {}
        if only is None:
            rows = _lines_in(*cycles, with_keys=self.with_keys)
        else:
            assessments = Assessment.objects.filter(partnership__in=only, cycle__in=cycles)
            rows = list(_lines(assessments, with_keys=self.with_keys))
        self.turns = _turns(cycles) if with_turns else {}
        self.raters = _raters({row[2] for row in rows})
        self.due_dates = _due_dates(cycles)
        known = {partnership.pk: partnership for partnership in partnerships}
        self.found = {
            (key, cycle): self._outline(partnership, cycle, text, submitted)
            for key, cycle, text, submitted in rows
            if (partnership := known.get(key))
        }

    def of(self, partnership: PartnershipOutline, cycle: int) -> RoundOutline:
        """Where nobody was ever asked, a round without assessments."""
        return self.found.get((partnership.pk, cycle)) or self._outline(partnership, cycle, "", None)

    def _outline(
        self, partnership: PartnershipOutline, cycle: int, text: str, submitted: str | None
    ) -> RoundOutline:
        keys: tuple[int, ...] = ()
        if self.with_keys and text:
            parts = [part.partition(" ") for part in text.split("|")]
            keys, text = tuple(int(part[0]) for part in parts), "|".join(part[2] for part in parts)
        turns = tuple(self.turns.get(key) for key in keys) if self.turns else ()
        due_on = self.due_dates.get((cycle, partnership.pk)) or self.due_dates.get((cycle, None))
        shape = self._standing(partnership), text, due_on, turns
        if shape not in self.facts:
            self.facts[shape] = self._facts(*shape)
        return RoundOutline(partnership, cycle, self.facts[shape], submitted, keys)

    def _standing(self, partnership: PartnershipOutline) -> tuple[Any, ...]:
        """How this person's memberships lie in a partnership. Where they lie alike, access is the same."""
        partner = partnership.partner if partnership.partner in self.own else SOMEBODY_ELSE
        parent = partnership.parent if partnership.parent in self.own else None
        reached = tuple(one.reaches(partnership.pk) for one in self.held) if self.is_narrowed else ()
        return reached, partnership.lead, partner, parent

    def _facts(
        self, standing: tuple[Any, ...], text: str, due_on: date | None, turns: tuple[Any, ...]
    ) -> ShapeFacts:
        reached, lead, partner, parent = standing
        held = tuple(compress(self.held, reached)) if self.is_narrowed else self.held
        raters = tuple(self.raters[key] for key in sorted(_raters_in(text)))
        return facts_of(RoundShape(held, lead, partner, parent, text, raters, due_on, turns), self.today)


@prepared
def _lines_in(*cycles: int, with_keys: bool) -> Any:
    return _lines(Assessment.objects.filter(cycle__pk__in=cycles), with_keys=with_keys)


def _lines(assessments: AssessmentQuerySet, *, with_keys: bool) -> Any:
    """(partnership, cycle, the text of its assessments, when the last was submitted) of each round.

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
        assessments.order_by()
        .values("cycle", "partnership")  # in the order of an index
        .annotate(
            text=JoinedText(text),
            submitted=Cast(Max("submitted_at", filter=Q(status=AssessmentStatus.SUBMITTED)), CharField()),
        )
        .values_list("partnership", "cycle", "text", "submitted")
    )


def _raters_in(text: str) -> set[str]:
    return {part.split(" ")[-3] for part in text.split("|") if part} - {JOINT, PARTNER}


def _raters(texts: set[str]) -> dict[str, Rater]:
    """Whoever rates beside the partner, by the key as it stands in the texts."""
    raters = set[str]().union(*map(_raters_in, texts))
    found = _organizations(*sorted(map(int, raters))) if raters else []
    return {str(key): Rater(key, *rest) for key, *rest in found}


@prepared
def _organizations(*keys: int) -> Any:
    return Organization.objects.filter(pk__in=keys).order_by().values_list("pk", "short_name", "parent")


def _due_dates(cycles: Iterable[int]) -> dict[tuple[int, int | None], date | None]:
    """As `with_due_date` has them: by cycle and partnership where it has one of its own, by cycle and None for all.

    Asked for each assessment they would take a third of the time of all that is asked.
    """
    dates: dict[tuple[int, int | None], date | None] = {}
    for cycle, due_on, partnership, own in _cycles_with_dates(*cycles):
        dates[cycle, None] = due_on
        if partnership:
            dates[cycle, partnership] = own
    return dates


@prepared
def _cycles_with_dates(*cycles: int) -> Any:
    own = ("due_dates__partnership", "due_dates__due_on")
    return Cycle.objects.filter(pk__in=cycles).order_by().values_list("pk", "due_on", *own)


def _turns(cycles: Iterable[int]) -> dict[int, tuple[datetime | None, ...]]:
    """When what was sent back took its turns, by the key of the assessment."""
    returned = Assessment.objects.filter(cycle__in=cycles, status=AssessmentStatus.RETURNED)
    back = returned.order_by().values_list("pk", *TURNS)
    return {key: tuple(turns) for key, *turns in back}
