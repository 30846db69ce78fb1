"""Home says in how many cases something is late or due soon, to those who keep them."""

import pytest
from django.urls import reverse

from dashboards.cases_due import cases_due
from dashboards.partnerships import outlines_seen
from tests import factories as make
from tests.actionsteps.clocks.making import ago, make_case, make_clock, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    partnership = make.make_partnership()
    partnership.agreement.keeps_cases = True
    partnership.agreement.save()
    rule = make_rule(partnership.agreement)
    for days in (40, 40, 20, 1):
        make_clock(make_case(partnership), ago(days), rule)
    return partnership


def due(user):
    return [(one.partnership.pk, one.words) for one in cases_due(user, outlines_seen(user))]


def test_late_and_due_soon_are_counted_for_who_keeps_the_cases(partnership):
    expected = [(partnership.pk, "2 late, 1 due soon")]
    assert due(make.make_liaison(partnership)) == due(make.make_director(partnership)) == expected
    assert due(make.make_viewer(partnership)) == []


def test_home_leads_to_them(client, partnership):
    client.force_login(make.make_liaison(partnership))
    page = client.get(reverse("home")).content.decode()
    assert "Cases are due" in page
    assert page.count(f"{reverse('cases', args=[partnership.slug])}?only=late") == 1


def test_where_no_agreement_keeps_cases_nothing_is_asked(django_assert_num_queries):
    liaison = make.make_liaison(make.make_partnership())
    outlines = outlines_seen(liaison)
    with django_assert_num_queries(0):
        assert cases_due(liaison, outlines) == []
