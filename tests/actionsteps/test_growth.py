"""A page of many steps, statements or versions takes the queries of a page of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionsteps.plans.versions import release, start_next
from actionsteps.steps.writing import remove_step
from tests import factories as make

PAGES = ("steps-by-owner", "steps-by-day", "steps-board", "plan-versions", "feedback-list", "you-said-we-did")
OF_PLAN = ("plan-difference", "carry-plan", "removed-steps", "plan-days")
OF_STEP = ("action-step-merge", "action-step-history")


def grow(told, plan, count):
    """So many more steps, removed steps and statements, each with an owner of its own and something it answers."""
    for number in range(count):
        said = told.say(f"Tell us {number} of {count}", released_at=told.plan.released_at)
        for title in ("", "Removed"):
            step = make.make_step(plan, told.category, ("Visit", "May"), ("Write", ""), title=title)
            step.owner = make.make_liaison(told.partnership)
            step.save()
            step.feedback.add(said)
        remove_step(step, by=told.liaison)
    release(plan, f"3.{count}", by=told.director)
    return start_next(plan, f"4.{count}", by=told.director)


@pytest.mark.slow
def test_no_page_takes_more_queries_for_more(told, client):
    told.release_plan()
    client.force_login(told.liaison)
    few = grow(told, start_next(told.plan, "2.2", by=told.liaison), 2)
    before = queries(told, client, few)
    many = grow(told, few, 8)
    after = queries(told, client, many)
    assert {name: (before[name], after[name]) for name in before if before[name] < after[name]} == {}


def queries(told, client, plan):
    of_plan, of_step = [plan.public_id], [plan.steps.first().public_id]
    addresses = {name: reverse(name, args=[told.partnership.slug]) for name in PAGES}
    for names, more in ((OF_PLAN, of_plan), (OF_STEP, of_step)):
        addresses |= {name: reverse(name, args=[told.partnership.slug, *more]) for name in names}
    found = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, name
        found[name] = len(captured)
    return found
