"""What htmx does with the rating workspace, beyond what the views' tests can show."""

import re

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


def ratings():
    """Those of the draft: the county's final assessment has its own."""
    return Rating.objects.filter(assessment__status="draft")


def choose(page, reference, level):
    page.locator(f"input[name='{reference}-level'][value='{level}']").press("Space")


def is_saved(page, reference, level=""):
    """The item says so itself, of the level whose words begin like this."""
    state = page.locator(f"[id='state-{reference}']")
    expect(state).to_have_text(re.compile(rf"^\s*{level}.*Saved \d", re.DOTALL))


def all_is_saved(page):
    """Nothing is on its way any more."""
    expect(page.locator(".answer.unsaved")).to_have_count(0)


def test_quick_choices_one_after_another_are_all_saved_without_a_conflict(page, sheet):
    for level in ("0", "1", "3", "2"):
        choose(page, "1.1", level)
    is_saved(page, "1.1", "2 Fully implemented")
    all_is_saved(page)
    assert Rating.objects.get(assessment=sheet).level.code == "2"


def test_an_answer_that_arrives_late_does_not_bring_an_older_count(page, sheet):
    late = []
    page.route("**/items/1.1/", lambda route: late.append(route))
    with page.expect_request("**/items/1.1/"):
        choose(page, "1.1", "0")
    page.evaluate("1")  # what was sent has arrived here by then
    (route,) = late
    response = route.fetch()
    choose(page, "1.2", "1")
    is_saved(page, "1.2", "1")
    route.fulfill(response=response)
    is_saved(page, "1.1", "0")
    expect(page.locator("#progress")).to_contain_text("2 of ")
    expect(page.locator("#rated-1")).to_have_text(re.compile("^2/"))


def test_focus_stays_where_it_was_after_a_save(page, sheet):
    page.locator("input[name='1.2-level'][value='1']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#saved")).to_contain_text("1.2 saved")
    expect(page.locator("input[name='1.2-level'][value='2']")).to_be_focused()


def test_a_comment_is_saved_while_it_is_being_written(page, sheet):
    page.locator("[id='item-1.4'] .comment summary").click()
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
    is_saved(page, "1.5", "1")


def test_while_two_versions_are_shown_nothing_is_sent(page, sheet, django_user_model):
    rating = Rating(assessment=sheet, item=sheet.items().get(reference="1.5"), comment="Theirs")
    rating.updated_by = django_user_model.objects.get(email="director@ssd.example")
    rating.save()
    choose(page, "1.5", "1")
    expect(page.locator("[id='item-1.5']")).to_contain_text("Which one stands?")
    choose(page, "1.5", "2")
    choose(page, "1.6", "2")
    expect(page.locator("#saved")).to_contain_text("1.6 saved")
    assert ratings().get(item__reference="1.5").comment == "Theirs"
    page.get_by_role("button", name="Use mine").click()
    is_saved(page, "1.5", "2 Fully implemented")
    assert ratings().get(item__reference="1.5").level.code == "2"
    expect(page.locator("input[name='1.5-level'][value='2']")).to_be_focused()


def test_search_leaves_the_items_with_all_its_words(page, sheet):
    box = page.get_by_role("searchbox", name="Search the items")
    box.fill("Transportation")
    expect(page.locator("#found")).to_have_text("3 items")
    box.fill("TRANSPORTATION 6.2")
    expect(page.locator("#found")).to_have_text("1 item")
    expect(page.locator(".item:visible h3")).to_have_text(["6.2"])
    expect(page.locator("h2:visible .no")).to_have_text(["6"])


def test_what_is_found_in_a_part_is_the_whole_item_and_counted_as_one(page, sheet):
    page.get_by_role("searchbox").fill("identify safeguards")
    expect(page.locator("#found")).to_have_text("1 item")
    expect(page.locator(".item:visible")).to_have_count(1)
    expect(page.locator(".item:visible .text")).to_contain_text("Work collaboratively to:")
    expect(page.locator(".item:visible .text")).to_contain_text("differentiate access to technology")


