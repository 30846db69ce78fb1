"""Each side confirms the joint assessment that is submitted: who has, who is waited for, what changed in between.

Who sits at the table and whether all have confirmed is said by the round (`Round.at_the_table`, `is_confirmed`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Organization, User
from assessments.models import Assessment, Confirmation


@dataclass(frozen=True)
class Seat:
    """A side at the table of a joint assessment, and what it said."""

    side: Organization
    confirmation: Confirmation | None
    """Of what is submitted now."""
    before: Confirmation | None
    """Of what was submitted earlier, where it has to confirm anew."""


def seats_of(assessment: Assessment) -> list[Seat]:
    """In two queries, one of them for the round. Empty for a side's own assessment, and where nobody was asked to
    confirm so far: of a first draft, and of what was entered as final."""
    if not assessment.is_joint or (assessment.is_open and not assessment.submission):
        return []
    now: dict[int, Confirmation] = {}
    before: dict[int, Confirmation] = {}
    for one in assessment.confirmations.select_related("by", "organization"):
        holds = one.submission == assessment.submission and assessment.is_handed_in
        (now if holds else before)[one.organization_id] = one
    if not (now or before or assessment.closing_reason or assessment.in_round.to_confirm):
        return []
    return [
        Seat(side, now.get(side.pk), None if side.pk in now else before.get(side.pk))
        for side in assessment.in_round.at_the_table
    ]


def confirm(assessment: Assessment, side: Organization, *, by: User, at: datetime) -> None:
    """Keep that a side confirmed what is submitted. The caller holds the round."""
    Confirmation.objects.create(
        assessment=assessment, organization=side, submission=assessment.submission, by=by, at=at
    )
    vars(assessment).pop("confirmed_by", None)
    vars(assessment).pop("confirmed", None)


def last_confirmed_before(assessment: Assessment, seats: Iterable[Seat]) -> Confirmation | None:
    """From when on whoever confirms anew is told what changed: their own side's confirmation, else the last one."""
    earlier = [seat.before for seat in seats if seat.before and seat.side in assessment.speaks_for]
    earlier = earlier or [seat.before for seat in seats if seat.before]
    return max(earlier, key=lambda one: one.at, default=None)
