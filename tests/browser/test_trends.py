"""The trends of a partnership with two cycles, as a director sees and judges them."""

from io import BytesIO

import pytest
from PIL import Image

from assessments.models import AssessmentStatus, Rating
from partnerships.models import Item, LineageBreak
from reports.charts import ChartMark, Series, lines_chart
from tests import factories as make

from .test_journey import open_draft


@pytest.fixture
def second_cycle(county_in_place):
    """Clayton's draft, every item at 1 but one at 3, handed in by its side."""
    draft = open_draft(county_in_place)
    one, three = (draft.cycle.edition.scale.levels.get(code=code) for code in "13")
    items = draft.items().rated()
    Rating.objects.filter(assessment=draft).delete()
    Rating.objects.bulk_create(
        Rating(assessment=draft, item=item, level=three if item.reference == "1.2" else one) for item in items
    )
    for side in draft.assessments_in_round():
        make.close(side, AssessmentStatus.SUBMITTED)
    return draft


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_violations_where_two_cycles_are_compared(
    page, site, second_cycle, sign_in, check_accessibility, width, scheme
):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    director = sign_in("director@ssd.example")
    lineage = Item.objects.get(edition=second_cycle.cycle.edition, reference="1.2").lineage
    LineageBreak.objects.create(
        edition=second_cycle.cycle.edition, lineage=lineage, reason="Counted anew.", made_by=director
    )
    for path in ("", f"items/{lineage}/", "items/slc-1.1/", "measures/clayton-r-3-iep-attendance/"):
        page.goto(f"{site.url}/partnerships/clayton/trends/{path}")
        page.evaluate("document.querySelectorAll('details.how').forEach(each => { each.open = true })")
        check_accessibility()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_a_director_breaks_a_line_and_takes_it_back(page, site, second_cycle, sign_in):
    sign_in("director@ssd.example")
    page.goto(f"{site.url}/partnerships/clayton/trends/")
    page.get_by_role("link", name="1.2", exact=True).click()
    page.get_by_text("Not comparable with an earlier edition?").click()
    page.get_by_label("Reason").fill("Paraprofessionals count as well.")
    page.get_by_role("button", name="Break the line there").click()
    page.get_by_text("The line is broken at 2023-2024.").wait_for()
    assert page.locator("tr.broken").inner_text().endswith("Paraprofessionals count as well.")
    page.get_by_role("button", name="Compare again").click()
    page.get_by_text("2023-2024 is compared with earlier editions again.").wait_for()
    assert page.locator("tr.broken").count() == 0


@pytest.mark.parametrize(("scheme", "fill"), [("light", (11, 85, 99)), ("dark", (166, 219, 228))])
def test_a_chart_takes_the_colours_of_the_page_under_the_strictest_policy(page, scheme, fill):
    chart = lines_chart(("2024",), (Series("", (ChartMark("level 3", "3", 3, "ink-3"),)),), 0, 3)
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.emulate_media(color_scheme=scheme)
    page.set_content(
        '<meta name="color-scheme" content="light dark"><meta http-equiv="Content-Security-Policy" '
        f'content="default-src \'none\'; img-src data:"><img src="{chart.uri}" alt="{chart.alt}">'
    )
    picture = Image.open(BytesIO(page.get_by_role("img").screenshot())).convert("RGB")
    assert fill in {colour for _, colour in picture.getcolors(picture.width * picture.height)}
    assert refused == []
