"""A launch plan is marked from the keyboard: the focus stays, the picture follows, what is not saved is told."""

import pytest
from playwright.sync_api import expect

from tests import factories as make

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, transactional_db):
    return live_server


def test_a_task_is_marked_and_told_without_a_mouse(page, site, sign_in, check_accessibility):
    partnership = make.make_partnership()
    plan = make.make_launch_plan(partnership.agreement, "Visit", "Hire")
    sign_in(make.make_director(partnership).email)
    page.goto(f"{site.url}/agreements/{partnership.agreement.slug}/launch-plans/")
    january, february = (page.get_by_role("button", name=f"Visit, {month} 18") for month in ("Jan", "Feb"))
    january.focus()
    page.keyboard.press("Space")
    expect(january).to_have_attribute("aria-pressed", "true")
    expect(january).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(february).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("img", name="Visit: Jan 18, Feb 18, not started.")).to_be_visible()
    page.context.set_offline(True)
    january.press("Enter")
    expect(page.get_by_text("Not saved: the server did not answer. Try again.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("link", name="Change how far it is: Visit").press("Enter")
    expect(page.get_by_label("Status")).to_be_focused()
    page.get_by_label("Status").select_option("held up")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Say in the note why it is held up or dropped.")).to_be_visible()
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        check_accessibility()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_label("Note").fill("No answer.")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".status-held_up")).to_have_text("Held up")
    assert plan.tasks.get(words="Visit").note == "No answer."
