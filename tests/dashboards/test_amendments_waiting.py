"""Who is to confirm a text for a party finds it on home and in the daily e-mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.digests import Happenings, lines_for
from partnerships.editions.proposals import confirm, say_not_agreed
from tests import factories as make
from tests.partnerships.test_proposals import Parties

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    own = Parties()
    own.propose()
    return own


def told(person):
    now = timezone.now() + timedelta(minutes=1)
    happenings = Happenings([person], since=now - timedelta(days=1), now=now)
    return [line.text for line in lines_for(person, now - timedelta(days=1), happenings)]


@pytest.mark.slow
def test_home_shows_it_to_whoever_is_to_confirm_it(own, client):
    for person, waits in (
        (own.district, True),
        (own.of_isd, True),
        (own.director, True),
        (make.make_viewer(own.partnership), False),
        (make.make_administrator(), False),
    ):
        client.force_login(person)
        assert ("waits for your confirmation" in client.get("/").text) is waits
    confirm(own.draft, own.isd, seen=1, by=own.of_isd)
    client.force_login(own.of_isd)
    assert "waits for your confirmation" not in client.get("/").text


@pytest.mark.slow
def test_the_e_mail_tells_those_who_are_to_confirm_it(own):
    partner = own.partnership.partner.short_name
    assert told(own.of_isd) == [f"{partner}: “Goals” waits for your confirmation."]
    assert told(own.director) == []  # who put it to the parties
    assert told(make.make_viewer(own.partnership)) == []
    confirm(own.draft, own.isd, seen=1, by=own.of_isd)
    assert told(own.of_isd) == []


def test_the_e_mail_tells_directors_what_is_not_as_agreed(own):
    say_not_agreed(own.draft, own.isd, words="We said 60%.", seen=1, by=own.of_isd)
    partner = own.partnership.partner.short_name
    assert told(own.director) == [
        f"{partner}: Example ISD says what is not as agreed in “Goals”: “We said 60%.”"
    ]
    assert told(own.district) == []
