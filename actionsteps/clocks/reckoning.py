"""One clock as it stands today: when it is due and how that is worked out, line by line.

Nothing of it is stored. It follows from the rule, from what happened to the clock in its order, and from the school
calendar; `Reckoned` is asked by the pages, the digest and home alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil

from django.utils import timezone
from django.utils.dateformat import time_format

from actionsteps.models import (
    CaseClock,
    ClockBound,
    ClockEvent,
    ClockEventKind,
    ClockRule,
    ClockUnit,
    ExceptionEffect,
)
from core.words import counted

from .counting import Span, StandsStill, Stop, end_of, latest_before, next_on
from .days import DAY, Calendar, NotCounted, in_full

SOON = 14
"""Days before the due date from which on a clock is due soon."""

ONE_OF = {unit: unit.label.removesuffix("s") for unit in ClockUnit} | {
    ClockUnit.AGE: "year of age",
    ClockUnit.TRAINING_HOURS: "hour of training",
}


def amount_in_words(amount: int, unit: str) -> str:
    """“45 calendar days”, “1 month”."""
    return f"{amount} {ONE_OF[ClockUnit(unit)] if amount == 1 else ClockUnit(unit).label}"


def rule_in_words(rule: ClockRule) -> str:
    """“at most 45 calendar days”, “by age 3”, “before November 1 of each year”."""
    if rule.unit == ClockUnit.FIXED_DATE:
        day = date(2024, rule.on_month or 1, rule.on_day or 1)
        word = {ClockBound.AT_MOST: "by", ClockBound.AT_LEAST: "not before", ClockBound.BEFORE: "before"}
        return f"{word[ClockBound(rule.bound)]} {day:%B} {day.day} of each year"
    if rule.unit == ClockUnit.AGE:
        word = {ClockBound.AT_MOST: "by", ClockBound.AT_LEAST: "from", ClockBound.BEFORE: "before"}
        return f"{word[ClockBound(rule.bound)]} age {rule.amount}"
    words = amount_in_words(rule.amount or 0, rule.unit)
    if rule.counts_holidays:
        words += ", holidays included"
    return f"at least {words} before" if rule.counts_back else f"{rule.get_bound_display()} {words}"


def span_of(rule: ClockRule) -> Span:
    return Span(rule.amount or 0, ClockUnit(rule.unit), rule.counts_holidays)


class ClockRefused(Exception):
    """It cannot happen to the clock as it stands; its text is the sentence people read."""


@dataclass(frozen=True)
class WorkingLine:
    """One step of the working: what happened, and what it makes of the clock."""

    what: str
    gives: str = ""
    why: str = ""


@dataclass
class Run:
    """A clock since it last started: its stops and extensions, and how it ended."""

    start: ClockEvent
    stops: list[Stop] = field(default_factory=list)
    extensions: list[ClockEvent] = field(default_factory=list)
    end: ClockEvent | None = None

    @property
    def is_stopped(self) -> bool:
        return bool(self.stops) and self.stops[-1].until is None


def run_of(events: Iterable[ClockEvent]) -> Run:
    """What stands of all that happened. A restart begins anew: what went before lengthens nothing."""
    run: Run | None = None
    for event in events:
        if event.taken_back_at:
            continue
        match event.kind:
            case ClockEventKind.STARTED | ClockEventKind.RESTARTED:
                run = Run(event)
            case ClockEventKind.STOPPED if run:
                run.stops.append(Stop(event.moment))
            case ClockEventKind.RESUMED if run and run.is_stopped:
                run.stops[-1] = Stop(run.stops[-1].since, event.moment)
            case ClockEventKind.EXTENDED if run:
                run.extensions.append(event)
            case ClockEventKind.ENDED | ClockEventKind.LIFTED if run:
                run.end = event
    if run is None:
        raise ValueError("A clock has an event by which it started.")
    return run


@dataclass(frozen=True)
class Reckoned:
    """A clock as it stands on a day."""

    clock: CaseClock
    run: Run
    today: datetime
    due: datetime | None
    """The last day, or moment of hours, on which it is in time; of “at least” the first."""
    why_not: str
    """Why nobody can say when it is due: a sentence, empty where `due` is known or the clock stands still."""
    left_when_stopped: int | None
    lines: list[WorkingLine]

    @property
    def rule(self) -> ClockRule:
        return self.clock.rule

    @property
    def is_running(self) -> bool:
        return self.run.end is None

    @property
    def is_lifted(self) -> bool:
        return self.run.end is not None and self.run.end.kind == ClockEventKind.LIFTED

    @property
    def is_stopped(self) -> bool:
        return self.is_running and self.run.is_stopped

    @property
    def waits(self) -> bool:
        """Whether it is of a rule that lets something be done only after a time: it is never late."""
        return self.rule.bound == ClockBound.AT_LEAST

    @property
    def in_hours(self) -> bool:
        return self.rule.unit == ClockUnit.HOURS

    @property
    def days_left(self) -> int | None:
        """From today to the due date; negative where it is past. None where it is not known."""
        return (self.due.date() - self.today.date()).days if self.due else None

    @property
    def is_late(self) -> bool:
        if self.waits or not self.is_running or self.due is None:
            return False
        return self.due < self.today if self.in_hours else self.due.date() < self.today.date()

    @property
    def is_soon(self) -> bool:
        """Due today or within a fortnight, and not late."""
        if self.waits or not self.is_running or self.is_late:
            return False
        return self.days_left is not None and self.days_left <= SOON

    @property
    def was_late(self) -> int:
        """Days by which it was done too late or, where it had to wait, too early; 0 where it was in time."""
        end = self.run.end
        if end is None or self.is_lifted or self.due is None:
            return 0
        first, then = (end.moment, self.due) if self.waits else (self.due, end.moment)
        if self.in_hours and end.happened_at:
            return max(0, ceil((then - first) / DAY))
        return max(0, (then.date() - first.date()).days)

    @property
    def due_in_words(self) -> str:
        """“Dec 3, 2026”, of hours with the time of day; “stopped”, “not known”."""
        if self.due is None:
            return "stopped" if self.is_stopped else "not known"
        return moment_in_words(self.due, with_time=self.in_hours)

    @property
    def state(self) -> str:
        """“3 days left”, “due today”, “5 days late”, “stopped, 12 school days left”, “done in time”."""
        end = self.run.end
        if end is not None:
            return self._how_it_ended(end)
        if self.left_when_stopped is not None:
            return f"stopped, {self._left(self.left_when_stopped)} left"
        days = self.days_left
        if days is None:
            return "no due date"
        if self.waits:
            return f"not for {counted(days, 'day')} yet" if days > 0 else "may be done"
        if self.is_late:
            return f"{counted(-days, 'day')} late" if days else "late since today"
        return f"{counted(days, 'day')} left" if days else "due today"

    def _left(self, left: int) -> str:
        """Of months and years what is left is known in days."""
        in_days = self.rule.unit in (ClockUnit.MONTHS, ClockUnit.YEARS)
        return amount_in_words(left, ClockUnit.CALENDAR_DAYS if in_days else self.rule.unit)

    def _how_it_ended(self, end: ClockEvent) -> str:
        if self.is_lifted:
            return "does not apply"
        if self.due is None:
            return f"done on {in_full(end.happened_on)}"
        if self.was_late:
            return f"done {counted(self.was_late, 'day')} too {'early' if self.waits else 'late'}"
        return "done in time"


def moment_in_words(moment: datetime, *, with_time: bool = False) -> str:
    day = in_full(moment.date())
    return f"{day}, {time_format(moment, 'g:i A')}" if with_time else day


def reckon(
    clock: CaseClock, events: Sequence[ClockEvent], calendar: Calendar, today: datetime | None = None
) -> Reckoned:
    """A clock as it stands at a moment, which is now unless one is given. No query, where its rule is read."""
    rule, run = clock.rule, run_of(events)
    due, why_not, left = None, "", None
    lines = [_of_start(rule, run)]
    try:
        due = _due_without_events(rule, run, calendar, lines)
        for extension in run.extensions:
            span = Span(extension.amount or 0, ClockUnit(extension.unit))
            due = end_of(span, due, run.stops, calendar)
            words = amount_in_words(span.amount, span.unit)
            lines.append(WorkingLine(f"Extended by {words}", _to(rule, due), extension.words))
    except StandsStill as still:
        left = still.left
    except NotCounted as unknown:
        why_not = str(unknown)
    lines[1:1] = [_of_stop(stop, rule, events) for stop in run.stops]
    now = today or timezone.localtime()
    reckoned = Reckoned(clock, run, now, due, why_not, left, lines)
    lines.append(_last(reckoned))
    return reckoned


def _due_without_events(rule: ClockRule, run: Run, calendar: Calendar, lines: list[WorkingLine]) -> datetime:
    start = run.start.moment
    if rule.unit == ClockUnit.TRAINING_HOURS:
        raise NotCounted("It counts hours of training, not time: it has no due date.")
    if rule.unit == ClockUnit.FIXED_DATE:
        found = next_on(rule.on_month or 1, rule.on_day or 1, start.date())
        found -= DAY * rule.counts_back
        due = datetime.combine(found, start.timetz())
    elif rule.counts_back:
        due = latest_before(span_of(rule), start, calendar)
    else:
        due = end_of(span_of(rule), start, run.stops, calendar)
    words = rule_in_words(rule)
    lines.append(WorkingLine(words[0].upper() + words[1:], _to(rule, due)))
    return due


def _to(rule: ClockRule, due: datetime) -> str:
    return moment_in_words(due, with_time=rule.unit == ClockUnit.HOURS)


def _of_start(rule: ClockRule, run: Run) -> WorkingLine:
    again = run.start.kind == ClockEventKind.RESTARTED
    if rule.unit == ClockUnit.AGE:
        what = f"The day the student turns {rule.amount}{', set anew' if again else ''}"
    elif rule.is_of_a_day_to_come:
        what = f"Counted back from the day to come{', set anew' if again else ''}: {rule.from_event}"
    else:
        what = f"{'Started again' if again else 'Started'}: {rule.from_event}"
    return WorkingLine(what, _to(rule, run.start.moment), run.start.words)


def _of_stop(stop: Stop, rule: ClockRule, events: Sequence[ClockEvent]) -> WorkingLine:
    in_hours = rule.unit == ClockUnit.HOURS
    since = moment_in_words(stop.since, with_time=in_hours)
    why = next(
        (
            event.words
            for event in events
            if event.kind == ClockEventKind.STOPPED and not event.taken_back_at and event.moment == stop.since
        ),
        "",
    )
    if stop.until is None:
        return WorkingLine("Stopped", f"since {since}", why)
    return WorkingLine("Stopped", f"{since} to {moment_in_words(stop.until, with_time=in_hours)}", why)


def _last(reckoned: Reckoned) -> WorkingLine:
    if reckoned.why_not:
        return WorkingLine("No due date", "", reckoned.why_not)
    if reckoned.due is None:
        return WorkingLine("No due date while it stands still", reckoned.state.partition(", ")[2])
    return WorkingLine("May be done from" if reckoned.waits else "Due", reckoned.due_in_words)


def possible(reckoned: Reckoned, effects: Iterable[str]) -> list[ClockEventKind]:
    """What may happen to a clock next. `effects` are those of its rule's exceptions."""
    if not reckoned.is_running:
        return []
    if reckoned.is_stopped:
        return [ClockEventKind.RESUMED, ClockEventKind.RESTARTED, ClockEventKind.LIFTED, ClockEventKind.ENDED]
    rule = reckoned.rule
    is_fixed = rule.counts_back or rule.unit in (ClockUnit.AGE, ClockUnit.FIXED_DATE)
    lengthens = not is_fixed and ExceptionEffect.NONE not in effects
    return [
        ClockEventKind.ENDED,
        *([ClockEventKind.STOPPED, ClockEventKind.EXTENDED] if lengthens else []),
        ClockEventKind.RESTARTED,
        ClockEventKind.LIFTED,
    ]
