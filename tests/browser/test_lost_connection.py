"""Saves that meet trouble: no network, a busy server, a session that has ended, somebody else's session."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import Role
from assessments.models import Rating
from assessments.rating.forms import COMMENT_MAX_LENGTH
from tests import factories as make

from .test_journey import open_draft
from .test_workspace import all_is_saved, choose, is_saved, ratings

LIAISON = "liaison@clayton.example"


@pytest.fixture
def sheet(page, site, county_in_place, sign_in):
    sign_in(LIAISON)
    assessment = open_draft(county_in_place)
    assessment.address = f"{site.url}/assessments/{assessment.public_id}/"
    page.goto(assessment.address)
    return assessment


@pytest.fixture
def colleague(county_in_place):
    user = make.make_user(email="colleague@clayton.example", name="Colleague")
    make.make_membership(user, county_in_place.partner, Role.LIAISON)
    return user


@pytest.fixture
def lose_session(page, site):
    def lose_session(key="0" * 32):
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": site.url}])

    return lose_session


KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('accord')).length"
"""How many pages have answers kept in this tab."""


def levels():
    return list(ratings().order_by("item__reference").values_list("item__reference", "level__code"))


def sign_in_again(page, email=LIAISON):
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/assessments/**")


def test_what_could_not_be_sent_is_marked_and_saved_when_the_network_is_back(page, sheet):
    page.context.set_offline(True)
    choose(page, "2.1", "2")
    expect(page.locator("#saved")).to_have_text("2.1 is not saved yet. Trying again.")
    choose(page, "2.2", "1")
    expect(page.locator("#saved")).to_have_text("2 answers are not saved yet. Trying again.")
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text("2 answers are saved now.")
    all_is_saved(page)
    assert levels() == [("2.1", "2"), ("2.2", "1")]


def test_beneath_an_answer_stands_what_is_chosen_and_that_it_is_not_saved_yet(page, sheet):
    choose(page, "2.1", "3")
    is_saved(page, "2.1", "3")
    state = page.locator("[id='state-2.1']")
    page.context.set_offline(True)
    choose(page, "2.1", "2")
    expect(state).to_have_text("2 Fully implemented Not saved yet.")
    expect(page.locator("#saved")).to_have_text("2.1 is not saved yet. Trying again.")
    words = state.get_by_text("Not saved yet.").element_handle()
    words.wait_for_element_state("visible")
    with page.expect_event("requestfailed"):
        pass  # the next try, which leaves what stands there alone
    assert words.is_visible()
    choose(page, "2.1", "")
    expect(state).to_have_text("Not rated yet Not saved yet.")
    page.context.set_offline(False)
    is_saved(page, "2.1", "Not rated yet")


def test_only_the_newest_choice_is_sent_again(page, sheet):
    page.context.set_offline(True)
    choose(page, "2.1", "2")
    expect(page.locator("#saved")).to_contain_text("not saved yet")
    choose(page, "2.1", "3")
    page.context.set_offline(False)
    is_saved(page, "2.1", "3")
    assert [row.level.code for row in Rating.history.filter(assessment__status="draft")] == ["3"]


def test_a_save_whose_answer_got_lost_is_no_conflict_with_oneself(page, sheet):
    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/items/2.1/", lose_the_answer)
    choose(page, "2.1", "2")
    expect(page.locator("#saved")).to_have_text("2.1 is not saved yet. Trying again.")
    page.unroute("**/items/2.1/")
    choose(page, "2.1", "3")
    is_saved(page, "2.1", "3")
    all_is_saved(page)
    versions = Rating.history.filter(assessment__status="draft").order_by("version")
    assert [row.level.code for row in versions] == ["2", "3"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_cannot_answer_is_asked_again_after_a_pause(page, sheet, status):
    answers = iter([status])

    def answer(route):
        failed = next(answers, None)
        route.fulfill(status=failed, body="Busy") if failed else route.continue_()

    page.route("**/items/2.1/", answer)
    with page.expect_response(lambda response: "/items/2.1/" in response.url and response.ok):
        choose(page, "2.1", "2")
        expect(page.locator("#saved")).to_have_text("2.1 is not saved yet. Trying again.")
    is_saved(page, "2.1", "2")
    assert levels() == [("2.1", "2")]


def test_one_item_that_never_succeeds_does_not_hold_up_the_others(page, sheet):
    page.route("**/items/2.1/", lambda route: route.fulfill(status=500, body="Broken"))
    choose(page, "2.1", "2")
    expect(page.locator("#saved")).to_contain_text("2.1 is not saved yet")
    choose(page, "2.2", "1")
    is_saved(page, "2.2", "1")
    assert levels() == [("2.2", "1")]
    with page.expect_response(lambda response: "/items/2.1/" in response.url and response.ok):
        page.unroute("**/items/2.1/")
    is_saved(page, "2.1", "2")


def test_what_the_server_refused_is_not_sent_again(page, sheet):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("[id='item-2.1'] summary", has_text="Comment").click()
    page.get_by_label("Comment on 2.1").fill("x" * (COMMENT_MAX_LENGTH + 1))
    expect(page.locator("[id='state-2.1'] .error")).to_contain_text("shorten it, then save again")
    page.evaluate("dispatchEvent(new Event('online'))")
    choose(page, "2.2", "1")
    expect(page.locator("#saved")).to_contain_text("2.2 saved")
    assert len([url for url in sent if "/items/2.1/" in url]) == 1
    page.get_by_label("Comment on 2.1").fill("Short")
    is_saved(page, "2.1")
    all_is_saved(page)


def test_leaving_with_unsaved_answers_is_warned_of(page, sheet):
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.route("**/items/2.1/", lambda route: route.abort())
    choose(page, "2.1", "2")
    expect(page.locator("#saved")).to_contain_text("2.1 is not saved yet")
    with page.expect_event("dialog") as dialog:
        page.evaluate("setTimeout(() => location.assign('/'))")
    assert dialog.value.type == "beforeunload"
    expect(page).to_have_url(sheet.address)
    expect(page.locator("input[name='2.1-level'][value='2']")).to_be_checked()


def test_answers_left_behind_are_saved_when_the_page_is_opened_again(page, sheet):
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/items/2.1/", lambda route: route.abort())
    choose(page, "2.1", "2")
    expect(page.locator("#saved")).to_contain_text("2.1 is not saved yet")
    page.goto(sheet.address)
    expect(page.locator("input[name='2.1-level'][value='2']")).to_be_checked()
    with page.expect_response(lambda response: "/items/2.1/" in response.url and response.ok):
        page.unroute("**/items/2.1/")
    words = "1 answer kept from before you left this page is saved now."
    expect(page.locator("#saved")).to_have_text(words)
    assert levels() == [("2.1", "2")]


def test_after_a_lost_session_signing_in_saves_what_was_unsaved(
    page, site, sheet, lose_session, check_accessibility
):
    lose_session()
    page.locator("[id='item-3.2'] summary", has_text="Comment").click()
    page.get_by_label("Comment on 3.2").fill("Typed while signed out")
    page.get_by_label("Comment on 3.2").blur()
    expect(page.get_by_role("dialog", name="You were signed out.")).to_contain_text(
        "Your unsaved answer is kept on this page."
    )
    check_accessibility()
    page.get_by_role("button", name="Stay on this page").click()
    choose(page, "3.3", "3")
    expect(page.get_by_role("dialog")).to_contain_text("Your 2 unsaved answers are kept on this page.")
    sign_in_again(page)
    words = "2 answers kept from before you were signed out are saved now."
    expect(page.locator("#saved")).to_have_text(words)
    assert levels() == [("3.2", None), ("3.3", "3")]
    rating = ratings().get(item__reference="3.2")
    assert (rating.comment, rating.updated_by.email) == ("Typed while signed out", LIAISON)
    page.goto(f"{site.url}/accounts/unsaved/")
    expect(page).to_have_url(f"{site.url}/")


def test_somebody_else_who_signs_in_here_sends_nothing_of_it(page, sheet, lose_session, colleague):
    lose_session()
    choose(page, "1.1", "3")
    sign_in_again(page, colleague.email)
    expect(page.locator("input[name='1.1-level'][value='']")).to_be_checked()
    choose(page, "1.2", "1")
    expect(page.locator("#saved")).to_contain_text("1.2 saved")
    assert levels() == [("1.2", "1")]
    lose_session()
    choose(page, "1.3", "0")
    sign_in_again(page)
    expect(page.locator("#saved")).to_have_text("1 answer kept from before you were signed out is saved now.")
    assert levels() == [("1.1", "3"), ("1.2", "1")]


def test_the_session_of_somebody_else_saves_nothing(page, sheet, lose_session, colleague):
    theirs = Client()
    theirs.force_login(colleague)
    lose_session(theirs.cookies["sessionid"].value)
    choose(page, "1.1", "3")
    expect(page.get_by_role("dialog")).to_contain_text("You were signed out.")
    assert levels() == []


def test_signing_in_in_another_tab_is_enough(page, sheet, lose_session, django_user_model):
    lose_session()
    choose(page, "1.1", "3")
    expect(page.get_by_role("dialog")).to_be_visible()
    again = Client()
    again.force_login(django_user_model.objects.get(email=LIAISON))
    lose_session(again.cookies["sessionid"].value)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#saved")).to_contain_text("1.1 saved")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert levels() == [("1.1", "3")]


def test_what_was_kept_overwrites_nobody(page, sheet, lose_session, colleague):
    lose_session()
    choose(page, "1.5", "1")
    Rating.objects.create(
        assessment=sheet, item=sheet.items().get(reference="1.5"), comment="Theirs", updated_by=colleague
    )
    sign_in_again(page)
    item = page.locator("[id='item-1.5']")
    expect(item).to_contain_text("Colleague saved not rated with the comment “Theirs”")
    expect(page.locator("input[name='1.5-level'][value='1']")).to_be_checked()
    assert ratings().get().comment == "Theirs"
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(item).to_contain_text("Which one stands?")
    page.get_by_role("button", name="Keep theirs").click()
    expect(page.get_by_label("Comment on 1.5")).to_have_value("Theirs")
    page.wait_for_function(f"{KEPT} === 0")


def show_measures(page, reference="3.4"):
    choose(page, reference, "3")
    expect(page.locator("#saved")).to_contain_text(f"{reference} saved")
    page.locator(f"[id='item-{reference}'] details.measures > summary").click()
    return page.locator(f"[id='measures-{reference}'] input[type=checkbox]").first


def test_a_measure_that_could_not_be_sent_is_told_and_its_box_put_back(page, sheet):
    box = show_measures(page)
    box.check()
    expect(page.locator("[id='named-3.4']")).to_have_text("1 measure")
    page.context.set_offline(True)
    box.click()
    expect(page.locator("#saved")).to_have_text("Not saved: the server did not answer. Try again.")
    expect(box).to_be_checked()
    page.context.set_offline(False)
    box.click()
    expect(page.locator("[id='named-3.4']")).to_have_text("nothing yet")
    assert ratings().get().shown_by.count() == 0


def test_a_measure_that_the_server_fails_to_take_is_told_as_a_strength_is(page, sheet):
    box = show_measures(page)
    page.route("**/measures/", lambda route: route.fulfill(status=503, body="Busy"))
    box.click()
    expect(page.locator("#saved")).to_have_text("Not saved: the server did not answer. Try again.")
    expect(box).not_to_be_checked()
    page.route("**/strength/add/", lambda route: route.fulfill(status=403, body="No"))
    page.get_by_label("Add a strength").fill("Trust")
    page.locator("#strength .add button").click()
    expect(page.locator("#saved")).to_have_text("Not saved: the server refused it (403). Reload the page.")
    expect(page.get_by_label("Add a strength")).to_have_value("Trust")


def test_who_signs_out_leaves_no_answer_behind(page, sheet):
    page.route("**/items/1.1/", lambda route: route.abort())
    choose(page, "1.1", "3")
    expect(page.locator("#saved")).to_have_text("1.1 is not saved yet. Trying again.")
    assert page.evaluate(KEPT) == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("details.me > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.wait_for_function(f"{KEPT} === 0")


def test_a_broken_address_of_a_place_opens_the_page_all_the_same(page, sheet):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{sheet.address}?again#%E0%A4%A")
    choose(page, "1.1", "3")
    expect(page.locator("#saved")).to_contain_text("1.1 saved")
    assert errors == []


def test_a_choice_that_came_too_late_is_not_saved_when_the_assessment_is_open_again(page, sheet):
    director = make.make_director(sheet.partnership)
    make.close(sheet, "submitted")
    choose(page, "2.1", "3")
    expect(page.locator("[id='item-2.1']")).to_contain_text("what you typed was not saved")
    page.goto(sheet.address)
    make.give_back(sheet, by=director, words="Look at 2.2.")
    page.goto(sheet.address)
    expect(page.locator("input[name='2.1-level'][value='']")).to_be_checked()
    choose(page, "2.2", "1")
    expect(page.locator("#saved")).to_contain_text("2.2 saved")
    assert list(sheet.ratings.values_list("item__reference", flat=True)) == ["2.2"]
