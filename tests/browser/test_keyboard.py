"""The keys of the rating workspace."""

import pytest
from playwright.sync_api import expect

from .test_workspace import ratings, sheet  # noqa: F401

pytestmark = pytest.mark.usefixtures("sheet")

FOCUS = "document.activeElement.name"


def type_keys(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def is_saved(page, reference):
    expect(page.locator("#saved")).to_contain_text(f"{reference} saved")


def test_digits_and_letters_choose_a_level_and_the_star_flags(page):
    type_keys(page, "j", "2", "*")
    expect(page.locator("[id='item-1.1'] .flag input")).to_be_checked()
    type_keys(page, "k", "j", "n")
    is_saved(page, "1.2")
    expect(page.locator(".answer.unsaved")).to_have_count(0)
    said = ratings().order_by("item__position").values_list("item__reference", "level__code", "flag")
    assert list(said) == [("1.1", "2", True), ("1.2", "N/A", False)]


def test_a_dash_takes_the_level_back(page):
    type_keys(page, "j", "2")
    is_saved(page, "1.1")
    type_keys(page, "-")
    expect(page.locator("[id='state-1.1']")).to_contain_text("Not rated yet")
    expect(page.locator("[id='state-1.1']")).to_contain_text("Saved")
    assert ratings().get().level is None


def test_letters_and_arrows_move_between_items_and_mark_where_one_is(page):
    current = page.locator("[aria-current].item")
    seen = []
    for key in ("j", "j", "ArrowDown", "k", "ArrowUp", "k"):
        page.keyboard.press(key)
        seen.append((key, current.get_attribute("data-reference")))
    assert [reference for _, reference in seen] == ["1.1", "1.2", "1.3", "1.2", "1.1", "1.1"]
    assert page.evaluate(FOCUS) == "1.1-level"
    assert ratings().count() == 0


def test_left_and_right_stay_the_browsers(page):
    type_keys(page, "j", "0", "ArrowRight")
    expect(page.locator("[id='state-1.1']")).to_contain_text("In place, not fully implemented")
    assert page.evaluate(FOCUS) == "1.1-level"


def test_focus_stays_after_a_save(page):
    type_keys(page, "j", "3")
    is_saved(page, "1.1")
    assert page.evaluate("document.activeElement.name + document.activeElement.value") == "1.1-level3"


def test_u_goes_to_the_next_unrated_item(page):
    type_keys(page, "j", "3", "j", "3", "k", "u")
    assert page.evaluate(FOCUS) == "1.3-level"


@pytest.mark.parametrize("key", ["c", "Enter"])
def test_a_comment_is_written_without_rating_anything(page, key):
    type_keys(page, "j", "j", key)
    page.keyboard.type("2 of 3? *n/jk")
    type_keys(page, "Escape")
    assert page.evaluate(FOCUS) == "1.2-level"
    is_saved(page, "1.2")
    expect(page.locator(".unsaved")).to_have_count(0)
    rating = ratings().get()
    assert (rating.comment, rating.level, rating.flag) == ("2 of 3? *n/jk", None, False)


def test_keys_with_a_modifier_are_left_to_the_browser(page):
    type_keys(page, "j", "Control+2", "Alt+2", "Meta+3")
    expect(page.locator("input[name='1.1-level'][value='']")).to_be_checked()


def test_the_item_in_view_is_current_where_none_was_moved_to(page):
    page.locator("[id='no-3.4']").evaluate(
        "one => one.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    type_keys(page, "1")
    reference = page.locator("[aria-current].item").get_attribute("data-reference")
    is_saved(page, reference)
    assert reference in {"3.3", "3.4"}
    assert ratings().get().item.reference == reference


def test_slash_searches_and_escape_leaves(page):
    type_keys(page, "j", "j", "/")
    page.keyboard.type("calendar")
    expect(page.locator("#found")).to_contain_text("item")
    type_keys(page, "Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")
    assert page.evaluate(FOCUS) == "1.2-level"


def test_the_keys_are_listed_and_can_be_switched_off_for_good(page, check_accessibility):
    type_keys(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("next unrated item")
    check_accessibility()
    type_keys(page, "2")
    page.get_by_label("Use these keys in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    type_keys(page, "j", "2", "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert page.locator(".item[aria-current]").count() == 0
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys in this browser").check()
    page.get_by_role("button", name="Close").click()
    type_keys(page, "j")
    expect(page.locator(".item[aria-current]")).to_have_count(1)
    assert ratings().count() == 0


def test_enter_on_a_level_does_not_send_the_page_even_without_keys(page):
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys in this browser").uncheck()
    page.get_by_role("button", name="Close").click()
    before = page.url
    page.locator("input[name='1.1-level'][value='']").focus()
    type_keys(page, "Enter")
    page.locator("input[name='1.1-level'][value='2']").check(force=True)
    is_saved(page, "1.1")
    assert page.url == before
