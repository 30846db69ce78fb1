"""How the outcomes of a partnership moved from review to review."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import TextChoices

from accounts.models import Organization
from assessments.models import Cycle
from determinations.models import Outcome, Verdict
from partnerships.models import Partnership


@dataclass(frozen=True)
class Stage:
    """What held of one subject after one review. `is_frozen`: the review is final."""

    outcome: Outcome | None
    is_agreed: bool
    is_frozen: bool
    moved: str = ""
    """“better than before”; empty where there is nothing to compare with."""


@dataclass(frozen=True)
class OutcomeLine:
    subject: Organization
    stages: list[Stage | None]
    """One a review, the oldest first; None where it has none."""


def standing_verdicts(partnership: Partnership) -> dict[tuple[int, int], Verdict]:
    """Of all final reviews of a partnership, by the keys of cycle and subject. In one query."""
    verdicts = Verdict.objects.standing().filter(determination__partnership=partnership)
    rows = verdicts.select_related("determination__subject", "computed", "agreed").defer("working")
    return {(one.determination.cycle_id, one.determination.subject_id): one for one in rows}


def newest_verdicts(partnership: Partnership) -> list[Verdict]:
    """Of the newest review that is final: of the partner, then of its schools. In one query."""
    verdicts = Verdict.objects.standing().filter(determination__partnership=partnership).defer("working")
    rows = list(
        verdicts.select_related(
            "determination__subject", "determination__cycle__period", "computed", "agreed"
        ).order_by("-determination__cycle__period__start", "-determination__cycle")
    )
    newest = [one for one in rows if one.determination.cycle_id == rows[0].determination.cycle_id]
    partner = partnership.partner_id
    return sorted(
        newest,
        key=lambda one: (one.determination.subject_id != partner, one.determination.subject.sort_key),
    )


def stage_of(verdict: Verdict) -> Stage:
    return Stage(verdict.outcome, is_agreed=verdict.agreed is not None, is_frozen=True)


def lines_over(
    cycles: Sequence[Cycle], stages: dict[tuple[int, Organization], Stage], partner: Organization
) -> list[OutcomeLine]:
    """A line a subject, the partner's first. `cycles` are the oldest first, `stages` by cycle and subject."""
    subjects = sorted({one for _, one in stages}, key=lambda one: (one != partner, one.sort_key))
    return [
        OutcomeLine(one, list(_with_moves(stages.get((cycle.pk, one)) for cycle in cycles)))
        for one in subjects
    ]


def _with_moves(stages: Iterable[Stage | None]) -> Iterable[Stage | None]:
    before: Stage | None = None
    for stage in stages:
        if stage is None:
            yield None
            continue
        moved = moved_from(before.outcome if before else None, stage.outcome)
        yield Stage(stage.outcome, stage.is_agreed, stage.is_frozen, moved)
        before = stage


class Placed(Protocol):
    """An outcome with its place among those of its edition, 1 for the best."""

    @property
    def name(self) -> str: ...

    @property
    def position(self) -> int: ...

    @property
    def edition_id(self) -> int: ...


class OutcomeMove(TextChoices):
    """How an outcome stands to that of the review before."""

    BETTER = "better", "better than before"
    SAME = "same", "as before"
    WORSE = "worse", "worse than before"


def move_between(before: Placed | None, now: Placed | None) -> OutcomeMove | None:
    """None without two to compare. Outcomes of two editions are compared where they are called the same."""
    if before is None or now is None:
        return None
    if before.name == now.name:
        return OutcomeMove.SAME
    if before.edition_id != now.edition_id:
        return None
    return OutcomeMove.BETTER if now.position < before.position else OutcomeMove.WORSE


def moved_from(before: Outcome | None, now: Outcome | None) -> str:
    """`move_between` in words; of outcomes that are not compared, what the one before was."""
    if move := move_between(before, now):
        return move.label
    return f"before: {before.name}" if before and now else ""
