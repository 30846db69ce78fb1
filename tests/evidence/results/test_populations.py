"""Who counts for an indicator and a period, and the counts behind a rate."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from evidence.results.made_of import made_of
from evidence.results.populations import populations_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def periods():
    return [make.make_period(label=label) for label in ("2009", "2010")]


@pytest.fixture
def row(periods):
    category = make.make_category()
    partnership = make.make_partnership(agreement=category.edition.agreement)
    return make.make_row(category, partnership, label="Response", unit="%")


@pytest.fixture
def definition(row, periods):
    return row.definitions.create(from_period=periods[0], formula="Response rate (862/3208*100)")


def test_57_entities_are_55_districts_and_two_more(definition, periods):
    for number, who in ((55, "districts"), (1, "office"), (1, "school")):
        definition.population.create(number=number, who=who)
    assert [one.in_words for one in populations_of(definition.population.all())] == [
        "57: 55 districts, 1 office, 1 school"
    ]


def test_what_holds_in_one_period_is_said_after_what_holds_else(definition, periods):
    definition.population.create(number=55, who="districts")
    definition.population.create(number=53, who="districts", period=periods[1])
    definition.population.create(
        number=2, who="districts with fewer", period=periods[1], is_counted=False, reason="Under 50 students"
    )
    general, later = populations_of(definition.population.all())
    assert (general.period, general.number) == (None, 55)
    assert (later.period, later.number) == (periods[1], 53)
    assert [str(one) for one in later.left_out] == ["2 districts with fewer"]


@pytest.mark.parametrize("fields", [{"is_counted": True}, {"is_counted": False, "number": 2}])
def test_who_counts_says_how_many_and_who_does_not_says_why(definition, fields):
    with pytest.raises(IntegrityError, match="population_group_counted_or_why_not"):
        definition.population.create(who="districts", **fields)


@pytest.mark.slow
def test_it_is_written_down_on_the_row_s_page(row, definition, client):
    make.adopt(row.edition)
    client.force_login(make.make_liaison(row.partnership))
    place = {"slug": row.partnership.slug, "lineage": row.lineage}
    address = reverse("new-population", kwargs={**place, "definition_id": definition.public_id})
    refused = client.post(address, {"who": "LEAs"}).content.decode()
    assert "Say how many count, or why they do not." in refused
    client.post(address, {"who": "LEAs", "number": 53, "is_counted": "on"})
    client.post(address, {"who": "LEAs with fewer", "number": 2, "reason": "Under 50."})
    page = " ".join(client.get(reverse("evidence-meaning", kwargs=place)).content.decode().split())
    assert "53 LEAs count." in page
    assert '2 LEAs with fewer do not count: <span class="lines">Under 50.</span>' in page


def test_a_response_rate_stands_with_all_that_was_counted(row, definition, periods):
    value = row.observations.create(period=periods[0], text="14.7 percent", numerator=1156, denominator=7865)
    for letter, label, number in (
        ("mailed", "surveys were mailed", 7865),
        ("returned", "were returned", 1156),
        ("usable", "were usable", 1145),
    ):
        component = definition.components.create(letter=letter, label=label)
        value.components.create(component=component, number=number)
    (told,) = made_of(row)
    assert [(one.number, one.what) for one in told.counts] == [
        ("7,865", "surveys were mailed"),
        ("1,156", "were returned"),
        ("1,145", "were usable"),
    ]
    assert (told.fraction, told.worked_out) == ("1,156/7,865", "14.7%")


def test_a_value_without_counts_is_made_of_nothing_known(row, definition, periods):
    row.observations.create(period=periods[0], text="28%", number=28)
    assert made_of(row) == []
