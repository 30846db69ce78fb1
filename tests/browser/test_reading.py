"""What a page says is read where its person is, and in one piece."""

import pytest
from playwright.sync_api import expect

from tests import factories as make

from .test_journey import open_draft

TORN = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), torn = [];
    while (walker.nextNode()) {
        for (const years of walker.currentNode.data.matchAll(/\\d{4}-\\d{4}/g)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, years.index);
            range.setEnd(walker.currentNode, years.index + 9);
            const lines = new Set([...range.getClientRects()].map((one) => one.top));
            if (lines.size > 1) torn.push(walker.currentNode.data);
        }
    }
    return torn;
}"""


@pytest.fixture
def draft(county_in_place):
    return open_draft(county_in_place)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("javascript", [True, False])
def test_what_became_of_a_press_is_seen_where_one_lands(
    page, site, draft, sign_in, javascript, width, new_context
):
    sign_in("liaison@clayton.example")
    signed_in = page.context.storage_state()
    page = new_context(java_script_enabled=javascript, storage_state=signed_in).new_page()
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{site.url}/assessments/{draft.public_id}/items/5.3/measures/")
    make.make_rating(draft, draft.items().get(reference="5.3"), "2")
    page.reload()
    page.get_by_role("button", name="Save what shows it").click()
    said = page.get_by_text("What shows 5.3 is saved.")
    expect(page.locator("[id='item-5.3']")).to_be_in_viewport()
    expect(said).to_be_in_viewport(ratio=1)
    if javascript:
        page.get_by_role("button", name="Close", exact=True).click()
        expect(said).to_have_count(0)


def test_years_stay_in_one_line_at_any_width(page, site, draft, sign_in):
    sign_in("liaison@clayton.example")
    of_partnership, of_draft = f"/partnerships/{draft.partnership.slug}/", f"/assessments/{draft.public_id}/"
    for address in ("/", of_partnership, f"{of_partnership}assessments/", of_draft):
        page.goto(f"{site.url}{address}")
        for width in range(300, 420, 7):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate(TORN) == [], (address, width)
