"""Requests with all that is said of them, in a fixed number of queries, and what may be named in one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Organization, User
from evidence.latest import latest_values, mark_named
from evidence.models import EvidenceRow
from partnerships.access import get_partnership
from partnerships.models import GOAL_KINDS, Edition, Item, Partnership

from ..access import may_request
from ..models import (
    FundingActivity,
    FundingDecision,
    FundingEvent,
    FundingRequest,
    FundingResult,
    FundingStatus,
)
from ..models.funding import FundingRequestQuerySet


def requests_seen(user: User | AnonymousUser, partnership: Partnership) -> FundingRequestQuerySet:
    """A draft is its writers'; everybody in the partnership reads what was submitted at least once."""
    requests: FundingRequestQuerySet = FundingRequest.objects.filter(partnership=partnership)
    return requests if may_request(user, partnership) else requests.handed_in()


def get_funding_request(user: User | AnonymousUser, slug: str, public_id: str) -> FundingRequest:
    """A request of the partnership at an address, whole; a 404 for who may not know of it."""
    partnership = get_partnership(user, slug)
    request: FundingRequest = get_object_or_404(whole(requests_seen(user, partnership)), public_id=public_id)
    request.partnership = partnership
    return request


def get_granted_activity(user: User | AnonymousUser, slug: str, public_id: str) -> FundingActivity:
    """An activity for which something was granted, with its request; a 404 for any other."""
    partnership = get_partnership(user, slug)
    seen = requests_seen(user, partnership).filter(activities__public_id=public_id)
    for request in whole(seen):
        request.partnership = partnership
        for activity in request.granted_activities:
            if activity.public_id == public_id:
                activity.request = request
                return activity
    raise Http404("Nothing was granted for it.")


def with_outcomes(requests: FundingRequestQuerySet) -> QuerySet[FundingRequest]:
    """With what was asked, granted and shown to work. Four more queries."""
    decisions = FundingDecision.objects.select_related("by").prefetch_related("shares")
    activities = FundingActivity.objects.select_related("category").prefetch_related(_results())
    return requests.select_related("fund", "subject", "period").prefetch_related(
        Prefetch("decisions", decisions), Prefetch("activities", activities)
    )


def whole(requests: FundingRequestQuerySet) -> QuerySet[FundingRequest]:
    """With all that is said of each."""
    items = Item.objects.select_related("category__edition", "subject").order_by(
        "category__position", "position", "pk"
    )
    return with_outcomes(requests).prefetch_related(
        "priorities",
        Prefetch("items", items),
        Prefetch("evidence", EvidenceRow.objects.select_related("parent")),
        Prefetch("events", FundingEvent.objects.select_related("by")),
    )


def _results() -> Prefetch[Any, Any]:
    return Prefetch("results", FundingResult.objects.select_related("by", "row__parent"))


def earlier_granted(request: FundingRequest) -> list[FundingActivity]:
    """What this fund paid for in the partnership before the request was submitted, the newest first."""
    until = request.submitted_at if not request.is_written and request.submitted_at else timezone.now()
    decided: FundingRequestQuerySet = FundingRequest.objects.filter(
        partnership=request.partnership, fund=request.fund_id, status=FundingStatus.DECIDED
    ).exclude(pk=request.pk)
    found = []
    for earlier in with_outcomes(decided):
        if earlier.decision and earlier.decision.at <= until:
            earlier.partnership = request.partnership
            for activity in earlier.granted_activities:
                activity.request = earlier
                found.append(activity)
    return found


def goals_of(partnership: Partnership, edition: Edition | None) -> QuerySet[Item]:
    """What a request may serve: the goals in the partnership's document; where it has none, all that is rated."""
    today = timezone.localdate()
    items = Item.objects.of_document(edition, partnership, today).select_related("category__edition")
    goals = items.filter(kind__in=GOAL_KINDS)
    return (goals if goals.exists() else items.rated()).order_by("category__position", "position", "pk")


def name_values(rows: Iterable[EvidenceRow], partnership: Partnership) -> None:
    """Give rows their latest values to be told with them. In two queries at most, in none where there is no row."""
    named = list(rows)
    latest = latest_values(named) if named else {}
    for row in named:
        row.named_value = latest.get(row.pk)
    mark_named(named, partnership)


def rows_of(partnership: Partnership, edition: Edition | None) -> QuerySet[EvidenceRow]:
    rows = EvidenceRow.objects.filter(partnership=partnership, edition=edition).select_related("parent")
    return rows.order_by("category__position", "position", "pk")


def subjects_of(partnership: Partnership) -> QuerySet[Organization]:
    """The partner and its schools."""
    partner = partnership.partner_id
    return Organization.objects.filter(Q(pk=partner) | Q(parent=partner)).order_by("parent", "sort_key")


def shown_in_words(activities: Iterable[FundingActivity]) -> str:
    """“yes”, or for several activities “1 yes, 1 partly, 1 nothing said yet”; empty where none was paid for."""
    said: dict[str, int] = {}
    for activity in activities:
        words = activity.result.get_shown_display() if activity.result else "nothing said yet"
        said[words] = said.get(words, 0) + 1
    if len(said) == 1:
        return next(iter(said))
    return ", ".join(f"{count} {words}" for words, count in said.items())
