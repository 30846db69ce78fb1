"""A data clerk's link in a browser, from asking to the value, with and without JavaScript."""

import re

import pytest

from evidence.models import Observation


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def browser_context_args(request, browser_context_args):
    return {**browser_context_args, "java_script_enabled": request.param}


@pytest.fixture
def clerk(page, browser, browser_context_args):
    """A browser of their own, without an account."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


def test_a_clerk_enters_values_behind_a_link_and_a_liaison_accepts_them(page, clerk, site, sign_in):
    sign_in("liaison@clayton.example")
    page.goto(f"{site.url}/partnerships/clayton/evidence/")
    page.get_by_role("link", name="Ask somebody for values").click()
    page.get_by_label("For which period").select_option(label="2023-2024")
    page.get_by_role("checkbox", name=re.compile("^Teacher Fill Percentage")).check()
    page.get_by_role("checkbox", name=re.compile("^Paraprofessional Fill")).check()
    page.get_by_label("Name").fill("Dana Clerk")
    page.get_by_label("E-mail address").fill("dana@example.org")
    page.get_by_role("button", name="See what they will get").click()
    page.get_by_role("button", name="Send it to dana@example.org").click()
    link = page.get_by_label(re.compile("^The link")).input_value()

    clerk.goto(link)
    clerk.get_by_label("Value: Teacher Fill Percentage").fill("24/23")
    clerk.get_by_label("Value: Paraprofessional Fill Percentage").fill("97%")
    clerk.get_by_role("button", name="Save").click()
    assert clerk.get_by_text("24 is more than the 23 it is out of.").is_visible()
    clerk.get_by_label("Value: Teacher Fill Percentage").fill("22/23 (96%)")
    clerk.get_by_role("button", name="Save").click()
    assert clerk.get_by_text("2 of 2 values are entered.").is_visible()
    assert clerk.context.cookies() == []

    page.get_by_role("link", name="See the request").click()
    page.get_by_role("button", name="Accept what is ticked").click()
    assert page.get_by_text("2 values are accepted.").is_visible()
    value = Observation.objects.get(row__label="Teacher Fill Percentage", period__label="2023-2024")
    assert (value.text, value.numerator) == ("22/23 (96%)", 22)
    assert value.source == "entered by Dana Clerk, accepted by Clayton liaison"
    clerk.goto(link)
    assert clerk.get_by_role("textbox").count() == 0
