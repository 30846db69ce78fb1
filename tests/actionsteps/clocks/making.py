"""Rules, cases and clocks for these tests."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from actionsteps.clocks.days import Calendar, Term
from actionsteps.clocks.deeds import said_in, start
from actionsteps.clocks.reckoning import reckon
from actionsteps.models import Case, CaseClock, CaseKind, ClockEvent, ClockEventKind, ClockRule, ClockUnit
from tests import factories as make

SCHOOL = Calendar((Term(date(2026, 8, 17), date(2027, 5, 28)),), whose="Middle")


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def make_rule(agreement=None, **fields):
    fields = {
        "number": str(ClockRule.objects.count() + 1) if agreement else "1",
        "title": "Hold the meeting",
        "printed": "This agency shall hold a meeting within thirty (30) days.",
        "source": "The plan",
        "citation": "IV.2",
        "from_event": "the request",
        "to_event": "the meeting",
        "amount": 30,
    } | fields
    if fields.get("unit") == ClockUnit.FIXED_DATE:
        fields["amount"] = None
    return ClockRule.objects.create(agreement=agreement, **fields) if agreement else ClockRule(**fields)


def make_case(partnership=None, **fields):
    partnership = partnership or make.make_partnership()
    return Case.objects.create(
        partnership=partnership,
        **{"number": f"2026-{Case.objects.count() + 1}", "opened_on": ago(60)} | fields,
    )


def make_finding(partnership=None, **fields):
    return make_case(
        partnership,
        kind=CaseKind.FINDING,
        **{"notified_on": ago(50), "number": f"F-{Case.objects.count()}"} | fields,
    )


def make_clock(case, started_on, rule=None, *, by=None, **of_rule):
    rule = rule or make_rule(case.partnership.agreement, **of_rule)
    return start(case, rule, started_on, by=by)


def seen(clock):
    return said_in(list(clock.events.all()))


def event(kind, day, **fields):
    words = (
        "" if kind in (ClockEventKind.STARTED, ClockEventKind.RESUMED, ClockEventKind.ENDED) else "A reason."
    )
    return ClockEvent(kind=kind, happened_on=day, **{"words": words} | fields)


def as_of(day, rule, *events, calendar=SCHOOL):
    """A clock whose events are not saved, as it stands on a day."""
    now = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 9)
    clock = CaseClock(rule=rule, started_on=events[0].happened_on)
    return reckon(clock, events, calendar, timezone.make_aware(now))
