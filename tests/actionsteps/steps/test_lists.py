"""The steps that people work with, narrowed and grouped."""

import re
from datetime import date

import pytest
from django.urls import reverse

from actionsteps.models import ActionStep, Progress, StepStatus
from actionsteps.plans.versions import release, start_next
from actionsteps.steps.lists import (
    NOBODY,
    StepFilter,
    by_day,
    by_owner,
    by_status,
    list_steps,
    owners_in,
    reassign,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


class Desk:
    def __init__(self):
        edition = make.make_edition()
        self.category = make.make_category(edition)
        self.item = make.make_item(self.category)
        make.adopt(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.liaison = make.make_liaison(self.partnership)
        self.liaison.name = "Dana Liaison"
        self.liaison.save()
        self.plan = make.make_plan(self.partnership, edition)

    def step(self, name, **fields):
        return make.make_step(self.plan, self.category, (name, ""), feedback=name, **fields)

    def names(self, **wanted):
        found = list_steps(self.partnership, StepFilter(**wanted), TODAY)
        return [one.step.name for one in found.steps]


@pytest.fixture
def desk():
    return Desk()


def groups(found):
    return [(group.title, [one.step.name for one in group.steps]) for group in found]


@pytest.mark.slow
def test_open_steps_are_listed_as_they_are_due(desk):
    desk.step("Never", due_on=None)
    desk.step("Later", next_on=date(2027, 3, 1))
    desk.step("Sooner", next_on=date(2026, 12, 1))
    desk.step("Done", status=StepStatus.DONE)
    assert desk.names() == ["Sooner", "Later", "Never"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "newsletter"}, ["Write a newsletter"]),
        ({"text": "1.1"}, ["Meet the principals"]),
        ({"owner": "Dana Liaison"}, ["Write a newsletter"]),
        ({"owner": "case managers"}, ["Meet the principals"]),
        ({"owner": NOBODY}, ["Ask families"]),
        ({"state": "late"}, ["Ask families"]),
        ({"state": "done"}, []),
        ({"category": "9"}, []),
    ],
)
def test_they_are_narrowed(desk, wanted, found):
    desk.step("Write a newsletter", owner=desk.liaison)
    desk.step("Meet the principals", owner_role="case managers", items=[desk.item])
    desk.step("Ask families", next_on=date(2026, 11, 1), due_on=date(2026, 11, 1))
    assert desk.names(**wanted) == found


def test_what_an_address_does_not_know_narrows_nothing():
    assert StepFilter.asked_for({"state": "odd", "q": " x "}) == StepFilter(text="x")


def test_they_stand_with_people_first_and_with_nobody_last(desk):
    desk.step("Nobody's")
    desk.step("A role's", owner_role="case managers")
    desk.step("Dana's", owner=desk.liaison)
    found = by_owner(list_steps(desk.partnership, StepFilter(), TODAY).steps)
    assert groups(found) == [
        ("Dana Liaison", ["Dana's"]),
        ("case managers", ["A role's"]),
        ("Nobody yet", ["Nobody's"]),
    ]
    assert owners_in(desk.partnership) == ["case managers", "Dana Liaison"]


def test_they_stand_month_by_month_after_what_is_late(desk):
    desk.step("Late", next_on=date(2026, 11, 2))
    desk.step("Soon", next_on=date(2026, 11, 30))
    desk.step("Spring", next_on=date(2027, 4, 2))
    desk.step("Open", due_on=None)
    found = by_day(list_steps(desk.partnership, StepFilter(), TODAY).steps, TODAY)
    assert groups(found) == [
        ("Late", ["Late"]),
        ("November 2026", ["Soon"]),
        ("April 2027", ["Spring"]),
        ("Without a date", ["Open"]),
    ]


def test_a_board_has_a_column_for_each_status(desk):
    desk.step("Begun", status=StepStatus.UNDER_WAY)
    found = by_status(list_steps(desk.partnership, StepFilter(state="all"), TODAY).steps)
    assert groups(found) == [("Not started", []), ("Under way", ["Begun"]), ("Done", []), ("Stopped", [])]


def test_only_the_newest_version_is_listed(desk):
    step = desk.step("Once")
    release(desk.plan, "1.0", by=desk.liaison)
    start_next(desk.plan, "1.1", by=desk.liaison)
    found = list_steps(desk.partnership, StepFilter(), TODAY)
    assert (found.total, found.steps[0].step.lineage) == (1, step.lineage)
    assert found.steps[0].step.pk != step.pk


def test_chosen_steps_change_hands_with_a_trace(desk):
    steps = [desk.step("One", owner_role="case managers"), desk.step("Two", owner=desk.liaison)]
    keys = [step.public_id for step in steps]
    assert reassign(desk.partnership, keys, desk.liaison, by=desk.liaison) == 1
    one = ActionStep.objects.get(pk=steps[0].pk)
    assert (one.owner, one.owner_role, one.history.first().history_user) == (
        desk.liaison,
        "case managers",
        desk.liaison,
    )
    assert reassign(make.make_partnership(), keys, None, by=desk.liaison) == 0


@pytest.mark.slow
def test_a_card_moved_to_stopped_is_asked_why_and_comes_back_to_the_board(desk, client):
    step = desk.step("Visit schools", owner=desk.liaison)
    client.force_login(desk.liaison)
    moved = reverse("step-to-status", args=[desk.partnership.slug, step.public_id])
    page = client.post(moved, {"status": "stopped"}, follow=True)
    assert "Why is it stopped?" in page.text
    there = reverse("action-step-progress", args=[desk.partnership.slug, step.public_id])
    seen = re.search(r'name="seen" value="([^"]*)"', page.text)[1]
    said = {"status": "stopped", "words": "They come to us.", "from": "board", "seen": seen}
    back = client.post(there, said)
    assert back.url == reverse("steps-board", args=[desk.partnership.slug])
    assert Progress.objects.get().status == StepStatus.STOPPED


@pytest.mark.slow
def test_nobody_loses_steps_because_no_person_was_chosen(desk, client):
    step = desk.step("Visit schools", owner=desk.liaison)
    client.force_login(desk.liaison)
    url = reverse("steps-reassign", args=[desk.partnership.slug])
    assert "Choose who is to do" in client.post(url, {"step": step.public_id, "owner": ""}, follow=True).text
    assert ActionStep.objects.get().owner == desk.liaison
    client.post(url, {"step": step.public_id, "owner": NOBODY})
    assert ActionStep.objects.get().owner is None


@pytest.mark.slow
def test_late_looks_the_same_in_every_list(desk, client):
    desk.step("Visit schools", owner=desk.liaison, next_on=date(2020, 9, 30))
    client.force_login(desk.liaison)
    for page in ("action-steps", "steps-by-owner", "steps-by-day", "steps-board", "home"):
        text = client.get(reverse(page, args=[] if page == "home" else [desk.partnership.slug])).text
        assert "late since Sep 30, 2020" in text
        assert 'late">late since Sep 30, 2020' in text, page


def test_a_partnership_without_steps_is_led_to_its_plan(desk, client):
    client.force_login(desk.liaison)
    url = reverse("steps-by-owner", args=[desk.partnership.slug])
    assert "No step is open." in client.get(url).text
    assert "No step is like that." in client.get(f"{url}?q=zzz").text
