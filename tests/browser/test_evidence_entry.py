"""Evidence is entered in its table as in a spreadsheet, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from evidence.models import EvidenceRow, Observation
from evidence.values import CELL, Change, save_values, seen_in
from tests import factories as make

LIAISON = "liaison@clayton.example"
ROWS = [
    "Teacher Fill Percentage",
    "Paraprofessional Fill Percentage",
    "SSD Employees - Transfers Into Clayton",
]


@pytest.fixture
def table(page, site, county_in_place, sign_in):
    """Clayton's evidence, as its liaison sees it; gives the cells of a row by its label."""
    sign_in(LIAISON)
    page.goto(f"{site.url}/partnerships/clayton/evidence/")

    def cell(label, column=1):
        row = page.locator("table.entered tr", has=page.get_by_role("link", name=label, exact=True)).first
        return row.locator("td").nth(column)

    return cell


def says(label, period="August 2023"):
    value = Observation.objects.filter(row__label=label, period__label=period).first()
    return value and value.text


def saved(page, label, period="August 2023"):
    expect(page.locator("#saved")).to_contain_text(f"{label}, {period}: Saved")


def enter(label, text, *, by, period="August 2023"):
    """As somebody else does it meanwhile."""
    row = EvidenceRow.objects.get(label=label, partnership__slug="clayton")
    value = Observation.objects.get(row=row, period__label=period)
    save_values([Change(row, value.period, {"text": text}, seen_in(value, *CELL))], by=by)


@pytest.fixture
def director(county_in_place):
    return make.make_director(county_in_place)


def test_a_year_is_typed_down_the_column(page, table):
    table(ROWS[0]).click()
    for text, key in (("95%", "Enter"), ("96%", "ArrowDown"), ("4 out of 22", "ArrowDown"), ("1%", "Enter")):
        page.keyboard.press("Delete") if text == "1%" else None
        page.keyboard.type(text)
        page.keyboard.press(key)
    page.keyboard.type("Yes\n")
    expect(page.locator("#saved")).to_contain_text("Engagement Survey, August 2023: Saved")
    assert [says(label) for label in ROWS] == ["95%", "96%", "4 out of 22"]
    # From the last row of a table on to the next one.
    assert (
        page.evaluate("document.activeElement.closest('tr').textContent")
        .strip()
        .startswith("Number and type")
    )


def test_keys_move_save_leave_empty_and_undo(page, table, check_accessibility):
    cell = table(ROWS[0])
    cell.click()
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(cell).to_have_text("100%")
    page.keyboard.press("F2")
    page.keyboard.type(" of 22")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("posts")
    page.keyboard.press("ArrowUp")  # it belongs to the text
    page.keyboard.press("Tab")
    saved(page, ROWS[0])
    assert says(ROWS[0]) == "100% of 22\nposts"
    page.keyboard.press("Shift+Tab")
    expect(cell).to_be_focused()
    page.keyboard.press("Delete")
    expect(cell).to_contain_text("left blank")
    for text in ("100% of 22\nposts", "100%"):
        page.keyboard.press("Control+z")
        expect(cell.locator(".value > .lines")).to_have_text(text, use_inner_text=True)
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    assert says(ROWS[0]) == "100%"
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Category 1: Staffing")).to_be_focused()


def test_nothing_is_wrong_for_a_screen_reader(page, table, check_accessibility, director):
    check_accessibility()
    table(ROWS[0]).click()
    check_accessibility()
    page.keyboard.type("23/22")
    page.keyboard.press("Enter")
    expect(table(ROWS[0]).get_by_role("alert")).to_have_text("23 is more than the 22 it is out of.")
    enter(ROWS[1], "97%", by=director)
    page.keyboard.type("98%")
    page.keyboard.press("Enter")
    expect(table(ROWS[1]).get_by_role("alert")).to_contain_text("saved “97%”")
    check_accessibility()
    page.get_by_role("button", name="Keys").click()
    check_accessibility()
    page.keyboard.press("Escape")
    table(ROWS[2]).click()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("dialog", name=ROWS[2])).to_be_visible()
    check_accessibility()


