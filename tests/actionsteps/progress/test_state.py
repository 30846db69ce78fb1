from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from actionsteps.models import ActionStep
from actionsteps.progress.state import (
    is_late,
    late,
    state_of,
    untended,
    why_untended,
    with_owner_left,
)
from tests import factories as make

TODAY = date(2024, 3, 1)
LONG_AGO = timezone.make_aware(datetime(2023, 12, 31, 12))

pytestmark = pytest.mark.both_databases


def found(condition):
    return set(with_owner_left(ActionStep.objects.all()).filter(condition).values_list("pk", flat=True))


def test_late_is_open_and_over(plan):
    days = {"due_on": date(2024, 2, 29), "next_on": date(2024, 2, 29)}
    over, reached = plan.step(**days), plan.step(due_on=TODAY, next_on=TODAY)
    done = plan.step(**days, status="done")
    assert [is_late(step, TODAY) for step in (over, reached, done)] == [True, False, False]
    assert found(late(TODAY)) == {over.pk}


def test_what_is_late_says_by_how_much_and_what_is_not_says_when_it_is_due(plan):
    over = plan.step(due_on=date(2024, 2, 29), next_on=date(2024, 2, 29), status="under_way")
    month = {"due_on": date(2024, 5, 31), "next_on": date(2024, 5, 31), "due_on_is_month": True}
    assert state_of(over, TODAY).words == "under way, 1 day late"
    assert state_of(over, date(2024, 5, 1)).words == "under way, late since Feb 29, 2024"
    assert state_of(plan.step(**month), TODAY).words == "not started, due May 2024"
    assert state_of(plan.step(**month, status="done"), TODAY).words == "done"
    assert state_of(plan.step(), TODAY).words == "not started"


@pytest.fixture
def tended(plan):
    """What a step has that nobody need be asked about, on the day of the test."""
    return {
        "owner": plan.liaison,
        "due_on": date(2024, 6, 1),
        "touched_at": timezone.make_aware(datetime(2024, 1, 1)),
    }


def test_what_is_tended_lacks_nothing(plan, tended):
    plan.step(**tended)
    plan.step(**tended | {"owner": None, "owner_role": "case managers"})
    plan.step(**tended | {"status": "done", "due_on": None})
    plan.step(**tended | {"touched_at": LONG_AGO, "starts_on": date(2024, 3, 2)})  # not to be begun yet
    assert found(untended(TODAY)) == set()
    assert [why_untended(step, TODAY) for step in ActionStep.objects.all()] == [[]] * 4


@pytest.mark.parametrize(
    "lacking, why",
    [
        ({"owner": None}, "no owner"),
        ({"due_on": None}, "no date"),
        ({"touched_at": LONG_AGO}, "untouched since Dec 31, 2023"),
    ],
)
def test_what_a_step_lacks_is_found_and_said(plan, tended, lacking, why):
    step = plan.step(**tended | lacking)
    assert found(untended(TODAY)) == {step.pk}
    assert why_untended(step, TODAY) == [why]


def shut_out(person):
    person.is_active = False
    person.save()


def end_membership(person):
    person.memberships.update(ended_at=timezone.now())


def move_elsewhere(person):
    person.memberships.update(organization=make.make_partnership().partner)


@pytest.mark.parametrize("leave", [shut_out, end_membership, move_elsewhere])
def test_a_step_whose_owner_left_has_nobody(plan, tended, leave):
    step = plan.step(**tended)
    assert found(untended(TODAY)) == set()
    leave(plan.liaison)
    assert found(untended(TODAY)) == {step.pk}
    for one in (ActionStep.objects.get(), with_owner_left(ActionStep.objects.all()).get()):
        assert why_untended(one, TODAY) == [f"{plan.liaison.name} has left"]


@pytest.mark.parametrize("person", [make.make_director, make.make_viewer, make.make_liaison])
def test_whoever_reaches_the_partnership_has_not_left(plan, tended, person):
    plan.step(**tended | {"owner": person(plan.partnership)})
    assert found(untended(TODAY)) == set()


def test_the_state_of_many_steps_takes_one_query(plan, tended, django_assert_num_queries):
    for _ in range(3):
        plan.step(**tended, next_on=TODAY - timedelta(days=1))
    with django_assert_num_queries(1):
        steps = with_owner_left(ActionStep.objects.select_related("owner"))
        assert [state_of(step, TODAY).late for step in steps] == ["1 day late"] * 3
