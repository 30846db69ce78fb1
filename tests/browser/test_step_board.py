"""Steps on a board, beside what they come from, and as a new one."""

import pytest
from playwright.sync_api import expect

from actionsteps.models import ActionStep, StepStatus
from assessments.models import Assessment


@pytest.fixture
def clayton(page, site, county_in_place, sign_in):
    sign_in("liaison@clayton.example")
    return f"{site.url}/partnerships/clayton/action-steps/"


def column(page, name):
    return page.locator(".board .column", has=page.get_by_role("heading", name=name))


def test_a_card_is_moved_by_mouse_and_by_keyboard(page, clayton, check_accessibility):
    first, second = ActionStep.objects.filter(plan__partnership__slug="clayton").order_by("position")[:2]
    page.goto(clayton + "board/")
    check_accessibility()
    page.locator(f"#card-{first.public_id}").drag_to(column(page, "Under way"))
    expect(column(page, "Under way").locator(f"#card-{first.public_id}")).to_be_visible()
    select = page.locator(f"#to-{second.public_id}")
    select.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(column(page, "Under way").locator(".card-step")).to_have_count(2)
    statuses = ActionStep.objects.filter(pk__in=[first.pk, second.pk]).values_list("status", flat=True)
    assert list(statuses) == [StepStatus.UNDER_WAY] * 2


def test_what_is_done_asks_what_came_of_it(page, clayton):
    step = ActionStep.objects.filter(plan__partnership__slug="clayton").order_by("position").first()
    page.goto(clayton + "board/")
    page.locator(f"#card-{step.public_id}").drag_to(column(page, "Done"))
    page.get_by_label("What came of it").fill("All know it.")
    assert ActionStep.objects.get(pk=step.pk).status == StepStatus.NOT_STARTED
    page.get_by_role("button", name="Done").click()
    expect(column(page, "Done").locator(f"#card-{step.public_id}")).to_be_visible()


def test_an_area_of_focus_becomes_a_step_that_is_done(page, site, clayton):
    assessment = Assessment.objects.get(partnership__slug="clayton")
    page.goto(f"{site.url}/assessments/{assessment.public_id}/")
    focus = page.locator("li[id^='highlight-']", has_text="Communication Across District teams")
    focus.get_by_role("link", name="Make this a step").click()
    page.get_by_role("link", name="Category 3").click()
    page.locator("textarea[name$='-text']").first.fill("Meet with all teams each quarter")
    page.get_by_role("button", name="Add the step").click()
    expect(page.get_by_text("Meet with all teams each quarter").first).to_be_visible()
    step = ActionStep.objects.get(actions__text="Meet with all teams each quarter")
    assert [row.text for row in step.highlights.all()] == ["Communication Across District teams"]
    assert step.plan.version == "2.2"
    page.goto(f"{clayton}steps/{step.public_id}/")
    page.get_by_label("What was done").fill("All teams met in May; minutes are shared.")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".step-state").first).to_contain_text("done")
    assert ActionStep.objects.get(pk=step.pk).closing_words == "All teams met in May; minutes are shared."
