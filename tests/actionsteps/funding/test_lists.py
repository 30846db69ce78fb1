"""The list of requests: what was asked, granted and shown to work."""

import csv

import pytest
from django.urls import reverse

from actionsteps.funding.listing import RequestFilters, RequestShow, as_csv, gather
from actionsteps.models import FundingRequest
from partnerships.access import narrow
from tests import factories as make

from .asking import Asking

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def gathered(**filters):
    return gather(FundingRequest.objects.all(), RequestFilters(**filters))


def sums(of):
    return {one.name: (one.count, one.asked, one.granted, one.shown) for one in of}


@pytest.mark.slow
def test_sums_are_of_what_is_asked_for_and_not_withdrawn():
    asking = Asking(60_000, 20_000).submitted().granted(amount=50_000, shares=[50_000, 0])
    asking.request.granted_activities[0].results.create(shown="yes", words="Reading rose.")
    asking.request = asking.ask(5_000)
    asking.submitted()
    asking.ask(700)  # a draft
    found = gathered()
    assert (found.total.count, found.total.asked, found.total.granted) == (2, 85_000, 50_000)
    assert sums(found.by_category) == {
        "Teacher mentors": (2, 65_000, 50_000, "yes"),
        "Increased instructional time": (1, 20_000, 0, ""),
    }
    assert sums(found.by_priority) == {"Literacy": (2, 85_000, 50_000, "yes")}
    assert [
        found.counts[show]
        for show in (RequestShow.ALL, RequestShow.WAITING, RequestShow.GRANTED, RequestShow.UNFINISHED)
    ] == [
        3,
        1,
        1,
        1,
    ]


@pytest.mark.slow
def test_what_is_granted_in_all_stands_in_no_category():
    Asking(60_000, 20_000).submitted().granted(amount=50_000)
    found = gathered()
    assert (found.undivided, {one.granted for one in found.by_category}) == (50_000, {0})
    lines = list(csv.DictReader(as_csv(found.requests).lstrip("\ufeff").splitlines()))
    assert [(one["Activity"], one["Asked"], one["Granted"]) for one in lines] == [
        ("Activity 1", "60000.00", ""),
        ("Activity 2", "20000.00", ""),
        ("not divided among the activities", "", "50000.00"),
    ]


@pytest.mark.slow
def test_the_list_is_narrowed_to_how_it_stands_and_to_a_period():
    asking = Asking().submitted()
    other = Asking().submitted()
    assert gathered(show=RequestShow.WAITING).requests == [other.request, asking.request]
    assert gathered(period=asking.request.period.key).requests == [asking.request]
    assert gathered(show=RequestShow.DECLINED).requests == []


def test_no_cell_of_the_file_is_a_formula():
    asking = Asking()
    FundingRequest.objects.update(title="=HYPERLINK(1)")
    asking.submitted()
    assert "'=HYPERLINK(1)" in as_csv(gathered().requests)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_all_partners_costs_the_same_however_many_ask(client, django_assert_num_queries, count):
    first = Asking().submitted().granted(amount=10_000)
    agreement = first.partnership.agreement
    for _ in range(count - 1):
        other = make.make_partnership(agreement=agreement)
        asked = make.make_funding_request(other, 10_000, items=[first.item])
        make.grant(make.submit_request(asked, by=make.make_liaison(other)), by=first.director)
    client.force_login(first.director)
    with django_assert_num_queries(9):
        page = client.get(reverse("agreement-funding", args=[agreement.slug]))
    assert page.text.count("Request ") >= count


@pytest.mark.slow
def test_a_director_of_some_partnerships_sees_theirs_and_a_liaison_none(client):
    asking = Asking().submitted()
    address = reverse("agreement-funding", args=[asking.partnership.agreement.slug])
    other = make.make_partnership(agreement=asking.partnership.agreement)
    director = make.make_director(other)
    narrow(director.memberships.get(), [other])
    client.force_login(director)
    assert "Nobody has submitted a request yet." in client.get(address).text
    client.force_login(asking.liaison)
    assert client.get(address).status_code == 403
