"""The daily e-mail tells of steps that are due, late, asked about or untended, and leads to the box of each."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actionsteps.progress.noting import ask
from notifications.digests import Happenings, lines_for
from notifications.steps_due import step_lines, steps_to_tell
from tests import factories as make

pytestmark = pytest.mark.django_db

TUESDAY = date(2024, 3, 5)
DUE = TUESDAY + timedelta(days=20)


@pytest.fixture
def step():
    """Clayton's, due on a Monday; nobody need be asked about it on any day before."""
    edition = make.make_edition()
    category = make.make_category(edition)
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    partnership.partner.short_name = "Clayton"
    partnership.partner.save()
    days = {"due_on": DUE, "next_on": DUE, "touched_at": timezone.now() + timedelta(days=4000)}
    plan = make.make_plan(partnership, edition)
    return make.make_step(plan, category, title="Call families", owner=make.make_liaison(partnership), **days)


def told(person, today, days=1):
    """What the e-mail of a day says, where the last one was `days` before."""
    since = timezone.make_aware(datetime.combine(today - timedelta(days=days), time(18)))
    steps = [one for found in steps_to_tell(since, today).values() for one in found]
    return [line.text for line in step_lines(person, steps, since, today)]


@pytest.mark.slow
def test_an_owner_is_told_a_week_before_the_day_before_on_the_day_and_when_it_is_late(step):
    said = {days: told(step.owner, DUE + timedelta(days=days)) for days in range(-10, 16)}
    assert [days for days, lines in said.items() if lines] == [-7, -1, 0, 1, 7, 14]
    assert said[-7] == ["The step “Call families” of Clayton is due in 7 days, Mar 25, 2024."]
    assert said[0] == ["The step “Call families” of Clayton is due today."]
    assert said[1] == ["The step “Call families” of Clayton is 1 day late: it was due Mar 25, 2024."]


def test_it_is_told_to_nobody_else_and_not_when_it_is_done(step):
    assert told(make.make_director(step.plan.partnership), DUE) == []
    step.status = "done"
    step.save()
    assert told(step.owner, DUE) == []


def test_what_a_role_has_is_told_to_those_who_speak_for_its_side(step):
    liaison, step.owner = step.owner, None
    step.owner_role, step.owner_side = "case managers", "partner"
    step.save()
    assert len(told(liaison, DUE)) == 1
    assert told(make.make_director(step.plan.partnership), DUE) == []


def test_who_is_asked_reads_the_question(step):
    director = make.make_director(step.plan.partnership)
    ask(step, "Will it be ready?", by=director)
    today = timezone.localdate()
    assert f"{director} asks how far the step “Call families” of Clayton is. “Will it be ready?”" in told(
        step.owner, today
    )
    assert told(director, today) == []


@pytest.mark.slow
def test_what_nobody_looks_after_is_asked_about_on_mondays(step):
    writer, step.owner, step.due_on, step.next_on = step.owner, None, None, None
    step.save()
    days = [TUESDAY + timedelta(days=number) for number in range(14)]
    assert [day.strftime("%a") for day in days if told(writer, day)] == ["Mon", "Mon"]
    assert told(writer, TUESDAY, days=3) == [
        "The step “Call families” of Clayton: no owner and no date. How far is it?"
    ]
    assert told(make.make_viewer(step.plan.partnership), TUESDAY, days=3) == []
    for number in range(5):
        make.make_step(step.plan, step.category, title=f"More {number}")
    lines = told(writer, TUESDAY, days=3)
    assert lines[3:] == ["3 more steps need an owner, a date or a word on how far they are."]


def test_an_untouched_step_is_its_owners(step):
    step.touched_at = timezone.now() - timedelta(days=4000)
    step.save()
    monday = TUESDAY - timedelta(days=1)
    assert "untouched since" in told(step.owner, monday)[0]
    assert told(make.make_director(step.plan.partnership), monday) == []


def test_a_line_leads_straight_to_the_box(step):
    step.due_on = step.next_on = timezone.localdate()
    step.save()
    since = timezone.now() - timedelta(days=1)
    lines = lines_for(step.owner, since, Happenings([step.owner], since=since, now=timezone.now()))
    (line,) = [one for one in lines if "Call families" in one.text]
    assert line.path == reverse("action-step-progress", args=[step.plan.partnership.slug, step.public_id])
    assert line.to_do
