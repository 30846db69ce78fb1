"""Requests for money that wait for a person: to be decided, or returned to be completed. For home."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from accounts.models import User
from actionsteps.access import may_request
from actionsteps.funding.listing import RequestShow
from actionsteps.models import FundingRequest, FundingStatus
from core.prepared import prepared
from partnerships.access import directs

from .partnerships import PartnershipOutline


@dataclass(frozen=True)
class FundingWaiting:
    """How many requests of a partnership wait for one person: a director decides, a liaison completes."""

    partnership: PartnershipOutline
    status: FundingStatus
    count: int

    @property
    def is_to_decide(self) -> bool:
        return self.status == FundingStatus.SUBMITTED

    @property
    def address(self) -> str:
        show = RequestShow.WAITING if self.is_to_decide else RequestShow.RETURNED
        return f"{reverse('funding', args=[self.partnership.slug])}?show={show}"

    @property
    def words(self) -> str:
        """“2 to decide”."""
        return f"{self.count} {'to decide' if self.is_to_decide else 'returned for more'}"

    @property
    def title(self) -> str:
        return (
            "A request for money waits for your decision" if self.is_to_decide else "A request was returned"
        )

    @property
    def button(self) -> str:
        return "See what is asked" if self.is_to_decide else "See what is missing"


def funding_waiting(
    user: User, partnerships: Iterable[PartnershipOutline], *, first: Collection[int] = frozenset()
) -> list[FundingWaiting]:
    """By partnership, those in `first` first, then where most waits. No query where no agreement gives funds."""
    outlines = {one.pk: one for one in partnerships if one.has_funds}
    if not outlines:
        return []
    who = {FundingStatus.SUBMITTED: directs, FundingStatus.RETURNED: may_request}
    found = [
        FundingWaiting(outlines[key], FundingStatus(status), count)
        for key, status, count in _waiting(*{one.agreement for one in outlines.values()})
        if key in outlines and who[FundingStatus(status)](user, outlines[key].record())
    ]
    return sorted(found, key=lambda one: (one.partnership.pk not in first, -one.count))


@prepared
def _waiting(*agreements: int) -> QuerySet[FundingRequest, Any]:
    """(partnership, status, how many)."""
    waiting = FundingRequest.objects.filter(
        partnership__agreement__pk__in=agreements,
        status__in=[FundingStatus.SUBMITTED, FundingStatus.RETURNED],
    ).order_by()
    counted = waiting.values("partnership", "status").annotate(count=Count("pk"))
    return counted.values_list("partnership", "status", "count")