def test_what_is_refused_stays_with_what_is_wrong(page, table):
    cell = table(ROWS[1])
    cell.click()
    page.keyboard.type("23/22")
    page.keyboard.press("Enter")
    expect(cell.get_by_role("alert")).to_be_visible()
    expect(page.locator("#saved")).to_have_text("1 value is not saved: see what is marked.")
    page.get_by_role("button", name="Go to it").click()
    expect(cell.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("22/23")
    page.keyboard.press("Enter")
    saved(page, ROWS[1])
    expect(cell).to_have_text("22/23 Saved: 22 of 23, that is 95.65%")


@pytest.mark.parametrize(("choice", "text"), [("Keep theirs", "97%"), ("Put mine", "98%")])
def test_two_people_in_one_cell_are_shown_both_values(page, table, director, choice, text):
    cell = table(ROWS[0])
    enter(ROWS[0], "97%", by=director)
    cell.click()
    page.keyboard.type("98%")
    page.keyboard.press("Enter")
    expect(cell.get_by_role("alert")).to_contain_text(f"{director.name} saved “97%”")
    expect(cell.get_by_role("textbox")).to_have_value("98%")
    cell.get_by_role("button", name=choice).click()
    expect(cell.locator(".value > .lines")).to_have_text(text)
    expect(cell.get_by_role("alert")).to_have_count(0)
    assert says(ROWS[0]) == text


def test_what_is_refused_does_not_stand_in_the_way_of_undoing(page, table):
    table(ROWS[0]).click()
    page.keyboard.press("Delete")
    page.keyboard.type("95%\n")
    saved(page, ROWS[0])
    page.keyboard.type("23/22\n")
    expect(table(ROWS[1])).to_contain_text("23 is more than the 22 it is out of.")
    page.keyboard.press("Control+z")
    expect(table(ROWS[0]).locator(".value")).to_contain_text("100%")
    assert says(ROWS[0]) == "100%"
    expect(table(ROWS[1]).get_by_role("textbox")).to_have_value("23/22")


def test_an_undo_replaces_nothing_that_others_wrote(page, table, director):
    table(ROWS[0]).click()
    page.keyboard.type("98%")
    page.keyboard.press("Enter")
    saved(page, ROWS[0])
    enter(ROWS[0], "97%", by=director)
    page.keyboard.press("Control+z")
    expect(table(ROWS[0]).get_by_role("alert")).to_contain_text("saved “97%”")
    assert says(ROWS[0]) == "97%"


def test_what_could_not_be_sent_is_marked_and_saved_when_the_network_is_back(page, table):
    table(ROWS[0]).click()
    page.context.set_offline(True)
    for text in ("95%", "96%"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("2 values are not saved yet. Trying again.")
    expect(table(ROWS[0])).to_have_text("95% Not saved yet", use_inner_text=True)
    page.context.set_offline(False)
    expect(table(ROWS[1])).to_contain_text("Saved")
    assert [says(label) for label in ROWS[:2]] == ["95%", "96%"]


def test_a_save_whose_answer_got_lost_is_no_conflict_with_oneself(page, table):
    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/cell/", lose_the_answer)
    cell = table(ROWS[0])
    cell.click()
    page.keyboard.type("95%")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("1 value is not saved yet. Trying again.")
    page.unroute("**/cell/")
    cell.click()
    page.keyboard.type("96%")
    page.keyboard.press("Enter")
    expect(cell).to_contain_text("Saved")
    value = Observation.objects.get(row__label=ROWS[0], period__label="August 2023")
    assert [one.text for one in value.history.all()] == ["96%", "95%"]


def test_after_signing_in_again_what_waited_is_saved(page, table, site):
    page.context.add_cookies([{"name": "sessionid", "value": "0" * 32, "url": site.url}])
    table(ROWS[0]).click()
    page.keyboard.type("95%")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Your unsaved value is kept on this page.")
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("E-mail").fill(LIAISON)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/evidence/")
    expect(table(ROWS[0])).to_contain_text("Saved")
    assert says(ROWS[0]) == "95%"


def test_what_is_on_its_way_when_the_page_is_left_is_saved_from_the_next(page, table):
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/cell/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    table(ROWS[0]).click()
    for text in ("95%", "96%", "4 out of 22"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.reload()
    for label, text in zip(ROWS, ("95%", "96%", "4 out of 22"), strict=True):
        expect(table(label).locator(".value > .lines")).to_have_text(text)
        expect(table(label).locator(".not-saved")).to_have_count(0)
        assert says(label) == text


def test_leaving_waits_for_the_save_that_is_on_its_way(page, table):
    page.route("**/cell/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    table(ROWS[0]).click()
    page.keyboard.type("95%")
    page.get_by_role("link", name="Action steps").click()
    page.wait_for_url("**/action-steps/")
    assert says(ROWS[0]) == "95%"


def test_forthcoming_is_saved_at_once_and_then_asked_about(page, table):
    cell = table(ROWS[0])
    cell.click()
    page.keyboard.type("*")
    page.keyboard.press("Enter")
    cell.get_by_role("link", name="Say when and from whom").click()
    expect(page.get_by_label("Expected")).to_be_focused()
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is not a date that can be read")).to_be_visible()
    page.get_by_label("Expected").fill("June 2026")
    page.get_by_label("Or somebody else").fill("State department")
    page.get_by_role("button", name="Save").click()
    expect(cell).to_contain_text("forthcoming, expected June 2026")
    expect(cell).to_be_focused()
    value = Observation.objects.get(row__label=ROWS[0], period__label="August 2023")
    assert (value.text, value.owed_by_name) == ("*", "State department")


def test_on_a_phone_a_row_is_a_card(page, table, check_accessibility):
    page.set_viewport_size({"width": 390, "height": 800})
    cell = table(ROWS[0])
    box = cell.bounding_box()
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    cell.tap() if page.evaluate("'ontouchstart' in window") else cell.click()
    page.keyboard.type("95%")
    page.get_by_role("heading", name="Category 1: Staffing").click()
    saved(page, ROWS[0])
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
    check_accessibility()


def test_readers_have_the_printed_table(page, site, sign_in, county_in_place):
    sign_in("viewer@clayton.example")
    page.goto(f"{site.url}/partnerships/clayton/evidence/")
    assert page.get_by_role("grid").count() == 0
    assert page.get_by_role("link", name="Details").count() == 0


def test_without_scripts_a_row_has_its_form(browser, site, county_in_place, sign_in, page):
    sign_in(LIAISON)
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    page = plain.new_page()
    page.goto(f"{site.url}/partnerships/clayton/evidence/")
    page.get_by_role("link", name=f"Details of {ROWS[0]}").click()
    page.get_by_label("Value").nth(1).fill("95%")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"“{ROWS[0]}” is saved.")).to_be_visible()
    assert says(ROWS[0]) == "95%"
    plain.close()
