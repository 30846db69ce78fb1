"""The text of a plan: numbers that stand alone, passages beneath them, and where the source contradicts itself."""

import pytest
from django.urls import reverse

from partnerships.editions.drafts import start_next_edition
from partnerships.editions.problems import find_problems
from partnerships.locks import SENTENCE
from partnerships.models import OF_ANOTHER_EDITION, Contradiction, Partnership
from tests import factories as make

from .conftest import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    edition = make.make_edition(is_plan=True)
    priority = make.make_category(edition)
    three = make.make_item(priority, number="3", is_rated=False, text="Statewide assessments:")
    rate = make.make_item(priority, number="B", parent=three, is_rated=False, text="Participation rate")
    make.make_item(priority, number="1", parent=rate, is_rated=False, text="Reading")
    rate.passages.create(heading="Measurement", text="Those who took part", position=1)
    return edition


def test_numbers_stand_alone_and_letters_follow_at_once(plan):
    assert [(item.reference, item.depth) for item in plan.items.all()] == [("3", 0), ("3B", 1), ("3B.1", 2)]


def test_what_is_measured_need_not_be_rated_nor_begin_with_1(plan):
    assert find_problems(plan) == []


def test_the_next_edition_has_the_passages_of_each(plan):
    make.adopt(plan)
    draft = start_next_edition(
        plan, label="Next", effective_from=None, effective_to=None, by=make.make_user()
    )
    (passage,) = draft.passages.all()
    assert (draft.is_plan, str(passage), passage.item.edition) == (True, "3B Measurement", draft)


@pytest.mark.both_databases
def test_a_passage_closes_with_its_edition(plan):
    make.adopt(plan)
    with refused(SENTENCE):
        plan.passages.update(text="Other words")


@pytest.mark.both_databases
def test_a_contradiction_stays_open_and_names_what_stands_in_its_edition(plan):
    make.adopt(plan)
    said = {
        "first_place": "a",
        "first_words": "28%",
        "second_place": "b",
        "second_words": "38%",
        "why": "Two rates.",
    }
    Contradiction.objects.create(edition=plan, item=plan.items.first(), **said)
    with refused(OF_ANOTHER_EDITION):
        Contradiction.objects.create(edition=make.make_edition(), item=plan.items.first(), **said)


def test_the_lead_agencys_own_partnership_is_the_whole():
    district = make.make_partnership()
    whole = make.make_partnership(agreement=district.agreement, partner=district.agreement.lead)
    assert (district.is_whole, whole.is_whole) == (False, True)
    assert list(Partnership.objects.whole()) == [whole]


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Kairos Academies Board Scorecard", "Kairos: Board Scorecard"),
        ("School Review", "Kairos: School Review"),
        ("Kairos Academies", "Kairos"),
        ("Kairos", "Kairos"),
    ],
)
def test_a_tab_says_which_whole_it_is_where_a_partner_is_that_of_several(title, called):
    network = make.make_organization(name="Kairos Academies", short_name="Kairos")
    agreement = make.make_agreement(title=title, lead=network)
    assert make.make_partnership(agreement=agreement, partner=network).called_in_short == called
    school = make.make_partnership(agreement=agreement)
    assert school.called_in_short == school.partner.short_name


def test_an_administrator_writes_a_passage_on_its_items_page(admin_client, plan):
    item = plan.items.get(reference="3B")
    page = admin_client.get(reverse("admin:partnerships_item_change", args=[item.pk]))
    assert "Those who took part" in page.text
