"""A review by Michigan's rules in a browser, with district, intermediate district, community partner and state."""

import re
import subprocess
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import OrganizationKind, Role
from assessments.models import Assessment
from determinations.models import Verdict
from partnerships.management.commands.load_fixtures import files_of, load
from partnerships.models import Addendum, AddendumStatus, Agreement, ItemKind, Party, PeriodKind
from reports.worker import Worker
from tests import factories as make
from tests.determinations.michigan import LIMITED, ON_TRACK, PROGRESS

DIRECTOR, DISTRICT = "director@mde.example", "liaison@district.example"
ISD, COMMUNITY = "liaison@isd.example", "liaison@community.example"
NEXT_STEP, REASON = "Coaches visit each class.", "The results of May came a week late."


@pytest.fixture
def site(live_server, transactional_db):
    """Michigan's agreement as printed, and an example district with three goals and a school with two."""
    load([file for file in files_of("michigan") if "example" not in file.name])
    agreement = Agreement.objects.get(slug="michigan")
    district, isd, community = (
        make.make_organization(name=f"Example {name}", short_name=name, kind=kind)
        for name, kind in (
            ("District", OrganizationKind.PARTNER_DISTRICT),
            ("ISD", OrganizationKind.REGIONAL_AGENCY),
            ("Community", OrganizationKind.COMMUNITY_PARTNER),
        )
    )
    school = make.make_organization(
        name="Example School", short_name="School", kind=OrganizationKind.SCHOOL, parent=district
    )
    partnership = make.make_partnership(agreement=agreement, partner=district, slug="example")
    Party.objects.create(partnership=partnership, organization=isd)
    Party.objects.create(partnership=partnership, organization=community)
    for email, organization in ((DISTRICT, district), (ISD, isd), (COMMUNITY, community)):
        make.make_membership(make.make_user(email=email), organization)
    make.make_membership(make.make_user(email=DIRECTOR), agreement.lead, Role.DIRECTOR)
    write_goals(partnership, school)
    make.make_plan(partnership, agreement.editions.get())
    today = timezone.localdate()
    span = {"start": today - timedelta(days=30), "end": today + timedelta(days=60)}
    make.make_period(label="18-month review", kind=PeriodKind.NAMED_SPAN, **span)
    return live_server


def write_goals(partnership, school):
    """Each goal has one benchmark, and the first a row of evidence beside it."""
    edition = partnership.agreement.editions.get()
    goals = Addendum.objects.create(
        partnership=partnership, edition=edition, title="Goals", effective_from=date(2024, 7, 1)
    )
    kinds = (ItemKind.PROCESS_GOAL, ItemKind.OUTCOME_GOAL, ItemKind.STATE_ASSESSMENT_GOAL)
    for category, kind in zip(edition.categories.all(), kinds, strict=True):
        place = {"local_to": partnership, "addendum": goals}
        for subject in (None, school) if kind != ItemKind.STATE_ASSESSMENT_GOAL else (None,):
            goal = make.make_item(category, kind=kind, is_rated=False, subject=subject, **place)
            make.make_item(category, kind=ItemKind.BENCHMARK, parent=goal, subject=subject, **place)
    make.make_row(edition.categories.first(), partnership, label="Coaches of reading")
    Addendum.objects.update(status=AddendumStatus.ADOPTED)


def open_review(page, site):
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Open a review").first.click()
    page.get_by_label("Period").select_option(label="18-month review")
    page.get_by_label("Due date").fill(str(timezone.localdate() + timedelta(days=30)))
    for box in page.get_by_role("group", name="Who is asked").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Open the review").click()
    expect(page.get_by_role("status")).to_contain_text("4 assessments")


def rate_and_submit(page, site, assessment, levels, evidence=""):
    """By the keys, then what shows the first; the others without, which takes a word of explanation."""
    page.goto(f"{site.url}/assessments/{assessment.public_id}/")
    page.locator("body").press("u")
    for item, level in zip(assessment.items().filter(is_rated=True), levels, strict=True):
        page.keyboard.press(level)
        expect(page.locator("#saved")).to_contain_text(f"{item.reference} saved")
        page.keyboard.press("j")
    if evidence:
        page.get_by_text("Shown by").first.click()
        page.get_by_role("checkbox", name=evidence).check()
        expect(page.locator("[id='named-1.1.a']")).to_contain_text("1")
    page.get_by_role("link", name="Check and submit").click()
    page.get_by_role("textbox").fill("Seen at the visits.")
    page.get_by_role("button", name="Submit anyway").click()
    expect(page.get_by_role("status").first).to_contain_text("Submitted")


def hold_the_conference(page, check_accessibility):
    """By its agenda and its questions; what the sides agree on is filled in, and the rest decided."""
    page.locator("#minutes summary").click()
    expect(page.get_by_label("Agenda")).to_have_value(re.compile("RGA Protocol Overview"))
    page.get_by_label("Why are we here today?").fill("To see where the goals stand.")
    page.get_by_label("Partners of Partnership Districts").fill("Example ISD and Example Community")
    page.get_by_role("button", name="Save the minutes").click()
    expect(page.locator("#minutes")).to_contain_text("2 of 5 questions answered")
    page.get_by_role("button", name="Fill in the 4 where the sides agree").click()
    page.locator("[id='item-3.1.a'] .scale label").first.click()
    expect(page.locator("#saved")).to_contain_text("3.1.a saved")
    page.get_by_role("form", name="Add a decision").get_by_role("textbox").first.fill(NEXT_STEP)
    page.locator("#add-decision").click()
    expect(page.locator("#decisions").get_by_role("row")).to_contain_text([NEXT_STEP])
    check_accessibility()


