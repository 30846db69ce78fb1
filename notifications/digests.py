"""What a person's daily e-mail says. What happened is read from the history of assessments."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from assessments.models import TAKEN_BACK, Assessment, Cycle
from assessments.rating.progress import with_progress

from .models import Digest, ReminderChoice

REMIND_BEFORE = (14, 7, 1)
"""Days before the due date on which those who still write are reminded."""

REMIND_AFTER = (1, 7, 14, 21, 28)
"""Days after the due date on which they, and the directors, are told that it is late."""

LOOK_BACK = timedelta(days=14)
"""The first e-mail tells nothing older than this."""

KINDS = {
    "opened": "opened",
    "submitted": "submitted",
    TAKEN_BACK: "submitted",
    "returned": "decided",
    "reopened": "decided",
    "withdrawn": "decided",
    "asked": "decided",
    "final": "decided",
}
"""What a history row may say happened, and the choice by which a person hears of it."""

WENT_BACK = {
    "returned": "returned",
    "reopened": "reopened",
    "withdrawn": "no longer asks for",
    "asked": "asks again for",
}
"""What is told to an assessment's writers with the remark, and in which words."""


@dataclass(frozen=True)
class Event:
    """Something that happened to an assessment, from its history."""

    what: str
    assessment_id: int
    actor_id: int | None
    actor: str
    at: datetime
    remark: str


@dataclass(frozen=True)
class Line:
    """One sentence of the e-mail and where it leads."""

    text: str
    path: str
    subject: str = ""
    """The sentence as a subject of an e-mail, where it quotes what somebody wrote."""


def recipients(now):
    """(person, moment): who has not had today's e-mail, and since when things are news to them.

    Active people with a membership.
    """
    today = timezone.localdate(now)
    people = User.objects.filter(is_active=True, memberships__isnull=False).exclude(email="").distinct()
    people = people.exclude(digests__day=today, digests__sent_at__isnull=False)
    last = dict(
        Digest.objects.filter(sent_at__isnull=False)
        .values("user")
        .annotate(last=Max("until"))
        .values_list("user", "last")
    )
    return [(person, max(last.get(person.pk) or person.date_joined, now - LOOK_BACK)) for person in people]


