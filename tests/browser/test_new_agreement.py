"""An administrator goes from a paper agreement to a running cycle, as docs/new-agreement.md says."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from partnerships.models import Edition, Partnership
from tests import factories as make


@pytest.fixture
def administrator(live_server, transactional_db, page):
    make.make_administrator(email="ada@example.org", name="Ada")
    page.goto(f"{live_server.url}/")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.locator("input[type=password]").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def begin(page, check_accessibility):
    page.get_by_role("link", name="Begin an agreement").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title").fill("Museum and Schools")
    page.get_by_label("Or a new one").fill("River Museum")
    page.get_by_label("What this edition is called").fill("first")
    page.get_by_label("First day").fill("2020-07-01")
    for label, word in (("an item", "commitment"), ("items", "commitments"), ("a category", "area")):
        page.get_by_label(f"Word for {label}", exact=True).fill(word)
    page.get_by_label("Categories are numbered").select_option("letters")
    for code, words in enumerate(("Beginning", "Developing", "Practicing", "Sustaining"), 1):
        page.get_by_label(f"Code, level {code}").fill(str(code))
        page.get_by_label(f"Words, level {code}").fill(words)
    check_accessibility()
    page.get_by_role("button", name="Begin this agreement").click()
    expect(page.locator("#errors, .errornote")).to_contain_text("nothing you typed is lost")
    page.get_by_label("Counts as reached from").fill("3")
    page.get_by_role("button", name="Begin this agreement").click()


def write_its_text(page):
    page.get_by_role("button", name="Add another Area").click()
    page.locator("[name=categories-0-title]").fill("Visits")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("link", name="A Visits", exact=True).click()
    page.get_by_role("button", name="Add another Commitment").click()
    page.locator("[name=items-0-number]").fill("1")
    page.locator("[name=items-0-text]").fill("Offer each class two visits a year")
    page.get_by_role("button", name="Save", exact=True).click()


def follow_the_steps(page, check_accessibility):
    expect(page.locator(".steps .done")).to_have_count(1)
    check_accessibility()
    page.get_by_role("link", name="Enter the partners").click()
    page.get_by_label("Partners, one a line").fill("Hillside School District; Hillside")
    check_accessibility()
    page.get_by_role("button", name="Add these").click()
    page.get_by_role("link", name="Back to first").click()
    page.get_by_role("link", name="Invite the people").click()
    for person in ("Dana; dana@example.org", "Lee; lee@example.org; liaison; Hillside"):
        page.get_by_label("People, one a line").fill(person)
        page.get_by_role("button", name="Invite").click()
        expect(page.locator(".messagelist")).to_contain_text("is on its way")
    check_accessibility()
    page.get_by_role("link", name="Back to first").click()
    expect(page.locator(".steps .done")).to_have_count(3)
    page.get_by_role("link", name="Look through it and adopt it").click()
    page.get_by_role("button", name="Adopt this edition").click()
    page.get_by_role("link", name="Open the first cycle").click()
    page.get_by_label("Due date").fill(str(timezone.localdate() + timedelta(days=30)))
    page.get_by_role("button", name="Open the cycle").click()
    expect(page.get_by_role("status")).to_contain_text("2 assessments were opened")


def test_from_a_paper_agreement_to_a_running_cycle(administrator, check_accessibility):
    page = administrator
    begin(page, check_accessibility)
    write_its_text(page)
    follow_the_steps(page, check_accessibility)
    assert Edition.objects.get().status == "adopted"
    assert Partnership.objects.get().slug == "hillside"

    letter = next(message for message in mail.outbox if message.to == ["lee@example.org"])
    page.context.clear_cookies()
    page.goto(re.search(r"http://\S+/invitations/\S+", letter.body)[0])
    for field in page.locator("input[type=password]").all():
        field.fill("river-otters-swim-home")
    page.get_by_role("button", name="Save and sign in").click()
    page.get_by_role("link", name="Begin rating").first.click()
    expect(page.get_by_role("main")).to_contain_text("Offer each class two visits a year")
