"""The slides of the forum: seen, stepped through with keys, and printed."""

from io import BytesIO

import pikepdf
import pytest

from assessments.models import Assessment

WIDER = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def slides(page, site, sign_in):
    sign_in("viewer@clayton.example")
    assessment = Assessment.objects.get(partnership__slug="clayton")
    page.goto(f"{site.url}/partnerships/clayton/reports/{assessment.public_id}/slides/")
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_slides_have_no_violations_and_fit(slides, check_accessibility, width, scheme):
    slides.set_viewport_size({"width": width, "height": 800})
    slides.emulate_media(color_scheme=scheme)
    check_accessibility()
    assert not slides.evaluate(WIDER)


def test_keys_go_from_slide_to_slide_and_each_is_printed_on_a_page(slides):
    slides.set_viewport_size({"width": 1280, "height": 800})
    for key, at in (("ArrowRight", "stands"), ("ArrowDown", "strengths"), ("ArrowLeft", "stands")):
        slides.keyboard.press(key)
        slides.wait_for_function("at => document.activeElement.id === at", arg=at)
    slides.keyboard.press("End")
    count = slides.locator("section.slide").count()
    last = slides.locator("section.slide").last
    assert last.locator(".number").inner_text().endswith(f"{count} / {count}")
    assert last.evaluate("one => one === document.activeElement")
    slides.emulate_media(media="print")
    with pikepdf.open(BytesIO(slides.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == count
