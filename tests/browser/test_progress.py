"""A step from home to done, on a desk and on a phone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from actionsteps.models import ActionStep
from actionsteps.progress.noting import reckon_next
from tests import factories as make

pytestmark = pytest.mark.browser


@pytest.fixture
def step(transactional_db):
    """Late, every week, with a row of evidence that it should move."""
    edition = make.make_edition(label="2023-2024")
    category = make.make_category(edition)
    row = make.make_row(category, partnership := make.make_partnership(agreement=edition.agreement))
    make.adopt(edition)
    today = timezone.localdate()
    step = make.make_step(
        make.make_plan(partnership, edition),
        category,
        ("Call each family", "Weekly"),
        title="Call families",
        owner=make.make_liaison(partnership),
        starts_on=today - timedelta(days=3),
        due_on=today + timedelta(days=60),
        repeats="weekly",
    )
    make.make_step(step.plan, category, ("Report", "Mid-December 2023"), title="Report")
    step.rows.add(row)
    reckon_next(step)
    return step


@pytest.fixture
def site(live_server, step):
    return live_server


def test_a_late_step_is_noted_ticked_off_and_done_from_home(page, site, step, sign_in, check_accessibility):
    def look():
        for width, scheme in ((1280, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            check_accessibility()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url

    sign_in(step.owner.email)
    page.goto(f"{site.url}/")
    expect(page.get_by_role("heading", name="1 of your steps is late")).to_be_visible()
    look()
    page.get_by_role("link", name="Call families").click()
    page.get_by_label("What was done").fill("Twelve families called.")
    look()
    page.get_by_role("button", name="Under way").click()
    expect(page.get_by_role("heading", name=re.compile("My steps"))).to_be_visible()

    page.get_by_role("link", name="Call families").click()
    page.get_by_role("button", name=re.compile("Tick off")).first.click()
    expect(page.get_by_text("Nothing waits for you").or_(page.get_by_text("due soon"))).to_be_visible()

    page.get_by_role("link", name="Call families").first.click()
    page.get_by_role("button", name="Done").click()
    asked = page.get_by_label("What came of it?")
    expect(asked).to_be_focused()
    look()
    asked.fill("All 23 families were called twice.")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("The step is done.")).to_be_visible()
    assert ActionStep.objects.get(pk=step.pk).closing_words == "All 23 families were called twice."
    page.goto(
        f"{site.url}/partnerships/{step.plan.partnership.slug}/action-steps/steps/{step.public_id}/progress/"
    )
    look()
    page.get_by_role("link", name=re.compile("Enter ")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Row 1")
    page.goto(f"{site.url}/partnerships/{step.plan.partnership.slug}/action-steps/")
    page.get_by_role("link", name="see what the timelines propose").click()
    look()
    page.get_by_role("button", name="Use the days that are ticked").click()
    expect(page.get_by_text("1 step has its days now.")).to_be_visible()
    page.goto(f"{site.url}/my-steps/")
    look()
    page.goto(f"{site.url}/calendar/")
    page.get_by_role("button", name="Make the address").first.click()
    expect(page.get_by_label("The address of my steps")).to_have_value(re.compile(r"/calendar/.+\.ics$"))
    look()
