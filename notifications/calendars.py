"""Steps with their days in a person's own calendar: feeds behind secret addresses, and what they hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from accounts.memberships import memberships_of
from actionsteps.models import ActionStep, Progress
from actionsteps.progress.lines import all_occasions
from actionsteps.progress.mine import named, steps_of
from partnerships.reach import reaches

from . import ics
from .models import CalendarFeed

BACK, AHEAD = timedelta(days=92), timedelta(days=400)
"""Days before and after today that a feed holds. What is late stays in it however old it is."""

MOST_EVENTS = 2000

_signer = signing.Signer(salt="notifications.calendar", sep=".")


def secret_of(feed: CalendarFeed) -> str:
    """What stands in its address. The database alone does not tell it."""
    return _signer.sign(feed.key)


def feed_at(secret: str) -> CalendarFeed | None:
    """The feed behind an address, where its person may still see what it is of; None for everybody else."""
    try:
        key = _signer.unsign(secret)
    except signing.BadSignature:
        return None
    feed = CalendarFeed.objects.select_related(
        "user", "partnership__partner", "partnership__agreement__lead"
    ).filter(key=key, user__is_active=True)
    found = feed.first()
    return found if found and _may_see(found) else None


def _may_see(feed: CalendarFeed) -> bool:
    if feed.partnership is None:
        return feed.user.is_staff or bool(memberships_of(feed.user))
    return reaches(feed.user, feed.partnership)


@dataclass(frozen=True)
class FeedEvent:
    """One day on which a step is due."""

    uid: str
    """The same as long as the step is the same, in whichever version of its plan, so that calendars follow it."""
    day: date
    title: str
    text: str
    path: str
    touched_at: datetime


def events_of(feed: CalendarFeed, today: date) -> list[FeedEvent]:
    """The days of its open steps that are not ticked off, the first first. In four queries at most."""
    steps = list(
        _steps_of(feed)
        .annotate(words=named())
        .select_related("plan__partnership__partner", "owner")
        .prefetch_related("actions")
        .order_by("pk")
    )
    ticked = _ticked_off([step for step in steps if step.repeats])
    events = [event for step in steps for event in _events_of(step, ticked[step.lineage], today)]
    return sorted(events, key=lambda event: (event.day, event.uid))[:MOST_EVENTS]


def _steps_of(feed: CalendarFeed) -> QuerySet[ActionStep]:
    if feed.partnership is None:
        return steps_of(feed.user.pk, memberships_of(feed.user), is_staff=feed.user.is_staff)
    return ActionStep.objects.newest().open().kept().filter(plan__partnership=feed.partnership)


def _ticked_off(steps: Iterable[ActionStep]) -> dict[str, set[date]]:
    """By lineage, the occasions that are ticked off, in whichever version."""
    found: dict[str, set[date]] = defaultdict(set)
    lineages = {step.lineage for step in steps}
    lines = Progress.objects.filter(step__lineage__in=lineages, occasion__isnull=False, taken_back_at=None)
    for line in lines.select_related("step").only("occasion", "step__lineage").order_by():
        found[line.step.lineage] |= {line.occasion} if line.occasion else set()
    return found


def _events_of(step: Any, ticked: set[date], today: date) -> Iterator[FeedEvent]:
    partnership = step.plan.partnership
    lines = [action.text for action in step.actions.all()]
    who = str(step.owner) if step.owner else step.owner_role
    text = "\n".join(filter(None, [*lines, f"Who: {who}" if who else ""]))
    path = reverse("action-step-progress", args=[partnership.slug, step.public_id])
    for uid, day in _days_of(step, ticked):
        if day <= today + AHEAD and (day >= today - BACK or day == step.next_on):
            title = f"{step.words} ({partnership.partner.short_name})"
            yield FeedEvent(uid, day, title, text, path, step.touched_at)


def _days_of(step: ActionStep, ticked: set[date]) -> list[tuple[str, date]]:
    """(identity, day). That of a step that happens once stays when its day moves."""
    if not step.repeats:
        return [(step.lineage, step.due_on)] if step.due_on else []
    days = all_occasions(step)
    return [(f"{step.lineage}-{day:%Y%m%d}", day) for day in days if day not in ticked]


def as_file(events: Iterable[FeedEvent], name: str, site: str) -> bytes:
    """The feed as calendars read it; `site` is the address people type, without a slash at its end."""
    host = urlsplit(site).hostname or "accord"
    return ics.calendar(
        name,
        (
            ics.event(
                uid=f"{event.uid}@{host}",
                on=event.day,
                touched_at=event.touched_at,
                title=" ".join(event.title.split()),
                words=f"{event.text}\n{site}{event.path}".strip(),
                url=f"{site}{event.path}",
            )
            for event in events
        ),
    )
