"""What htmx does with the rating workspace, beyond what the views' tests can show."""

import pytest
from playwright.sync_api import expect

from assessments.models import Rating

from .test_journey import open_draft


@pytest.fixture
def sheet(page, site, county_in_place, sign_in):
    sign_in("liaison@clayton.example")
    assessment = open_draft(county_in_place)
    page.goto(f"{site.url}/assessments/{assessment.public_id}/")
    return assessment


def choose(page, reference, level):
    page.locator(f"input[name='{reference}-level'][value='{level}']").check(force=True)


def test_quick_choices_one_after_another_are_all_saved_without_a_conflict(page, sheet):
    for level in ("0", "1", "3", "2"):
        choose(page, "1.1", level)
    expect(page.locator("[id='state-1.1']")).to_contain_text("Fully implemented")
    expect(page.locator("[id='state-1.1']")).to_contain_text("Saved")
    assert Rating.objects.get(assessment=sheet).level.code == "2"


def test_focus_stays_where_it_was_after_a_save(page, sheet):
    page.locator("input[name='1.2-level'][value='1']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#saved")).to_contain_text("1.2 saved")
    assert page.evaluate("document.activeElement.name + document.activeElement.value") == "1.2-level2"


def test_a_comment_is_saved_while_it_is_being_written(page, sheet):
    page.locator("[id='item-1.4'] summary").click()
    page.get_by_label("Comment on 1.4").press_sequentially("Shared calendar")
    expect(page.locator("#saved")).to_contain_text("1.4 saved")
    assert Rating.objects.get(assessment=sheet).comment == "Shared calendar"


def test_in_a_conflict_the_person_decides(page, sheet, django_user_model, check_accessibility):
    rating = Rating(
        assessment=sheet, item=sheet.items().get(reference="1.5"), comment="From the other window"
    )
    rating.updated_by = django_user_model.objects.get(email="director@ssd.example")
    rating.save()
    choose(page, "1.5", "1")
    state = page.locator("[id='item-1.5']")
    expect(state).to_contain_text("SSD director saved not rated with the comment “From the other window”")
    check_accessibility()
    page.get_by_role("button", name="Keep theirs").click()
    expect(page.get_by_label("Comment on 1.5")).to_have_value("From the other window")
    choose(page, "1.5", "1")
    expect(page.locator("#saved")).to_contain_text("1.5 saved")


def test_a_save_that_fails_stays_marked(page, sheet):
    page.context.set_offline(True)
    choose(page, "2.1", "2")
    expect(page.locator("#saved")).to_contain_text("2.1 is not saved")
    assert page.locator("[id='item-2.1'] .answer.unsaved").count() == 1
    page.context.set_offline(False)
    choose(page, "2.1", "3")
    expect(page.locator("#saved")).to_contain_text("2.1 saved")
    assert page.locator(".answer.unsaved").count() == 0


def test_a_lost_session_keeps_what_was_typed(page, site, sheet, sign_in):
    page.locator("[id='item-3.2'] summary").click()
    page.context.clear_cookies(name="sessionid")
    page.context.add_cookies([{"name": "sessionid", "value": "0" * 32, "url": site.url}])
    page.get_by_label("Comment on 3.2").fill("Typed while signed out")
    page.get_by_label("Comment on 3.2").blur()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("E-mail").fill("liaison@clayton.example")
    page.get_by_label("Password").fill("correct-horse-battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("definition").filter(has_text="Typed while signed out")).to_be_visible()
    page.get_by_role("button", name="Save it now").click()
    page.wait_for_url(f"**/assessments/{sheet.public_id}/**")
    assert Rating.objects.get(assessment=sheet).comment == "Typed while signed out"
