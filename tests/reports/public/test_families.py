"""“You said, we did” at its own address: once anything was published, what was published and nothing later."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionsteps.models import FamilyForm
from reports.public import parts
from reports.public.publishing import publish, withdraw
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return make.make_partnership()


def released(partnership, text):
    return make.say(partnership, text, released_at=timezone.now())


def told(partnership, language="en"):
    page = Client().get(f"/public/{partnership.slug}/you-said-we-did/", {"lang": language})
    return page.status_code, "We wait" in page.text, "Call us" in page.text


@pytest.mark.slow
def test_before_anything_is_published_it_says_what_is_released_and_then_what_was_published(partnership):
    released(partnership, "We wait")
    assert told(partnership) == told(partnership, "es") == (200, True, False)
    record = publish(partnership, list(parts.LABELS), by=(by := make.make_director(partnership)))
    released(partnership, "Call us")
    assert told(partnership) == told(partnership, "es") == (200, True, False)
    assert Client().get(f"/public/{partnership.slug}/you-said-we-did/").cookies == {}
    publish(partnership, list(parts.LABELS), by=by)
    assert told(partnership) == (200, True, True)
    assert withdraw(partnership.public_records.exclude(pk=record.pk).get(), "Why", by=by)
    assert told(partnership) == (410, False, False)


def test_what_a_director_left_out_is_not_there_and_families_are_not_sent_to_it(partnership):
    released(partnership, "We wait")
    FamilyForm.objects.create(partnership=partnership, is_open=True)
    form, link = (
        reverse("family-form", args=[partnership.slug]),
        reverse("public-told", args=[partnership.slug]),
    )
    assert link in Client().get(form).text
    publish(partnership, [parts.AGREEMENT], by=make.make_director(partnership))
    assert told(partnership) == (404, False, False)
    assert link not in Client().get(form).text
