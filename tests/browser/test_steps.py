"""Action steps are written in place: opened, changed, added, put in order, with the keyboard where it was."""

import pytest
from playwright.sync_api import expect

from actionsteps.models import ActionStep
from actionsteps.plans.versions import start_next


@pytest.fixture
def plan(page, site, county_in_place, sign_in):
    sign_in("liaison@clayton.example")
    page.goto(f"{site.url}/partnerships/clayton/action-steps/")
    return page


def test_who_does_a_step_is_written_in_its_row_by_keyboard(plan, check_accessibility):
    step = ActionStep.objects.get(plan__partnership__slug="clayton", position=3)
    row = plan.locator(f"#step-{step.public_id}")
    plan.locator(f"#open-{step.public_id}").press("Enter")
    opener = row.get_by_role("link", name="Edit who and when")
    opener.press("Enter")
    expect(row.get_by_label("Person")).to_be_focused()
    plan.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.press("Enter")
    row.get_by_label("Starts").fill("May 2027")
    row.get_by_label("Due").fill("April 2027")
    plan.keyboard.press("Escape")
    expect(row.get_by_label("Due")).to_have_value("April 2027")
    plan.keyboard.press("Enter")
    expect(row.get_by_label("Due")).to_be_focused()
    expect(row).to_contain_text("It would be due before it starts.")
    check_accessibility()
    row.get_by_label("Due").fill("June 4, 2027")
    row.get_by_label("Person").select_option(label="Clayton liaison")
    row.get_by_label("Due").press("Enter")
    expect(plan.locator("#saved")).to_have_text("Saved")
    expect(opener).to_be_focused()
    expect(row.locator(".of-state")).to_contain_text("due Jun 4, 2027")


def test_steps_are_added_and_put_in_order_in_the_version_that_begins(plan, check_accessibility):
    plan.locator("#add-step-5").click()
    section = plan.locator("#of-category-5")
    expect(section.get_by_label("What is done").first).to_be_focused()
    section.get_by_label("What is done").first.fill("Share what is there")
    section.get_by_role("button", name="One more action").click()
    plan.keyboard.type("Tell families")
    section.get_by_role("button", name="Add the step").click()
    expect(plan.get_by_text("Version 2.2 is in preparation.")).to_be_visible()
    plan.locator("#add-step-5").click()
    section.get_by_label("What is done").first.fill("Ask the schools")
    check_accessibility()
    section.get_by_role("button", name="Add the step").click()
    expect(plan.locator("#saved")).to_have_text("The step is added")
    up = section.get_by_role("button", name="Move up: Ask the schools")
    up.press("Enter")
    expect(plan.locator("#saved")).to_have_text("Moved to place 1 of 2")
    expect(up).to_be_focused()
    section.locator(".grip").first.hover()
    plan.mouse.down()
    box = section.locator("tbody").last.bounding_box()
    plan.mouse.move(box["x"] + 900, box["y"] + box["height"], steps=8)
    plan.mouse.up()
    expect(plan.locator("#saved")).to_have_text("Moved to place 2 of 2")
    check_accessibility()


def test_what_is_typed_stays_when_the_plan_is_drawn_anew(plan):
    steps = ActionStep.objects.filter(plan__partnership__slug="clayton", category__number="4")
    first, second = start_next(steps[0].plan, "2.2", by=None).steps.filter(category__number="4")[:2]
    plan.reload()
    row = plan.locator(f"#step-{first.public_id}")
    plan.locator(f"#open-{first.public_id}").click()
    row.get_by_label("What was done").fill("We met once.")
    row.get_by_role("link", name="Edit who and when").click()
    row.get_by_label("Or a role").fill("case managers")
    plan.locator(f"#up-{second.lineage}").click()
    expect(plan.locator("#saved")).to_have_text("Moved to place 1 of 11")
    expect(row.get_by_label("Or a role")).to_have_value("case managers")
    expect(row.get_by_label("What was done")).to_have_value("We met once.")
    row.get_by_label("Or a role").press("Enter")
    expect(row.locator(".of-state")).to_contain_text("case managers")
    expect(row.get_by_label("What was done")).to_have_value("We met once.")
