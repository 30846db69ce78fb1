"""Home shows what a person is to do, late first, and leads straight to saying how far it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actionsteps.models import ActionStep
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def liaison(county):
    return make.make_liaison(county.partnership)


@pytest.fixture
def give(county, liaison):
    """So many steps, due so many days from now."""
    plan = make.make_plan(county.partnership, county.edition)

    def steps(many=1, days=30, **fields):
        due = timezone.localdate() + timedelta(days=days)
        given = {"owner": liaison, "title": "Call families", "due_on": due, "next_on": due, **fields}
        made = [
            ActionStep(plan=plan, category=county.category, position=plan.steps.count() + 1 + number, **given)
            for number in range(many)
        ]
        return ActionStep.objects.bulk_create(made)

    return steps


def test_a_late_step_stands_on_home_and_opens_its_box(county, home, liaison, give):
    give(2)
    (late,) = give(1, days=-3, title="Meet the principals")
    text, _ = home(liaison)
    assert "My steps 3, 1 late Meet the principals" in text
    assert "3 days late" in text
    assert late.public_id not in home(make.make_director(county.partnership))[0]


def test_where_nothing_else_waits_the_late_step_is_the_thing_to_do(county, home, liaison, give):
    (late,) = give(1, days=-3, title="Meet the principals")
    for assessment in county.partnership.assessments.all():
        assessment.delete()
    text, buttons = home(liaison)
    assert "1 of your steps is late" in text
    address = reverse("action-step-progress", args=[county.partnership.slug, late.public_id])
    assert buttons == [(f"{address}?from=home", "Say how far it is")]


@pytest.mark.slow
def test_more_than_a_few_are_a_link_away(client, liaison, give):
    give(60)
    client.force_login(liaison)
    assert "55 more steps of yours" in client.get(reverse("home")).text
    page = client.get(reverse("my-steps"))
    assert "60 open steps" in page.text
    assert page.text.count("<li>") - client.get(reverse("my-steps"), {"page": "2"}).text.count("<li>") == 40


def test_behind_the_last_page_of_my_steps_stands_the_first(client, liaison, give):
    give(owner=liaison)
    client.force_login(liaison)
    page = client.get(reverse("my-steps"), {"page": 9}, follow=True).text
    assert "1 open step" in page


@pytest.mark.slow
def test_home_of_somebody_with_500_steps_takes_the_queries_of_one_with_1(client, liaison, give):
    client.force_login(liaison)
    client.get(reverse("home"))
    counts = []
    for many in (1, 499):
        give(many)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("home"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_the_partnerships_page_says_how_its_plan_stands(county, client, liaison, give):
    give(2, status="done")
    give(1, days=-1)
    give(1, owner=None)
    client.force_login(liaison)
    page = client.get(reverse("partnership", args=[county.partnership.slug])).text
    assert "2 done, 2 not started." in page
    assert "1 is late." in page
    assert "1 has no owner or no date yet." in page
