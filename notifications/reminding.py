"""A director reminds those who still rate, in e-mails that go out at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Max, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, AssessmentEvent, AssessmentEventKind, Cycle
from assessments.rating.progress import with_progress
from core.bulk import insert_events
from partnerships.models import Partnership
from partnerships.people.belonging import sides_with_people

from .digests import DigestLine, how_far


@dataclass
class OpenRound:
    """What is still open in one partnership's round, and who could submit it."""

    partnership: Partnership
    assessments: list[Any]
    people: dict[User, list[Assessment]] = field(default_factory=dict)

    @property
    def days_late(self) -> int:
        days = [(timezone.localdate() - one.due_on).days for one in self.assessments if one.due_on]
        return max(0, *days) if days else 0

    def people_beside(self, person: User) -> set[User]:
        """Whom `person` can remind: nobody reminds themselves."""
        return self.people.keys() - {person}

    @property
    def reminded_at(self) -> datetime | None:
        return max((one.reminded_at for one in self.assessments if one.reminded_at), default=None)


def open_rounds(cycle: Cycle, partnerships: Iterable[Partnership]) -> list[OpenRound]:
    """Of these partnerships, those where anything is open in the cycle, in their order.

    The partnerships come with `partner__parent` and `agreement__lead`. In seven queries, however many there are.
    """
    partnerships = list(partnerships)
    of_cycle = Assessment.objects.filter(cycle=cycle, partnership__in=partnerships)
    reminded = Max("events__at", filter=Q(events__kind=AssessmentEventKind.REMINDED))
    rows = with_progress(of_cycle.open().with_due_date().with_partnership()).annotate(reminded_at=reminded)
    found = defaultdict(list)
    for one in rows.order_by("pk"):
        found[one.partnership_id].append(one)
    rounds = [OpenRound(one, found[one.pk]) for one in partnerships if found[one.pk]]
    sides = sides_with_people(round.partnership for round in rounds)
    for round in rounds:
        partner, lead, *_ = of_one = sides[round.partnership.pk]
        for assessment in round.assessments:
            asked = (
                (partner, lead) if assessment.is_joint else [s for s in of_one if assessment.by_id in s.keys]
            )
            for belonging in (one for side in asked for one in side.people):
                if belonging.enters and belonging.may_sign_in:
                    round.people.setdefault(belonging.person, []).append(assessment)
    return rounds


@dataclass(frozen=True)
class Reminded:
    people: int
    failed: list[str]
    """Names of those whose e-mail could not be sent."""
    nobody: list[str]
    """Partners of rounds in which there is nobody to remind."""


def remind(rounds: Sequence[OpenRound], words: str, *, by: User) -> Reminded:
    """One e-mail to each person, whatever they are reminded of; and an event for each assessment."""
    wanted: dict[User, list[Assessment]] = defaultdict(list)
    for round in rounds:
        for person, assessments in round.people.items():
            if person != by:
                wanted[person] += [one for one in assessments if one not in wanted[person]]
    failed, connection = [], get_connection()
    for person, assessments in wanted.items():
        try:
            message = _message(person, assessments, words, by)
            message.connection = connection
            message.send()
        except (
            OSError,
            SMTPException,
            ValueError,
        ):  # ValueError: an address that is none; the director is told
            failed.append(person.name or person.email)
    told = {one.pk for person, assessments in wanted.items() for one in assessments}
    if told:
        rows, kind = Assessment.objects.filter(pk__in=told), AssessmentEventKind.REMINDED
        insert_events(AssessmentEvent, "assessment", rows, kind=kind, words=words, by=by)
    nobody = [one.partnership.partner.short_name for one in rounds if not one.people_beside(by)]
    return Reminded(len(wanted) - len(failed), failed, nobody)


def _message(person: User, assessments: list[Assessment], words: str, by: User) -> EmailMultiAlternatives:
    who = by.name or by.email
    lines = [
        DigestLine(how_far(one, timezone.localdate()), reverse("assessment", args=[one.public_id]))
        for one in assessments
    ]
    context = {"person": person, "who": who, "words": words, "lines": lines, "site": settings.SITE_URL}
    what = assessments[0].full_name if len(assessments) == 1 else f"{len(assessments)} assessments"
    subject = " ".join(f"Accord: {who} reminds you of the {what}".split())[:120]
    message = EmailMultiAlternatives(
        subject, render_to_string("notifications/email/reminder.txt", context), to=[person.email]
    )
    message.attach_alternative(render_to_string("notifications/email/reminder.html", context), "text/html")
    return message
