"""What the browser prints, and long words on screen and on paper."""

import re
import subprocess

import pytest

from actionsteps.models import Action, Feedback
from actionsteps.plans.versions import start_next
from assessments.models import Assessment, HighlightKind
from evidence.models import Observation
from tests import factories as make

from .test_journey import open_draft

LINK = f"https://example.org/{'x' * 200}"
LINES = "\n".join(f"Line {number} of it" for number in range(1, 121))
FRAMES = """[...document.querySelectorAll(".scale label:has(:checked):not(.none)")].map(
    (label) => getComputedStyle(label).outline)"""
OVER_THE_EDGE = """[...document.querySelectorAll("td, th, dd, li, p, .lines, .text, .said")].filter(
    (one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 20
        && getComputedStyle(one).overflowX === "visible" && getComputedStyle(one).display !== "inline"
).map((one) => one.outerHTML.slice(0, 200))"""


@pytest.fixture
def draft(county_in_place):
    """With a link of 200 letters in every kind of text, and a comment of 120 lines."""
    draft = open_draft(county_in_place)
    first, second = draft.items().rated()[:2]
    make.make_rating(draft, first, "3", comment=LINES)
    make.make_rating(draft, second, "2", comment=LINK)
    draft.highlights.create(kind=HighlightKind.STRENGTH, text=LINK)
    Assessment.objects.filter(pk=draft.pk).update(participants=LINK)
    Observation.objects.filter(row__partnership=county_in_place, status="reported").update(text=LINK)
    plan = start_next(county_in_place.action_plans.get(), "2.2", by=None)  # the words of 2.1 are released
    plan.steps.first().feedback.add(Feedback.objects.create(partnership=county_in_place, text=LINK))
    Action.objects.filter(step__plan=plan).update(text=LINK, timeline=LINK[:200])
    return draft


def printed(page, path):
    """The words of what the browser prints, backgrounds left out."""
    path.write_bytes(page.pdf(format="Letter", print_background=False))
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("javascript", [True, False])
def test_the_printed_workspace_holds_whole_comments_and_no_words_about_saving(
    page, site, draft, sign_in, tmp_path, javascript, new_context
):
    sign_in("liaison@clayton.example")
    signed_in = page.context.storage_state()
    page = new_context(java_script_enabled=javascript, storage_state=signed_in).new_page()
    page.goto(f"{site.url}/assessments/{draft.public_id}/")
    text = " ".join(printed(page, tmp_path / "printed.pdf").split())
    assert re.findall(r"Line (\d+) of it", text) == list(map(str, range(1, 121)))
    assert "saved as you make it" not in text
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelectorAll('.item')[2]).breakInside") == "avoid"
    frames = page.evaluate(FRAMES)
    assert len(frames) == 2
    assert all("solid 3px" in frame for frame in frames)


def test_a_link_of_200_letters_widens_no_page(page, site, draft, sign_in):
    sign_in("liaison@clayton.example")
    for path in (
        f"/assessments/{draft.public_id}/",
        f"/assessments/{draft.public_id}/history/",
        "/partnerships/clayton/",
        "/partnerships/clayton/assessments/",
        "/partnerships/clayton/evidence/",
        "/partnerships/clayton/action-steps/",
        "/partnerships/clayton/trends/",
        "/partnerships/clayton/trends/measures/clayton-r-3-iep-attendance/",
    ):
        page.goto(site.url + path)
        for media, width in (("screen", 390), ("screen", 1280), ("print", 690)):
            page.emulate_media(media=media)
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, media)
            # Nothing runs over the next column, or is cut off.
            assert page.evaluate(OVER_THE_EDGE) == [], (path, media)
