"""The rows of evidence are put in order with the pointer and with the keyboard."""

import pytest
from playwright.sync_api import expect

from evidence.models import EvidenceRow


@pytest.fixture
def transport(page, site, county_in_place, sign_in):
    """The rows of Clayton's category 6, on the page that keeps them."""
    sign_in("liaison@clayton.example")
    page.goto(f"{site.url}/partnerships/clayton/evidence/rows/")
    rows = EvidenceRow.objects.filter(partnership__slug="clayton", category__number="6").order_by("position")
    page.locator("#category-6").scroll_into_view_if_needed()
    return list(rows)


def saved_order(rows):
    return list(EvidenceRow.objects.filter(pk__in=[row.pk for row in rows]).order_by("position"))


def test_a_row_is_dragged_and_moved_by_its_button(page, transport):
    first, second, third = transport
    grip = page.locator(f"#row-{third.lineage} .grip")
    grip.scroll_into_view_if_needed()
    grip.hover()
    page.mouse.down()
    box = page.locator(f"#row-{first.lineage}").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 4, steps=8)
    page.mouse.up()
    expect(page.locator("#saved")).to_have_text("Moved to place 1 of 3")
    assert saved_order(transport) == [third, first, second]
    up = page.locator(f"#up-{first.lineage}")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rows-6 > ol > li").first).to_have_id(f"row-{first.lineage}")
    expect(up).to_be_focused()
    assert saved_order(transport) == [first, third, second]


def test_a_row_beneath_another_moves_among_those_beside_it(page, site, transport):
    sub = EvidenceRow.objects.get(partnership__slug="clayton", label="Meet the Teacher")
    page.locator(f"#down-{sub.lineage}").click()
    expect(page.locator("#saved")).to_have_text("Moved to place 3 of 4")
    page.reload()
    order = page.locator(f"#rows-3-{sub.parent.lineage} > ol > li .lines")
    expect(order).to_have_text(
        ["Curriculum Night", "9th Grade Orientation", "Meet the Teacher", "6th Grade Walkthrough"]
    )


def test_copying_has_no_violations_before_and_after_the_choice(
    page, site, county_in_place, sign_in, check_accessibility
):
    sign_in("director@ssd.example")
    page.goto(f"{site.url}/partnerships/clayton/evidence/2023-2024/copy/")
    check_accessibility()
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_role("button", name="Copy to 21 partnerships")).to_be_visible()
    check_accessibility()
    page.get_by_role("button", name="Copy to 21 partnerships").click()
    expect(page.locator(".note")).to_contain_text("were copied to 21 partnerships.")


def test_the_agreement_says_where_there_is_no_data_yet(page, site, county_in_place, sign_in):
    sign_in("liaison@clayton.example")
    page.goto(f"{site.url}/partnerships/clayton/agreement/")
    expect(page.get_by_role("link", name="No data yet")).to_have_count(3)
