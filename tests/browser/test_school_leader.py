"""A school leader reads the review, the coaching plan and the big rocks; the director answers an open choice."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import Organization
from tests import factories as make

pytestmark = pytest.mark.browser

WIDTHS = ((1280, "light"), (390, "dark"))


@pytest.fixture
def site(live_server, transactional_db):
    call_command("load_fixtures", "network", verbosity=0)
    for name, role in (("Kairos", "director"), ("Kairos Middle", "liaison")):
        organization = Organization.objects.get(short_name=name)
        make.make_membership(make.make_user(email=f"{role}@kairos.example"), organization, role)
    return live_server


def test_a_leader_finds_the_coaching_plan_on_home_and_a_director_answers_a_choice(
    page, site, sign_in, check_accessibility
):
    def look():
        for width, scheme in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            check_accessibility()
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    sign_in("liaison@kairos.example")
    page.goto(site.url)
    expect(page.get_by_text("At the lowest level: Purposeful Teaching")).to_be_visible()
    look()
    page.get_by_role("link", name="Coaching plan").click()
    driver = page.locator("tbody.step", has_text="Key Driver #2")
    expect(driver).to_contain_text("2 lines say no hours")
    expect(driver.get_by_role("link", name="dimension 3.2")).to_be_visible()
    look()
    page.get_by_role("link", name="Student Support Big Rocks, Cycle 2").click()
    expect(page.locator("tbody.step", has_text="CSI Students")).to_contain_text("“Off Track”")
    look()

    sign_in("director@kairos.example")
    page.goto(f"{site.url}/agreements/kairos/clocks/")
    expect(page.get_by_text("2 are looser than the rule")).to_be_visible()
    page.get_by_role("link", name="4 policy choices are open").click()
    look()
    page.locator("article", has_text="How the compliance plan is adopted").get_by_role("link").click()
    page.get_by_label("a) adopt the State model").check()
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_text("Say how it was decided")).to_be_visible()
    look()
    page.get_by_label("How it was decided").fill("The board adopted it.")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_text("3 choices are open")).to_be_visible()
    expect(page.get_by_text("The board adopted it.")).to_be_visible()
    look()
