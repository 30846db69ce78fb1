"""What is late on a day, partner by partner: assessments, signatures, action steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from assessments.cycles.round_status import RoundState, RoundStatus
from partnerships.models import Agreement, Edition, SignatoryRole, Signature

from .editions import edition_of_agreement
from .late import overdue_steps, signer_in_words


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
    nobody_signed: bool
    steps: LateSteps | None

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
    edition = edition_of_agreement(agreement)
    unsigned = _unsigned(edition) if edition else {}
    steps = _late_steps(agreement, today)
    roles = unsigned.pop(None, ()) if unsigned else ()
    rows = [
        LateRow(
            one.name,
            one,
            one.state in (RoundState.OPEN, RoundState.NOT_STARTED) and one.days_late > 0,
            unsigned.get(one.partnership.pk, roles),
            bool(roles) and unsigned.get(one.partnership.pk, roles) == roles,
            steps.get(one.partnership.pk),
        )
        for one in rounds
    ]
    found = tuple(row for row in rows if row.is_anything)
    return WhatIsLate(found, len(rows) - len(found), edition if roles else None)


def _unsigned(edition: Edition) -> dict[int | None, tuple[str, ...]]:
    """By partnership, the roles that have not signed; under None all roles, for those of which nobody has."""
    roles = list(SignatoryRole.objects.filter(edition=edition))
    signed = defaultdict(set)
    of_edition = Signature.objects.filter(edition=edition, addendum=None).order_by()
    for partnership, role in of_edition.values_list("partnership", "role"):
        signed[partnership].add(role)
    found: dict[int | None, tuple[str, ...]] = {None: tuple(signer_in_words(role) for role in roles)}
    for partnership, of_one in signed.items():
        found[partnership] = tuple(signer_in_words(role) for role in roles if role.pk not in of_one)
    return found


def _late_steps(agreement: Agreement, today: date) -> Mapping[int, LateSteps]:
    counted = overdue_steps(today).filter(plan__partnership__agreement=agreement).order_by()
    found = counted.values("plan__partnership").annotate(number=Count("pk"), oldest=Min("next_on"))
    return {
        one["plan__partnership"]: LateSteps(one["number"], one["oldest"])
        for one in found.values("plan__partnership", "number", "oldest")
    }
