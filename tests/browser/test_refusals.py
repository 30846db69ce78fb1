"""A form that is refused brings the keyboard to what is wrong, in view, and the title says so."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import HighlightKind
from tests import factories as make

from .test_journey import open_draft

IN_VIEW = """() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
}"""


def is_refused(page, where):
    expect(page.locator(where)).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.evaluate(IN_VIEW)


@pytest.mark.parametrize("javascript", [True, False])
def test_where_the_page_comes_anew(page, site, county_in_place, sign_in, javascript, new_context):
    draft = open_draft(county_in_place)
    make.make_rating(draft, draft.items().rated()[0], "3")
    sign_in("liaison@clayton.example")
    signed_in = page.context.storage_state()
    page = new_context(java_script_enabled=javascript, storage_state=signed_in).new_page()
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto(f"{site.url}/assessments/{draft.public_id}/submit/")
    page.locator("main form.words button[type=submit]").click()
    is_refused(page, "main form.words textarea")
    page = new_context(java_script_enabled=javascript).new_page()
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_label("E-mail").fill("nobody@clayton.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    is_refused(page, "main [role=alert]")


def test_where_htmx_draws_a_list_anew(page, site, county_in_place, sign_in):
    draft = open_draft(county_in_place)
    draft.highlights.create(kind=HighlightKind.STRENGTH, text="Transportation")
    sign_in("liaison@clayton.example")
    page.goto(f"{site.url}/assessments/{draft.public_id}/")
    page.locator("#add-strength").click()
    is_refused(page, "#new-strength")
    page.locator("#new-strength").fill("Technology")
    page.locator("#add-strength").click()
    expect(page.locator("#strength li")).to_have_count(2)
    assert not page.title().startswith("Error")
