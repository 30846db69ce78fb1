"""A year of a state performance plan in a browser, with the state, a district and its board."""

import subprocess

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Organization, Role
from reports.worker import Worker
from tests import factories as make

STATE, DISTRICT, BOARD = "director@wvde.example", "liaison@county.example", "viewer@county.example"
INSIDE = "Children with IEPs aged 6 through 21 served inside the regular class 80% or more of the day"
PARENTS = (
    "Parents with a child receiving special education services who report that schools facilitated parent "
    "involvement as a means of improving services and results for children with disabilities"
)


@pytest.fixture
def site(live_server, transactional_db):
    call_command("load_fixtures", "west-virginia", verbosity=0)
    lead, county = (
        Organization.objects.get(short_name=short_name) for short_name in ("WVDE", "Example County")
    )
    for email, organization, role in (
        (STATE, lead, Role.DIRECTOR),
        (DISTRICT, county, Role.LIAISON),
        (BOARD, county, Role.VIEWER),
    ):
        make.make_membership(make.make_user(email=email), organization, role)
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


def enter(page, label, period, text):
    """In the column of the period of the first table, as in a spreadsheet."""
    page.wait_for_url("**/evidence/")
    table = page.locator("table.entered").first
    columns = table.get_by_role("columnheader").all_inner_texts()
    row = table.locator("tr", has=page.get_by_role("link", name=label, exact=True)).first
    column = next(place for place, name in enumerate(columns) if period in name)
    row.locator("td").nth(column - 1).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text(f"{label}, {period}")
    expect(page.locator("#saved")).to_contain_text("Saved")


def judge_a_new_figure(page, look):
    """From home to the plan, its indicator and the values of the state; back, the figure is judged."""
    look()
    page.get_by_role("link", name="2 of 7 targets").click()
    inside = page.get_by_role("row", name="5A Inside the regular class")
    expect(inside).to_contain_text("the baseline")
    look()
    inside.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Indicator 5A")).to_be_visible()
    expect(page.get_by_role("row", name="FFY 2012 (2012-2013)")).to_contain_text("at least 61.5%")
    look()
    page.get_by_role("link", name="Its values and remarks").click()
    page.get_by_role("link", name="Evidence", exact=True).first.click()
    enter(page, INSIDE, "FFY 2012", "63% (25200/40000)")
    look()
    page.goto(page.url.split("/partnerships/")[0])
    page.get_by_role("link", name="3 of 8 targets").click()
    expect(inside).to_contain_text("63% (25200/40000)")
    expect(inside).to_contain_text("at least 61.5%")
    expect(inside).to_contain_text("1 Met")


def read_the_profile(page, look):
    """A district enters what it lacked, and reads its year beside the targets and what is not public."""
    page.get_by_role("link", name="Example County", exact=True).first.click()
    page.get_by_role("link", name="Evidence", exact=True).first.click()
    enter(page, PARENTS, "FFY 2010", "30% (33/110)")
    look()
    page.get_by_role("link", name="Profile", exact=True).click()
    page.get_by_role("link", name="FFY 2010 (2010-2011)").click()
    parents = page.get_by_role("row", name=PARENTS)
    expect(parents).to_contain_text("30% (33/110)")
    expect(parents).to_contain_text("Not met")
    dropping_out = page.get_by_role("row", name="Youth with IEPs dropping out of high school")
    expect(dropping_out).to_contain_text("Met")
    expect(dropping_out).to_contain_text("not public: fewer than 10 students")
    look()


def review_a_flagged_district(page, look):
    page.get_by_role("link", name="1 district").first.click()
    look()
    page.get_by_role("table").get_by_role("link").first.click()
    look()
    page.get_by_role("link", name="Record a review").click()
    look()
    page.get_by_label("Reviewed with").fill("Rubric of suspensions")
    page.get_by_label("Reviewed by").fill("The office, at its desk")
    page.get_by_label("What was found").fill("The practices follow Policy 2419.")
    page.get_by_label("Outcome").select_option(label="policies, procedures and practices are appropriate")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("The practices follow Policy 2419.")
    look()


def go_on_with_activities(page, look):
    page.get_by_role("link", name="Improvement Activities/Timelines/Resources").click()
    page.get_by_role("link", name="Go on with it in a submission to come").click()
    look()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change").first.click()
    page.get_by_label("Status", exact=True).select_option(label="Completed")
    look()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_contain_text("Completed")
    look()


def print_the_profile(page, look, path):
    page.get_by_role("button", name="Make the document").click()
    Worker(batch=True, interval=0).run()
    with page.expect_download() as download:
        page.locator("a[download]").first.click(timeout=15_000)
    look()
    download.value.save_as(path)
    command = ["pdftotext", "-layout", path, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def hand_it_in(page, look):
    page.get_by_role("link", name="Change The next submission").click()
    page.get_by_label("Submitted on").fill(timezone.localdate().isoformat())
    page.get_by_label("Days until the public reads").fill("120")
    look()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("120 days later")
    look()


def test_a_state_and_a_district_keep_a_year_of_the_plan(page, site, sign_in, look, tmp_path):
    sign_in(STATE)
    page.goto(site.url)
    expect(page.get_by_role("link", name="The next submission")).to_be_visible()
    judge_a_new_figure(page, look)

    sign_in(DISTRICT)
    page.goto(site.url)
    look()
    read_the_profile(page, look)

    sign_in(STATE)
    page.goto(site.url)
    review_a_flagged_district(page, look)
    page.goto(f"{site.url}/agreements/west-virginia/plan/5A/")
    go_on_with_activities(page, look)
    page.goto(f"{site.url}/partnerships/example-county/profile/?period=federal_fiscal_year:2010")
    printed = print_the_profile(page, look, tmp_path / "profile.pdf")
    assert "30% (33/110)" in printed
    assert "9/330" not in printed
    page.goto(f"{site.url}/agreements/west-virginia/submissions/")
    hand_it_in(page, look)

    sign_in(BOARD)
    page.goto(site.url)
    look()
    page.get_by_role("link", name="The profile of Example County").click()
    expect(page.get_by_role("row", name=INSIDE)).to_contain_text("Met")
    expect(page.get_by_role("button", name="Make")).to_have_count(0)
    look()
    page.get_by_role("link", name="Evidence", exact=True).first.click()
    expect(page.locator("main").get_by_role("textbox")).to_have_count(0)
    expect(page.locator("main").get_by_role("link", name="Paste from a spreadsheet")).to_have_count(0)
    look()
