"""What is put to the parties of a partnership, and what one of them found not as agreed, since a last e-mail."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.text import Truncator

from accounts.models import User
from partnerships.access import directs
from partnerships.editions.proposals import waits_for, with_parties
from partnerships.models import Addendum, AddendumEvent, AddendumEventKind

from .evidence_due import DueLine
from .models import ReminderChoice

TOLD = (AddendumEventKind.PROPOSED, AddendumEventKind.NOT_AGREED)


def amendments_since(since: datetime) -> dict[int, list[AddendumEvent]]:
    """By partnership, the last of these that happened to each text. One query where nothing did."""
    newest: dict[int, AddendumEvent] = {}
    happened = AddendumEvent.objects.filter(at__gt=since).exclude(kind=AddendumEventKind.CONFIRMED)
    for event in happened.select_related("organization").order_by("at", "pk"):
        newest[event.addendum_id] = event
    told = {key: event for key, event in newest.items() if event.kind in TOLD}
    found: dict[int, list[AddendumEvent]] = defaultdict(list)
    if told:
        for addendum in with_parties(Addendum.objects.filter(pk__in=list(told))):
            told[addendum.pk].addendum = addendum
            found[addendum.partnership_id].append(told[addendum.pk])
    return found


def amendment_lines(
    person: User, events: Iterable[AddendumEvent], since: datetime, choice: ReminderChoice
) -> Iterator[DueLine]:
    """For those whose party is to confirm it, and for directors what is to be put right. No query."""
    for event in events:
        if event.by_id == person.pk or event.at <= since:
            continue
        addendum = event.addendum
        partner = addendum.partnership.partner.short_name
        path = reverse("amendment", args=[addendum.partnership.slug, addendum.public_id])
        if event.kind == AddendumEventKind.PROPOSED:
            if choice.opened and waits_for(person, addendum):
                text = f"{partner}: “{addendum.title}” waits for your confirmation."
                yield DueLine(text, path, to_do=True)
        elif choice.decided and directs(person, addendum.partnership) and event.organization:
            said = Truncator(event.words).words(30)
            who = event.organization.short_name
            yield DueLine(
                f"{partner}: {who} says what is not as agreed in “{addendum.title}”: “{said}”",
                path,
                to_do=True,
            )
