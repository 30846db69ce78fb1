"""Two people at one plan at the same moment: what one of them still sees is gone or has moved on."""

import pytest

from actionsteps.models import ActionStep, StepStatus
from actionsteps.plans.versions import VersionRefused, start_next
from actionsteps.steps.lists import reassign
from actionsteps.steps.order import move_step
from actionsteps.steps.splitting import merge_step
from actionsteps.steps.writing import put_back_step, remove_step, take_step, tick_off
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_step_that_was_removed_is_not_moved_or_removed_again(told):
    remove_step(told.step, by=told.director)
    for write in (
        lambda: move_step(told.step, 1, by=told.liaison),
        lambda: remove_step(told.step, by=told.liaison),
    ):
        with pytest.raises(VersionRefused):
            write()
    assert ActionStep.with_removed.get().removed_by == told.director


def test_two_steps_that_are_merged_both_ways_leave_one(told):
    other = make.make_step(told.plan, told.category, ("Visit", "May"))
    merge_step(told.step, other, by=told.liaison)
    with pytest.raises(VersionRefused):
        merge_step(other, told.step, by=told.director)
    assert list(ActionStep.objects.all()) == [other]
    assert not other.history.filter(history_user=None, history_type="~").exists()


def test_a_step_put_back_twice_keeps_its_place(told):
    removed = remove_step(told.step, by=told.liaison)
    for _ in range(2):
        put_back_step(removed, by=told.liaison)
    assert ActionStep.objects.get().position == told.step.position


def test_what_goes_on_is_not_written_into_a_version_that_another_follows(told):
    told.release_plan()
    new = start_next(told.plan, "2.2", by=told.director)
    action = told.step.actions.get()
    for write in (
        lambda: take_step(told.step, by=told.liaison),
        lambda: tick_off(action, True, by=told.liaison),
    ):
        with pytest.raises(VersionRefused, match="next version"):
            write()
    assert new.steps.get().status == StepStatus.NOT_STARTED


def test_steps_chosen_on_an_older_version_change_hands_where_they_stand_now(told):
    told.release_plan()
    new = start_next(told.plan, "2.2", by=told.director)
    reassign(told.partnership, [told.step.public_id], told.liaison, by=told.director)
    told.step.refresh_from_db()
    assert (new.steps.get().owner, told.step.owner) == (told.liaison, None)