def events_since(start):
    """What happened to assessments after a moment, the oldest first."""
    rows = (
        Assessment.history.filter(history_date__gt=start, history_change_reason__in=KINDS)
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    return [
        Event(
            what=row.history_change_reason,
            assessment_id=row.id,
            actor_id=row.history_user_id,
            actor=row.history_user.name if row.history_user else "Somebody",
            at=row.history_date,
            remark=row.remark,
        )
        for row in rows
    ]


def lines_for(person, since, events, *, now):
    """What one person is told: what others did since the last e-mail, then what is due or late. In two queries."""
    choice = ReminderChoice.of(person)
    today, last_day = timezone.localdate(now), timezone.localdate(since)
    near = timedelta(days=max(*REMIND_BEFORE, *REMIND_AFTER))
    news = _news_for(person, [event for event in events if event.at > since])
    within_reach = with_progress(
        Assessment.objects.within_reach_of(person).with_partnership().with_due_date()
    )
    rows = {
        row.pk: row
        for row in within_reach.filter(pk__in={event.assessment_id for event in news})
        | within_reach.open().filter(due_on__range=(today - near, today + near))
    }
    told = [
        line
        for event in _without_sides_made_final(news, rows)
        if event.assessment_id in rows and getattr(choice, KINDS[event.what])
        if (line := _of_event(event, rows[event.assessment_id]))
    ]
    lines = list(dict.fromkeys(told))  # what was submitted, returned and submitted again is told of once
    if choice.due:
        open_rows = [row for row in rows.values() if row.is_open and row.due_on]
        lines += _due(open_rows, today, last_day) + _late_for_directors(open_rows, today, last_day)
    return lines


def _news_for(person, events):
    """What others did. What was submitted and taken back again is no news, but to whoever submitted it."""
    submitted: dict[int, Event] = {}
    untold = set()
    for event in events:
        if event.what == "submitted":
            submitted[event.assessment_id] = event
        elif event.what == TAKEN_BACK and (before := submitted.pop(event.assessment_id, None)):
            untold |= {before} if before.actor_id == person.pk else {before, event}
    return [event for event in events if event.actor_id != person.pk and event not in untold]


def _without_sides_made_final(events, rows):
    """Where the joint assessment was made final, that its sides became final with it needs no telling."""
    made_final = [
        rows[one.assessment_id] for one in events if one.what == "final" and one.assessment_id in rows
    ]
    rounds = {(row.partnership_id, row.cycle_id) for row in made_final if row.is_joint}
    sides = {
        row.pk for row in made_final if not row.is_joint and (row.partnership_id, row.cycle_id) in rounds
    }
    return [event for event in events if event.what != "final" or event.assessment_id not in sides]


def _of_event(event, assessment):
    """Its writers hear of all that happens to an assessment, directors of submitting, all when it is final."""
    name = _name(assessment)
    path = reverse("assessment", args=[assessment.public_id])
    writes, reviews = assessment.is_writer, assessment.is_reviewer
    text = ""
    if event.what == "opened" and assessment.is_joint and writes:
        text = f"{event.actor} began the conference: the {name} can be filled in."
    elif event.what == "opened" and writes:
        due = assessment.due_on
        text = f"The {name} is open" + (f"; it is due on {date_format(due, 'M j, Y')}." if due else ".")
    elif event.what in ("submitted", TAKEN_BACK) and (writes or reviews):
        text = f"{event.actor} submitted the {name}."
        if event.what == TAKEN_BACK:
            text = f"{event.actor} took back the submitted {name}."
        if not writes:
            path = reverse("assessments", args=[assessment.partnership.slug])
    elif event.what in WENT_BACK and writes:
        subject = f"{event.actor} {WENT_BACK[event.what]} the {name}."
        return Line(f"{subject.removesuffix('.')}: “{event.remark}”", path, subject)
    elif event.what == "final" and (assessment.is_final or writes):  # reopened since, others cannot read it
        text = f"{event.actor} made the {name} final."
    return Line(text, path) if text else None


def _name(assessment):
    """“self-assessment of Clayton, 2026-2027”, “assessment of Clayton by SSD, 2026-2027”."""
    partner, (kind, by, who) = assessment.partnership.partner, assessment.perspective.partition(" by ")
    return f"{kind} of {partner.short_name}{by}{who}, {assessment.cycle.period.label}"


def _reached(due, days, today, last_day):
    """Whether one of these days, counted from the due date, came since the last e-mail."""
    return any(last_day < due + timedelta(days=number) <= today for number in days)


def _due(rows, today, last_day):
    """Reminders for those who still write."""
    days = (*(-number for number in REMIND_BEFORE), *REMIND_AFTER)
    return [
        Line(
            f"The {_name(row)} {_when(row.due_on, today)}: {row.rated} of {row.total} items are rated.",
            reverse("assessment", args=[row.public_id]),
        )
        for row in rows
        if row.is_writer and _reached(row.due_on, days, today, last_day)
    ]


def _when(due, today):
    days = (due - today).days
    day = date_format(due, "M j, Y")
    if days == 0:
        return f"is due today, {day}"
    number = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"is due in {number}, on {day}" if days > 0 else f"was due {number} ago, on {day}"


def _late_for_directors(rows, today, last_day):
    """One sentence a cycle that names the districts that are late."""
    late: dict[Cycle, dict[int, str]] = defaultdict(dict)
    for row in rows:
        due = row.due_on
        if row.is_reviewer and not row.is_writer and _reached(due, REMIND_AFTER, today, last_day):
            late[row.cycle][row.partnership_id] = row.partnership.partner.short_name
    return [
        Line(
            f"{len(names)} {'is' if len(names) == 1 else 'are'} late in {cycle.period.label}: "
            f"{', '.join(sorted(names.values()))}.",
            f"{reverse('grid', args=[cycle.edition.agreement.slug])}?cycle={cycle.public_id}",
        )
        for cycle, names in late.items()
    ]
