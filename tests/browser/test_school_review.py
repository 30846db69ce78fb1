"""The second review of a school network in a browser: its reviewer, its director, a school leader, the board."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import Organization, Role
from partnerships.models import Partnership
from tests import factories as make
from tests.actionsteps.clocks.making import ago, make_case, make_clock

REVIEWER, DIRECTOR = "reviewer@enhanced.example", "director@kairos.example"
LEADER, BOARD = "leader@kairos-middle.example", "viewer@kairos.example"
REVIEW = "/assessments/kairos-2024-04/"
VISION, TEACHING = "Goals follow the vision in each grade.", "Students did the thinking in 4 of 9 lessons."


@pytest.fixture
def network(transactional_db):
    """The network as printed, its four people, and a case of the middle school whose meeting is late."""
    call_command("load_fixtures", "network", verbosity=0)
    for email, short_name, role in (
        (REVIEWER, "EnhancED", Role.LIAISON),
        (DIRECTOR, "Kairos", Role.DIRECTOR),
        (LEADER, "Kairos Middle", Role.LIAISON),
        (BOARD, "Kairos", Role.VIEWER),
    ):
        organization = Organization.objects.get(short_name=short_name)
        make.make_membership(make.make_user(email=email), organization, role)
    make_clock(make_case(Partnership.objects.get(slug="kairos-middle"), number="2026-011"), ago(45))


@pytest.fixture
def site(live_server, network):
    return live_server


@pytest.fixture
def look(page, check_accessibility):
    """Wide and light, narrow and dark: nothing is wider than the page, and axe finds nothing."""

    def look():
        for width, scheme in ((390, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            check_accessibility()
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    return look


def rate(page, reference, level, words):
    page.locator(f"[id='item-{reference}'] .scale label").nth(level - 1).click()
    expect(page.locator(f"[id='state-{reference}']")).to_contain_text("Saved")
    page.get_by_text(f"Comment on {reference}", exact=True).click()
    comment = page.get_by_role("textbox", name=f"Comment on {reference}", exact=True)
    with page.expect_response(lambda answer: answer.url.endswith(f"/items/{reference}/") and answer.ok):
        comment.fill(words)
        comment.blur()


def write_the_review(page, look):
    """Two findings with what shows them; the others come later, which takes a word of explanation."""
    look()
    page.get_by_role("link", name="Begin rating").click()
    page.wait_for_url(f"**{REVIEW}")
    rate(page, "1.1.3", 2, TEACHING)
    rate(page, "1.1.1", 1, VISION)
    look()
    page.get_by_role("link", name="Check and submit").click()
    expect(page.locator("main")).to_contain_text("2 of 42 criteria rated")
    page.get_by_role("textbox").fill("The others are seen in May.")
    look()
    page.get_by_role("button", name="Submit anyway").click()
    expect(page.get_by_role("status").first).to_contain_text("Submitted")


def make_it_final(page, site, look):
    page.goto(f"{site.url}{REVIEW}")
    expect(page.locator("[id='item-1.1.3']")).to_contain_text(TEACHING)
    page.get_by_role("link", name="Make it final").click()
    look()
    page.get_by_role("button", name="Make it final").click()
    expect(page.get_by_role("status").first).to_contain_text("The assessment is final.")
    look()


def read_as_a_leader(page, look):
    """The criteria that are lowest, what moved, the coaching plan and this week's clocks, from home on."""
    expect(page.get_by_role("heading", name="The review's criteria")).to_contain_text("April 2024")
    expect(page.get_by_text("At the lowest level")).to_contain_text("At the lowest level: Vision.")
    expect(page.get_by_text("Since Initial School Review, October 2023")).to_contain_text("1 rose, 1 fell")
    expect(page.get_by_role("link", name="Coaching plan")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="2026-011")).to_contain_text("late")
    look()
    page.get_by_role("link", name="1 rose").click()
    expect(page.locator("#rose")).to_be_in_viewport()
    expect(page.locator("main")).to_contain_text("Purposeful Teaching")
    expect(page.locator("main")).to_contain_text("compared criterion by criterion")
    look()
    page.go_back()
    page.get_by_role("link", name="Read it criterion by criterion").first.click()
    expect(page.locator("[id='item-1.1.1']")).to_contain_text(VISION)
    expect(page.locator("main").get_by_role("radio")).to_have_count(0)
    look()


def test_a_second_review_is_written_made_final_and_read(page, site, sign_in, look):
    sign_in(REVIEWER)
    page.goto(site.url)
    write_the_review(page, look)
    sign_in(DIRECTOR)
    page.goto(site.url)
    make_it_final(page, site, look)
    sign_in(LEADER)
    page.goto(site.url)
    read_as_a_leader(page, look)
    sign_in(BOARD)
    page.goto(site.url)
    page.get_by_role("link", name="goals with value and status, on one page").click()
    expect(page.get_by_role("row", name="Average Daily Attendance")).to_contain_text("off track")
    look()
