"""The tables of documents as workbooks, offered where the documents are."""

from datetime import date

import pytest
from django.urls import reverse

from actionsteps.plans.versions import release
from core.workbooks.reading import ReadSheet, workbook_to_read
from tests import factories as make
from tests.workbook_files import opened

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_words_stay_words_and_numbers_and_days_are_such():
    rows = [["=HYPERLINK(1)", 2, 0.5, date(2026, 3, 1), None], ["+1", 3, 1.0, None, "-2"]]
    content = workbook_to_read("Title", [ReadSheet("A/B", ["Words", "n", "f", "day", "more"], rows)])
    assert content == workbook_to_read("Title", [ReadSheet("A/B", ["Words", "n", "f", "day", "more"], rows)])
    sheet = opened(content)["A B"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "n"]
    assert [cell.value for cell in sheet[3]] == ["+1", 3, 1, None, "-2"]


@pytest.fixture
def partnership():
    """With evidence, a released plan and a final assessment."""
    edition = make.make_edition()
    category = make.make_category(edition, title="Staffing")
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    make.make_row(category, partnership, (make.make_period(), "=95%"), label="Positions filled")
    plan = make.make_plan(partnership, edition)
    make.make_step(plan, category, ("Hire", ""))
    release(plan, plan.version, by=make.make_director(partnership))
    make.close(make.make_assessment(partnership, cycle=make.make_cycle(edition=edition)))
    return partnership


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        ("state-of-the-partnership", ["Ratings", "Action steps", "Evidence"]),
        ("board-summary", ["Ratings"]),
        ("tracker", ["Action steps"]),
        ("agreement", ["Action steps", "Evidence"]),
        ("form", []),
    ],
)
def test_a_document_offers_the_workbooks_of_its_tables(client, partnership, kind, offered):
    client.force_login(make.make_viewer(partnership))
    page = client.get(reverse("document", args=[partnership.slug, kind]))
    assert [one.words for one in page.context["workbooks"]] == offered
    assert [client.get(one.address).status_code for one in page.context["workbooks"]] == [200] * len(offered)


def test_the_evidence_is_a_sheet_for_each_category(client, partnership):
    client.force_login(make.make_viewer(partnership))
    book = opened(client.get(reverse("evidence-tables-workbook", args=[partnership.slug])).content)
    (sheet,) = book.worksheets
    assert [cell.value for cell in sheet[2]] == ["Positions filled", "=95%"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}
