"""The page on which it is kept who is asked, and what of it a district reads."""

import pytest
from django.urls import reverse

from evidence.models import SamplingPlan, SamplingTurn
from tests import factories as make


def words_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def at(survey, client):
    """The addresses of the plan, for one who enters what the whole says."""
    client.force_login(make.make_director(survey.whole))
    make.adopt(survey.category.edition)

    def address(name, **place):
        return reverse(name, kwargs={"slug": survey.whole.slug, "lineage": survey.row.lineage, **place})

    return address


@pytest.mark.slow
def test_a_plan_and_the_districts_of_a_year_are_written_down(survey, at, client):
    typed = {"from_period": survey.years[2012].pk, "kind": "turns", "every": 3, "method": "Twice as many."}
    assert client.post(at("new-sampling-plan"), typed).status_code == 302
    plan = SamplingPlan.objects.get(every=3)
    district = survey.districts[0]
    typed = {"period": survey.years[2012].pk, "label": "Year 2", "number": 1, "districts": [district.pk]}
    assert client.post(at("new-sampling-turn", plan_id=plan.public_id), typed).status_code == 302
    page = words_of(client.get(at("sampling")))
    assert "From FFY 2012 (2012-2013) on: districts take turns" in page
    assert "Each district once in 3 periods" in page
    assert f"{district.partner.name}</span>" in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"period": 2004}, "This plan holds from FFY 2005 (2005-2006) on."),
        ({"period": 2006, "number": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"period": 2006, "districts": ["whole"]}, "is not one of the available choices"),
        ({"period": 2005}, "The plan says who is asked in this period already."),
    ],
)
def test_what_a_turn_cannot_be_is_refused_in_words(survey, at, client, typed, says):
    survey.turn(2005)
    typed = {**typed, "period": survey.years[typed["period"]].pk}
    if "districts" in typed:
        typed["districts"] = [survey.whole.pk]
    page = client.post(at("new-sampling-turn", plan_id=survey.plan.public_id), typed)
    assert page.status_code == 422
    assert says in words_of(page)
    assert SamplingTurn.objects.count() == 1


def test_a_plan_of_turns_without_how_often_is_refused(survey, at, client):
    typed = {"from_period": survey.years[2012].pk, "kind": "turns", "method": "All."}
    assert "Say in how many periods each district comes once" in words_of(
        client.post(at("new-sampling-plan"), typed)
    )


def test_a_district_reads_its_own_turns_and_changes_none(survey, at, client):
    district = survey.districts[0]
    make.make_row(survey.category, district, lineage=survey.row.lineage)
    survey.turn(2006, district, number=9)
    client.force_login(make.make_liaison(district))
    own = {"slug": district.slug, "lineage": survey.row.lineage}
    page = words_of(client.get(reverse("sampling", kwargs=own)))
    assert f"<b>{district.partner.name}</b>" in page
    assert "Change" not in page[page.index("<main") :]
    for slug, status in ((district.slug, 404), (survey.whole.slug, 404)):
        address = reverse("new-sampling-plan", kwargs={**own, "slug": slug})
        assert client.post(address, {}).status_code == status


def test_the_page_costs_the_same_for_many(survey, at, client, django_assert_max_num_queries):
    for year in range(2005, 2012):
        survey.turn(year, *survey.districts)
    client.get(at("sampling"))
    with django_assert_max_num_queries(12):
        client.get(at("sampling"))


def test_everybody_in_the_agreement_reads_who_is_asked_and_only_the_whole_how_many(survey, client):
    survey.category.edition.is_plan = True
    survey.category.edition.save()
    item = make.make_item(survey.category)
    survey.row.items.add(item)
    survey.turn(2006, survey.districts[0], number=9)
    definition = survey.row.definitions.create(from_period=survey.years[2005], formula="Of those asked")
    definition.population.create(number=3, who="districts")
    few = definition.components.create(letter="few", label="refused")
    value = survey.row.observations.create(period=survey.years[2005], text="28%", number=28)
    value.components.create(component=few, number=4)
    make.adopt(survey.category.edition)
    address = reverse("counted", args=[survey.agreement.slug, item.reference])
    for person, counts in (
        (make.make_director(survey.whole), True),
        (make.make_viewer(survey.districts[1]), False),
    ):
        client.force_login(person)
        page = words_of(client.get(address))
        assert "3 districts count." in page and survey.districts[0].partner.name in page
        assert ("<b>4</b> refused" in page) is counts
