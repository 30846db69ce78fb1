"""Evidence that became due, or is overdue, since a person's last e-mail."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse

from accounts.models import User
from core.words import in_words
from evidence.access import may_enter
from evidence.rows.due import Owed, Urgency, in_order, last_day, owed_values

LONGEST_MONTH = timedelta(days=31)

NAMED = 3
"""Values that are named in a sentence."""


class DueLine(NamedTuple):
    """A sentence, where it leads, and whether it asks something of who reads it."""

    text: str
    path: str
    to_do: bool


def owed_since(first_day: date, today: date) -> dict[int, list[Owed]]:
    """By partnership, the values that became due or overdue after a day, as they stand today. One query."""
    near = owed_values().filter(expected_on__range=(first_day - LONGEST_MONTH, today)).in_shown_edition()
    values = near.select_related(
        "row__parent",
        "row__category",
        "row__partnership__agreement__lead",
        "row__partnership__partner",
        "period",
        "part",
        "owed_by",
    )
    found: dict[int, list[Owed]] = defaultdict(list)
    for owed in in_order(values, today):
        partnership = owed.value.row.partnership_id
        if partnership and _came(owed, first_day, today):
            found[partnership].append(owed)
    return found


def _came(owed: Owed, last: date, today: date) -> bool:
    """Whether it became due, or overdue, after the last e-mail's day."""
    expected_on = owed.value.expected_on
    turns = (expected_on, last_day(expected_on) + timedelta(days=1)) if expected_on else ()
    return any(last < day <= today for day in turns)


def evidence_lines(person: User, owed: Iterable[Owed], last: date, today: date) -> Iterator[DueLine]:
    """What is due from a person, and to know for those who enter what somebody else brings late. No query."""
    by_partnership = defaultdict(list)
    for one in owed:
        if one.value.row.partnership and _came(one, last, today):
            by_partnership[one.value.row.partnership].append(one)
    for partnership, values in by_partnership.items():
        enters = may_enter(person, partnership)
        own = [one for one in values if one.value.owed_by == person or (enters and not one.value.owed_by)]
        late = [one for one in values if enters and one not in own and one.urgency == Urgency.OVERDUE]
        path, of = reverse("evidence-due", args=[partnership.slug]), partnership.partner.short_name
        if own:
            yield DueLine(_sentence(own, of), path, to_do=True)
        if late:
            yield DueLine(_sentence(late, of), path, to_do=False)


def _sentence(owed: list[Owed], of: str) -> str:
    """“Evidence of Clayton is due: Ride time for 2025-2026 (February 2026).”"""
    names = [_named(one) for one in owed[:NAMED]]
    if more := len(owed) - NAMED:
        names += [f"{more} more"] if more > 0 else []
    return f"Evidence of {of} is due: {in_words(names)}."


def _named(one: Owed) -> str:
    late = ", overdue" if one.urgency == Urgency.OVERDUE else ""
    who = f", from {one.who}" if one.who else ""
    return f"{one.name} for {one.value.period.name} ({one.when}{late}{who})"
