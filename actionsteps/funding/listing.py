"""The list of requests: what was asked, granted and shown to work, with sums, of one partnership or of many."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core import csv_files
from partnerships.models import Period

from ..models import FundingActivity, FundingOutcome, FundingRequest, FundingStatus, Shown
from ..models.funding import FundingRequestQuerySet
from .reading import shown_in_words, with_outcomes

LINES_A_PAGE = 60

COUNTED = (FundingStatus.SUBMITTED, FundingStatus.RETURNED, FundingStatus.DECIDED)
"""What is asked for and not withdrawn: of these there are sums."""


class RequestShow(StrEnum):
    """What the list may be narrowed to."""

    ALL = ""
    WAITING = "waiting"
    RETURNED = "returned"
    GRANTED = "granted"
    DECLINED = "declined"
    UNFINISHED = "unfinished"

    @property
    def label(self) -> str:
        return {
            RequestShow.ALL: "All",
            RequestShow.WAITING: "Waiting for a decision",
            RequestShow.RETURNED: "Returned for more",
            RequestShow.GRANTED: "Granted",
            RequestShow.DECLINED: "Declined",
            RequestShow.UNFINISHED: "Drafts and withdrawn",
        }[self]

    @staticmethod
    def of(request: FundingRequest) -> "RequestShow":
        if request.status == FundingStatus.SUBMITTED:
            return RequestShow.WAITING
        if request.status == FundingStatus.RETURNED:
            return RequestShow.RETURNED
        if request.status != FundingStatus.DECIDED or request.decision is None:
            return RequestShow.UNFINISHED
        return (
            RequestShow.DECLINED
            if request.decision.outcome == FundingOutcome.DECLINED
            else RequestShow.GRANTED
        )


@dataclass(frozen=True)
class RequestFilters:
    """What somebody looks for, as the address of the list says it."""

    show: RequestShow = RequestShow.ALL
    period: str = ""
    """The key of a period."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "RequestFilters":
        show = next((one for one in RequestShow if one == query.get("show", "")), RequestShow.ALL)
        return cls(show, query.get("period", "")[:60])


@dataclass
class RequestSum:
    """Of the requests or activities that have one thing in common."""

    name: str
    count: int = 0
    asked: Decimal = Decimal()
    granted: Decimal = Decimal()
    activities: list[FundingActivity] = field(default_factory=list)
    """Those that were paid for."""

    def add(self, asked: Decimal, granted: Decimal | None, activities: Iterable[FundingActivity]) -> None:
        self.count += 1
        self.asked += asked
        self.granted += granted or Decimal()
        self.activities += activities

    @property
    def shown(self) -> str:
        return shown_in_words(self.activities)


@dataclass
class FundingList:
    """What the filters leave, and the sums of what is asked for and not withdrawn among it."""

    filters: RequestFilters
    requests: list[FundingRequest]
    counts: dict[RequestShow, int]
    periods: list[Period]
    total: RequestSum
    by_priority: list[RequestSum]
    by_category: list[RequestSum]
    by_period: list[RequestSum]
    undivided: Decimal
    """What was granted without saying for which activity."""


def gather(requests: FundingRequestQuerySet, filters: RequestFilters) -> FundingList:
    """In six queries, however many requests there are."""
    everything = list(_listed(requests))
    periods = {one.period.key: one.period for one in everything}
    of_period = [one for one in everything if filters.period in ("", one.period.key)]
    counts = {show: sum(RequestShow.of(one) == show for one in of_period) for show in RequestShow}
    counts[RequestShow.ALL] = len(of_period)
    found = [one for one in of_period if filters.show in (RequestShow.ALL, RequestShow.of(one))]
    total = RequestSum("All")
    priorities: dict[int, RequestSum] = {}
    categories: dict[int, RequestSum] = {}
    by_period: dict[str, RequestSum] = {}
    order: dict[int, tuple[Any, ...]] = {}
    undivided = Decimal()
    for one in found:
        if one.status not in COUNTED:
            continue
        money = (one.asked, one.granted, one.granted_activities)
        total.add(*money)
        by_period.setdefault(one.period.key, RequestSum(one.period.name)).add(*money)
        for priority in one.priorities.all():
            order[priority.pk] = (one.fund.name, priority.position)
            priorities.setdefault(priority.pk, RequestSum(priority.name)).add(*money)
        undivided += one.granted or Decimal()
        for activity in one.activities.all():
            granted = granted_for(one, activity)
            undivided -= granted or Decimal()
            paid = [activity] if activity in money[2] else []
            order[-activity.category.pk] = (one.fund.name, activity.category.position)
            of_category = categories.setdefault(activity.category.pk, RequestSum(activity.category.name))
            of_category.add(activity.amount or Decimal(), granted, paid)
    return FundingList(
        filters,
        found,
        counts,
        sorted(periods.values(), key=lambda one: one.start, reverse=True),
        total,
        [priorities[key] for key in sorted(priorities, key=lambda key: order[key])],
        [categories[key] for key in sorted(categories, key=lambda key: order[-key])],
        list(by_period.values()),
        undivided,
    )


def _listed(requests: FundingRequestQuerySet) -> QuerySet[FundingRequest]:
    """The newest period's first, and in it by partner."""
    listed = with_outcomes(requests).select_related(
        "fund", "subject", "period", "partnership__partner", "partnership__agreement"
    )
    listed = listed.prefetch_related("priorities")
    return listed.order_by("-period__start", "partnership__partner__sort_key", "-begun_at", "-pk")


def granted_for(request: FundingRequest, activity: FundingActivity) -> Decimal | None:
    """What was granted for one activity; None where that is not decided, or not said."""
    decision = request.decision
    if decision is None:
        return None
    if decision.outcome == FundingOutcome.DECLINED:
        return Decimal()
    if decision.outcome == FundingOutcome.WHOLE:
        return activity.amount
    if shares := decision.by_activity:
        return shares.get(activity.pk, Decimal())
    return decision.amount if len(request.activities.all()) == 1 else None


HEADS = (
    "Partner",
    "For",
    "Period",
    "Fund",
    "Request",
    "Priorities",
    "Status",
    "Submitted",
    "Activity",
    "Activity category",
    "Asked",
    "Granted",
    "Decided",
    "Reason",
    "Shown to work",
    "What the data shows",
)


def as_csv(requests: Iterable[FundingRequest]) -> str:
    """A line for each activity; one more for what was granted without saying for which."""
    return csv_files.as_csv([HEADS, *(line for one in requests for line in _csv_lines(one))])


def _csv_lines(request: FundingRequest) -> Iterator[list[Any]]:
    decision = request.decision
    priorities = "; ".join(one.name for one in request.priorities.all())
    about: list[Any] = [
        request.partnership.partner.short_name,
        request.subject.short_name,
        request.period.name,
        request.fund.name,
        request.title,
        priorities,
        request.standing,
        timezone.localdate(request.submitted_at) if request.submitted_at else None,
    ]
    decided = [timezone.localdate(decision.at), decision.words] if decision else [None, None]
    given: Decimal | None = Decimal()
    for one in request.activities.all():
        granted = granted_for(request, one)
        given = None if granted is None or given is None else given + granted
        said = one.result if one in request.granted_activities else None
        shown = [Shown(said.shown).label, said.words] if said else [None, None]
        yield [*about, one.what, one.category.name, one.amount, granted, *decided, *shown]
    if decision and given is None:
        yield [*about, "not divided among the activities", None, None, decision.amount, *decided, None, None]
