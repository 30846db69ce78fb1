"""What is late on a day, partner by partner: assessments, signatures, action steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef

from actionsteps.models import ActionStep, PlanStatus
from actionsteps.progress.state import late
from assessments.cycles.round_status import RoundState, RoundStatus
from partnerships.models import (
    Agreement,
    Edition,
    EditionStatus,
    SignatoryRole,
    SignatorySide,
    Signature,
    in_force_or_newest,
)


@dataclass(frozen=True)
class LateSteps:
    number: int
    oldest: date
    """The day on which the longest overdue was due."""


@dataclass(frozen=True)
class LateRow:
    name: str
    round: RoundStatus
    is_late: bool
    """Whether what was asked of it was due by now and is not handed in."""
    unsigned: tuple[str, ...]
    """Who has not signed the edition in force."""
    steps: LateSteps | None

    @property
    def assessment(self) -> str:
        """“Draft, due Mar 1, 2026, 12 days late”; empty where nothing is late."""
        return self.round.status if self.is_late else ""

    @property
    def is_anything(self) -> bool:
        return bool(self.is_late or self.unsigned or self.steps)


@dataclass(frozen=True)
class WhatIsLate:
    rows: tuple[LateRow, ...]
    """Partners of which anything is late."""
    in_time: int
    edition: Edition | None
    """That is to be signed; None where none is in force or nobody signs it."""


def what_is_late(agreement: Agreement, rounds: Sequence[RoundStatus], today: date) -> WhatIsLate:
    """In four queries, however many partners."""
    edition = _edition_to_sign(agreement)
    unsigned = _unsigned(edition) if edition else {}
    steps = _late_steps(agreement, today)
    roles = unsigned.pop(None, ()) if unsigned else ()
    rows = [
        LateRow(
            one.name,
            one,
            one.state in (RoundState.OPEN, RoundState.NOT_STARTED) and one.days_late > 0,
            unsigned.get(one.partnership.pk, roles),
            steps.get(one.partnership.pk),
        )
        for one in rounds
    ]
    found = tuple(row for row in rows if row.is_anything)
    return WhatIsLate(found, len(rows) - len(found), edition if roles else None)


def _edition_to_sign(agreement: Agreement) -> Edition | None:
    adopted = Edition.objects.filter(agreement=agreement, status=EditionStatus.ADOPTED)
    return in_force_or_newest(list(adopted.newest_first()))


def _unsigned(edition: Edition) -> dict[int | None, tuple[str, ...]]:
    """By partnership, the roles that have not signed; under None all roles, for those of which nobody has."""
    roles = list(SignatoryRole.objects.filter(edition=edition))
    signed = defaultdict(set)
    of_edition = Signature.objects.filter(edition=edition, addendum=None).order_by()
    for partnership, role in of_edition.values_list("partnership", "role"):
        signed[partnership].add(role)
    found: dict[int | None, tuple[str, ...]] = {None: tuple(_called(role) for role in roles)}
    for partnership, of_one in signed.items():
        found[partnership] = tuple(_called(role) for role in roles if role.pk not in of_one)
    return found


def _called(role: SignatoryRole) -> str:
    side = "" if role.organization else f" ({SignatorySide(role.side).label})"
    return f"{role}{side}"


def _late_steps(agreement: Agreement, today: date) -> Mapping[int, LateSteps]:
    """Of steps that stand in a released version, as they stand in the one that people work with."""
    released = ActionStep.objects.filter(
        plan__status=PlanStatus.RELEASED,
        plan__partnership=OuterRef("plan__partnership"),
        lineage=OuterRef("lineage"),
    )
    steps = ActionStep.objects.newest().kept().filter(late(today), Exists(released))
    counted = steps.filter(plan__partnership__agreement=agreement).order_by().values("plan__partnership")
    found = counted.annotate(number=Count("pk"), oldest=Min("next_on"))
    return {
        one["plan__partnership"]: LateSteps(one["number"], one["oldest"])
        for one in found.values("plan__partnership", "number", "oldest")
    }