def test_search_finds_numbers_and_comments_and_says_when_nothing_is_found(page, sheet):
    page.locator("[id='item-1.4'] summary", has_text="Comment").click()
    page.get_by_label("Comment on 1.4").fill("Zebra crossing")
    box = page.get_by_role("searchbox", name="Search the items")
    box.fill("zebra")
    expect(page.locator(".item:visible h3")).to_have_text(["1.4"])
    box.fill("2.3")
    expect(page.locator(".item:visible h3").first).to_have_text("2.3")
    box.fill("zebra zebu")
    expect(page.locator("#found")).to_have_text("No item has these words.")
    expect(page.locator("#nothing")).to_have_text("No item has these words.")
    page.keyboard.press("Escape")
    expect(page.locator("[id='item-1.1']")).to_be_visible()
    expect(box).to_have_value("")
    expect(page.locator("#nothing")).to_be_hidden()
    all_is_saved(page)


def test_a_filter_works_in_place_and_an_answered_item_stays(page, site, sheet, check_accessibility):
    unrated = page.locator("a[data-show=unrated]")
    commented = page.locator("a[data-show=commented]")
    choose(page, "1.1", "2")
    expect(unrated).to_have_text("Unrated 54")
    unrated.click()
    expect(page.locator("[id='item-1.1']")).to_be_hidden()
    choose(page, "1.2", "2")
    expect(unrated).to_have_text("Unrated 53")
    expect(page.locator("[id='item-1.2']")).to_be_visible()
    expect(page).to_have_url(f"{site.url}/assessments/{sheet.public_id}/?show=unrated")
    check_accessibility()
    commented.click()
    expect(page.locator("#nothing")).to_be_visible()
    expect(page.locator(".chapter:visible")).to_have_count(0)
    page.reload()
    expect(commented).to_have_attribute("aria-current", "true")
    expect(page.locator("#nothing")).to_be_visible()


def test_the_link_to_what_is_unrated_shows_it_when_a_filter_hides_it(page, sheet):
    page.locator("a[data-show=commented]").click()
    page.get_by_role("link", name="Next unrated: 1.1").click()
    expect(page.locator("[id='item-1.1']")).to_be_visible()
    expect(page.locator("a[data-show='']")).to_have_attribute("aria-current", "true")
    expect(page.locator("input[name='1.1-level'][value='']")).to_be_focused()


def test_on_a_phone_a_tap_rates_and_every_control_is_large_enough(page, new_context, site, sheet):
    phone = new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    phone.add_cookies(page.context.cookies())
    page = phone.new_page()
    page.goto(f"{site.url}/assessments/{sheet.public_id}/")
    page.locator("[id='item-1.1'] .scale label", has_text="3").tap()
    expect(page.locator("#saved")).to_contain_text("1.1 saved")
    page.locator("[id='item-1.1'] .flag").tap()
    expect(page.locator("[id='item-1.1'] .flag input")).to_be_checked()
    page.locator(".progress-line a", has_text="1.2").tap()
    expect(page.locator("[id='item-1.2']")).to_be_in_viewport()
    small = """() => [...document.querySelectorAll(
        `#item-1\\\\.2 :is(.scale label, .flag, .comment summary), .bar a,
        .finder :is(input, a, button:not(.without-js))`)]
        .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.textContent.trim())"""
    assert page.evaluate(small) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Contents").tap()
    expect(
        page.locator(".contents a[aria-current]")
    ).to_be_in_viewport()  # the list unfolds and says where one is


@pytest.mark.parametrize("leave", ["#check-and-submit", "#details button"])
def test_leaving_right_after_a_choice_waits_for_its_save_and_asks_nothing(page, sheet, leave):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.evaluate(
        "(leave) => { document.querySelector(`input[name='2.1-level'][value='2']`).click();"
        " document.querySelector(leave).click(); }",
        leave,
    )
    expect(page.get_by_text(re.compile(r"1 of 55 (items )?rated"))).to_be_visible()
    expect(page.get_by_text("Saving …")).to_have_count(0)
    assert (asked, ratings().count()) == ([], 1)
