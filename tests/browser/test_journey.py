"""The main job from end to end: rate, submit, make final, print."""

import subprocess

from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from assessments.models import Assessment, Cycle
from partnerships.models import Edition, Period
from reports.worker import Worker
from tests import factories as make


def open_draft(partnership):
    edition = Edition.objects.get(label="2023-2024", agreement=partnership.agreement)
    period = Period.objects.get(label="2023-2024", kind="school_year")
    cycle, _ = Cycle.objects.get_or_create(edition=edition, period=period)
    return Assessment.objects.create(partnership=partnership, cycle=cycle, by=partnership.partner)


def sign_in_by_hand(page, site, email):
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site.url}/")


def test_a_liaison_rates_and_submits_and_a_director_prints(page, site, county_in_place, tmp_path):
    assessment = open_draft(county_in_place)
    url = f"{site.url}/assessments/{assessment.public_id}/"

    sign_in_by_hand(page, site, "liaison@clayton.example")
    page.goto(url)
    page.get_by_role("radio", name="2, Fully implemented").first.check(force=True)
    expect(page.locator("#saved")).to_contain_text("1.1 saved")
    expect(page.get_by_text("1 of 55 rated")).to_be_visible()
    page.get_by_label("Add a strength").fill("Buses that arrive before the bell")
    page.locator("#strength").get_by_role("button", name="Add").click()
    expect(page.locator("#strength ol")).to_contain_text("Buses that arrive before the bell")
    page.get_by_role("link", name="Check and submit").click()
    page.get_by_label("A word of explanation").fill("The rest comes in May.")
    page.get_by_role("button", name="Submit anyway").click()
    expect(page.get_by_text("Submitted. SSD has it now.")).to_be_visible()

    page.context.clear_cookies()
    sign_in_by_hand(page, site, "director@ssd.example")
    page.goto(url)
    page.get_by_role("link", name="Make it final").click()
    page.get_by_role("button", name="Make it final").click()
    expect(page.get_by_text("The assessment is final.")).to_be_visible()

    page.get_by_role("link", name="Reports").first.click()
    page.get_by_role("link", name="State of the Partnership").first.click()
    page.get_by_role("button", name="Make the document").first.click()
    Worker(batch=True, interval=0).run()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    with page.expect_download() as download:
        page.locator("a.file").click(timeout=15_000)
    report = tmp_path / "report.pdf"
    download.value.save_as(report)
    words = subprocess.run(
        ["pdftotext", "-layout", report, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Buses that arrive before the bell" in words
    assert "1 of 55" in words
