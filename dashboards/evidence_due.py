"""Evidence that is due from a person now, in all of their partnerships at once: for home."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.prepared import prepared
from core.words import counted
from evidence.access import may_enter
from evidence.models import Observation
from evidence.rows.due import Urgency, owed_values, urgency_of

from .partnerships import PartnershipOutline

NAMED = 5
"""Partnerships that are named; of more, how many."""


@dataclass(frozen=True)
class EvidenceDue:
    """How many values of a partnership are due from a person, and how many of these are overdue."""

    partnership: PartnershipOutline
    count: int
    overdue: int

    @property
    def address(self) -> str:
        return reverse("evidence-due", args=[self.partnership.slug])

    @property
    def words(self) -> str:
        """“3 values, 1 overdue”."""
        number = counted(self.count, "value")
        if not self.overdue:
            return number
        return f"{number}, {'all' if self.overdue == self.count > 1 else self.overdue} overdue"


def evidence_due(
    user: User, partnerships: Iterable[PartnershipOutline], *, first: Collection[int] = frozenset()
) -> list[EvidenceDue]:
    """By partnership, those in `first` first, then where most is overdue. One query.

    What somebody is named to bring is due from them alone; where nobody who signs in is, from all who enter.
    """
    outlines = {one.pk: one for one in partnerships}
    today = timezone.localdate()
    counts: dict[int, list[int]] = {}
    for key, owed_by, expected_on, count in _due(today, *{one.agreement for one in outlines.values()}):
        outline = outlines.get(key)
        if outline and (owed_by == user.pk or (owed_by is None and may_enter(user, outline.record()))):
            found = counts.setdefault(key, [0, 0])
            found[0] += count
            found[1] += count if urgency_of(expected_on, today) == Urgency.OVERDUE else 0
    due = [EvidenceDue(outlines[key], count, overdue) for key, (count, overdue) in counts.items()]
    return sorted(due, key=lambda one: (one.partnership.pk not in first, -one.overdue, -one.count))


@prepared
def _due(today: date, *agreements: int) -> QuerySet[Observation, Any]:
    """(partnership, who brings it, when it was expected, how many) of what is due by a day."""
    values = owed_values().filter(expected_on__lte=today).in_shown_edition()
    values = values.filter(row__partnership__agreement__pk__in=agreements).order_by()
    counted = values.values("row__partnership", "owed_by", "expected_on").annotate(count=Count("pk"))
    return counted.values_list("row__partnership", "owed_by", "expected_on", "count")


def evidence_due_context(due: list[EvidenceDue]) -> dict[str, Any]:
    """For the page: the first few, and how many more."""
    return {"evidence_due": due[:NAMED], "more_evidence_due": len(due[NAMED:])}
