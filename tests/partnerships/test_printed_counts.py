"""The numbers that a source prints of its cohorts: kept as printed, and what does not add up is said."""

import pytest
from django.urls import reverse

from partnerships.models import Counted
from partnerships.printed_counts import figures_of
from tests import factories as make

pytestmark = pytest.mark.django_db

HISTORY, STATUS, REVIEW = "History", "Current Status", "Review of Goal Attainment"


@pytest.fixture
def agreement():
    """The cohorts of Michigan's partnership districts, as its slides print them."""
    agreement = make.make_agreement()
    april, october, march = (
        make.make_cohort(agreement, label=label, began_on=day)
        for label, day in (
            ("April 2017", "2017-04-01"),
            ("October 2017", "2017-10-01"),
            ("March 2018", "2018-03-01"),
        )
    )
    nine = {"cohort": april, "words": "Nine districts and 37 schools", "place": HISTORY}
    make.make_printed_count(agreement, 9, **nine)
    make.make_printed_count(agreement, 37, **nine, counted=Counted.SCHOOLS)
    make.make_printed_count(agreement, 8, cohort=april, words="the original eight districts", place=REVIEW)
    make.make_printed_count(agreement, 7, cohort=october, place=STATUS)
    make.make_printed_count(agreement, 21, cohort=march, place=STATUS)
    make.make_printed_count(agreement, 33, place=STATUS)
    make.make_printed_count(agreement, 112, counted=Counted.SCHOOLS, place=STATUS)
    make.make_printed_count(agreement, 1, counted=Counted.AGREEMENTS, place=STATUS)
    return agreement


def told(agreement):
    """What is said beside each printed number."""
    return {
        (cohort.label if cohort else "", figure.printed.number): [one.words for one in figure.findings]
        for cohort, figures in figures_of(agreement)
        for figure in figures
    }


def test_a_cohort_printed_with_two_numbers_shows_each_beside_the_other(agreement):
    found = told(agreement)
    assert found["April 2017", 9] == [f"8 in “{REVIEW}”: “the original eight districts”."]
    assert found["April 2017", 8] == [f"9 in “{HISTORY}”: “Nine districts and 37 schools”."]


def test_a_printed_total_stands_beside_the_sums_of_its_cohorts(agreement):
    assert told(agreement)["", 33] == [
        f"9 + 7 + 21 = 37 by the cohorts in “{HISTORY}” and “{STATUS}”, not 33.",
        f"8 + 7 + 21 = 36 by the cohorts in “{REVIEW}” and “{STATUS}”, not 33.",
    ]


def test_a_total_is_no_sum_where_a_cohort_prints_no_number(agreement):
    assert told(agreement)["", 112] == [
        f"37 of April 2017 in “{HISTORY}”; October 2017 and March 2018 have no number of their own."
    ]
    assert told(agreement)["", 1] == []


def test_a_total_that_adds_up_is_said_to():
    agreement = make.make_agreement()
    make.make_printed_count(agreement, 7, cohort=make.make_cohort(agreement))
    total = make.make_printed_count(agreement, 7)
    *_, (_, (figure,)) = figures_of(agreement)
    assert (figure.printed, figure.adds_up) == (total, True)


def test_districts_and_schools_that_are_here_stand_beside_those_printed(agreement):
    april = agreement.cohorts.get(label="April 2017")
    district = make.make_partnership(agreement=agreement, cohort=april).partner
    make.make_organization(kind="school", parent=district)
    make.make_organization(kind="school", parent=district)
    here = [figure.here for _, figures in figures_of(agreement) for figure in figures]
    assert here == [1, 2, 1, 0, 0, 1, 2, None]


def test_the_lead_agency_reads_what_the_source_prints(client, agreement, django_assert_num_queries):
    client.force_login(make.make_director(make.make_partnership(agreement=agreement)))
    page = client.get(reverse("printed-counts", args=[agreement.slug])).text
    assert "3 of 8 printed numbers do not add up" in page
    make.make_printed_count(agreement, 34)
    make.make_partnership(agreement=agreement)
    with django_assert_num_queries(7):
        client.get(reverse("printed-counts", args=[agreement.slug]))


def test_a_partner_reads_it_not(client, agreement):
    client.force_login(make.make_liaison(make.make_partnership(agreement=agreement)))
    assert client.get(reverse("printed-counts", args=[agreement.slug])).status_code == 403
