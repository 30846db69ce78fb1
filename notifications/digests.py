"""What a person's daily e-mail says. What happened is read from the events of assessments."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.memberships import COLUMNS, hold, memberships_of
from accounts.models import Invitation, Membership, Organization, User
from assessments.access import may_review, may_speak_for, may_write
from assessments.models import (
    Assessment,
    AssessmentEvent,
    AssessmentEventKind,
    AssessmentStatus,
    Confirmation,
    Cycle,
)
from assessments.rating.progress import with_progress
from assessments.workflow.definition import Actor
from assessments.workflow.transitions import BY_EVENT, TRANSITIONS
from core.words import natural
from evidence.access import may_enter
from evidence.models import DataRequest
from evidence.requests.accepting import answered_since
from partnerships.models import Partnership, Party

from .evidence_due import evidence_lines, owed_since
from .models import Digest, ReminderChoice

REMIND_BEFORE = (14, 7, 1)
"""Days before the due date on which those who still write are reminded."""

REMIND_AFTER = (1, 7, 14, 21, 28)
"""Days after the due date on which they, and the directors, are told that it is late."""

LOOK_BACK = timedelta(days=14)
"""The first e-mail tells nothing older than this."""

DECIDED, SUBMITTED, OPENED = "decided", "submitted", "opened"
"""The choices by which a person hears of what happened (`ReminderChoice`)."""

CHOICES = {AssessmentEventKind.OPENED: OPENED} | {
    transition.event: SUBMITTED if transition.allowed_to == Actor.WRITER else DECIDED
    for transition in TRANSITIONS
}
"""What is told, and by which choice a person hears of it."""


@dataclass(frozen=True)
class DigestLine:
    """One sentence of the e-mail and where it leads."""

    text: str
    path: str
    subject: str = ""
    """The sentence as a subject of an e-mail, where it quotes what somebody wrote."""
    to_do: bool = False
    """Whether it asks something of who reads it."""


def recipients(now: datetime) -> list[tuple[User, datetime]]:
    """(person, moment): who has not had today's e-mail, and since when things are news to them.

    Active people with a membership, who have come: an invitation is an e-mail of its own.
    """
    today = timezone.localdate(now)
    belong = Membership.objects.standing().order_by().values("user")
    people = User.objects.filter(is_active=True, pk__in=belong).exclude(email="")
    people = people.exclude(pk__in=Invitation.objects.not_here_yet().order_by().values("user"))
    people = people.exclude(digests__day=today, digests__sent_at__isnull=False)
    last = dict(
        Digest.objects.filter(sent_at__isnull=False)
        .values("user")
        .annotate(last=Max("until"))
        .values_list("user", "last")
    )
    return [(person, max(last.get(person.pk) or person.date_joined, now - LOOK_BACK)) for person in people]


class Happenings:
    """What happened since a moment and what is due, read once for everybody and kept by partnership.

    So a person's lines touch the partnerships of that person's organizations, however many others there are.
    """

    def __init__(self, people: Iterable[User], *, since: datetime, now: datetime):
        """`people` are given their memberships and choices, in two queries for all of them."""
        self.today = timezone.localdate(now)
        self.events: dict[int, list[AssessmentEvent]] = defaultdict(list)
        told = AssessmentEvent.objects.filter(at__gt=since, kind__in=CHOICES).select_related(
            "by", "assessment"
        )
        for event in told:
            self.events[event.assessment.partnership_id].append(event)
        self.sides = _sides_of_joint([event.assessment for event in told])
        self.with_due_date = set(self._near(Assessment.objects.all()).values_list("partnership", flat=True))
        self.answers: dict[int, list[DataRequest]] = defaultdict(list)
        for request in answered_since(since):
            self.answers[request.asked_by_id].append(request)
        self.owed = owed_since(timezone.localdate(since), self.today)
        self.partnerships_of = _by_organization(self._keys)
        self.choices = ReminderChoice.objects.in_bulk()
        _hold_memberships(people)

    @property
    def _keys(self) -> set[int]:
        return self.events.keys() | self.owed.keys() | self.with_due_date

    def around(self, person: User) -> set[int]:
        """The partnerships with news or something due that this person may reach. Whether they do is asked then."""
        if person.is_staff:
            return self._keys
        held = [self.partnerships_of[one.organization] for one in memberships_of(person)]
        return set().union(*held)

    def news(self, partnerships: Iterable[int], since: datetime) -> list[AssessmentEvent]:
        """What happened in some partnerships after a moment, the oldest first."""
        found = [event for key in partnerships for event in self.events.get(key, ()) if event.at > since]
        return sorted(found, key=lambda event: (event.at, event.pk))

    def confirms(self, person: User, assessment: Assessment) -> bool:
        """Whether a joint assessment that was submitted waits for this person's side."""
        sides = self.sides.get((assessment.partnership_id, assessment.cycle_id), [])
        waits = assessment.is_joint and assessment.status == AssessmentStatus.SUBMITTED
        return waits and any(may_speak_for(person, assessment.partnership, side) for side in sides)

    def due_soon_or_late(self, assessments: Any, partnerships: set[int]) -> Any:
        return self._near(assessments.filter(partnership__in=partnerships & self.with_due_date))

    def _near(self, assessments: Any) -> Any:
        """Those still open whose due date is near enough to be told of."""
        near = timedelta(days=max(*REMIND_BEFORE, *REMIND_AFTER))
        return assessments.open().with_due_date().filter(due_on__range=(self.today - near, self.today + near))


