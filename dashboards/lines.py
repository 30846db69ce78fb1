"""A partnership in one of its cycles, and what waits there for a person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextChoices

from accounts.models import User
from assessments.cycles.round_status import RoundState, RoundStatus
from assessments.models import Assessment
from assessments.rating.progress import with_progress
from assessments.rounds import by_round
from core.prepared import prepared
from partnerships.access import is_of_either_side
from partnerships.models import Partnership

from .waiting import NextStep, Waiting, to_follow_in, waiting_in


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
    def key(self) -> int:
        return self.partnership.pk

    @property
    def following(self) -> Waiting | None:
        return to_follow_in(self.round) if self.round else None

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


def lines_of_partnership(user: User, partnership: Partnership) -> list[PartnershipLine]:
    """One for each cycle in which anybody was asked, the newest first. One query."""
    begins = is_of_either_side(user, partnership)
    lines: list[PartnershipLine] = []
    for rows in by_round(_assessments_of(partnership.pk)).values():
        for one in rows:
            one.started = one.rated > 0
        cycle, total = rows[0].cycle, rows[0].total
        round_ = RoundStatus(partnership, cycle, rows, total, begins, is_earlier=bool(lines)).seen_by(user)
        lines.append(PartnershipLine.of(partnership, round_))
    return lines


@prepared
def _assessments_of(partnership: int) -> QuerySet[Assessment]:
    return (
        with_progress(Assessment.objects.filter(partnership=partnership).for_rounds())
        .select_related("returned_by", "cycle__period")
        .order_by("-cycle__period__start", "-cycle")
    )


def number_late(lines: Iterable[Any]) -> int:
    """In how many partnerships the newest round is late. The newest line of each comes before its others."""
    newest: dict[int, bool] = {}
    for line in lines:
        newest.setdefault(line.key, line.is_late)
    return sum(newest.values())


def what_waits(
    lines: Iterable[Any], *, following: bool, first: Collection[int] = frozenset()
) -> dict[str, Any]:
    """For the page: what comes first, and in how many other partnerships something waits.

    Of partnerships whose keys are in `first` it comes before that of the others.

    With nothing to do, the conference to follow, where `following` asks for it. Each line has `key`, its
    partnership's, `waiting` and `following`.
    """
    lines = list(lines)
    found = [line for line in lines if line.waiting]
    if not found and following:
        return {"waiting": next(filter(None, (line.following for line in lines)), None), "more_waiting": 0}
    most = min(found, key=lambda line: (line.key not in first, line.waiting.urgency), default=None)
    return {
        "waiting": most.waiting if most else None,
        "more_waiting": max(0, len({line.key for line in found}) - 1),
    }
