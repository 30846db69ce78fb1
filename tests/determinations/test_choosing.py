"""A school chooses two of three options; who and when are recorded, and it is held to those."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Organization
from determinations.models import OptionChoice
from determinations.options.choosing import NotChosen, choose, choosing_of
from tests.determinations.slps import ASKED, SUBJECTS, Slps
from tests.factories import (
    adopt,
    make_category,
    make_director,
    make_edition,
    make_item,
    make_liaison,
    make_measure,
    make_membership,
    make_partnership,
    make_user,
    make_viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    edition = make_edition()
    category = make_category(edition)
    make_item(category)
    names = {f"{what}, {subject}" for subject in SUBJECTS for _, what, *_ in ASKED}
    measures = {name: make_measure(category, label=name) for name in sorted(names)}
    options = Slps(edition, measures).options
    partnership = make_partnership(agreement=adopt(edition).agreement)
    return SimpleNamespace(
        edition=edition,
        options=options,
        partnership=partnership,
        liaison=make_liaison(partnership),
        director=make_director(partnership),
        page=reverse("options", args=[partnership.slug]),
        choosing=lambda: choosing_of(partnership, edition),
    )


def choose_in_browser(client, school, person, *places, **more):
    client.force_login(person)
    options = [school.options[place].pk for place in places]
    return client.post(school.page, {"options": options, "seen": list(school.choosing().chosen), **more})


def test_school_chooses_two_and_it_is_recorded_who_did(client, school):
    assert choose_in_browser(client, school, school.liaison, 0, 2).status_code == 302
    made = OptionChoice.objects.standing()
    assert [(one.option, one.made_by) for one in made] == [
        (school.options[0], school.liaison),
        (school.options[2], school.liaison),
    ]


@pytest.mark.parametrize(("places", "number"), [((), "none"), ((1,), "one"), ((0, 1, 2), "three")])
def test_one_or_three_are_refused_with_a_sentence(client, school, places, number):
    answer = choose_in_browser(client, school, school.liaison, *places)
    assert answer.status_code == 422
    assert f"Choose two of the three options. You chose {number}." in answer.text
    assert not OptionChoice.objects.exists()


@pytest.mark.slow
def test_school_is_held_to_its_choice_and_a_director_says_why_it_is_another(client, school):
    choose_in_browser(client, school, school.liaison, 0, 2)
    assert choose_in_browser(client, school, school.liaison, 0, 1).status_code == 403
    assert "Say why" in choose_in_browser(client, school, school.director, 0, 1).text
    choose_in_browser(client, school, school.director, 0, 1, reason="The test was withdrawn.")
    assert school.choosing().chosen == {school.options[0].pk, school.options[1].pk}
    assert "The test was withdrawn." in client.get(school.page).text


def test_who_chooses_at_the_same_moment_is_told_what_stands(school):
    before = school.choosing()
    choose(before, school.options[:2], by=school.liaison, seen=())
    with pytest.raises(NotChosen, match="Somebody else chose a moment ago"):
        choose(before, school.options[1:], by=school.director, seen=(), reason="I thought so.")


def test_readers_see_it_and_cannot_choose(client, school):
    viewer = make_viewer(school.partnership)
    assert choose_in_browser(client, school, viewer, 0, 1).status_code == 403
    assert "has not chosen yet" in client.get(school.page).text


def test_where_there_is_nothing_to_choose_there_is_no_page(client, school):
    other = make_partnership()
    client.force_login(make_director(other))
    assert client.get(reverse("options", args=[other.slug])).status_code == 404


@pytest.mark.both_databases
def test_what_was_chosen_stays_and_a_choice_ends_once(school):
    choose(school.choosing(), school.options[:2], by=school.liaison, seen=[])
    choose(
        school.choosing(),
        school.options[1:],
        by=school.director,
        seen=school.choosing().chosen,
        reason="New.",
    )
    ended = OptionChoice.objects.exclude(ended_at=None)
    for forbidden in (
        OptionChoice.objects.all().delete,
        lambda: OptionChoice.objects.update(option=school.options[0]),
        lambda: ended.update(reason="Another reason."),
        lambda: ended.update(ended_at=None, reason=""),
    ):
        with pytest.raises(IntegrityError, match=r"chose stays on record|ended once"), transaction.atomic():
            forbidden()


def test_district_that_leads_the_agreement_does_not_choose_for_its_school(client, school):
    lead = school.partnership.agreement.lead
    Organization.objects.filter(pk=school.partnership.partner_id).update(parent=lead)
    person = make_user()
    make_membership(person, lead)
    assert choose_in_browser(client, school, person, 0, 2).status_code == 403