def read_the_working(page, check_accessibility):
    """From the conference to what follows for the school so far; another outcome is agreed on for it."""
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Determinations").click()
    expect(page.get_by_role("row", name="Example District")).to_contain_text(ON_TRACK)
    check_accessibility()
    page.get_by_role("link", name="Example School").click()
    expect(page.locator("main")).to_contain_text("So far, from the joint assessment")
    expect(page.locator(".both")).to_contain_text(LIMITED)
    expect(page.locator("main")).to_contain_text("outcome goals met: 0 of 1 (0%); asked at least two thirds")
    expect(page.locator(".changes")).to_contain_text(f"One more outcome goal met: {ON_TRACK}")
    check_accessibility()
    page.get_by_role("link", name="Record what was agreed").click()
    page.get_by_label("Outcome the conference agreed on").select_option(label=PROGRESS)
    page.get_by_label("Why another outcome was agreed on").fill(REASON)
    check_accessibility()
    page.get_by_role("button", name="Record it").click()
    expect(page.locator(".both")).to_contain_text(PROGRESS)


def confirm_by_all(page, site, sign_in, joint):
    """The state submits, which confirms for it; the three others confirm; then the round is final."""
    page.goto(f"{site.url}/assessments/{joint.public_id}/submit/")
    page.get_by_role("textbox").fill("Shown by what each side named.")
    page.get_by_role("button", name="Submit anyway, and confirm for MDE").click()
    for person, side in ((DISTRICT, "District"), (ISD, "ISD"), (COMMUNITY, "Community")):
        sign_in(person)
        page.goto(f"{site.url}/assessments/{joint.public_id}/conference/")
        page.get_by_role("link", name="Confirm", exact=True).click()
        page.get_by_role("button", name=f"Confirm for {side}").click()
        expect(page.get_by_text("Confirmed.").first).to_be_visible()


def make_it_a_step(page, site, check_accessibility):
    """The next step that the conference decided on, in the plan of the district."""
    page.goto(f"{site.url}/partnerships/example/action-steps/origins/")
    page.get_by_role("link", name=NEXT_STEP).click()
    page.get_by_role("link", name="Process goals").click()
    expect(page.get_by_label("What is done").first).to_have_value(NEXT_STEP)
    check_accessibility()
    page.get_by_role("button", name="Add the step").click()
    expect(page.get_by_role("status").first).to_contain_text("The step is added.")
    expect(page.locator("main")).to_contain_text(NEXT_STEP)


def print_it(page, site, path, check_accessibility):
    """The words of the document of determinations."""
    page.goto(f"{site.url}/partnerships/example/reports/determinations/")
    page.get_by_role("button", name="Make the document").click()
    Worker(batch=True, interval=0).run()
    with page.expect_download() as download:
        page.locator("a[download]").first.click(timeout=15_000)
    check_accessibility()
    download.value.save_as(path)
    command = ["pdftotext", "-layout", path, "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_four_sides_review_the_goals_and_the_rules_show_their_working(
    page, site, sign_in, check_accessibility, tmp_path
):
    sign_in(DIRECTOR)
    open_review(page, site)
    check_accessibility()
    sides = {row.by.short_name: row for row in Assessment.objects.select_related("by")}
    for person, side, levels, evidence in (
        (DISTRICT, "District", "11101", "Coaches of reading"),
        (ISD, "ISD", "11101", ""),
        (COMMUNITY, "Community", "11101", ""),
        (DIRECTOR, "MDE", "11100", ""),
    ):
        sign_in(person)
        rate_and_submit(page, site, sides[side], levels, evidence)
    check_accessibility()
    page.goto(f"{site.url}/partnerships/example/assessments/")
    page.get_by_role("button", name="Begin the conference").click()
    hold_the_conference(page, check_accessibility)
    read_the_working(page, check_accessibility)
    joint = Assessment.objects.get(by=None)
    confirm_by_all(page, site, sign_in, joint)

    # Final: frozen with its working, both outcomes shown.
    assert set(Verdict.objects.values_list("computed__name", "agreed__name")) == {
        (ON_TRACK, None),
        (LIMITED, PROGRESS),
    }
    sign_in(DISTRICT)
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Determinations").click()
    check_accessibility()
    page.get_by_role("link", name="Example School").click()
    expect(page.locator("main")).to_contain_text("Frozen")
    expect(page.locator(".both")).to_contain_text(LIMITED)
    expect(page.locator(".both")).to_contain_text(PROGRESS)
    expect(page.locator(".both")).to_contain_text(REASON)
    check_accessibility()
    make_it_a_step(page, site, check_accessibility)
    words = print_it(page, site, tmp_path / "determinations.pdf", check_accessibility)
    for told in (ON_TRACK, LIMITED, PROGRESS, REASON, NEXT_STEP):
        assert told in words
