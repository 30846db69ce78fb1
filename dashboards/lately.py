"""What was lately done in some partnerships: transitions of assessments, in the words that e-mails use."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from assessments.models import AssessmentEvent, AssessmentEventKind
from assessments.workflow.transitions import BY_EVENT
from core.prepared import prepared

SHOWN = 6
LATELY = timedelta(days=60)


class LatelyDone(NamedTuple):
    at: datetime
    words: str
    address: str
    """Of the partnership's assessments, which say what may be read."""


def lately_done(partnerships: Sequence[int]) -> list[LatelyDone]:
    """In some partnerships whose reader sees how their rounds stand, the newest first. In one query."""
    events = _events(timezone.now() - LATELY, *partnerships)
    return [
        LatelyDone(
            event.at,
            BY_EVENT[AssessmentEventKind(event.kind)].told(event, event.assessment.full_name),
            reverse("assessments", args=[event.assessment.partnership.slug]),
        )
        for event in events
    ]


@prepared
def _events(since: datetime, *partnerships: int) -> QuerySet[AssessmentEvent]:
    events = AssessmentEvent.objects.filter(
        assessment__partnership__pk__in=partnerships, kind__in=list(BY_EVENT), at__gt=since
    ).select_related(
        "by",
        "assessment__by",
        "assessment__cycle__period",
        "assessment__partnership__partner",
    )
    return events.order_by("-at", "-pk")[:SHOWN]
