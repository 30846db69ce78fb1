"""Agreements live in one installation and do not see each other's data."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from accounts.models import Organization, User
from notifications.calendars import secret_of
from notifications.models import CalendarFeed
from partnerships.models import Agreement, Cohort, Partnership, Party, Period, PeriodKind, RatingScale
from tests import factories as make
from tests.test_site import PERSONAL, PUBLIC, World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MARK = "Behindthewall"
NAMES = [
    (Organization, ("name", "short_name")),
    (User, ("name", "email")),
    (Agreement, ("title", "slug")),
    (Partnership, ("slug",)),
    (RatingScale, ("name",)),
    (Cohort, ("label",)),
]
"""What is known by a name, and would be told by it."""


def people_of(world):
    """One of each kind: of the partner, of the lead agency, and of another party."""
    party = Party.objects.get(partnership=world.partnership)
    other = make.make_user()
    make.make_membership(other, party.organization)
    return {
        "liaison": world.liaison,
        "viewer": world.viewer,
        "director": world.director,
        "other party": other,
    }


@pytest.fixture
def worlds():
    """Two agreements with one of everything; whatever has a name in the first bears a mark."""
    there = World()
    for model, fields in NAMES:
        model.objects.update(**{name: Concat(Value(MARK), F(name)) for name in fields})
    own = Period.objects.filter(cycles__edition__agreement=there.partnership.agreement)
    own.update(kind=PeriodKind.NAMED_SPAN, label=Concat(Value(MARK), F("label")))
    return there, World()


def marks(text):
    place = text.find(MARK)
    return text[max(place - 200, 0) : place + 60] if place >= 0 else ""


@pytest.mark.slow
def test_what_belongs_to_one_agreement_is_not_found_by_people_of_another(worlds):
    there, here = worlds
    for who, person in people_of(here).items():
        client = signed_in(person)
        for name, address in there.pages(but=PUBLIC | PERSONAL):
            assert client.get(address).status_code in (404, 405), (who, name)


@pytest.mark.slow
def test_no_page_tells_a_name_of_another_agreement(worlds):
    here = worlds[1]
    for who, person in people_of(here).items():
        client, seen = signed_in(person), 0
        for name, address in here.pages(but=PUBLIC - {"what-became", "asked"}):
            response = client.get(address)
            if response.status_code == 200 and not response.streaming:
                assert not marks(response.content.decode(errors="replace")), (who, name)
                seen += 1
        assert seen > 20


@pytest.mark.slow
def test_no_email_and_no_calendar_tells_a_name_of_another_agreement(worlds):
    here = worlds[1]
    for world in worlds:
        make.submit(world.draft, by=world.liaison)
    people = people_of(here)
    call_command("send_reminders")
    own = {person.email for person in people.values()}
    sent = [message for message in mail.outbox if own & set(message.to)]
    assert sent
    assert not any(marks(f"{message.subject} {message.body}") for message in sent)
    for person in people.values():
        feed = CalendarFeed.objects.filter(user=person).first() or CalendarFeed.make(person, None)
        address = reverse("calendar-feed", kwargs={"secret": secret_of(feed)})
        assert not marks(signed_in(person).get(address).text)
