"""Strengths and areas of focus with pointer, touch and keyboard."""

import pytest
from playwright.sync_api import expect

from assessments.actions import add_highlight
from assessments.models import Dismissal, Highlight

from .test_journey import open_draft


@pytest.fixture
def three(page, site, county_in_place, sign_in):
    """The workspace at its strengths A, B and C."""
    liaison = sign_in("liaison@clayton.example")
    assessment = open_draft(county_in_place)
    rows = [add_highlight(assessment, "strength", text, by=liaison) for text in "ABC"]
    page.goto(f"{site.url}/assessments/{assessment.public_id}/")
    page.locator("#strength").scroll_into_view_if_needed()
    return rows


def order(page):
    return page.locator("#strength ol .lines").all_inner_texts()


def saved_order():
    rows = Highlight.objects.filter(kind="strength", assessment__status="draft")
    return list(rows.values_list("text", flat=True))


def middle(page, selector):
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def grip(row):
    return f"#highlight-{row.public_id} .grip"


def drag(page, row, below, *, let_go=True):
    """With the pointer, from a row's handle to beneath another row."""
    page.mouse.move(*middle(page, grip(row)))
    page.mouse.down()
    box = page.locator(f"#highlight-{below.public_id}").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] - 4, steps=8)
    if let_go:
        page.mouse.up()


def test_a_row_is_dragged_to_another_place(page, three):
    drag(page, three[0], three[2])
    expect(page.locator("#saved")).to_have_text("Moved to place 3 of 3")
    assert order(page) == saved_order() == ["B", "C", "A"]
    drag(page, three[0], three[1])
    expect(page.locator("#saved")).to_have_text("Moved to place 2 of 3")
    assert saved_order() == ["B", "A", "C"]


def test_escape_gives_up_a_drag(page, three):
    drag(page, three[0], three[2], let_go=False)
    assert order(page) == ["B", "C", "A"]
    page.keyboard.press("Escape")
    page.mouse.up()
    assert order(page) == saved_order() == ["A", "B", "C"]


def test_a_finger_drags_by_the_handle(page, three):
    box = page.locator(grip(three[0])).bounding_box()
    assert (box["width"], box["height"]) == (44, 44)
    (x, y), target = (
        middle(page, grip(three[0])),
        page.locator(f"#highlight-{three[1].public_id}").bounding_box(),
    )
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        points = [{"x": px, "y": py} for px, py in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", (x, y))
    end = target["y"] + target["height"] - 4
    for step in range(1, 9):
        send("touchMove", (x, y + (end - y) * step / 8))
    send("touchEnd")
    expect(page.locator("#saved")).to_have_text("Moved to place 2 of 3")
    assert saved_order() == ["B", "A", "C"]


def test_an_order_that_does_not_arrive_is_put_back(page, three):
    page.context.set_offline(True)
    drag(page, three[0], three[2])
    expect(page.locator("#saved")).to_contain_text("The order is not saved")
    assert order(page) == ["A", "B", "C"]
    page.context.set_offline(False)
    drag(page, three[0], three[2])
    expect(page.locator("#saved")).to_have_text("Moved to place 3 of 3")
    assert saved_order() == ["B", "C", "A"]


def test_the_list_changed_meanwhile_and_says_so(page, three):
    add_highlight(three[0].assessment, "strength", "Theirs", by=None)
    drag(page, three[0], three[2])
    expect(page.locator("#strength [role=alert]")).to_contain_text("This list changed meanwhile.")
    assert order(page) == saved_order() == ["A", "B", "C", "Theirs"]


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_by_keyboard_the_focus_stays_on_the_pressed_button(page, three):
    down = f"down-{three[0].public_id}"
    page.locator(f"#{down}").focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        expect(page.locator("#saved")).to_have_text(f"Moved to place {place} of 3")
        assert focused(page) == down
    expect(page.locator(f"#{down}")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    assert focused(page) == down
    assert saved_order() == ["B", "C", "A"]


def test_after_adding_one_the_next_can_be_typed(page, three):
    page.get_by_label("Add a strength").fill("D")
    page.locator("#strength .add button").press("Enter")
    expect(page.locator("#saved")).to_have_text("Added")
    expect(page.get_by_label("Add a strength")).to_be_focused()


def test_what_is_being_typed_outlives_a_move(page, three):
    page.get_by_label("Add a strength").fill("Half a sentence")
    page.locator(f"#highlight-{three[1].public_id} summary").click()
    page.locator(f"#text-{three[1].public_id}").fill("B, in other words")
    page.locator(f"#down-{three[0].public_id}").click()
    expect(page.locator("#saved")).to_have_text("Moved to place 2 of 3")
    expect(page.get_by_label("Add a strength")).to_have_value("Half a sentence")
    expect(page.locator(f"#text-{three[1].public_id}")).to_have_value("B, in other words")
    expect(page.locator(f"#text-{three[1].public_id}")).to_be_visible()


def test_items_and_measures_are_chosen_by_keyboard(page, three, check_accessibility):
    link = page.locator(f"#point-{three[1].public_id}")
    link.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Items and measures it speaks of")
    expect(heading).to_be_focused()
    check_accessibility()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".pointing .chosen").first).to_have_text("1 chosen")
    page.get_by_role("button", name="Save items and measures").press("Enter")
    expect(page.locator("#saved")).to_have_text("Saved what it points to")
    expect(page.locator(f"#highlight-{three[1].public_id} .points a")).to_have_text("1.1")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cancel").click()
    expect(heading).to_have_count(0)
    expect(link).to_be_focused()


def test_a_suggestion_is_added_or_dismissed_and_brought_back(
    page, site, county_in_place, three, check_accessibility
):
    assessment = three[0].assessment
    levels = assessment.cycle.edition.scale.levels
    for item in assessment.items().rated():
        assessment.ratings.create(item=item, level=levels.get(code="3" if item.reference == "1.2" else "0"))
    page.goto(f"{site.url}/assessments/{assessment.public_id}/#focus")
    suggested = page.locator("#suggestions-focus")
    expect(suggested).to_contain_text("Category 1: ")
    check_accessibility()
    suggested.get_by_role("button", name="Not this one: Category 1").click()
    expect(suggested.get_by_text("1 dismissed suggestion")).to_be_visible()
    expect(suggested.get_by_role("heading")).to_be_focused()
    assert Dismissal.objects.get().key == "below:1"
    suggested.get_by_text("1 dismissed suggestion").click()
    suggested.get_by_role("button", name="Bring back").click()
    suggested.get_by_role("button", name="Add: Category 1").click()
    expect(page.locator("#focus ol")).to_contain_text("Staffing")
    expect(page.locator("#focus .points")).to_contain_text("1.1, 1.3")
    expect(suggested.get_by_role("button", name="Add: Category 1")).to_have_count(0)
    expect(page.locator("#count-focus")).to_have_text("1")
