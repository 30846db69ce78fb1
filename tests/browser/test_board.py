"""A board member reads a network's scorecard on one page and two printed sides; its director keeps the agenda."""

import io

import pikepdf
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import Organization
from tests import factories as make

pytestmark = pytest.mark.browser

WIDTHS = ((1280, "light"), (390, "dark"))


@pytest.fixture
def network(transactional_db):
    call_command("load_fixtures", "network", verbosity=0)
    network = Organization.objects.get(short_name="Kairos")
    for name in ("viewer", "director"):
        make.make_membership(make.make_user(email=f"{name}@kairos.example"), network, name)


@pytest.fixture
def site(live_server, network):
    return live_server


def test_a_board_reads_its_scorecard_and_nothing_of_a_closed_session(
    page, site, sign_in, check_accessibility
):
    def look():
        for width, scheme in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            check_accessibility()
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    sign_in("director@kairos.example")
    page.goto(f"{site.url}/partnerships/kairos-board/meetings/kb-2023-11/")
    page.get_by_role("link", name="Change B. Closed Session").click()
    look()
    page.get_by_label("What came of it").fill("The offer is 1.2 million.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The offer is 1.2 million.")).to_be_visible()
    look()

    sign_in("viewer@kairos.example")
    page.goto(site.url)
    page.get_by_role("link", name="goals with value and status, on one page").click()
    row = page.get_by_role("row", name="Average Daily Attendance")
    expect(row).to_contain_text("MS 91% not met")
    expect(row).to_contain_text("off track")
    expect(page.get_by_text("2 of 3 (66.67%), asked is at least 4/5 (80%)")).to_be_visible()
    look()
    page.emulate_media(media="print")
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as sheet:
        assert len(sheet.pages) == 2
    sizes = page.locator(".scorecard :is(p, dd, th, td, span)").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize) * 0.75)"
    )
    assert min(sizes) >= 7.5, "points: whoever sits at the table reads it"
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Meetings").click()
    page.get_by_role("link", name="Kairos Academies Board Meeting").click()
    expect(page.get_by_text("RSMo Section 610.021.(2)")).to_be_visible()
    expect(page.get_by_text("What it deals with is not shown.")).to_be_visible()
    expect(page.get_by_text("The offer is 1.2 million.")).to_have_count(0)
    look()
