"""Strengths and areas of focus with pointer, touch and keyboard."""

import pytest
from playwright.sync_api import expect

from assessments.highlights.lists import add_highlight
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


def shows(page, *texts):
    """The list shows these, in this order."""
    expect(page.locator("#strength ol .lines")).to_have_text(list(texts))


class Slow:
    """A server that answers what changes a list only when it is told to, the oldest request first."""

    def __init__(self, page):
        self.page, self.held = page, []
        page.route(
            "**/*", lambda route: self.held.append(route) if is_post(route.request) else route.continue_()
        )

    def answer(self):
        self.page.evaluate("1")  # what was sent has arrived here by then
        self.held.pop(0).continue_()


def is_post(request):
    return request.method == "POST"


@pytest.fixture
def slow(page, three):
    return Slow(page)


def sends(page):
    return page.expect_request(is_post)


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
    shows(page, "B", "C", "A")
    assert saved_order() == ["B", "C", "A"]
    drag(page, three[0], three[1])
    expect(page.locator("#saved")).to_have_text("Moved to place 2 of 3")
    assert saved_order() == ["B", "A", "C"]


def test_escape_gives_up_a_drag(page, three):
    drag(page, three[0], three[2], let_go=False)
    shows(page, "B", "C", "A")
    page.keyboard.press("Escape")
    page.mouse.up()
    shows(page, "A", "B", "C")
    assert saved_order() == ["A", "B", "C"]


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
    page.wait_for_load_state("networkidle")  # what the page still fetches would say that it did not arrive
    page.context.set_offline(True)
    drag(page, three[0], three[2])
    expect(page.locator("#saved")).to_contain_text("The order is not saved")
    shows(page, "A", "B", "C")
    page.context.set_offline(False)
    drag(page, three[0], three[2])
    expect(page.locator("#saved")).to_have_text("Moved to place 3 of 3")
    assert saved_order() == ["B", "C", "A"]


def test_the_list_changed_meanwhile_and_says_so(page, three):
    add_highlight(three[0].assessment, "strength", "Theirs", by=None)
    drag(page, three[0], three[2])
    expect(page.locator("#strength [role=alert]")).to_contain_text("This list changed meanwhile.")
    shows(page, "A", "B", "C", "Theirs")
    assert saved_order() == ["A", "B", "C", "Theirs"]


def test_by_keyboard_the_focus_stays_on_the_pressed_button(page, three):
    down = page.locator(f"#down-{three[0].public_id}")
    down.focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        expect(page.locator("#saved")).to_have_text(f"Moved to place {place} of 3")
        expect(down).to_be_focused()
    expect(down).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    assert saved_order() == ["B", "C", "A"]


def test_two_quick_presses_move_two_places(page, three, slow):
    down = page.locator(f"#down-{three[0].public_id}")
    down.focus()
    with sends(page):
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    with sends(page):
        slow.answer()
    shows(page, "B", "A", "C")
    expect(down).to_be_focused()
    slow.answer()
    expect(page.locator("#saved")).to_have_text("Moved to place 3 of 3")
    shows(page, "B", "C", "A")
    expect(down).to_be_focused()
    assert saved_order() == ["B", "C", "A"]


def test_a_press_on_another_row_waits_and_is_done_there(page, three, slow):
    with sends(page):
        page.locator(f"#down-{three[0].public_id}").press("Enter")
    page.locator(f"#up-{three[2].public_id}").press("Enter")
    with sends(page):
        slow.answer()
    slow.answer()
    shows(page, "B", "C", "A")
    expect(page.locator(f"#up-{three[2].public_id}")).to_be_focused()
    assert saved_order() == ["B", "C", "A"]


def test_a_double_click_moves_one_row_twice_and_no_other(page, three):
    page.locator(f"#down-{three[0].public_id}").scroll_into_view_if_needed()
    x, y = middle(page, f"#down-{three[0].public_id}")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.up()
    shows(page, "B", "A", "C")
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    shows(page, "B", "C", "A")
    assert saved_order() == ["B", "C", "A"]


def test_a_press_that_waits_for_one_that_fails_is_given_up_in_words(page, three, slow):
    down = page.locator(f"#down-{three[0].public_id}")
    with sends(page):
        down.press("Enter")
    down.press("Enter")
    page.evaluate("1")
    slow.held.pop(0).abort()
    expect(page.locator("#saved")).to_have_text(
        "Not saved: the server did not answer. Try again. What you pressed after that is not done either."
    )
    expect(down).to_be_focused()
    assert saved_order() == ["A", "B", "C"]


def test_adding_pressed_twice_adds_once_and_what_is_typed_meanwhile_stays(page, three, slow):
    field = page.get_by_label("Add a strength")
    field.fill("D")
    with sends(page):
        page.locator("#add-strength").press("Enter")
    page.keyboard.press("Enter")
    field.press("End")
    page.keyboard.type(", and E")
    slow.answer()
    shows(page, "A", "B", "C", "D")
    expect(field).to_have_value("D, and E")
    expect(field).to_be_focused()
    page.keyboard.type("!")
    expect(field).to_have_value("D, and E!")


