"""axe on every page, for the people who see it, on a desk and on a phone."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.invitations import invite, person_at, token_of
from accounts.models import Membership, Organization, User
from actionsteps.exchange.standing import StandingPlan
from actionsteps.exchange.write import workbook_of
from actionsteps.families import tokens
from actionsteps.models import ActionPlan, ActionStep, FamilyForm, Feedback
from assessments.models import Assessment
from core.workbooks.uploading import XLSX
from evidence.files.keeping import keep_file
from evidence.models import Observation
from evidence.requests.answering import WantedAnswer, answer, said_in
from evidence.requests.asking import ask
from partnerships.editions.drafts import start_next_edition
from partnerships.models import Addendum, Edition, Partnership
from tests import factories as make
from tests.dashboards.state import LIMITED, ON_TRACK, PROGRESS, State
from tests.workbook_files import closed, opened

from .conftest import WCAG_21_AA
from .test_journey import open_draft

PAGES = [
    "/assessments/{draft}/?show=commented",
    "/assessments/{draft}/history/",
    "/assessments/{draft}/items/1.1/history/",
    "/assessments/{draft}/items/1.1/measures/",
    "/",
    "/partnerships/clayton/",
    "/partnerships/clayton/agreement/",
    "/partnerships/clayton/signatures/",
    "/partnerships/clayton/signatures/2023-2024/1/",
    "/partnerships/clayton/assessments/",
    "/partnerships/clayton/trends/",
    "/partnerships/clayton/trends/items/slc-1.2/",
    "/partnerships/clayton/trends/measures/clayton-r-3-iep-attendance/",
    "/partnerships/clayton/evidence/",
    "/partnerships/clayton/evidence/due/",
    "/partnerships/clayton/evidence/rows/",
    "/partnerships/clayton/evidence/2023-2024/rows/clayton-r-6-ride-time/",
    "/partnerships/clayton/evidence/2023-2024/periods/add/",
    "/partnerships/clayton/evidence/2023-2024/paste/",
    "/partnerships/clayton/evidence/2023-2024/workbook/upload/",
    "/partnerships/clayton/evidence/2023-2024/csv/",
    "/partnerships/clayton/action-steps/",
    "/partnerships/clayton/action-steps/workbook/",
    "/partnerships/clayton/reports/",
    "/partnerships/clayton/reports/state-of-the-partnership/",
    "/partnerships/clayton/reports/state-of-the-partnership/preview/",
    "/partnerships/clayton/people/",
    "/assessments/{draft}/",
    "/assessments/{draft}/suggestions/",
    "/assessments/{draft}/submit/",
    "/assessments/{draft}/workbook/upload/",
    "/assessments/{final}/",
    "/partnerships/clayton/translations/es/",
    "/accounts/keys/",
    "/api/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/nothing-here/",
]
SIGNED_OUT = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"]


def test_no_violations_signed_in(page, site, county_in_place, sign_in, check_looks):
    ids = {
        "draft": open_draft(county_in_place).public_id,
        "final": Assessment.objects.get(status="final").public_id,
    }
    sign_in("liaison@clayton.example")
    for path in PAGES:
        page.goto(site.url + path.format(**ids))
        check_looks()


def test_no_violations_signed_out(page, site, county_in_place, check_accessibility):
    invitation = invite(person_at("new@clayton.example", "New Person"), by=User.objects.first())
    for path in (*SIGNED_OUT, f"/invitations/{token_of(invitation)}/", "/invitations/cut-off/"):
        page.goto(site.url + path)
        check_accessibility()


def test_no_violations_for_families_in_both_languages(page, site, county_in_place, check_looks, monkeypatch):
    """The form, what it asks about, the private page with its question, and what is released."""
    monkeypatch.setattr(tokens, "QUICKEST", tokens.QUICKEST * 0)
    FamilyForm.objects.create(partnership=county_in_place, is_open=True)
    Feedback.objects.filter(partnership=county_in_place).update(released_at=timezone.now())
    for lang in ("en", "es"):
        page.goto(f"{site.url}/public/clayton/feedback/?lang={lang}")
        check_looks()
        page.locator("#text").fill("Daniel, born 3/4/2015, waits.")
        page.locator("#reply_address").fill("nobody")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        check_looks()
        page.locator("#reply_address").fill("")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        check_looks()
        with page.expect_navigation():
            page.locator("[name=anyway]").click()
        check_looks()
        answered = {"state": "answered", "answer": "Yes.", "answered_at": timezone.now()}
        Feedback.objects.filter(source="form").update(**answered)
        page.reload()
        check_looks()
        page.goto(f"{site.url}/public/clayton/you-said-we-did/?lang={lang}")
        check_looks()
    page.goto(f"{site.url}/public/feedback/cut-off/")
    check_looks()


def test_no_violations_where_feedback_is_sorted(page, site, county_in_place, sign_in, check_looks):
    sign_in("director@ssd.example")
    address = f"{site.url}/partnerships/clayton/action-steps/feedback/"
    said = [make.say(county_in_place, text) for text in ("Write to us", "Call us")]
    for path in ("", "record/", "form/", f"merge/?one={said[0].public_id}&one={said[1].public_id}"):
        page.goto(address + path)
        check_looks()
    page.goto(f"{address}{said[0].public_id}/")
    for summary in page.locator(".do > summary").all():
        summary.click()
    check_looks()


def test_no_violations_beside_an_item(page, site, county_in_place, sign_in, check_accessibility):
    """Last cycle, wording, measures and history, all unfolded."""
    draft = open_draft(county_in_place)
    sign_in("liaison@clayton.example")
    page.goto(f"{site.url}/assessments/{draft.public_id}/")
    item = page.locator("[id='item-1.1']")
    item.locator(".scale label").nth(2).click()
    expect(item.locator(".trend")).to_have_text("rose")
    for part in ("wording", "measures", "changes"):
        item.locator(f".{part} > summary").click()
    item.get_by_label("Teacher fill percentage", exact=True).check()
    expect(item.get_by_text("Shown by 1 measure")).to_be_visible()
    expect(item.locator(".history-list")).to_contain_text("Rated 2 (Fully implemented).")
    check_accessibility()


def test_no_violations_for_a_director(page, site, county_in_place, sign_in, check_looks):
    draft = open_draft(county_in_place)
    make.make_rating(draft, draft.items().rated().first(), "2")
    Assessment.objects.filter(pk=draft.pk).update(status="submitted")
    final = Assessment.objects.get(status="final")
    liaison = Membership.objects.get(user__email="liaison@clayton.example")
    cycle = make.make_cycle(edition=draft.cycle.edition)
    make.make_assessment(county_in_place, cycle=cycle, by=county_in_place.agreement.lead)
    sign_in("director@ssd.example")
    for path in (
        "/",
        f"/assessments/{draft.public_id}/",
        f"/assessments/{draft.public_id}/final/",
        f"/assessments/{draft.public_id}/return/",
        f"/assessments/{final.public_id}/reopen/",
        "/agreements/st-louis-county/cycles/open/",
        f"/agreements/st-louis-county/cycles/{cycle.public_id}/same-answer/?item=5.5",
        "/agreements/st-louis-county/people/",
        "/agreements/st-louis-county/people/divide/",
        "/partnerships/clayton/people/",
        "/partnerships/clayton/people/invite/",
        f"/partnerships/clayton/people/{liaison.public_id}/",
        "/agreements/st-louis-county/grid/",
        "/agreements/st-louis-county/grid/?show=change&sort=-c1",
        "/agreements/st-louis-county/grid/?only=final",
        "/reminders/",
    ):
        page.goto(site.url + path)
        check_looks()


def test_no_violations_where_a_state_lists_its_reviews(page, site, sign_in, check_looks):
    state = State()
    state.finish(state.april, state.eighteen, PROGRESS, LIMITED, agreed=LIMITED)
    state.finish(state.april, state.thirtysix, ON_TRACK, LIMITED)
    state.ask(state.second, state.eighteen)
    state.look_after(state.april, state.director)
    cohort = state.april.cohort
    for number in (9, 8):
        make.make_printed_count(state.agreement, number, cohort=cohort)
    sign_in(state.director.email)
    for path in ("reviews/", "reviews/?due=late", f"reviews/?outcome={ON_TRACK}", "printed-counts/"):
        page.goto(f"{site.url}/agreements/{state.agreement.slug}/{path}")
        check_looks()


def test_no_violations_where_somebody_is_asked_for_values(page, site, county_in_place, sign_in, check_looks):
    liaison = sign_in("liaison@clayton.example")
    row = county_in_place.evidence_rows.get(label="Teacher Fill Percentage")
    value = row.observations.first()
    keep_file(value, "survey.pdf", b"%PDF-1.7", by=liaison)
    said = {"name": "Dana Clerk", "email": "dana@example.org", "words": "By Friday.", "key": "of-this-test"}
    asked, secret = ask(
        county_in_place, make.make_period(), [row], expires_on=timezone.localdate(), by=liaison, **said
    )
    cell = asked.cells.get()
    evidence, link = "/partnerships/clayton/evidence/", f"/asked/{secret}/"
    for path in (
        f"{evidence}ask/",
        f"{evidence}requests/",
        f"{evidence}{row.lineage}/{value.period.key}/files/",
        link,
        f"{link}?saved=1",
        "/asked/cut-off/",
    ):
        page.goto(site.url + path)
        check_looks()
    page.goto(site.url + link)
    page.get_by_label("Value: Teacher Fill Percentage").fill("24/23")
    page.get_by_role("button", name="Save").click()
    check_looks()
    answer(asked, {cell.pk: WantedAnswer("95%", "As of May.", said_in(cell))}, "Done.")
    page.goto(f"{site.url}{evidence}requests/{asked.public_id}/")
    for unfolded in page.locator("main summary").all():
        unfolded.click()
    check_looks()


def test_no_violations_where_many_values_come_at_once(page, site, county_in_place, sign_in, check_looks):
    liaison, tables = (
        sign_in("liaison@clayton.example"),
        f"{site.url}/partnerships/clayton/evidence/2023-2024/",
    )
    show = page.get_by_role("button", name="Show what would change")
    page.goto(f"{tables}csv/")
    lines = b"Row;Year;Result\nTeacher Fill Percentage;2022-23;95,5\nNurses;2022-23;3\n"
    page.get_by_label("The CSV file").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": lines}
    )
    page.get_by_role("button", name="Look at its columns").click()
    check_looks()
    show.click()
    check_looks()
    show.click()
    check_looks()
    page.goto(f"{tables}paste/")
    page.get_by_label("First column").select_option("2022-2023")
    page.get_by_label("Paste the cells here").fill("97%\t22/23 (90%)\n24/23\t\n")
    show.click()
    Observation.objects.filter(row__label="Teacher Fill Percentage", text="100%").update(
        text="12%", updated_by=liaison
    )
    check_looks()
    page.get_by_role("button", name="Save").click()
    check_looks()
    page.goto(f"{tables}paste/")
    page.get_by_label("Paste the cells here").fill("1\t2\t3\t4\t5")
    show.click()
    check_looks()
    plan = ActionPlan.objects.newest().get(partnership__slug="clayton")
    workbook = opened(workbook_of(StandingPlan(plan), editable=True))
    for cell, text in {"D4": "Share it", "G4": "case managers", "H4": "soon"}.items():
        workbook["Action steps"][cell] = text
    ActionStep.objects.filter(plan=plan).update(owner_role="principals")
    page.goto(f"{site.url}/partnerships/clayton/action-steps/workbook/")
    file = {"name": "a.xlsx", "mimeType": XLSX, "buffer": closed(workbook)}
    page.get_by_label("The workbook you filled in").set_input_files(file)
    show.click()
    check_looks()


def test_no_violations_where_text_is_written(page, site, county_in_place, sign_in, check_accessibility):
    sign_in("admin@accord.example")
    adopted = Edition.objects.get(label="2023-2024")
    draft = start_next_edition(
        adopted,
        label="2024-2025",
        effective_from=date(2024, 7, 1),
        effective_to=None,
        by=User.objects.get(email="admin@accord.example"),
    )
    draft.items.filter(reference="3.8").update(local_to=county_in_place)
    draft.endorsements.first().delete()
    addendum = Addendum.objects.create(
        edition=adopted, partnership=county_in_place, title="On mentoring", effective_from=date(2026, 7, 1)
    )
    adopted.categories.first().items.create(text="Mentor each other.", number="20", addendum=addendum)
    paths = ["", "edition/", f"edition/{draft.pk}/adopt/"]
    paths += [f"addendum/{addendum.pk}/{name}/" for name in ("change", "adopt")]
    for edition in (adopted, draft):
        paths += [f"edition/{edition.pk}/change/", f"category/{edition.categories.first().pk}/change/"]
    for path in paths:
        page.goto(f"{site.url}/admin/partnerships/{path}")
        check_accessibility(tags=WCAG_21_AA)
        tables = "[...document.querySelectorAll('fieldset.module')]"
        assert page.evaluate(f"{tables}.every(one => one.scrollWidth <= one.clientWidth)"), path


def test_no_violations_on_any_list_and_page_of_the_administration(
    page, site, county_in_place, sign_in, check_accessibility
):
    """Whatever is pressed has a name there, and is large enough to be met."""
    make.make_assessment(county_in_place, cycle=Assessment.objects.first().cycle, by=county_in_place.partner)
    sign_in("admin@accord.example")
    for model in admin.site._registry:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        rows = model.objects.values_list("pk", flat=True)[:1]
        searched = [f"{start}add"] if model in (Membership, Organization, Partnership) else []
        for path in (
            *(reverse(name) for name in (f"{start}changelist", *searched)),
            *(reverse(f"{start}change", args=[row]) for row in rows),
        ):
            page.goto(site.url + path)
            check_accessibility(tags=(*WCAG_21_AA, "wcag22aa"))


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_no_violations_in_a_conference(
    page, site, county_in_place, sign_in, check_accessibility, check_looks, status
):
    own = open_draft(county_in_place)
    leads = Assessment.objects.create(
        partnership=county_in_place, cycle=own.cycle, by=county_in_place.agreement.lead
    )
    for side, codes in ((own, "012"), (leads, "022")):
        for item, code in zip(own.items().rated(), codes, strict=False):
            make.make_rating(side, item, code, comment="Said", flag=True)
        make.close(side, "submitted")
    joint = Assessment.objects.create(
        partnership=county_in_place, cycle=own.cycle, status=status, submitted_at=timezone.now()
    )
    sign_in("director@ssd.example")
    for screen in ("conference", "meeting"):
        page.goto(f"{site.url}/assessments/{joint.public_id}/{screen}/")
        check_looks(height=720)
    page.keyboard.press("?")
    check_looks(height=720)
