"""An administrator writes goals with the school they are for, and benchmarks beneath them."""

import pytest
from django.urls import reverse

from partnerships.models import Addendum, ItemKind
from tests import factories as make

from .conftest import form_of
from .partnered import Partnered

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def own():
    return Partnered()


def written(own):
    return [(item.reference, item.text, item.subject) for item in own.draft.items.order_by("position")]


def post(admin_pages, own, *rows, **changes):
    url = reverse("admin:partnerships_addendum_change", args=[own.draft.pk])
    form = form_of(admin_pages.get(url))
    count = own.draft.items.count()
    for n, row in enumerate(rows, count):
        form |= {f"items-{n}-{name}": value for name, value in row.items()}
    form["items-TOTAL_FORMS"] = count + len(rows)
    return admin_pages.post(url, form | changes, follow=True)


@pytest.mark.slow
def test_goals_of_the_partner_come_first_and_benchmarks_follow_their_goals(own, admin_pages):
    goal = {"category": own.category.pk, "text": "Of the district", "kind": ItemKind.OUTCOME_GOAL}
    benchmark = {"parent": own.goal.pk, "text": "Second", "kind": ItemKind.BENCHMARK, "is_rated": "on"}
    post(admin_pages, own, goal, benchmark)
    assert written(own) == [
        ("1.2", "Of the district", None),
        ("1.1", own.goal.text, own.school),
        ("1.1.a", own.benchmark.text, own.school),
        ("1.1.b", "Second", own.school),
    ]


@pytest.mark.slow
def test_a_goal_given_to_another_school_takes_its_benchmarks_along(own, admin_pages):
    other = make.make_organization(kind="school", parent=own.partnership.partner)
    post(admin_pages, own, **{"items-0-subject": other.pk})
    assert {subject for *_, subject in written(own)} == {other}


@pytest.mark.slow
def test_what_stands_nowhere_or_is_for_a_stranger_is_refused(own, admin_pages):
    page = post(admin_pages, own, {"text": "Nowhere", "kind": ItemKind.BENCHMARK})
    assert "Choose where it stands, or what it stands beneath." in page.text
    stranger = make.make_organization(kind="school", parent=make.make_organization())
    page = post(admin_pages, own, **{"items-0-subject": stranger.pk})
    assert "Select a valid choice" in page.text
    assert len(written(own)) == 2


def test_a_goal_without_benchmarks_that_is_not_rated_is_put_right_first(own, admin_pages):
    Addendum.objects.get().items.filter(parent__isnull=False).delete()
    page = admin_pages.get(reverse("admin:partnerships_addendum_adopt", args=[own.draft.pk]))
    assert "1.1 is not rated, and nothing stands beneath it." in page.text
