"""Opening a cycle: who is asked in it, until when."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, TextChoices
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from assessments.models import (
    Assessment,
    AssessmentEvent,
    AssessmentEventKind,
    AssessmentStatus,
    Cycle,
    CycleEvent,
    CycleEventKind,
)
from core.bulk import insert, insert_events, write_history
from core.conflicts import Conflict, Resolution, resolution_of
from core.history import save_as
from partnerships.access import asks_all_of
from partnerships.models import Edition, Item, Partnership, Party, Period, holding_on


class RaterKind(TextChoices):
    """Whom a director asks, in every partnership that has them."""

    PARTNER = "partner", "the partner itself"
    LEAD = "lead", "the lead agency"
    OTHERS = "others", "other parties"


@dataclass(frozen=True)
class Opened:
    """What opening a cycle did."""

    cycle: Cycle
    new: int
    """Assessments opened."""
    already: int
    """Assessments of those asked that were there before."""
    settled: tuple[str, ...]
    """Partners whose round has its conference or its result already: nobody more is asked in it."""
    due_before: date | None
    """The due date it replaced; None where it replaced none."""
    withdrawn: tuple[str, ...] = ()
    """Sides that were asked for and stay as they are: they are no longer asked. “SSD in Clayton”."""


class DueDateKept(Exception):
    """The cycle's due date was not replaced, and nothing opened. Its text says why."""


@transaction.atomic
def open_cycle(
    edition: Edition,
    period: Period,
    partnerships: list[Partnership],
    asked: Collection[str],
    *,
    due_on: date | None,
    due_seen: date | None,
    outside_reason: str = "",
    by: User,
) -> Opened:
    """Give each asked side of each partnership a draft, unless it has its assessment in this cycle already.

    Raises Conflict where another due date than `due_seen` would be replaced, and DueDateKept where somebody who
    directs only some of the partnerships would replace one. `outside_reason` is kept with a cycle that is made.
    Of two people at once the second waits and finds what the first made. The queries are the same in number
    for any number of partnerships.
    """
    cycle, due_before = _cycle(edition, period, due_on, due_seen, outside_reason, by)
    sides = sides_of(partnerships, asked)
    rounds = Assessment.objects.filter(cycle=cycle, partnership__in=partnerships)
    # Nobody begins a conference, or finishes anything, in these rounds meanwhile.
    list(rounds.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    present, settled, withdrawn = set(), set(), {}
    for partnership, organization, name, status in rounds.values_list(
        "partnership", "by", "by__short_name", "status"
    ):
        present.add((partnership, organization))
        if status == AssessmentStatus.WITHDRAWN:
            withdrawn[partnership, organization] = name
        if organization is None or status == AssessmentStatus.FINAL:
            settled.add(partnership)
    missing = [
        Assessment(partnership=partnership, cycle=cycle, by_id=organization)
        for partnership in partnerships
        for organization in sides[partnership.pk]
        if partnership.pk not in settled and (partnership.pk, organization) not in present
    ]
    if missing:
        _write(cycle, missing, by=by)
    asked_for = [(one.pk, side) for one in partnerships for side in sides[one.pk]]
    lacking = {pk for pk, side in asked_for if pk in settled and (pk, side) not in present}
    names = tuple(p.partner.short_name for p in partnerships if p.pk in lacking)
    already = sum(one in present and one not in withdrawn for one in asked_for)
    partners = {one.pk: one.partner.short_name for one in partnerships}
    no_longer = tuple(f"{withdrawn[one]} in {partners[one[0]]}" for one in asked_for if one in withdrawn)
    return Opened(cycle, len(missing), already, names, due_before, no_longer)


def _write(cycle: Cycle, missing: list[Assessment], *, by: User) -> None:
    """Three statements however many there are: the rows, their history, their events."""
    newest = Assessment.objects.aggregate(newest=Max("pk"))["newest"] or 0
    now = timezone.now()
    insert(missing)
    # What somebody else adds to the cycle by hand at this moment comes with an event of its own.
    new = Assessment.objects.filter(cycle=cycle, pk__gt=newest, events=None)
    write_history(new, kind="+", by=by, reason="opened", at=now)
    insert_events(AssessmentEvent, "assessment", new, kind=AssessmentEventKind.OPENED, by=by, at=now)


def sides_of(partnerships: list[Partnership], asked: Collection[str]) -> dict[int, list[int]]:
    """The organizations to ask, by partnership: of whom is asked, those that take part in it."""
    sides: dict[int, list[int]] = {partnership.pk: [] for partnership in partnerships}
    others = defaultdict(list)
    if RaterKind.OTHERS in asked:
        for party in Party.objects.filter(partnership__in=partnerships):
            others[party.partnership_id].append(party.organization_id)
    for partnership in partnerships:
        wanted = [
            *([partnership.partner_id] if RaterKind.PARTNER in asked else []),
            *([partnership.agreement.lead_id] if RaterKind.LEAD in asked else []),
            *others[partnership.pk],
        ]
        sides[partnership.pk] = list(dict.fromkeys(wanted))
    return sides


def without_items(edition: Edition, period: Period, partnerships: Sequence[Partnership]) -> list[Partnership]:
    """Where each partnership has its own, those whose own does not hold yet when the period begins."""
    if not edition.rates_own_items:
        return []
    rated = Item.objects.rated().filter(holding_on(period.start), edition=edition).order_by()
    having = set(rated.values_list("local_to", flat=True).distinct())
    return [] if None in having else [one for one in partnerships if one.pk not in having]


def _cycle(
    edition: Edition,
    period: Period,
    due_on: date | None,
    due_seen: date | None,
    outside_reason: str,
    by: User,
) -> tuple[Cycle, date | None]:
    """The cycle, made where it is missing, its row held; and the due date that a new one replaced."""
    if period.pk is None:
        period = Period.objects.get_or_create(
            kind=period.kind, label=period.label, defaults={"start": period.start, "end": period.end}
        )[0]
    cycles = Cycle.objects.select_for_update(no_key=True).filter(edition=edition, period=period)
    cycle = cycles.first()
    if cycle is None:
        cycle = Cycle(edition=edition, period=period, due_on=due_on, outside_reason=outside_reason)
        try:
            with transaction.atomic():
                save_as(cycle, by=by)
                CycleEvent.objects.create(cycle=cycle, kind=CycleEventKind.OPENED, by=by)
            return cycle, None
        except IntegrityError:  # somebody else made it this very moment, or it is refused
            cycle = cycles.first()
            if cycle is None:
                raise
    due_before = cycle.due_on
    if due_before == due_on:
        return cycle, None
    _must_be_replaceable(cycle, due_on, due_seen, by)
    cycle.due_on = due_on
    save_as(cycle, by=by, update_fields=["due_on"])
    return cycle, due_before


def _must_be_replaceable(cycle: Cycle, due_on: date | None, due_seen: date | None, by: User) -> None:
    """Of a cycle whose row is held: whether this person may replace its due date, and knows which one it is."""
    if not asks_all_of(by, cycle.edition.agreement):
        raise DueDateKept(
            f"This {cycle.words.round} is {due_in_words(cycle.due_on)} in every partnership, and you direct some "
            "of them. Keep it as it is, or ask a director of all of them to change it."
        )
    if resolution_of(due_seen, cycle.due_on, due_on) is not Resolution.MINE:
        raise Conflict(cycle.due_on)


def due_in_words(day: date | None) -> str:
    return f"due {date_format(day, 'M j, Y')}" if day else "without a due date"
