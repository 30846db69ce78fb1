"""The daily e-mail tells directors what is submitted, and liaisons what is returned and decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actionsteps.funding.deeds import RETURN
from notifications.digests import Happenings, lines_for
from notifications.models import ReminderChoice
from tests import factories as make
from tests.actionsteps.funding.asking import Asking

pytestmark = pytest.mark.django_db


def lines(person):
    now = timezone.now() + timedelta(minutes=1)
    since = now - timedelta(days=1)
    told = lines_for(person, since, Happenings([person], since=since, now=now))
    return [(line.text, line.to_do, line.path) for line in told]


@pytest.mark.slow
def test_each_hears_of_the_last_that_others_did():
    asking = Asking(120_000).submitted()
    asking.request.partnership = asking.partnership
    who, title, partner = asking.liaison.name, asking.request.title, asking.partnership.partner.short_name
    path = asking.url_of("funding-request")
    submitted = f"{who} submitted the request “{title}” of {partner} for $120,000."
    assert lines(asking.director) == [(submitted, True, path)]
    assert lines(asking.liaison) == lines(make.make_viewer(asking.partnership)) == []
    asking.go(RETURN, by=asking.director, words="More.")
    returned = f"{asking.director.name} returned the request “{title}” of {partner} for more."
    assert (lines(asking.director), lines(asking.liaison)) == ([], [(returned, True, path)])
    asking.submitted().granted(amount=80_000)
    decided = (
        f"{asking.director.name} decided about the request “{title}” of {partner}: granted in part, "
        "$80,000 of $120,000."
    )
    assert lines(asking.liaison) == [(decided, False, path)]


@pytest.mark.slow
def test_who_does_not_want_to_hear_of_it_does_not():
    asking = Asking().submitted()
    ReminderChoice.objects.create(user=asking.director, submitted=False)
    assert lines(asking.director) == []
