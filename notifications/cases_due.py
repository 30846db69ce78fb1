"""Clocks that come near, are due or late since a person's last e-mail, and findings that are to be corrected."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actionsteps.access import may_write
from actionsteps.clocks.listing import CaseLine, lines_of, with_clocks
from actionsteps.models import Case
from core.words import day_in_words, in_words
from partnerships.models import Partnership

from .evidence_due import NAMED, DueLine

TOLD = (-7, -1, 0, 1, 7)
"""Days counted from the due date on which people are told of it."""


class DueClock(NamedTuple):
    """Something of a case that is due on a day."""

    case: Case
    what: str
    due: date
    state: str

    def was_told(self, last: date, today: date) -> bool:
        """Whether one of the days on which it is told came after the last e-mail."""
        return any(last < self.due + timedelta(days=number) <= today for number in TOLD)


def due_clocks(now: datetime) -> dict[int, list[DueClock]]:
    """By partnership, what is due in its open cases, the first first. One query where there is no case."""
    found: dict[int, list[DueClock]] = defaultdict(list)
    for line in lines_of(with_clocks(Case.objects.open()), timezone.localtime(now)):
        found[line.case.partnership_id] += _of(line)
    return {key: sorted(clocks, key=lambda clock: clock.due) for key, clocks in found.items()}


def _of(line: CaseLine) -> Iterator[DueClock]:
    for clock in line.running:
        if clock.due and not clock.waits:
            yield DueClock(line.case, clock.rule.title, clock.due.date(), clock.state)
    if line.finding and line.finding.missing:
        yield DueClock(line.case, "Correct the finding", line.finding.due, line.finding.state)


def case_lines(person: User, clocks: Iterable[DueClock], last: date, today: date) -> Iterator[DueLine]:
    """A sentence a partnership, for those who enter its cases. No query."""
    by_partnership: dict[Partnership, list[DueClock]] = defaultdict(list)
    for clock in clocks:
        if clock.was_told(last, today):
            by_partnership[clock.case.partnership].append(clock)
    for partnership, told in by_partnership.items():
        if may_write(person, partnership):
            names = [_named(clock) for clock in told[:NAMED]]
            names += [f"{len(told) - NAMED} more"] if len(told) > NAMED else []
            text = f"Cases of {partnership.partner.short_name}: {in_words(names)}."
            yield DueLine(text, reverse("cases", args=[partnership.slug]), to_do=True)


def _named(clock: DueClock) -> str:
    """“2026-014, Hold the meeting, due Dec 3, 2026 (7 days left)”: never more than the number."""
    return f"{clock.case.number}, {clock.what}, due {day_in_words(clock.due)} ({clock.state})"
