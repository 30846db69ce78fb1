"""What is entered and not saved survives leaving its page; what was signed out of does not."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import User
from assessments.models import Assessment, Minutes
from tests import factories as make

from .test_journey import open_draft
from .test_workspace import choose, is_saved, ratings

LIAISON = "liaison@clayton.example"
IS_BACK = "What you entered here before you left the page is back."


@pytest.fixture
def asked(page):
    """The questions whether to leave; each is answered with yes."""
    asked = []

    def leave(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return asked


@pytest.fixture
def draft(site, county_in_place, sign_in):
    sign_in(LIAISON)
    draft = open_draft(county_in_place)
    draft.address = f"{site.url}/assessments/{draft.public_id}/"
    return draft


@pytest.fixture
def conference(page, site, county_in_place, sign_in):
    """Opened at the minutes."""
    sign_in(LIAISON)
    cycle = open_draft(county_in_place).cycle
    joint = Assessment.objects.create(partnership=county_in_place, cycle=cycle)
    joint.address = f"{site.url}/assessments/{joint.public_id}/conference/"
    page.goto(joint.address)
    page.locator("#minutes summary").click()
    return joint


def agenda(page):
    return page.get_by_label("Agenda")


def test_leaving_with_unsaved_words_is_asked_about(page, site, conference):
    page.on("dialog", lambda dialog: dialog.dismiss())
    agenda(page).fill("1. Overview")
    with page.expect_event("dialog") as dialog:
        page.evaluate("setTimeout(() => location.assign('/'))")
    assert dialog.value.type == "beforeunload"
    expect(page).to_have_url(conference.address)
    expect(agenda(page)).to_have_value("1. Overview")


def test_words_left_behind_all_the_same_are_back_and_saving_asks_nothing(page, site, conference, asked):
    agenda(page).fill("1. Overview")
    page.goto(f"{site.url}/")
    page.goto(conference.address)
    expect(agenda(page)).to_have_value("1. Overview")
    expect(page.locator("#minutes").get_by_role("status")).to_contain_text(IS_BACK)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save the minutes").click()
    expect(page.get_by_text("The minutes are saved.")).to_be_visible()
    page.goto(f"{site.url}/")
    page.go_back()
    expect(page.get_by_text(IS_BACK)).to_have_count(0)
    assert asked == ["beforeunload"]
    assert Minutes.objects.get().agenda == "1. Overview"


def test_what_is_back_can_be_discarded(page, site, conference, asked):
    agenda(page).fill("1. Overview")
    page.goto(f"{site.url}/")
    page.go_back()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text(IS_BACK)).to_have_count(0)
    expect(agenda(page)).to_have_value("")
    assert asked == ["beforeunload"]


def test_what_is_back_replaces_nothing_that_was_saved_meanwhile(page, site, conference, asked):
    agenda(page).fill("Mine")
    page.goto(f"{site.url}/")
    Minutes.objects.create(assessment=conference, agenda="Theirs")
    page.go_back()
    page.get_by_role("button", name="Save the minutes").click()
    expect(page.locator("main .conflict")).to_contain_text("Theirs")
    expect(agenda(page)).to_have_value("Mine")
    page.goto(f"{site.url}/")  # what was refused is in nobody's hands but this page's
    assert asked == ["beforeunload", "beforeunload"]
    page.goto(conference.address)
    expect(agenda(page)).to_have_value("Mine")


@pytest.mark.parametrize("trouble", ["no answer", "an error"])
def test_words_that_the_server_did_not_take_are_back(page, conference, trouble):
    agenda(page).fill("1. Overview")
    bad = {"status": 502, "body": "Bad"}
    page.route("**/minutes/", lambda route: route.abort() if trouble == "no answer" else route.fulfill(**bad))
    page.get_by_role("button", name="Save the minutes").click()
    page.wait_for_url(re.compile("chrome-error" if trouble == "no answer" else "/minutes/"))
    page.go_back() if trouble == "an error" else page.goto(conference.address)
    expect(agenda(page)).to_have_value("1. Overview")
    assert not Minutes.objects.exists()


def test_the_administration_asks_too_and_saving_asks_nothing(page, site, sign_in, asked):
    sign_in("admin@accord.example")
    person = User.objects.get(email=LIAISON)
    address = f"{site.url}/admin/accounts/user/{person.pk}/change/"
    page.goto(address)
    page.get_by_label("Name").fill("Liaison of Clayton")
    page.goto(f"{site.url}/admin/")
    assert asked == ["beforeunload"]
    page.goto(address)
    expect(page.get_by_label("Name")).to_have_value("Liaison of Clayton")
    expect(page.get_by_text(IS_BACK)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    person.refresh_from_db()
    assert (person.name, asked) == ("Liaison of Clayton", ["beforeunload"])


def test_what_was_typed_in_a_row_that_is_not_there_any_more_is_told(page, site, sign_in, asked):
    sign_in("admin@accord.example")
    address = f"{site.url}/admin/partnerships/ratingscale/add/"
    page.goto(address)
    page.get_by_label("Name").fill("Yes and no")
    page.get_by_role("button", name="Add another Rating level").click()
    page.locator("[name='levels-0-label']").fill("Nearly there")
    page.goto(f"{site.url}/admin/")
    page.goto(address)
    expect(page.get_by_text(IS_BACK)).to_contain_text("To enter again: “Nearly there”.")
    expect(page.get_by_label("Name")).to_have_value("Yes and no")
    assert asked == ["beforeunload"]


def test_what_was_moved_from_one_list_to_the_other_is_asked_about(page, site, sign_in, asked):
    sign_in("admin@accord.example")
    category = make.make_category(make.make_edition())
    make.make_item(category)
    measure = category.measures.create(label="Attendance")
    page.goto(f"{site.url}/admin/partnerships/measure/{measure.pk}/change/")
    page.locator("#id_items_from option").first.dblclick()
    page.goto(f"{site.url}/admin/")
    assert asked == ["beforeunload"]
    page.go_back()
    page.locator("#id_items_from option").first.dblclick()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert (measure.items.count(), asked) == (1, ["beforeunload"])


def test_a_page_gone_back_to_shows_what_stands_now(page, site, draft):
    page.goto(draft.address)
    choose(page, "1.1", "3")
    is_saved(page, "1.1", "3")
    page.goto(f"{site.url}/")
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(email=LIAISON))
    elsewhere.post(f"{draft.address}items/1.1/", {"1.1-level": "2", "1.1-version": 1})
    page.go_back()
    expect(page.locator("[id='state-1.1']")).to_have_text(re.compile(r"^\s*2 Fully implemented\s*$"))
    expect(page.locator("input[name='1.1-level'][value='2']")).to_be_checked()
    choose(page, "1.1", "1")
    is_saved(page, "1.1", "1")
    assert ratings().get().version == 3


def test_a_page_that_the_browser_kept_is_fetched_anew(page, draft):
    page.goto(draft.address)
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_text("0 of 55 rated")).to_be_visible()


def test_after_signing_out_back_shows_nothing(page, site, draft, asked):
    page.goto(draft.address)
    page.get_by_label("Add a strength").fill("Not for the next person")
    page.locator("details.me > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('accord')).length") == 0
