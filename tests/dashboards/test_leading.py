"""Home of a school leader: the review's criteria and what moved, the coaching plan, this week's clocks."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from actionsteps.models import PointKind
from dashboards.cases_due import cases_due
from dashboards.leading import gather_leading
from dashboards.partnerships import outlines_seen
from partnerships.models import Party
from tests import factories as make
from tests.actionsteps.clocks.making import ago, make_case, make_clock, make_rule
from tests.words import words_of_main

pytestmark = pytest.mark.django_db


class Network:
    """A network that is reviewed as a whole, with a school; a driver targets two criteria and something else."""

    def __init__(self):
        lead = make.make_organization(short_name="Kairos", kind="lead_agency")
        agreement = make.make_agreement(lead=lead, keeps_cases=True)
        self.edition = make.make_edition(agreement=agreement)
        category = make.make_category(self.edition)
        self.items = [make.make_item(category, text=text) for text in ("Vision", "Coaching", "Operations")]
        make.adopt(self.edition)
        self.whole = make.make_partnership(agreement=agreement, partner=lead)
        school = make.make_organization(short_name="Kairos Middle", kind="school", parent=lead)
        self.school = make.make_partnership(agreement=agreement, partner=school)
        self.reviewer = make.make_organization(short_name="EnhancED")
        for organization in (school, self.reviewer):
            Party.objects.create(partnership=self.whole, organization=organization)
        self.leader = make.make_liaison(self.school)
        self.plan = make.make_plan(self.whole, self.edition, title="Coaching plan", names_targets=True)
        self.driver()

    def driver(self, **fields):
        step = make.make_step(
            self.plan,
            self.items[0].category,
            ("Plan it (5 hours)", ""),
            ("Coach", ""),
            title="Key Driver #1",
            hours_stated=25,
            **fields,
        )
        for words, item in (("Coaching", self.items[1]), ("Summit", None)):
            step.points.create(kind=PointKind.TARGET, words=words, item=item)
        step.hours.create(what="Plan it", planned=5, spent=Decimal("1.5"))
        step.hours.create(what="Coach")
        return step

    def review(self, *levels):
        cycle = make.make_cycle(edition=self.edition)
        assessment = make.make_assessment(self.whole, cycle=cycle, by=self.reviewer)
        for item, level in zip(self.items, levels, strict=True):
            make.make_rating(assessment, item, level)
        return make.close(assessment)

    def leading(self, user=None):
        user = user or self.leader
        outlines = outlines_seen(user)
        return gather_leading(user, outlines, cases_due(user, outlines))


@pytest.fixture
def network():
    return Network()


def home(client, user):
    client.force_login(user)
    return words_of_main(client.get(reverse("home")).text)


def test_a_leader_reads_the_findings_of_what_the_coaching_targets_and_what_is_next(client, network):
    network.review("3", "0", "0")
    lowest = network.edition.scale.levels.get(code="0").label
    page = home(client, network.leader)
    assert "At the lowest level: Coaching ; Operations ." in page
    assert "No later cycle stands beside it yet" in page
    assert "Key Driver #1 25 hours stated (1 line says no hours), 1.50 spent" in page
    assert f"Targets Coaching {lowest} ; Summit not in the text" in page
    assert "Next: Plan it (5 hours)" in page


def test_what_moved_since_the_review_before_is_counted(client, network):
    network.review("3", "1", "2")
    network.review("3", "2", "1")
    assert [kind for kind, _ in network.leading().criteria.comparison.changes] == ["rose", "fell", "stayed"]
    page = home(client, network.leader)
    assert "1 rose , 1 fell , 1 stayed ." in page


def test_what_is_ticked_off_is_no_longer_next(network):
    action = network.plan.steps.get().actions.first()
    action.done_at = timezone.now()
    action.save()
    (driver,) = network.leading().drivers
    assert driver.next.text == "Coach"


def test_cases_that_are_late_or_due_within_a_week_are_listed_for_who_keeps_them(client, network):
    rule = make_rule(network.school.agreement)
    for days in (40, 25, 1):  # late, due in five days, due in a month
        make_clock(make_case(network.school), ago(days), rule)
    assert [line.is_late for line in network.leading().clocks] == [True, False]
    make.make_policy_choice(network.school.agreement)
    page = home(client, network.leader)
    assert page.index("This week's clocks") < page.index("1 policy choice is open")


def test_before_any_review_it_says_so(client, network):
    assert "No review is submitted yet that you may read." in home(client, network.leader)


def test_it_is_for_those_who_enter_in_a_network_with_key_drivers(client, network):
    assert network.leading(make.make_director(network.whole)) is not None
    reader = make.make_user()
    make.make_membership(reader, network.school.partner, Role.VIEWER)
    assert "Coaching plan" not in home(client, reader)
    network.plan.names_targets = False
    network.plan.save()
    assert network.leading() is None


def test_nobody_else_pays_for_it(network, django_assert_num_queries):
    liaison = make.make_liaison(make.make_partnership())
    outlines = outlines_seen(liaison)
    with django_assert_num_queries(0):
        assert gather_leading(liaison, outlines, []) is None


@pytest.mark.slow
def test_it_costs_the_same_for_many_drivers_and_reviews(client, network, django_assert_num_queries):
    network.review("3", "1", "1")
    network.review("3", "2", "1")
    client.force_login(network.leader)
    client.get(reverse("home"))
    with django_assert_num_queries(23):
        client.get(reverse("home"))
    network.review("2", "2", "2")
    network.driver()
    with django_assert_num_queries(23):
        client.get(reverse("home"))