def _sides_of_joint(assessments: Iterable[Assessment]) -> dict[tuple[int, int], list[Organization]]:
    """By partnership and cycle, the sides that have not confirmed the joint assessment, if it is among these."""
    rounds = {(one.partnership_id, one.cycle_id) for one in assessments if one.is_joint}
    found: dict[tuple[int, int], list[Organization]] = defaultdict(list)
    if rounds:
        partnerships, cycles = ({place[n] for place in rounds} for n in (0, 1))
        confirmed = Confirmation.objects.filter(
            assessment__partnership=OuterRef("partnership"),
            assessment__cycle=OuterRef("cycle"),
            organization=OuterRef("by"),
            submission=F("assessment__submission"),
        )
        asked = Assessment.objects.of_sides().handed_in().filter(~Exists(confirmed))
        sides = asked.select_related("by").order_by()
        for side in sides.filter(partnership__in=partnerships, cycle__in=cycles):
            if side.by:
                found[side.partnership_id, side.cycle_id].append(side.by)
    return found


def _by_organization(partnerships: Iterable[int]) -> dict[int, set[int]]:
    """Of these partnerships, those that each organization leads, is the partner or its district in, or a party."""
    found: dict[int, set[int]] = defaultdict(set)
    wanted = set(partnerships)
    places = Partnership.objects.values_list("pk", "agreement__lead", "partner", "partner__parent")
    parties = Party.objects.values_list("partnership", "organization")
    for partnership, *organizations in [*places.order_by(), *parties.order_by()]:
        if partnership in wanted:
            for organization in filter(None, organizations):
                found[organization].add(partnership)
    return found


def _hold_memberships(people: Iterable[User]) -> None:
    """Read everybody's memberships at once, as `memberships_of` keeps them."""
    rows = defaultdict(list)
    for user, *row in Membership.objects.standing().order_by().values_list("user", *COLUMNS):
        rows[user].append(row)
    for person in people:
        hold(person, rows[person.pk])


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
    if choice.due:
        owed = [one for key in around for one in happenings.owed.get(key, ())]
        evidence = evidence_lines(person, owed, timezone.localdate(since), happenings.today)
        lines += [DigestLine(text, path, to_do=to_do) for text, path, to_do in evidence]
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
    return f"The {row.full_name}{when}: {row.rated} of {row.total} items are rated."


def _when(due: date, today: date) -> str:
    days = (due - today).days
    day = date_format(due, "M j, Y")
    if days == 0:
        return f"is due today, {day}"
    number = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
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
