"""The keys of the rating workspace."""

import pytest
from playwright.sync_api import expect

from .test_workspace import all_is_saved, is_saved, ratings, sheet  # noqa: F401

pytestmark = pytest.mark.usefixtures("sheet")


def type_keys(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focus_is_on(page, reference, level=""):
    expect(page.locator(f"input[name='{reference}-level'][value='{level}']")).to_be_focused()


def test_digits_and_letters_choose_a_level_and_the_star_flags(page):
    type_keys(page, "j", "2", "*")
    expect(page.locator("[id='item-1.1'] .flag input")).to_be_checked()
    type_keys(page, "k", "j", "n")
    is_saved(page, "1.2", "N/A")
    all_is_saved(page)
    said = ratings().order_by("item__position").values_list("item__reference", "level__code", "flag")
    assert list(said) == [("1.1", "2", True), ("1.2", "N/A", False)]


def test_a_dash_takes_the_level_back(page):
    type_keys(page, "j", "2")
    is_saved(page, "1.1", "2")
    type_keys(page, "-")
    is_saved(page, "1.1", "Not rated yet")
    assert ratings().get().level is None


def test_letters_and_arrows_move_between_items_and_mark_where_one_is(page):
    current = page.locator("[aria-current].item")
    keys = ("j", "j", "ArrowDown", "k", "ArrowUp", "k")
    for key, reference in zip(keys, ("1.1", "1.2", "1.3", "1.2", "1.1", "1.1"), strict=True):
        page.keyboard.press(key)
        expect(current).to_have_attribute("data-reference", reference)
    focus_is_on(page, "1.1")
    assert ratings().count() == 0


def test_left_and_right_stay_the_browsers(page):
    type_keys(page, "j", "0", "ArrowRight")
    is_saved(page, "1.1", "1 In place, not fully implemented")
    focus_is_on(page, "1.1", "1")


def test_focus_stays_after_a_save(page):
    type_keys(page, "j", "3")
    is_saved(page, "1.1", "3")
    focus_is_on(page, "1.1", "3")


def test_u_goes_to_the_next_unrated_item(page):
    type_keys(page, "j", "3", "j", "3", "k", "u")
    focus_is_on(page, "1.3")
    all_is_saved(page)


@pytest.mark.parametrize("key", ["c", "Enter"])
def test_a_comment_is_written_without_rating_anything(page, key):
    type_keys(page, "j", "j", key)
    page.keyboard.type("2 of 3? *n/jk")
    type_keys(page, "Escape")
    focus_is_on(page, "1.2")
    all_is_saved(page)
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
    is_saved(page, reference, "1")
    assert reference in {"3.3", "3.4"}
    assert ratings().get().item.reference == reference


def test_slash_searches_and_escape_leaves(page):
    type_keys(page, "j", "j", "/")
    page.keyboard.type("calendar")
    expect(page.locator("#found")).to_contain_text("item")
    type_keys(page, "Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")
    focus_is_on(page, "1.2")


@pytest.mark.parametrize("key", ["Enter", "ArrowDown"])
def test_from_the_search_a_key_leads_to_the_first_item_found(page, key):
    type_keys(page, "/")
    page.keyboard.type("calendar")
    expect(page.locator("#found")).to_contain_text("item")
    first = page.locator(".item:visible").first.get_attribute("data-reference")
    type_keys(page, key)
    focus_is_on(page, first)
    type_keys(page, "2")
    is_saved(page, first, "2")


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
    expect(page.locator(".item[aria-current]")).to_have_count(0)
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
    is_saved(page, "1.1", "2")
    expect(page).to_have_url(before)


def test_the_meaning_of_the_levels_is_one_press_away_and_no_key_rates_behind_it(page, check_accessibility):
    button = page.get_by_role("button", name="Levels: what they mean")
    type_keys(page, "j")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    button.press("Enter")
    expect(page.get_by_role("dialog", name="What the levels mean")).to_be_visible()
    expect(page.locator("#levels dd").nth(1)).to_have_text(
        "An approach is in place, but not fully implemented"
    )
    check_accessibility()
    type_keys(page, "2", "Escape")
    expect(page.locator("#levels")).to_be_hidden()
    expect(button).to_be_focused()
    assert not ratings().exists()
