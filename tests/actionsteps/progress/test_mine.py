from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.memberships import memberships_of
from actionsteps.models import ActionStep
from actionsteps.plans.versions import release, start_next
from actionsteps.progress.mine import my_steps
from partnerships.access import sides_of, speaks_for
from partnerships.models import Partnership, SignatorySide
from tests import factories as make

TODAY = date(2024, 3, 1)

pytestmark = pytest.mark.both_databases


def words(person):
    return [step.words for step in my_steps(person, TODAY)]


def test_late_ones_come_first_then_what_was_asked_then_by_day(plan):
    mine = {"owner": plan.liaison}
    plan.step(**mine, title="Some day")
    plan.step(**mine, title="In May", next_on=date(2024, 5, 1))
    plan.step(**mine, title="Asked", asked_at=timezone.now())
    plan.step(**mine, title="Late", next_on=date(2024, 2, 29))
    plan.step(**mine, title="Done", status="done", next_on=date(2024, 1, 1))
    plan.step(owner=make.make_liaison(plan.partnership), title="Of somebody else")
    found = my_steps(plan.liaison, TODAY)
    assert [step.words for step in found] == ["Late", "Asked", "In May", "Some day"]
    assert {(one.total, one.total_late, one.total_asked, one.total_soon) for one in found} == {(4, 1, 1, 0)}
    assert [one.state(TODAY).words for one in found[:3:2]] == [
        "not started, 1 day late",
        "not started, due May 1, 2024",
    ]


def test_what_a_role_has_is_shown_to_its_side_until_somebody_takes_it(plan):
    director = make.make_director(plan.partnership)
    plan.step(owner_role="case managers", owner_side="partner", title="Theirs")
    plan.step(owner_role="supervisors", owner_side="lead", title="Ours")
    plan.step(owner_role="all", title="Both")
    plan.step(title="Nobody's")
    assert words(plan.liaison) == ["Theirs", "Both"]
    assert words(director) == ["Ours", "Both"]
    assert words(make.make_viewer(plan.partnership)) == []
    ActionStep.objects.filter(title="Both").update(owner=director)
    assert words(plan.liaison) == ["Theirs"]


def test_a_step_is_listed_once_in_the_version_that_is_worked_with(plan):
    plan.step(owner=plan.liaison)
    release(plan.plan, "2.1", by=plan.liaison)
    start_next(plan.plan, "2.2", by=plan.liaison)
    assert words(plan.liaison) == ["Meet"]


def test_who_no_longer_reaches_the_partnership_has_none_of_its_steps(plan):
    plan.step(owner=plan.liaison)
    plan.liaison.memberships.update(ended_at=timezone.now())
    assert words(type(plan.liaison).objects.get(pk=plan.liaison.pk)) == []


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 30])
def test_my_steps_take_one_query_and_are_bounded(plan, many, django_assert_num_queries):
    for number in range(many):
        plan.step(owner=plan.liaison, next_on=TODAY + timedelta(days=number))
    memberships_of(plan.liaison)
    with django_assert_num_queries(1):
        found = my_steps(plan.liaison, TODAY, last=7)
    assert (len(found), found[0].total) == (min(many, 7), many)


def test_speaking_for_a_side_as_a_condition_is_what_is_said_of_one_partnership(plan):
    school = make.make_partnership(
        agreement=plan.edition.agreement, partner=make.make_organization(parent=plan.partnership.partner)
    )
    own = make.make_partnership(
        agreement=plan.edition.agreement, partner=make.make_organization(parent=plan.edition.agreement.lead)
    )
    people = [
        person(plan.partnership) for person in (make.make_director, make.make_liaison, make.make_viewer)
    ]
    people += [make.make_liaison(own), make.make_liaison(school), make.make_liaison(make.make_partnership())]
    people.append(make.make_user())
    make.make_membership(people[-1], plan.edition.agreement.lead, only=[school])
    for person in people:
        for side in SignatorySide:
            found = set(Partnership.objects.filter(speaks_for(memberships_of(person), side)))
            assert found == {one for one in Partnership.objects.all() if side in sides_of(person, one)}
