"""Home says which requests for money wait: to be decided for a director, to be completed for a liaison."""

import pytest
from django.urls import reverse

from actionsteps.funding.deeds import RETURN
from dashboards.funding_waiting import funding_waiting
from dashboards.partnerships import outlines_seen
from tests import factories as make
from tests.actionsteps.funding.asking import Asking

pytestmark = pytest.mark.django_db


def waiting(user):
    return [one.words for one in funding_waiting(user, outlines_seen(user))]


@pytest.mark.slow
def test_a_request_waits_for_the_director_and_returned_for_the_liaison():
    asking = Asking().submitted()
    people = [asking.director, asking.liaison, make.make_viewer(asking.partnership)]
    assert [waiting(one) for one in people] == [["1 to decide"], [], []]
    asking.go(RETURN, by=asking.director, words="More.")
    assert [waiting(one) for one in people] == [[], ["1 returned for more"], []]


def test_home_leads_to_them(client):
    asking = Asking().submitted()
    client.force_login(asking.director)
    page = client.get(reverse("home")).text
    assert "A request for money waits for your decision" in page
    assert f"{asking.url('funding')}?show=waiting" in page


def test_where_no_agreement_has_funds_nothing_is_asked(django_assert_num_queries):
    liaison = make.make_liaison(make.make_partnership())
    outlines = outlines_seen(liaison)
    with django_assert_num_queries(0):
        assert funding_waiting(liaison, outlines) == []
