"""What happened to requests for money since a person's last e-mail."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from actionsteps.access import may_request
from actionsteps.funding.deeds import told
from actionsteps.funding.reading import with_outcomes
from actionsteps.models import FundingEvent, FundingEventKind, FundingRequest, FundingStatus
from partnerships.access import directs

from .evidence_due import DueLine
from .models import ReminderChoice

TO_DIRECTORS = (FundingEventKind.SUBMITTED, FundingEventKind.WITHDRAWN)
"""The rest is told the partner's liaisons."""


def funding_since(since: datetime) -> dict[int, list[FundingEvent]]:
    """By partnership, the last thing that happened to each request. One query where nothing did."""
    newest: dict[int, FundingEvent] = {}
    for event in FundingEvent.objects.filter(at__gt=since).select_related("by").order_by("at", "pk"):
        newest[event.request_id] = event
    found: dict[int, list[FundingEvent]] = defaultdict(list)
    if newest:
        requests = with_outcomes(FundingRequest.objects.filter(pk__in=list(newest)))
        for request in requests.select_related("partnership__partner", "partnership__agreement__lead"):
            newest[request.pk].request = request
            found[request.partnership_id].append(newest[request.pk])
    return found


def funding_lines(
    person: User, events: Iterable[FundingEvent], since: datetime, choice: ReminderChoice
) -> Iterator[DueLine]:
    """What others did, for those who decide and those who write. No query."""
    for event in events:
        partnership, status = event.request.partnership, event.request.status
        is_theirs = event.kind in TO_DIRECTORS
        wanted = choice.submitted if is_theirs else choice.decided
        if not wanted or event.by_id == person.pk or event.at <= since:
            continue
        if (directs if is_theirs else may_request)(person, partnership):
            path = reverse("funding-request", args=[partnership.slug, event.request.public_id])
            to_do = status == (FundingStatus.SUBMITTED if is_theirs else FundingStatus.RETURNED)
            yield DueLine(told(event, event.request), path, to_do=to_do)