def test_an_edit_begins_in_the_field_and_ends_where_it_began(page, three):
    summary = page.locator(f"#open-{three[1].public_id}")
    field = page.locator(f"#text-{three[1].public_id}")
    summary.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.type("ee")
    page.locator(f"#save-{three[1].public_id}").press("Enter")
    expect(page.locator("#saved")).to_have_text("Saved")
    expect(summary).to_be_focused()
    shows(page, "A", "Bee", "C")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.type("s")
    page.get_by_role("button", name="Cancel").press("Enter")
    expect(field).to_be_hidden()
    expect(field).to_have_value("Bee")
    expect(summary).to_be_focused()


def test_a_removed_one_is_put_back_and_the_keyboard_goes_on_in_the_list(page, three):
    page.locator(f"#remove-{three[1].public_id}").press("Enter")
    expect(page.locator("#saved")).to_have_text("Removed; you can put it back, below the list")
    shows(page, "A", "C")
    expect(page.locator(f"#highlight-{three[2].public_id}")).to_be_focused()
    page.get_by_text("1 removed strength").click()
    page.get_by_role("button", name="Put back: B").press("Enter")
    shows(page, "A", "B", "C")
    expect(page.get_by_text("1 removed strength")).to_have_count(0)
    expect(page.locator("#suggested-strength")).to_be_focused()
    assert saved_order() == ["A", "B", "C"]


def test_choosing_and_typing_go_on_while_a_move_is_saved(page, three, slow):
    page.locator(f"#point-{three[1].public_id}").click()
    page.locator(".pointing summary").first.click()
    box = page.locator(".pointing input[name='item']").first
    box.check()
    page.locator(f"#open-{three[2].public_id}").click()
    with sends(page):
        page.locator(f"#down-{three[0].public_id}").click()
    field = page.locator(f"#text-{three[2].public_id}")
    field.press("End")
    page.keyboard.type("D")
    slow.answer()
    shows(page, "B", "A", "C")
    expect(field).to_be_focused()
    page.keyboard.type("E")
    expect(field).to_have_value("CDE")
    expect(box).to_be_checked()


def test_after_adding_one_the_next_can_be_typed(page, three):
    page.get_by_label("Add a strength").fill("D")
    page.locator("#strength .add button").press("Enter")
    expect(page.locator("#saved")).to_have_text("Added")
    expect(page.get_by_label("Add a strength")).to_be_focused()
    expect(page.get_by_label("Add a strength")).to_have_value("")


def test_what_is_being_typed_outlives_a_move(page, three):
    page.get_by_label("Add a strength").fill("Half a sentence")
    page.locator(f"#highlight-{three[1].public_id} summary").click()
    field = page.locator(f"#text-{three[1].public_id}")
    expect(field).to_be_focused()  # at its end: until then, what is typed could stand beside what is there
    field.fill("B, in other words")
    page.locator(f"#down-{three[0].public_id}").click()
    expect(page.locator("#saved")).to_have_text("Moved to place 2 of 3")
    expect(page.get_by_label("Add a strength")).to_have_value("Half a sentence")
    expect(field).to_have_value("B, in other words")
    expect(field).to_be_visible()


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
    dismiss = suggested.get_by_role("button", name="Not this one: Category 1")
    dismiss.press("Enter")
    expect(suggested.get_by_text("1 dismissed suggestion")).to_be_visible()
    expect(suggested.locator("li").first).to_be_focused()
    expect(page.locator("#saved")).to_have_text("Dismissed; you can bring it back, below the list")
    assert Dismissal.objects.get().key == "below:1"
    suggested.get_by_text("1 dismissed suggestion").click()
    suggested.get_by_role("button", name="Bring back").click()
    expect(dismiss).to_be_visible()
    suggested.get_by_label("Write it down: Category 1").press("Enter")
    words = suggested.get_by_label("In your words, as the report is to say it").first
    expect(words).to_be_focused()
    expect(words).to_have_value("Staffing")
    check_accessibility()
    assert not Highlight.objects.filter(assessment=assessment, kind="focus").exists()
    page.keyboard.type("Filling posts")
    suggested.get_by_role("button", name="Add to areas of focus").press("Enter")
    expect(page.locator("#focus ol .lines")).to_have_text(["Filling posts"])
    expect(page.locator("#focus .points")).to_contain_text("1.1, 1.3")
    expect(dismiss).to_have_count(0)
    expect(suggested.locator("li").first).to_be_focused()
    expect(page.locator("#count-focus")).to_have_text("1")


def test_words_that_are_refused_stay_open_at_their_suggestion(page, site, three):
    assessment = three[0].assessment
    level = assessment.cycle.edition.scale.levels.get(code="0")
    for item in assessment.items().rated():
        assessment.ratings.create(item=item, level=level)
    page.goto(f"{site.url}/assessments/{assessment.public_id}/#focus")
    suggested = page.locator("#suggestions-focus")
    for category in (1, 2):
        suggested.get_by_label(f"Write it down: Category {category}").click()
    first, second = (page.locator(f"[id='words-below:{category}']") for category in (1, 2))
    second.fill("Half a sentence")
    first.fill("x" * 501)
    suggested.get_by_role("button", name="Add to areas of focus").first.press("Enter")
    expect(suggested.get_by_role("alert")).to_contain_text("At most 500 characters fit.")
    expect(first).to_have_value("x" * 501)
    first.fill("Staff")
    suggested.get_by_role("button", name="Add to areas of focus").first.press("Enter")
    expect(page.locator("#focus ol .lines")).to_have_text(["Staff"])
    expect(first).to_have_count(0)
    expect(second).to_have_value("Half a sentence")
    expect(second).to_be_visible()
