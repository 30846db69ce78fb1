"""What Michigan's example district asks of Section 21(h), as of a day. All of it is invented."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.models import Organization, User
from actionsteps.models import (
    ActivityCategory,
    Fund,
    FundingDecision,
    FundingEvent,
    FundingEventKind,
    FundingOutcome,
    FundingRequest,
    FundingResult,
    FundingStatus,
    GrantedShare,
    Shown,
)
from assessments.cycles.periods import school_years_around
from core.history import save_as
from evidence.models import EvidenceRow
from partnerships.models import Item, Partnership, Period

Activity = tuple[str, str, int]
"""How its category begins, what is done, dollars."""


def ask_for_funds(today: date) -> None:
    """One request that was granted in part and whose data is told, one that waits, and one that was returned."""
    coaches = _request(
        today - timedelta(days=420),
        "Example: coaches of reading",
        "Example Public Elementary School",
        ["1.2", "2.2"],
        ["Literacy", "P-8"],
        "Every teacher of grades K to 5 is to have a coach (goal 1.2), so that more students read at grade level "
        "on the district's own test (goal 2.2). The district pays for two of six coaches.",
        "Visits of coaches each month; students at grade level in reading each spring.",
        [
            ("Teacher mentors", "Four coaches of reading, half time, for one school year.", 84_000),
            ("Professional development for teachers", "Six days of training for 24 teachers.", 36_000),
        ],
        rows=["example-public-r-reading"],
    )
    _submit(coaches, today - timedelta(days=400))
    _grant(
        coaches,
        today - timedelta(days=380),
        [84_000, 16_000],
        "The coaches follow straight from goal 1.2. Of the training, the days before the school year are paid for; "
        "the others fall into a time in which another grant pays for them.",
    )
    told = today - timedelta(days=30)
    _tell(coaches, 0, Shown.YES, "Students at grade level in reading rose from 41% to 47%.", told)
    _tell(
        coaches, 1, Shown.PARTLY, "22 of 24 teachers came; lessons that were visited changed in half.", told
    )

    minutes = _request(
        today - timedelta(days=40),
        "Example: thirty more minutes of reading a day",
        "Example Public Elementary School",
        ["1.5", "2.4"],
        ["Literacy"],
        "Students who read below grade level get 30 more minutes a day (goal 1.5). With what is there, two grades "
        "of six have them.",
        "Minutes given, by grade, each month. Share of these students that reach their growth target in spring.",
        [("Increased instructional time", "Aides for four grades, 30 minutes a day, 150 days.", 96_500)],
    )
    _submit(minutes, today - timedelta(days=6))

    bridge = _request(
        today - timedelta(days=50),
        "Example: a summer before ninth grade",
        "Example Public High School",
        ["1.9"],
        ["Whole Child"],
        "Ninth-graders who fail a course make it up in the same year (goal 1.9); fewer would, if they began ready.",
        "Courses failed in the first semester.",
        [("An innovative initiative", "Three weeks of summer school for 60 students.", 42_000)],
    )
    _submit(bridge, today - timedelta(days=21))
    words = "How do the three weeks connect to goal 1.9, which is about courses made up later? Say what is taught."
    _happens(bridge, FundingEventKind.RETURNED, today - timedelta(days=12), "director@mde.example", words)
    bridge.status = FundingStatus.RETURNED
    bridge.save(update_fields=["status"])


def _request(
    day: date,
    title: str,
    subject: str,
    goals: list[str],
    priorities: list[str],
    rationale: str,
    effectiveness: str,
    activities: list[Activity],
    rows: list[str] | None = None,
) -> FundingRequest:
    partnership = Partnership.objects.get(slug="example-public")
    fund, liaison = (
        Fund.objects.get(agreement=partnership.agreement_id),
        _person("liaison@example-public.example"),
    )
    year = school_years_around(day)[0]
    days = {"start": year.start, "end": year.end}
    period, _ = Period.objects.get_or_create(kind=year.kind, label=year.label, defaults=days)
    request = FundingRequest(
        partnership=partnership,
        fund=fund,
        title=title,
        subject=Organization.objects.get(name=subject),
        period=period,
        rationale=rationale,
        effectiveness=effectiveness,
        begun_at=_on(day),
    )
    save_as(request, by=liaison)
    request.items.set(Item.objects.filter(local_to=partnership, reference__in=goals))
    request.priorities.set(fund.priorities.filter(name__in=priorities))
    request.evidence.set(EvidenceRow.objects.filter(partnership=partnership, lineage__in=rows or []))
    for position, (category, what, amount) in enumerate(activities, 1):
        of = ActivityCategory.objects.get(fund=fund, name__startswith=category)
        request.activities.create(category=of, what=what, amount=amount, position=position)
    return request


def _submit(request: FundingRequest, day: date) -> None:
    _happens(request, FundingEventKind.SUBMITTED, day, "liaison@example-public.example")
    request.status, request.submitted_at = FundingStatus.SUBMITTED, _on(day)
    request.save(update_fields=["status", "submitted_at"])


def _grant(request: FundingRequest, day: date, amounts: list[int], words: str) -> None:
    director = "director@mde.example"
    decision = FundingDecision.objects.create(
        request=request,
        outcome=FundingOutcome.PART,
        amount=Decimal(sum(amounts)),
        words=words,
        by=_person(director),
        at=_on(day),
    )
    for activity, amount in zip(request.activities.all(), amounts, strict=True):
        GrantedShare.objects.create(decision=decision, activity=activity, amount=amount)
    _happens(request, FundingEventKind.DECIDED, day, director, words)
    request.status = FundingStatus.DECIDED
    request.save(update_fields=["status"])


def _tell(request: FundingRequest, place: int, shown: Shown, words: str, day: date) -> None:
    FundingResult.objects.create(
        activity=request.activities.all()[place],
        shown=shown,
        words=words,
        row=request.evidence.first() if shown == Shown.YES else None,
        by=_person("liaison@example-public.example"),
        at=_on(day),
    )


def _happens(request: FundingRequest, kind: FundingEventKind, day: date, by: str, words: str = "") -> None:
    FundingEvent.objects.create(request=request, kind=kind, words=words, by=_person(by), at=_on(day))


def _person(email: str) -> User:
    return get_user_model().objects.get(email=email)


def _on(day: date) -> datetime:
    """Ten in the morning of a day."""
    return timezone.make_aware(datetime.combine(day, time(10)))
