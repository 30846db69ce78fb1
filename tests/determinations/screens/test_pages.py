"""The pages of screens: the state's people see all districts, a district its own."""

import pytest
from django.urls import reverse

from determinations.models import PracticeReview
from tests.determinations.screens.conftest import make_screened
from tests.determinations.screens.test_reviewing import SAID
from tests.factories import make_liaison, make_partnership


def page(client, user, name, *args, status=200):
    client.force_login(user)
    response = client.get(reverse(name, args=args))
    assert response.status_code == status
    return response.content.decode()


def of(state, screen="ratio"):
    return (state.partnership.slug, getattr(state, screen).item.reference, "2010")


@pytest.mark.slow
def test_state_sees_which_districts_are_to_be_reviewed(client, state):
    html = page(client, state.director, "screens", state.agreement.slug)
    assert "1 to be reviewed" in html
    html = page(client, state.director, "screen", state.agreement.slug, *of(state)[1:])
    assert "County 0" in html and "To be reviewed" in html


def test_state_sees_its_printed_figure_beside_the_districts_on_record(client, state):
    html = page(client, state.director, "screen", state.agreement.slug, *of(state, "rate")[1:])
    assert "1 of 57 = 1.75%" in html and "4 of 57" in html
    assert "The source says 4; 1 of them is on record by name." in html


@pytest.mark.slow
def test_district_reads_its_own_screens_and_not_the_list_of_others(client, state):
    assert "Black: flagged" in page(client, state.liaison, "own-screens", state.partnership.slug)
    assert "[(1 - 33.33%)" in page(client, state.viewer, "district-screen", *of(state))
    page(client, state.liaison, "screens", state.agreement.slug, status=403)
    page(client, state.liaison, "screen", state.agreement.slug, *of(state)[1:], status=403)
    page(client, state.liaison, "practice-review", *of(state), status=403)


def test_other_districts_do_not_know_of_it(client, state):
    other = make_liaison(make_partnership(agreement=state.agreement))
    page(client, other, "district-screen", *of(state), status=404)


@pytest.mark.slow
def test_director_records_a_review_and_the_screen_stays_with_it(client, state):
    client.force_login(state.director)
    address = reverse("practice-review", args=of(state))
    seen = client.get(address).context["form"]["seen"].value()
    response = client.post(address, SAID | {"seen": seen}, follow=True)
    html = response.content.decode()
    assert "Non-compliance is identified." in html and "[(1 - 33.33%)" in html


@pytest.mark.slow
def test_two_people_at_once_are_told_of_each_other(client, state):
    client.force_login(state.director)
    address = reverse("practice-review", args=of(state))
    client.post(address, SAID | {"seen": client.get(address).context["form"]["seen"].value()})
    seen = client.get(address).context["form"]["seen"].value()
    PracticeReview.objects.update(words="Written by somebody else.")
    response = client.post(address, SAID | {"words": "Mine.", "seen": seen})
    assert response.status_code == 409
    assert "Written by somebody else." in response.content.decode()


def test_refused_review_comes_back_with_what_was_typed(client, state):
    client.force_login(state.director)
    response = client.post(reverse("practice-review", args=of(state)), SAID | {"score": "60"})
    assert response.status_code == 422
    assert "No tiered interventions" in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "most"), [("screens", 19), ("screen", 16)])
@pytest.mark.parametrize("districts", [1, 3])
def test_pages_of_the_state_ask_as_often_for_three_districts_as_for_one(
    client, db, django_assert_max_num_queries, name, most, districts
):
    state = make_screened(districts)
    args = [state.agreement.slug, *(of(state)[1:] if name == "screen" else [])]
    client.force_login(state.director)
    with django_assert_max_num_queries(most):
        client.get(reverse(name, args=args))


@pytest.mark.parametrize("label", ["2011", "nonsense"])
def test_period_without_screens_is_not_found(client, state, label):
    page(client, state.director, "screen", state.agreement.slug, of(state)[1], label, status=404)
