"""The conference and its meeting screen, with a real keyboard and a connection that drops."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from assessments.conference.beginning import begin
from assessments.models import Assessment, AssessmentStatus, Rating
from tests import factories as make

from .test_journey import open_draft


@pytest.fixture
def joint(county_in_place):
    """1.1 to 1.3 are rated by both sides: 1.1 alike, 1.2 and 1.3 differently."""
    own = open_draft(county_in_place)
    leads = Assessment.objects.create(
        partnership=county_in_place, cycle=own.cycle, by=county_in_place.agreement.lead
    )
    for side, codes in ((own, "213"), (leads, "232")):
        for reference, code in zip(("1.1", "1.2", "1.3"), codes, strict=True):
            make.make_rating(side, own.items().get(reference=reference), code, comment=f"{code}, we think")
        make.close(side, AssessmentStatus.SUBMITTED)
    return begin(county_in_place, own.cycle, by=User.objects.get(email="director@ssd.example"))


@pytest.fixture
def conference(page, site, joint, sign_in):
    sign_in("director@ssd.example")
    page.goto(f"{site.url}/assessments/{joint.public_id}/conference/")
    return joint


@pytest.fixture
def meeting(page, site, joint, sign_in):
    sign_in("director@ssd.example")
    page.goto(f"{site.url}/assessments/{joint.public_id}/meeting/")
    return joint


def shows(page, reference, position):
    expect(page.locator(".slide:visible .no")).to_have_text(reference)
    expect(page.locator("#position")).to_have_text(position)


def level(joint, reference):
    rating = Rating.objects.filter(assessment=joint, item__reference=reference).first()
    return rating and rating.level and rating.level.code


def test_the_keys_lead_through_the_items(page, meeting):
    shows(page, "1.1", "1 of 55")
    for key, reference, position in (
        ("ArrowRight", "1.2", "2 of 55"),
        ("PageDown", "1.3", "3 of 55"),
        ("j", "1.4", "4 of 55"),
        ("k", "1.3", "3 of 55"),
        ("ArrowLeft", "1.2", "2 of 55"),
        ("PageUp", "1.1", "1 of 55"),
        ("PageUp", "1.1", "1 of 55"),
        ("End", "7.10", "55 of 55"),
        ("Home", "1.1", "1 of 55"),
    ):
        page.keyboard.press(key)
        shows(page, reference, position)


def test_a_reload_returns_to_the_item_and_the_filter(page, meeting):
    page.get_by_role("button", name="Differences").click()
    shows(page, "1.2", "1 of 2")
    page.keyboard.press("ArrowRight")
    shows(page, "1.3", "2 of 2")
    page.reload()
    shows(page, "1.3", "2 of 2")
    expect(page.get_by_role("button", name="Differences")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()


def test_digits_n_and_the_star_choose_and_the_item_stays(page, meeting):
    page.keyboard.press("2")
    expect(page.locator("#saved")).to_contain_text("1.1 saved")
    page.keyboard.press("*")
    expect(page.locator(".slide:visible .flag input")).to_be_checked()
    page.keyboard.press("n")
    expect(page.locator("[id='state-1.1']")).to_contain_text("Not applicable")
    expect(page.locator(".answer.unsaved")).to_have_count(0)
    rating = Rating.objects.get(assessment=meeting)
    assert (rating.level.code, rating.flag) == ("N/A", True)
    shows(page, "1.1", "1 of 55")


def test_only_what_is_not_set_yet(page, meeting):
    page.get_by_role("button", name="Not set yet").click()
    page.keyboard.press("2")
    expect(page.locator("#saved")).to_contain_text("1.1 saved")
    shows(page, "1.1", "1 of 55")
    page.keyboard.press("ArrowRight")
    shows(page, "1.2", "1 of 54")


def test_the_arrows_turn_the_page_also_after_a_click_on_a_level_but_not_in_a_comment(page, meeting):
    page.locator(".slide:visible .scale label").nth(1).click()
    page.keyboard.press("ArrowRight")
    shows(page, "1.2", "2 of 55")
    page.locator(".slide:visible summary").click()
    page.get_by_label("Comment on 1.2").press_sequentially("3 just like us")
    page.keyboard.press("ArrowLeft")
    shows(page, "1.2", "2 of 55")
    expect(page.locator("#saved")).to_contain_text("1.2 saved")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    shows(page, "1.1", "1 of 55")
    assert (level(meeting, "1.1"), level(meeting, "1.2")) == ("1", None)


def test_it_goes_on_without_a_connection_and_saves_when_it_is_back(page, meeting):
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_contain_text("No connection")
    for key in ("2", "ArrowRight", "1", "ArrowRight", "n"):
        page.keyboard.press(key)
    shows(page, "1.3", "3 of 55")
    expect(page.locator("#connection")).to_have_text("No connection: 3 answers wait on this page")
    assert not Rating.objects.filter(assessment=meeting).exists()
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_be_empty()
    expect(page.locator(".answer.unsaved")).to_have_count(0, timeout=15_000)
    assert [level(meeting, reference) for reference in ("1.1", "1.2", "1.3")] == ["2", "1", "N/A"]


def test_the_question_mark_shows_the_keys(page, meeting):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next item")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    shows(page, "1.1", "1 of 55")


def test_without_javascript_all_items_stand_beneath_each_other(new_context, page, site, meeting):
    plain = new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    sheet = plain.new_page()
    sheet.goto(f"{site.url}/assessments/{meeting.public_id}/meeting/")
    assert sheet.locator(".slide[data-reference]:visible").count() == 55
    sheet.locator("[id='item-1.2'] .scale label").nth(2).click()
    sheet.locator("[id='item-1.2']").get_by_role("button", name="Save your choices").click()
    expect(sheet.get_by_text("1 rating saved.")).to_be_visible()
    assert level(meeting, "1.2") == "2"


def test_agreement_is_filled_in_and_a_joint_rating_set_on_the_conference_page(page, conference):
    following = page.locator("#progress a")
    expect(following).to_have_text(
        "Next unrated: 1.2"
    )  # in the order of the page, the largest difference first
    page.locator("[id='item-1.2'] .scale label").nth(2).click()
    expect(page.locator("#saved")).to_contain_text("1.2 saved")
    expect(following).to_have_text("Next unrated: 1.3")
    following.click()
    expect(page.locator("[id='item-1.3']")).to_be_in_viewport()
    page.get_by_role("button", name="Fill in the one where the sides agree").click()
    expect(page.get_by_text("1 joint rating is filled in where the sides agree.")).to_be_visible()
    expect(page.get_by_text("2 of 55 rated")).to_be_visible()
    assert (level(conference, "1.1"), level(conference, "1.2")) == ("2", "2")


@pytest.mark.parametrize("screen", ["conference", "meeting"])
def test_keeping_theirs_leaves_the_sides_on_the_page(page, site, joint, sign_in, screen, check_accessibility):
    sign_in("director@ssd.example")
    page.goto(f"{site.url}/assessments/{joint.public_id}/{screen}/")
    theirs = User.objects.get(email="liaison@clayton.example")
    make.make_rating(joint, joint.items().get(reference="1.1"), "0", updated_by=theirs)
    item = page.locator("[id='item-1.1']")
    item.locator(".scale label").nth(3).click()
    expect(item).to_contain_text("Clayton liaison saved 0 Not yet implemented")
    check_accessibility()
    item.get_by_role("button", name="Keep theirs").click()
    expect(item.locator("input:checked[type='radio']")).to_have_value("0")
    expect(item.locator(".side")).to_have_count(2)
    item.locator(".scale label").nth(1).click()
    expect(page.locator("#saved")).to_contain_text("1.1 saved")
    assert level(joint, "1.1") == "1"


def test_single_keys_can_be_switched_off_and_the_arrows_still_turn_the_page(page, meeting):
    page.keyboard.press("?")
    page.get_by_label("Use single letters and digits").uncheck()
    page.keyboard.press("Escape")
    for key in ("2", "j"):
        page.keyboard.press(key)
    shows(page, "1.1", "1 of 55")
    page.keyboard.press("ArrowRight")
    shows(page, "1.2", "2 of 55")
    assert level(meeting, "1.1") is None
