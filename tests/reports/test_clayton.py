"""The numbers of the source document, in what is gathered."""

import pytest

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
