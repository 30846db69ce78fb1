"""A whole cycle in a browser, with the three people who make it: director, district liaison, regional partner."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import OrganizationKind, Role
from assessments.models import Assessment, AssessmentStatus
from partnerships.models import Party
from tests import factories as make

LIAISON, DIRECTOR, PARTNER = "liaison@clayton.example", "director@ssd.example", "liaison@region.example"


@pytest.fixture
def region(county_in_place):
    """A regional agency that takes part in Clayton's partnership, with a liaison of its own."""
    region = make.make_organization(
        name="Regional Agency", short_name="Region", kind=OrganizationKind.REGIONAL_AGENCY
    )
    Party.objects.create(partnership=county_in_place, organization=region)
    make.make_membership(make.make_user(email=PARTNER, name="Region liaison"), region, Role.LIAISON)
    return region


def open_cycle(page, site):
    page.goto(f"{site.url}/agreements/st-louis-county/grid/")
    page.get_by_role("link", name="Open a cycle").click()
    page.wait_for_url("**/cycles/open/")
    page.get_by_label("Due date").fill(str(timezone.localdate() + timedelta(days=30)))
    page.get_by_label("Why it is rated by this edition").fill("The next edition is not adopted yet.")
    for box in page.get_by_role("group", name="Who is asked").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Open the cycle").click()
    expect(page.get_by_role("status")).to_contain_text("45 assessments")


def rate_and_submit(page, site, assessment, levels):
    """By keys alone, from the first item on; then submit, with a word on what is left open."""
    page.goto(f"{site.url}/assessments/{assessment.public_id}/")
    page.locator("body").press("u")
    for number, level in enumerate(levels, 1):
        page.keyboard.press(level)
        expect(page.locator("#saved")).to_contain_text(f"1.{number} saved")
        page.keyboard.press("j")
    page.get_by_role("link", name="Check and submit").click()
    page.wait_for_url("**/submit/")
    page.get_by_role("textbox").fill("The others follow in spring.")
    page.get_by_role("button", name="Submit anyway").click()
    expect(page.get_by_role("status").first).to_contain_text("Submitted")


def test_three_people_rate_apart_meet_and_agree(page, site, county_in_place, region, sign_in):
    slug = county_in_place.slug
    own, lead = county_in_place.partner, county_in_place.agreement.lead

    sign_in(DIRECTOR)
    open_cycle(page, site)
    sides = {row.by: row for row in Assessment.objects.filter(partnership=county_in_place, by__isnull=False)}
    assert set(sides) == {own, lead, region}

    # Each rates apart. Who is still writing keeps the others' levels covered.
    rate_and_submit(page, site, sides[lead], "213")
    sign_in(LIAISON)
    assert page.goto(f"{site.url}/assessments/{sides[lead].public_id}/").status == 404
    rate_and_submit(page, site, sides[own], "211")
    page.goto(f"{site.url}/partnerships/{slug}/assessments/")
    expect(page.get_by_text("Waiting for Region to submit.")).to_be_visible()
    sign_in(PARTNER)
    rate_and_submit(page, site, sides[region], "210")

    # One goes back with a remark, and comes again.
    sign_in(DIRECTOR)
    page.goto(f"{site.url}/assessments/{sides[region].public_id}/")
    page.get_by_role("link", name="Return").click()
    page.wait_for_url("**/return/")
    page.get_by_role("textbox").fill("Is 1.3 really not begun?")
    page.get_by_role("button", name="Return it").click()
    sign_in(PARTNER)
    rate_and_submit(page, site, sides[region], "")

    # They meet.
    sign_in(DIRECTOR)
    page.goto(f"{site.url}/partnerships/{slug}/assessments/")
    page.get_by_role("button", name="Begin the conference").click()
    expect(page.get_by_role("heading", name="Conference")).to_be_visible()
    joint = Assessment.objects.get(partnership=county_in_place, cycle=sides[own].cycle, by=None)
    page.get_by_role("button", name="Fill in the 2 where the sides agree").click()
    page.get_by_role("link", name="Meeting screen").click()
    page.wait_for_url("**/meeting/**")
    page.get_by_role("button", name="Differences").click()
    expect(page.get_by_role("heading", name="1.3")).to_be_visible()
    page.locator("body").press("2")
    expect(page.locator("#saved")).to_contain_text("1.3 saved")
    said = joint.ratings.order_by("item__reference").values_list("item__reference", "level__code")
    assert list(said) == [("1.1", "2"), ("1.2", "1"), ("1.3", "2")]

    # The joint assessment is submitted, final once each side at the table confirms it, and reopened with a reason.
    sign_in(LIAISON)
    page.goto(f"{site.url}/assessments/{joint.public_id}/submit/")
    page.get_by_role("textbox").fill("Agreed as far as we came.")
    page.get_by_role("button", name="Submit anyway, and confirm for Clayton").click()
    for person, side in ((PARTNER, "Region"), (DIRECTOR, "SSD")):
        sign_in(person)
        page.goto(f"{site.url}/assessments/{joint.public_id}/conference/")
        page.get_by_role("link", name="Confirm", exact=True).click()
        page.get_by_role("button", name=f"Confirm for {side}").click()
        expect(page.get_by_text("Confirmed.").first).to_be_visible()
    rows = Assessment.objects.filter(partnership=county_in_place, cycle=joint.cycle)
    assert set(rows.values_list("status", flat=True)) == {AssessmentStatus.FINAL}
    page.goto(f"{site.url}/assessments/{joint.public_id}/reopen/")
    page.get_by_role("textbox").fill("1.2 was entered in the wrong line.")
    page.get_by_role("button", name="Reopen it").click()
    expect(page.get_by_text("1.2 was entered in the wrong line.").first).to_be_visible()
    page.goto(f"{site.url}/assessments/{joint.public_id}/history/")
    expect(page.locator("main")).to_contain_text("1.2 was entered in the wrong line.")
