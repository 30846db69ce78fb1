"""What a person's daily e-mail says. What happened is read from the events of assessments."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from assessments.access import may_review, may_write
from assessments.models import Assessment, AssessmentEvent, AssessmentEventKind, AssessmentStatus, Cycle
from assessments.rating.progress import with_progress
from assessments.workflow.definition import Actor
from assessments.workflow.transitions import BY_EVENT
from core.words import counted, natural
from evidence.access import may_enter

from .amendments_told import amendment_lines
from .cases_due import case_lines
from .evidence_due import evidence_lines
from .funding_told import funding_lines
from .happenings import CHOICES, REMIND_AFTER, REMIND_BEFORE, Happenings
from .models import ReminderChoice
from .steps_due import step_lines


@dataclass(frozen=True)
class DigestLine:
    """One sentence of the e-mail and where it leads."""

    text: str
    path: str
    subject: str = ""
    """The sentence as a subject of an e-mail, where it quotes what somebody wrote."""
    to_do: bool = False
    """Whether it asks something of who reads it."""


def lines_for(person: User, since: datetime, happenings: Happenings) -> list[DigestLine]:
    """What one person is told: first what there is to do, then how else things stand since the last e-mail.

    Of an assessment only the last that happened to it is told, not each turn on the way. In two queries.
    """
    choice = happenings.choices.get(person.pk) or ReminderChoice(user=person)
    around = happenings.around(person)
    news = _news_for(person, happenings.news(around, since))
    reached = Assessment.objects.within_reach_of(person).with_partnership()
    keys = {event.assessment_id for event in news}
    rows = {one.pk: one for one in _as_told_to(person, reached.filter(pk__in=keys))} if keys else {}
    lines = [
        line
        for event in _newest_of_each(_without_sides_made_final(news, rows), happenings.news(around, since))
        if event.assessment_id in rows and getattr(choice, CHOICES[AssessmentEventKind(event.kind)])
        if (line := _of_event(event, rows[event.assessment_id], happenings, person))
    ]
    if choice.due and around & happenings.with_due_date:
        due = list(_as_told_to(person, with_progress(happenings.due_soon_or_late(reached, around))))
        today, last_day = happenings.today, timezone.localdate(since)
        lines = _due(due, today, last_day) + lines + _late_for_directors(due, today, last_day)
    if choice.answered:
        lines += _answers(person, since, happenings)
    money = [one for key in around for one in happenings.funding.get(key, ())]
    lines += [
        DigestLine(text, path, to_do=to_do)
        for text, path, to_do in funding_lines(person, money, since, choice)
    ]
    texts = [one for key in around for one in happenings.amendments.get(key, ())]
    lines += [
        DigestLine(text, path, to_do=to_do)
        for text, path, to_do in amendment_lines(person, texts, since, choice)
    ]
    if choice.due:
        owed = [one for key in around for one in happenings.owed.get(key, ())]
        evidence = evidence_lines(person, owed, timezone.localdate(since), happenings.today)
        lines += [DigestLine(text, path, to_do=to_do) for text, path, to_do in evidence]
        clocks = [one for key in around for one in happenings.clocks.get(key, ())]
        cases = case_lines(person, clocks, timezone.localdate(since), happenings.today)
        lines += [DigestLine(text, path, to_do=to_do) for text, path, to_do in cases]
        steps = [one for key in around for one in happenings.steps.get(key, ())]
        of_steps = step_lines(person, steps, since, happenings.today)
        lines += [DigestLine(text, path, to_do=to_do) for text, path, to_do in of_steps]
    return sorted(lines, key=lambda line: not line.to_do)


def _answers(person: User, since: datetime, happenings: Happenings) -> Iterator[DigestLine]:
    """What was entered behind the links this person sent, and nobody has taken over yet."""
    for request in happenings.answers.get(person.pk, ()):
        if request.answered_at and request.answered_at > since and may_enter(person, request.partnership):
            yield DigestLine(
                f"{request.name} entered values for {request.period.name} that you asked for, for "
                f"{request.partnership.partner.short_name}. They wait to be accepted.",
                reverse("data-request", args=[request.partnership.slug, request.public_id]),
                to_do=True,
            )


def _as_told_to(person: User, assessments: Iterable[Assessment]) -> Iterator[Assessment]:
    """Assessments that say whether this person writes and reviews them; whether it reads them does not matter."""
    for one in assessments:
        one.is_writer, one.is_reviewer = may_write(person, one), may_review(person, one)
        yield one


def _news_for(person: User, events: list[AssessmentEvent]) -> list[AssessmentEvent]:
    """What others did. What was submitted and taken back again is no news, but to whoever submitted it."""
    submitted: dict[int, AssessmentEvent] = {}
    untold = set()
    for event in events:
        if event.kind == AssessmentEventKind.SUBMITTED:
            submitted[event.assessment_id] = event
        elif event.kind == AssessmentEventKind.TAKEN_BACK and (
            before := submitted.pop(event.assessment_id, None)
        ):
            untold |= {before} if before.by_id == person.pk else {before, event}
    return [event for event in events if event.by_id != person.pk and event not in untold]


def _newest_of_each(news: list[AssessmentEvent], events: list[AssessmentEvent]) -> list[AssessmentEvent]:
    """The news that are the last of `events` to have happened to their assessment. What came before is over."""
    last = {event.assessment_id: event for event in events}
    return [event for event in news if last[event.assessment_id] == event]


def _without_sides_made_final(events: list[AssessmentEvent], rows: dict[int, Any]) -> list[AssessmentEvent]:
    """Where the joint assessment was made final, that its sides became final with it needs no telling."""
    final, closed = AssessmentEventKind.MADE_FINAL, AssessmentEventKind.CLOSED
    made_final = [
        rows[one.assessment_id] for one in events if one.kind in (final, closed) and one.assessment_id in rows
    ]
    rounds = {(row.partnership_id, row.cycle_id) for row in made_final if row.is_joint}
    sides = {
        row.pk for row in made_final if not row.is_joint and (row.partnership_id, row.cycle_id) in rounds
    }
    return [event for event in events if event.kind != final or event.assessment_id not in sides]


def _of_event(
    event: AssessmentEvent, assessment: Assessment, happenings: Happenings, person: User
) -> DigestLine | None:
    """Its writers hear of all that happens to an assessment, directors of submitting, all when it is final.

    Each side at the table hears that there is a joint one to confirm.
    """
    name, who = assessment.full_name, event.who or "Somebody"
    path = reverse("assessment", args=[assessment.public_id])
    to_do = assessment.is_writer and assessment.is_open
    if event.kind == AssessmentEventKind.OPENED:
        opened = _opened(assessment, name, who)
        return DigestLine(opened, path, to_do=to_do) if assessment.is_writer else None
    transition = BY_EVENT[AssessmentEventKind(event.kind)]
    text = transition.told(event, name)
    if transition.confirms and happenings.confirms(person, assessment):
        final = "It becomes final when each side has confirmed what it says."
        return DigestLine(f"{text} {final}", path, to_do=True)
    if transition.allowed_to == Actor.WRITER:
        is_reviewed = assessment.is_reviewer and not assessment.is_joint
        to_do = to_do or (is_reviewed and assessment.status == AssessmentStatus.SUBMITTED)
        if not assessment.is_writer:
            path = reverse("assessments", args=[assessment.partnership.slug])
        return DigestLine(text, path, to_do=to_do) if assessment.is_writer or assessment.is_reviewer else None
    if transition.ends == AssessmentStatus.FINAL and assessment.is_final:
        return _quoting(text, event, path) if transition.asks_for else DigestLine(text, path)
    if not assessment.is_writer:  # of what was reopened since, others cannot read what became final
        return None
    if event.words and transition.asks_for:
        return _quoting(text, event, path, to_do=to_do)
    return DigestLine(text, path, to_do=to_do)


def _quoting(text: str, event: AssessmentEvent, path: str, *, to_do: bool = False) -> DigestLine:
    return DigestLine(f"{text.removesuffix('.')}: “{event.words}”", path, text, to_do)


def _opened(assessment: Assessment, name: str, who: str) -> str:
    if assessment.is_joint:
        return f"{who} began the conference: the {name} can be filled in."
    due = assessment.cycle.due_on
    return f"The {name} is open" + (f"; it is due on {date_format(due, 'M j, Y')}." if due else ".")


def _reached(due: date, days: Iterable[int], today: date, last_day: date) -> bool:
    """Whether one of these days, counted from the due date, came since the last e-mail."""
    return any(last_day < due + timedelta(days=number) <= today for number in days)


def _due(rows: list[Any], today: date, last_day: date) -> list[DigestLine]:
    """Reminders for those who still write."""
    days = (*(-number for number in REMIND_BEFORE), *REMIND_AFTER)
    return [
        DigestLine(
            how_far(row, today),
            reverse("assessment", args=[row.public_id]),
            to_do=True,
        )
        for row in rows
        if row.is_writer and _reached(row.due_on, days, today, last_day)
    ]


def how_far(row: Any, today: date) -> str:
    """“The self-assessment of Clayton, 2026-2027 is due in 7 days, on May 30, 2027: 3 of 55 items are rated.”

    The assessment says its due date and has its items counted.
    """
    when = f" {_when(row.due_on, today)}" if row.due_on else ""
    return f"The {row.full_name}{when}: {row.rated} of {row.total} {row.words.item.many} are rated."


def _when(due: date, today: date) -> str:
    days = (due - today).days
    day = date_format(due, "M j, Y")
    if days == 0:
        return f"is due today, {day}"
    number = counted(abs(days), "day")
    return f"is due in {number}, on {day}" if days > 0 else f"was due {number} ago, on {day}"


def _late_for_directors(rows: list[Any], today: date, last_day: date) -> list[DigestLine]:
    """One sentence a cycle that names the districts that are late."""
    late: dict[Cycle, dict[int, str]] = defaultdict(dict)
    for row in rows:
        due = row.due_on
        if row.is_reviewer and not row.is_writer and _reached(due, REMIND_AFTER, today, last_day):
            late[row.cycle][row.partnership_id] = row.partnership.partner.short_name
    return [
        DigestLine(
            f"{len(names)} {'is' if len(names) == 1 else 'are'} late in {cycle.period.name}: "
            f"{', '.join(sorted(names.values(), key=natural))}.",
            f"{reverse('grid', args=[cycle.edition.agreement.slug])}?cycle={cycle.public_id}",
        )
        for cycle, names in late.items()
    ]
