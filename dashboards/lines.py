"""Partnerships in a list, each with one of its rounds and what waits in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, TextChoices

from accounts.models import User
from assessments.models import Assessment, AssessmentStatus
from assessments.rating.progress import with_progress
from assessments.rounds import by_round
from partnerships.access import is_of_either_side
from partnerships.models import Partnership

from .rounds import RoundState, RoundStatus
from .waiting import NextStep, Waiting, first_waiting, to_read_in, waiting_in

FINISHED = (AssessmentStatus.FINAL, AssessmentStatus.WITHDRAWN)
"""A round in which every assessment is one of these waits for nobody."""


class LineGroup(TextChoices):
    """How lines are grouped, in the order of the groups. Each line is in one."""

    WAITING = "waiting", "Waiting for you"
    UNDER_WAY = "under-way", "Under way"
    FINAL = "final", "Final"
    NOT_ASKED = "not-asked", "Not asked"

    @classmethod
    def of(cls, step: NextStep | None, state: RoundState | None) -> "LineGroup":
        """`state` is None where nobody was ever asked."""
        if step is not None:
            return cls.WAITING
        if state is None or state == RoundState.NOT_ASKED:
            return cls.NOT_ASKED
        return cls.FINAL if state == RoundState.FINAL else cls.UNDER_WAY


@dataclass(frozen=True)
class PartnershipLine:
    """One partnership in one cycle. Without a round where nobody was ever asked."""

    partnership: Partnership
    round: RoundStatus | None
    waiting: Waiting | None

    @classmethod
    def of(cls, partnership: Partnership, round: RoundStatus | None) -> "PartnershipLine":
        return cls(partnership, round, waiting_in(round) if round else None)

    @property
    def group(self) -> LineGroup:
        step = self.waiting.step if self.waiting else None
        return LineGroup.of(step, self.round.state if self.round else None)

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        """(whose, where it stands, public id where it is a link). Where `waiting` leads, no second link does."""
        taken = self.waiting.assessment if self.waiting and self.waiting.step != NextStep.BEGIN else None
        return [
            (name, words, one.public_id if one.readable and one != taken else "")
            for name, words, one in (self.round.said if self.round else [])
        ]


def rounds_by_partnership(
    user: User, partnerships: Iterable[Partnership], which: Q
) -> dict[int, list[RoundStatus]]:
    """The rounds of each partnership, the newest first, in one query. `which` narrows the assessments."""
    by_pk = {partnership.pk: partnership for partnership in partnerships}
    assessments = (
        with_progress(Assessment.objects.filter(which, partnership__in=by_pk).for_rounds())
        .select_related("returned_by", "cycle__period")
        .order_by("-cycle__period__start", "-cycle")
    )
    rounds = defaultdict(list)
    for (pk, _), rows in by_round(assessments).items():
        for one in rows:
            one.started = one.rated > 0
        begins = is_of_either_side(user, by_pk[pk])
        rounds[pk].append(RoundStatus(by_pk[pk], rows[0].cycle, rows, rows[0].total, begins).seen_by(user))
    return rounds


def newest_or_unfinished() -> Q:
    """The assessments of each newest cycle, and of earlier ones those of rounds that still wait for somebody."""
    newest = (
        Assessment.objects.filter(partnership=OuterRef("partnership"))
        .order_by("-cycle__period__start", "-cycle")
        .values("cycle")[:1]
    )
    unfinished = Assessment.objects.filter(
        partnership=OuterRef("partnership"), cycle=OuterRef("cycle")
    ).exclude(status__in=FINISHED)
    return Q(cycle=Subquery(newest)) | Q(Exists(unfinished))


def lines_of(user: User, partnerships: Iterable[Partnership]) -> list[PartnershipLine]:
    """One for each partnership's newest cycle, and one for each earlier cycle in which something waits."""
    rounds = rounds_by_partnership(user, partnerships, newest_or_unfinished())
    lines = []
    for partnership in partnerships:
        of_all = [PartnershipLine.of(partnership, one) for one in rounds[partnership.pk]]
        lines += of_all[:1] or [PartnershipLine.of(partnership, None)]
        lines += [line for line in of_all[1:] if line.waiting]
    return lines


def what_waits(lines: Sequence[PartnershipLine], *, reading: bool) -> dict[str, Any]:
    """For the page: what comes first, and in how many other partnerships something waits.

    With nothing to do, what to read, where `reading` asks for it.
    """
    found = [line.waiting for line in lines if line.waiting]
    first = first_waiting(found)
    waiting = {one.round.partnership.pk for one in found}
    if first is None and reading:
        readings = (to_read_in(line.round) for line in lines if line.round)
        return {"waiting": next(filter(None, readings), None), "more_waiting": 0}
    return {"waiting": first, "more_waiting": max(0, len(waiting) - 1)}
