"""A case from its opening to its closing, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from actionsteps.models import Case, ExceptionEffect
from tests import factories as make
from tests.actionsteps.clocks.making import make_rule

pytestmark = pytest.mark.browser


@pytest.fixture
def partnership(transactional_db):
    partnership = make.make_partnership()
    partnership.agreement.keeps_cases = True
    partnership.agreement.save()
    rule = make_rule(
        partnership.agreement, target_amount=30, target_unit="school_days", target_printed="30 school days"
    )
    rule.exceptions.create(effect=ExceptionEffect.STOPS, words="the student is ill")
    make.make_liaison(partnership)
    return partnership


@pytest.fixture
def site(live_server, partnership):
    return live_server


def test_a_case_is_opened_stopped_goes_on_is_done_and_closed(
    page, site, partnership, sign_in, check_accessibility
):
    def look():
        for width, scheme in ((1280, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            check_accessibility()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url

    def day(days):
        return (timezone.localdate() - timedelta(days=days)).isoformat()

    sign_in(partnership.partner.memberships.get().user.email)
    page.goto(f"{site.url}/partnerships/{partnership.slug}/")
    page.get_by_role("link", name="Cases", exact=True).click()
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Local number").fill("Maria Lopez")
    page.get_by_label("Which clock").select_option(index=1)
    page.get_by_label("Counted from").fill(day(20))
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_text("Never a student's name.")).to_be_visible()
    look()
    page.get_by_label("Local number").fill("iep-12")
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_text("10 days left")).to_be_visible()
    look()

    page.get_by_role("link", name="Stop it").click()
    page.get_by_label("Stopped on").fill(day(15))
    page.get_by_label("the student is ill").check()
    look()
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_text("Stopped, 25 calendar days left")).to_be_visible()

    page.get_by_role("link", name="Let it go on").click()
    page.get_by_label("Goes on from").fill(day(10))
    page.keyboard.press("Enter")
    expect(page.get_by_text("15 days left")).to_be_visible()
    page.get_by_text("What was entered", exact=True).click()
    look()

    page.get_by_role("link", name="It is done").click()
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_text("Done in time")).to_be_visible()
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_text("No case is open.")).to_be_visible()
    assert Case.objects.get().closed_on == timezone.localdate()
    look()
    for path in ("cases/new/?kind=finding", "cases/?only=closed", "school-calendar/", "school-calendar/new/"):
        page.goto(f"{site.url}/partnerships/{partnership.slug}/{path}")
        look()
    page.goto(f"{site.url}/agreements/{partnership.agreement.slug}/clocks/")
    look()
