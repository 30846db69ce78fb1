"""Feedback that waits for an answer from a person, in all of their partnerships at once: for home."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from accounts.models import User
from actionsteps.access import may_write
from actionsteps.feedback.listing import FeedbackShown
from actionsteps.models import Feedback
from core.prepared import prepared

from .partnerships import PartnershipOutline

NAMED = 5
"""Partnerships that are named; of more, how many."""


@dataclass(frozen=True)
class FeedbackWaiting:
    """How much of what a partnership was told waits for an answer."""

    partnership: PartnershipOutline
    count: int

    @property
    def address(self) -> str:
        return f"{reverse('feedback-list', args=[self.partnership.slug])}?show={FeedbackShown.WAITING}"


def feedback_waiting(
    user: User, partnerships: Iterable[PartnershipOutline], *, first: Collection[int] = frozenset()
) -> list[FeedbackWaiting]:
    """By partnership, those in `first` first, then where most waits. One query."""
    outlines = {one.pk: one for one in partnerships}
    found = [
        FeedbackWaiting(outline, count)
        for key, count in _waiting(*{one.agreement for one in outlines.values()})
        if (outline := outlines.get(key)) and may_write(user, outline.record())
    ]
    return sorted(found, key=lambda one: (one.partnership.pk not in first, -one.count))


@prepared
def _waiting(*agreements: int) -> QuerySet[Feedback, Any]:
    """(partnership, how many)."""
    waiting = Feedback.objects.filter(partnership__agreement__pk__in=agreements).waiting().order_by()
    return waiting.values("partnership").annotate(count=Count("pk")).values_list("partnership", "count")


def feedback_waiting_context(waiting: list[FeedbackWaiting]) -> dict[str, Any]:
    """For the page: the first few, and how many more."""
    return {"feedback_waiting": waiting[:NAMED], "more_feedback_waiting": len(waiting[NAMED:])}
