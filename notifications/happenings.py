"""What daily e-mails are made of: who is to have one, what happened since the last, and what is due.

The sentences in which it is told, such as that a cycle opened, stand in digests.py.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef
from django.utils import timezone

from accounts.memberships import COLUMNS, hold, memberships_of
from accounts.models import Invitation, Membership, Organization, User
from assessments.models import (
    Assessment,
    AssessmentEvent,
    AssessmentEventKind,
    AssessmentStatus,
    Confirmation,
)
from assessments.workflow.definition import Actor
from assessments.workflow.transitions import TRANSITIONS
from evidence.models import DataRequest
from evidence.requests.accepting import answered_since
from partnerships.access import may_speak_for
from partnerships.models import Partnership, Party

from .amendments_told import amendments_since
from .cases_due import due_clocks
from .evidence_due import owed_since
from .funding_told import funding_since
from .models import Digest, ReminderChoice
from .steps_due import steps_to_tell

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
        self.clocks = due_clocks(now)
        self.steps = steps_to_tell(since, self.today)
        self.funding = funding_since(since)
        self.amendments = amendments_since(since)
        self.partnerships_of = _by_organization(self._keys)
        self.choices = ReminderChoice.objects.in_bulk()
        _hold_memberships(people)

    @property
    def _keys(self) -> set[int]:
        return (
            self.events.keys()
            | self.owed.keys()
            | self.clocks.keys()
            | self.steps.keys()
            | self.funding.keys()
            | self.amendments.keys()
            | self.with_due_date
        )

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
