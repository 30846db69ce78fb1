"""A block copied from a spreadsheet goes into the cells it covers, after a look."""

import pytest
from playwright.sync_api import expect

from evidence.models import Observation

LIAISON = "liaison@clayton.example"
FIRST = "Teacher Fill Percentage"
SECOND = "Paraprofessional Fill Percentage"


@pytest.fixture
def evidence(page, site, county_in_place, sign_in):
    """Clayton's evidence, as its liaison sees it."""
    sign_in(LIAISON)
    page.goto(f"{site.url}/partnerships/clayton/evidence/")
    return page


def paste(page, text):
    """As the browser does it where the keyboard is."""
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def choose(page, label, column):
    row = page.locator("table.entered tr", has=page.get_by_role("link", name=label, exact=True)).first
    row.locator("td").nth(column).focus()


def says(label, period):
    value = Observation.objects.filter(row__label=label, period__label=period).first()
    return value and value.text


def test_a_pasted_block_is_looked_at_and_then_saved(evidence):
    choose(evidence, FIRST, 1)
    evidence.context.grant_permissions(["clipboard-read", "clipboard-write"])
    evidence.evaluate("navigator.clipboard.writeText('97%\\r\\n22/23 (96%)\\r\\n')")
    evidence.keyboard.press("Control+v")
    expect(evidence.get_by_role("heading", name="What would change")).to_be_visible()
    expect(evidence.locator("table.changes")).to_contain_text("22 of 23")
    assert says(FIRST, "August 2023") != "97%"
    evidence.get_by_role("button", name="Save 2 values").click()
    expect(evidence.get_by_text("2 values saved.")).to_be_visible()
    assert (says(FIRST, "August 2023"), says(SECOND, "August 2023")) == ("97%", "22/23 (96%)")


def test_a_block_wider_than_the_table_is_refused_and_still_there(evidence):
    choose(evidence, FIRST, 1)
    paste(evidence, "1%\t2%\t3%\t4%")
    expect(evidence.locator(".invalid-feedback")).to_contain_text(
        "The block has 4 columns. From August 2023 on"
    )
    expect(evidence.get_by_label("Paste the cells here")).to_have_value("1%\t2%\t3%\t4%")
    assert says(FIRST, "August 2023") != "1%"


def test_one_cell_and_one_in_an_open_field_are_text_as_always(evidence):
    choose(evidence, FIRST, 1)
    paste(evidence, "97%\r\n")
    field = evidence.locator(".editor textarea")
    expect(field).to_have_value("97%")
    paste(evidence, "1\t2")
    expect(evidence.get_by_role("heading", name="Paste")).to_have_count(0)
