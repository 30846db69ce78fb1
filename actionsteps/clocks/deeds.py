"""What people do to a clock: start, stop, let it go on, start again, extend, end, take a mistake back."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from actionsteps.models import Case, CaseClock, ClockEvent, ClockEventKind, ClockRule
from core.conflicts import Conflict
from core.history import save_as

from .days import Calendar, in_full
from .reckoning import ClockRefused, possible, reckon, run_of


@dataclass(frozen=True)
class Deed:
    """One thing that may be done to a clock: its button, the question about its day, and its words."""

    kind: ClockEventKind
    button: str
    asks_day: str
    done: str


DEEDS = {
    deed.kind: deed
    for deed in (
        Deed(ClockEventKind.ENDED, "It is done", "Done on", "The clock has ended."),
        Deed(ClockEventKind.STOPPED, "Stop it", "Stopped on", "The clock stands still."),
        Deed(ClockEventKind.RESUMED, "Let it go on", "Goes on from", "The clock goes on."),
        Deed(ClockEventKind.EXTENDED, "Extend it", "Agreed on", "The clock is extended."),
        Deed(ClockEventKind.RESTARTED, "Start it again", "Starts again on", "The clock starts again."),
        Deed(ClockEventKind.LIFTED, "It does not apply", "Since", "The clock does not apply any more."),
    )
}


ANOTHER_DAY = Deed(
    ClockEventKind.RESTARTED, "Set another day", "The new day", "The clock counts from another day."
)
"""Of a clock that counts back: a hearing is put off."""


def deed_of(kind: ClockEventKind, rule: ClockRule) -> Deed:
    """What it is called for a rule."""
    if kind == ClockEventKind.RESTARTED and rule.is_of_a_day_to_come:
        return ANOTHER_DAY
    return DEEDS[kind]


def said_in(events: list[ClockEvent]) -> str:
    """A mark of what happened to a clock, for a hidden field."""
    return str(max((event.pk for event in events if not event.taken_back_at), default=0))


@transaction.atomic
def start(case: Case, rule: ClockRule, day: date, at: time | None = None, *, by: User) -> CaseClock:
    """Start a rule's clock in an open case. Raises Refused with the sentence people read."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if locked.closed_on:
        raise ClockRefused(f"{locked} is closed.")
    if not rule.runs:
        raise ClockRefused("This rule counts hours of training, not time: it has no clock to start.")
    _must_have_come(rule, day)
    if CaseClock.objects.filter(case=case, rule=rule, ended_on=None).exists():
        raise ClockRefused("This clock runs in the case already.")
    clock = CaseClock(case=case, rule=rule, started_on=day)
    save_as(clock, by=by)
    ClockEvent.objects.create(
        clock=clock,
        kind=ClockEventKind.STARTED,
        happened_on=day,
        happened_at=at if rule.unit == "hours" else None,
        by=by,
    )
    return clock


@transaction.atomic
def happen(clock: CaseClock, event: ClockEvent, *, seen: str, calendar: Calendar, by: User) -> ClockEvent:
    """Write what happened to a clock, once. `seen` is what `said_in` gave when the form was made.

    Raises Refused where it cannot be, and Conflict where somebody else wrote something meanwhile.
    """
    locked, events = _locked(clock)
    if locked.case.closed_on:
        raise ClockRefused(f"{locked.case} is closed.")
    if said_in(events) != seen:
        raise Conflict(by=events[-1].by, at=events[-1].at)
    reckoned = reckon(locked, events, calendar)
    effects = [one.effect for one in locked.rule.exceptions.all()]
    if event.kind not in possible(reckoned, effects):
        raise ClockRefused(_why_not(locked, reckoned.is_running, event.kind))
    _must_fit(event, locked, events)
    event.clock, event.by, event.at = locked, by, timezone.now()
    event.save()
    _keep(locked, [*events, event], by)
    return event


@transaction.atomic
def take_back(clock: CaseClock, *, seen: str, by: User) -> ClockEvent:
    """Take back what was entered last. It stays to be read, and counts no more.

    Raises Conflict where somebody wrote something meanwhile, and Refused where only the start is left.
    """
    locked, events = _locked(clock)
    if locked.case.closed_on:
        raise ClockRefused(f"{locked.case} is closed.")
    if said_in(events) != seen:
        raise Conflict(by=events[-1].by, at=events[-1].at)
    standing = [event for event in events if not event.taken_back_at]
    if len(standing) < 2:
        raise ClockRefused(
            "Only its start is left. Start it again on the right day, or say that it does not apply."
        )
    last, again = standing[-1], CaseClock.objects.filter(case=locked.case, rule=locked.rule, ended_on=None)
    if last.kind in (ClockEventKind.ENDED, ClockEventKind.LIFTED) and again.exists():
        raise ClockRefused("The same clock was started anew in this case since.")
    last.taken_back_at, last.taken_back_by = timezone.now(), by
    last.save(update_fields=["taken_back_at", "taken_back_by"])
    _keep(locked, events, by)
    return last


def _locked(clock: CaseClock) -> tuple[CaseClock, list[ClockEvent]]:
    CaseClock.objects.select_for_update(no_key=True).get(pk=clock.pk)
    locked = CaseClock.objects.select_related("case", "rule").get(pk=clock.pk)
    return locked, list(locked.events.select_related("by"))


def _keep(clock: CaseClock, events: list[ClockEvent], by: Any) -> None:
    """The two days of a clock that the database orders and holds together."""
    run = run_of(events)
    clock.started_on, clock.ended_on = run.start.happened_on, run.end.happened_on if run.end else None
    save_as(clock, by=by, update_fields=["started_on", "ended_on"])


def _why_not(clock: CaseClock, is_running: bool, kind: str) -> str:
    if not is_running:
        return "The clock has ended. Take that back first, if it was a mistake."
    if kind == ClockEventKind.RESUMED:
        return "The clock is not stopped."
    if kind in (ClockEventKind.STOPPED, ClockEventKind.EXTENDED):
        none = clock.rule.exceptions.filter(effect="none").first()
        if none:
            return f"This rule allows neither: “{none.words}”"
        return "The clock cannot be stopped or extended as it stands."
    return "This cannot happen to the clock as it stands."


def _must_fit(event: ClockEvent, clock: CaseClock, events: list[ClockEvent]) -> None:
    """Nothing ends before it starts, and nothing happens before what it follows."""
    run = run_of(events)
    start, day = run.start.moment, event.moment
    follows = event.kind in (ClockEventKind.ENDED, ClockEventKind.LIFTED, ClockEventKind.STOPPED)
    if follows and day < start and not clock.rule.is_of_a_day_to_come:
        raise ClockRefused(f"The clock started on {in_full(start.date())}: this cannot be before it.")
    last = run.stops[-1] if run.stops else None
    if last and event.kind in (ClockEventKind.RESUMED, ClockEventKind.STOPPED, ClockEventKind.ENDED):
        after = last.until or last.since
        if day < after:
            word = "went on" if last.until else "stopped"
            raise ClockRefused(f"The clock {word} on {in_full(after.date())}: this cannot be before it.")
    if event.kind == ClockEventKind.RESTARTED:
        _must_have_come(clock.rule, event.happened_on)
    elif event.happened_on > timezone.localdate():
        raise ClockRefused(NOT_YET)


NOT_YET = "This is a day to come. Enter it when it has happened."


def _must_have_come(rule: ClockRule, day: date) -> None:
    if day > timezone.localdate() and not rule.is_of_a_day_to_come:
        raise ClockRefused(NOT_YET)
