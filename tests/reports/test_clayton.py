"""The numbers of the source document, in what is gathered."""

import pytest

from evidence.public.mentions import mentions_in
from evidence.suppression.cells import MINIMUM, Cell, total
from evidence.suppression.outcome import HIDDEN, Hidden, Reason, Suppression
from tests.evidence.suppression.solving_reader import SolvingReader

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def report(clayton_printed):
    return clayton_printed.report


def test_the_cover_says_what_the_form_says(report):
    assert report.title == "State of the Partnership 2023-2024"
    assert report.district == "School District of Clayton"
    assert report.date == "September 2023"
    assert report.participants == "Melissa Logan, Kate Pavlisin, and Robyn Wiens"
    assert report.perspective == "joint assessment"
    assert report.status_note == ""


def test_there_are_22_ones_30_twos_and_2_threes(report):
    counts = {level.code: count for level, count in report.total.levels}
    assert counts == {"0": 0, "1": 22, "2": 30, "3": 2, "N/A": 0}
    assert (report.total.met, report.total.scored, report.total.rated, report.total.total) == (32, 54, 54, 54)
    assert round(report.total.share, 1) == 59.3
    assert round(report.total.average, 2) == 1.63


def test_every_category_has_its_ratings_in_order(report):
    levels = {
        c.category.number: [line.level.code for line in c.items if line.item.is_rated]
        for c in report.categories
    }
    assert levels == {
        "1": list("112211"),
        "2": list("222232111"),
        "3": list("22131121"),
        "4": list("1122211"),
        "5": list("22222122122"),
        "6": list("222"),
        "7": list("1121212122"),
    }


def test_headings_of_the_form_are_shown_without_a_rating(report):
    headings = [line.item.reference for c in report.categories for line in c.items if not line.item.is_rated]
    assert "5.7" in headings


def test_titles_come_from_the_edition_that_was_rated(report):
    assert report.categories[2].category.title == "Collaboration of Responsibility and Resources"
    assert report.plan.categories[2].category.title == "Collaboration of Responsibilities and Resources"


def test_there_are_7_strengths_and_5_areas_of_focus(report):
    assert (len(report.strengths), len(report.focus)) == (7, 5)
    assert (report.strengths[0], report.focus[-1]) == (
        "Transportation",
        "Communication Across District teams",
    )


def test_the_23_action_steps_of_version_2_1_are_those_of_2023_2024(report):
    assert str(report.plan.plan).endswith("Action Steps V 2.1")
    assert report.plan.plan.edition.label == "2023-2024"
    assert sum(len(category.steps) for category in report.plan.categories) == 23


def test_the_evidence_keeps_its_columns(report):
    assert report.evidence.edition == "2023-2024"
    columns = {category.category.number: category.columns for category in report.evidence.categories}
    assert columns == {"1": ("2022-2023", "August 2023")} | dict.fromkeys(
        "234567", ("2022-2023", "2023-2024")
    )
    rows = [row for category in report.evidence.categories for row in category.rows]
    assert len([row for row in rows if row.depth == 0]) == 39


def printed_cells(report):
    """By row and period what the tables of evidence print."""
    return {
        (line.key, column): cell
        for category in report.evidence.categories
        for line in category.rows
        for column, cell in zip(category.columns, line.cells, strict=True)
    }


def test_no_small_count_of_students_is_printed(clayton_printed):
    for text in (
        "Military",
        "CBI - ",
        "VSP - ",
        "of 5 students",
        "(30/30)",
        "(n=25)",
        "65% of 25",
        "Class of 2023",
        "31.7%",  # of nobody says how many
        "At least 80% in gen ed",
        "South Tech-1%",
    ):
        assert text not in clayton_printed.html
    for text in (
        "1 out of 22",
        "95%",
        "22/22 (100%)",
        "1/1 (100%)",
    ):
        assert text in clayton_printed.html


def test_it_is_said_once_in_a_table_that_and_why_values_are_hidden(report):
    hidden = {
        category.category.number: sum(cell.is_hidden for row in category.rows for cell in row.cells)
        for category in report.evidence.categories
        if category.hidden
    }
    assert hidden == {"4": 7, "7": 11}  # two more add up with an embargoed one, and are not public yet
    (why,) = {category.hidden for category in report.evidence.categories if category.hidden}
    assert "counts of fewer than 10 of them are hidden" in why


SMALL = {
    "4yr": 13, "2yr": 7, "apprenticeship": 1, "military": 1, "employment": 4, "gap year": 4,
    "cbi": 8, "vsp": 2, "cte": 5, "construction": 7, "culinary": 22,
}  # fmt: skip
"""What the source prints of 2022-2023; the first six are 30 seniors, the others those in programs."""


def test_a_reader_who_adds_up_what_is_printed_learns_no_small_count(report):
    """Even one who is told the totals, which the report does not print."""
    cells = printed_cells(report)
    of_students = [
        cell.text
        for (row, _), cell in cells.items()
        if row.startswith(("clayton-r-4", "clayton-r-7")) and not row.endswith("new-programs")
    ]
    printed = [figure for text in of_students for figure in mentions_in(text)]
    assert {figure.count for figure in printed} == {None}
    assert {figure.denominator for figure in printed} == {None}
    for row in (
        "4-graduation",
        "4-post-graduation",
        "7-enrollment-cbi",
        "7-enrollment-vsp",
        "7-enrollment-cte",
    ):
        assert cells[f"clayton-r-{row}", "2022-2023"].text == HIDDEN
    known = [Cell(name, count) for name, count in SMALL.items()]
    seniors, students = [*SMALL][:6], [*SMALL][6:]
    totals = [Cell("seniors", 30), Cell("students", sum(SMALL[name] for name in students))]
    outcome = Suppression(dict.fromkeys(SMALL, Hidden(Reason.SMALL, "")))
    reader = SolvingReader(
        [*known, *totals], [total("seniors", *seniors), total("students", *students)], outcome
    )
    assert all(reader.known_to_within(name) >= MINIMUM for name in SMALL)
