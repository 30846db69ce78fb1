"""The cases of partnerships, with their clocks as they stand today, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet, TextChoices
from django.utils import timezone

from actionsteps.models import Case, CaseClock, CaseKind
from partnerships.models import Partnership

from .calendars import calendars_of
from .cases import Finding, finding_of
from .days import Calendar
from .reckoning import SOON, Reckoned, reckon


class CaseFilter(TextChoices):
    """Which cases are listed."""

    OPEN = "", "All open"
    LATE = "late", "Late"
    SOON = "soon", f"Due within {SOON} days"
    STOPPED = "stopped", "Stopped"
    FINDINGS = "findings", "Findings"
    CLOSED = "closed", "Closed"


@dataclass(frozen=True)
class CaseLine:
    """One case as a list shows it."""

    case: Case
    clocks: list[Reckoned]
    """In the order of their due dates, those that have ended last."""
    finding: Finding | None

    @property
    def running(self) -> list[Reckoned]:
        return [clock for clock in self.clocks if clock.is_running]

    @property
    def first(self) -> Reckoned | None:
        """The clock that is due first, if one runs."""
        return next(iter(self.running), None)

    @property
    def is_late(self) -> bool:
        return any(clock.is_late for clock in self.running) or bool(self.finding and self.finding.is_late)

    @property
    def is_soon(self) -> bool:
        finding = self.finding
        is_due = bool(finding and finding.missing and 0 <= finding.days_left <= SOON)
        return any(clock.is_soon for clock in self.running) or is_due

    @property
    def is_stopped(self) -> bool:
        return any(clock.is_stopped for clock in self.running)

    @property
    def due(self) -> date | None:
        """The first day on which something of it is due."""
        days = [clock.due.date() for clock in self.running if clock.due and not clock.waits]
        if self.finding and self.finding.missing:
            days.append(self.finding.due)
        return min(days, default=None)

    def is_among(self, only: CaseFilter) -> bool:
        match only:
            case CaseFilter.LATE:
                return self.is_late
            case CaseFilter.SOON:
                return self.is_soon
            case CaseFilter.STOPPED:
                return self.is_stopped
            case CaseFilter.FINDINGS:
                return self.finding is not None
        return True


def with_clocks(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With all that `line_of` reads; in four queries however many there are."""
    clocks = CaseClock.objects.select_related("rule").prefetch_related("events")
    of = cases.select_related(
        "partnership__partner", "partnership__agreement__lead", "rule", "item", "review__period"
    )
    return of.prefetch_related(Prefetch("clocks", clocks), "corrections")


def in_whole(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same with who entered what, and with what the rules say of exceptions: for the page of one."""
    return with_clocks(cases).prefetch_related(
        "clocks__events__by", "clocks__events__taken_back_by", "clocks__rule__exceptions", "corrections__by"
    )


def line_of(case: Case, calendar: Calendar, now: datetime | None = None) -> CaseLine:
    now = now or timezone.localtime()
    clocks = [reckon(clock, list(clock.events.all()), calendar, now) for clock in case.clocks.all()]
    clocks.sort(key=lambda one: (not one.is_running, one.due is None, one.due or now, one.clock.pk))
    finding = finding_of(case, now.date()) if case.is_finding else None
    return CaseLine(case, clocks, finding)


def lines_of(cases: Iterable[Case], now: datetime | None = None, *, in_order: bool = True) -> list[CaseLine]:
    """Cases that were read by `with_clocks`, unless told otherwise by their due dates; in two queries more."""
    found = list(cases)
    calendars = calendars_of({case.partnership_id: case.partnership for case in found}.values())
    lines = [line_of(case, calendars[case.partnership_id], now) for case in found]
    if not in_order:
        return lines
    return sorted(lines, key=lambda line: (line.due is None, line.due or date.max, line.case.opened_on))


@dataclass(frozen=True)
class Counts:
    """How many cases there are: all that somebody reads who does not enter."""

    open: int
    late: int
    stopped: int
    findings: int


def counts_of(partnership: Partnership) -> Counts:
    lines = lines_of(with_clocks(partnership.cases.open()))
    return Counts(
        open=len(lines),
        late=sum(line.is_late for line in lines),
        stopped=sum(line.is_stopped for line in lines),
        findings=sum(line.case.kind == CaseKind.FINDING for line in lines),
    )
