"""Marking a launch plan, and saying how far its tasks are: what is written, by whom, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actionsteps.launch.forms import TaskForm
from actionsteps.launch.marking import mark, save_task
from actionsteps.models import LaunchEvent, LaunchMark, LaunchPeriod, LaunchTask
from core.conflicts import Conflict
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def plan():
    return make.make_launch_plan(make.make_agreement())


def send(task, seen=None, **said):
    form = TaskForm(said | {"seen": seen or TaskForm(task=task).initial["seen"]}, task=task)
    assert form.is_valid(), form.errors
    return form


def told(task):
    return [(str(event.kind), event.words) for event in LaunchEvent.objects.filter(task=task)]


def test_a_task_is_marked_once_however_many_mark_it_and_each_deed_is_told(plan):
    task, period = plan.tasks.get(), plan.periods.all()[0]
    one, other = make.make_user(), make.make_user()
    assert mark(task, period, True, by=one)
    assert not mark(task, period, True, by=other)
    assert task.marks.count() == 1
    assert mark(task, period, False, by=other)
    assert not mark(task, period, False, by=one)
    assert not LaunchMark.objects.exists()
    assert [(event.kind, event.by) for event in task.events.all()] == [("marked", one), ("unmarked", other)]


def test_what_is_said_of_a_task_is_told_part_by_part(plan):
    task, user = plan.tasks.get(), make.make_user()
    save_task(send(task, status="held_up", owner="Supt", note="No answer."), by=user)
    assert told(task) == [("status", "held up"), ("owner", "Supt"), ("note", "No answer.")]
    task.refresh_from_db()
    save_task(send(task, status="done", owner="Supt", note="No answer."), by=user)
    assert told(task)[3:] == [("status", "done")]


def test_two_at_once_change_different_parts_and_the_same_part_is_asked_about(plan):
    task, user = plan.tasks.get(), make.make_user()
    seen = TaskForm(task=task).initial["seen"]
    save_task(send(task, status="under_way", owner="", note=""), by=user)
    save_task(send(LaunchTask.objects.get(), seen, status="not_started", owner="Supt", note=""), by=user)
    task.refresh_from_db()
    assert (task.status, task.owner) == ("under_way", "Supt")
    with pytest.raises(Conflict) as met:
        save_task(send(task, seen, status="done", owner="Supt", note=""), by=user)
    assert met.value.now == {"Status": "under way"}


@pytest.mark.parametrize("status", ["held_up", "dropped"])
def test_what_is_held_up_or_dropped_has_a_reason(plan, status):
    task = plan.tasks.get()
    form = TaskForm({"status": status, "seen": TaskForm(task=task).initial["seen"]}, task=task)
    assert form.errors == {"__all__": ["Say in the note why it is held up or dropped."]}
    with transaction.atomic(), pytest.raises(IntegrityError):
        LaunchTask.objects.update(status=status)


def test_a_reason_taken_away_meanwhile_is_missed(plan):
    LaunchTask.objects.update(note="No answer.")
    task, user = plan.tasks.get(), make.make_user()
    seen = TaskForm(task=task).initial["seen"]
    save_task(send(task, status="not_started", owner="", note=""), by=user)
    form = send(task, seen, status="held_up", owner="", note="No answer.")
    with pytest.raises(ValidationError, match="Say in the note why"):
        save_task(form, by=user)


def test_the_database_refuses_what_is_of_another_plan_and_days_that_cannot_be(plan):
    other = make.make_launch_plan(plan.agreement, title="Phase two")
    task, period = plan.tasks.get(), plan.periods.all()[0]
    for write in (
        lambda: LaunchMark.objects.create(task=task, period=other.periods.all()[0]),
        lambda: LaunchEvent.objects.create(task=task, kind="marked", period=other.periods.all()[0]),
        lambda: LaunchEvent.objects.create(task=task, kind="marked"),
        lambda: LaunchTask.objects.filter(pk=task.pk).update(plan=other),
        lambda: LaunchPeriod.objects.filter(pk=period.pk).update(plan=other),
        lambda: LaunchPeriod.objects.filter(pk=period.pk).update(last_day="2017-12-31"),
        lambda: plan.periods.create(label="Again", first_day="2018-01-01", last_day="2018-01-02"),
        lambda: make.make_launch_plan(plan.agreement),
    ):
        with transaction.atomic(), pytest.raises(IntegrityError):
            write()
