"""The public site as a director publishes it and a family reads it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from actionsteps.models import Feedback
from actionsteps.plans.versions import release
from demo.spanish import translate_summary
from reports.models import DocumentKind, Publication, PublicationStatus
from reports.public import parts
from reports.public.publishing import public_now, publish
from reports.public.site import pages_of
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(page, site, county_in_place, sign_in):
    """Clayton, published by its director on the page for it: everything but the comments."""
    Feedback.objects.filter(partnership=county_in_place).update(released_at=timezone.now())
    director = sign_in("director@ssd.example")
    translate_summary()
    made = {"status": PublicationStatus.READY, "content": b"%PDF-1.7", "sha256": "0" * 64, "pages": 12}
    edition = county_in_place.action_plans.first().edition
    of = {"kind": DocumentKind.AGREEMENT, "partnership": county_in_place, "edition": edition}
    Publication.objects.create(**of, **made, requested_by=director)
    page.goto(f"{site.url}/partnerships/clayton/")
    page.get_by_role("link", name="See what would be").click()
    page.get_by_text("Ratings", exact=True).click()
    expect(page.locator(".previewed[open]")).to_contain_text("Collaborate in the selection")
    if page.locator("[name=anyway]").count():
        page.locator("[name=anyway]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("status")).to_contain_text("Published.")
    return county_in_place


def test_no_violations_and_no_cookie_on_any_public_page(page, site, published, check_looks, sign_in):
    page.goto(f"{site.url}/partnerships/clayton/publish/")
    check_looks()
    page.context.clear_cookies()
    assert "es" in {one.name for one in pages_of(public_now(published).content)}
    for one in pages_of(public_now(published).content):
        path = "" if one.name == "overview" else f"{one.name}/"
        response = page.goto(f"{site.url}/public/clayton/{path}")
        assert (response.status, response.header_value("set-cookie")) == (200, None), one.name
        assert page.locator("script").count() == 0
        check_looks()
    assert page.goto(f"{site.url}/public/nobody/").status == 404
    check_looks()
    assert page.context.cookies() == []


def test_a_family_reads_it_without_javascript_and_goes_on_from_a_linked_item(site, published, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site.url}/public/clayton/")
    expect(page.get_by_text("32 of 54")).to_be_visible()
    page.get_by_role("link", name="Agreement", exact=True).click()
    page.get_by_role("link", name="Item 1.3").click()
    linked = page.url
    page.goto("about:blank")
    page.goto(linked)
    expect(page.locator(":target")).to_contain_text("equity")
    expect(page.locator(":target")).to_be_in_viewport()


def test_what_is_withdrawn_is_gone_for_whoever_has_it_open(page, site, published, new_context):
    reader = new_context().new_page()
    reader.goto(f"{site.url}/public/clayton/ratings/")
    page.goto(f"{site.url}/partnerships/clayton/publish/")
    page.get_by_label("Why it is withdrawn").fill("A figure is wrong")
    with page.expect_navigation():
        page.get_by_role("button", name="Withdraw what is public").click()
    expect(page.get_by_role("status")).to_contain_text("Withdrawn.")
    assert reader.reload().status == 410
    expect(reader.get_by_role("heading", name="This was withdrawn")).to_be_visible()
    expect(reader.locator("main")).not_to_contain_text("A figure")


LONG = f"https://example.org/{'x' * 160} \u0627\u0644\u0645\u062f\u0631\u0633\u0629 🎓 <b>not bold</b>"


def test_nothing_that_is_typed_makes_a_phone_scroll_sideways(page, site):
    edition = make.make_edition()
    category = make.make_category(edition, title=LONG[:190])
    item = make.make_item(category, text=LONG)
    category.measures.create(label=LONG)
    edition.sections.create(heading=LONG[:190], text=LONG)
    edition.glossaryterms.create(term="X" * 60, stands_for=LONG[:200], definition=LONG)
    edition.signatoryroles.create(side="partner", title="X" * 120, organization="X" * 120)
    make.adopt(edition)
    partner = make.make_organization(name="X" * 200, short_name="X" * 40)
    partnership = make.make_partnership(agreement=edition.agreement, partner=partner)
    director = make.make_director(partnership)
    before = make.make_period()
    done = make.make_assessment(partnership, cycle=make.make_cycle(edition=edition))
    make.make_rating(done, item, "2", comment=LONG)
    done.highlights.create(kind="focus", text=LONG).items.add(item)
    make.close(done)
    make.make_row(category, partnership, (before, "80%"), (done.cycle.period, "90%"), label=LONG)  # a chart
    make.make_row(category, partnership, (done.cycle.period, LONG), label=LONG)
    plan = make.make_plan(partnership, edition)
    make.make_step(plan, category, (LONG, "X" * 100), feedback=LONG, items=[item])
    Feedback.objects.update(released_at=timezone.now())
    release(plan, plan.version, by=director)
    publish(partnership, list(parts.LABELS), by=director)
    page.set_viewport_size({"width": 390, "height": 844})
    content = public_now(partnership).content
    assert content["evidence"]["shown"] and content["state"]["focus"][0]["steps"]
    for name in [*(one.url_name for one in pages_of(content)), "public-told"]:
        page.goto(f"{site.url}{reverse(name, args=[partnership.slug])}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        assert page.locator("main b", has_text="not bold").count() == 0
