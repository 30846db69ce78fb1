"""A row's page: its target, result and change, the gap to other students, and where its meaning changes."""

import pytest

from evidence.models import RowKind, StudentGroup, StudentGroupKind, TargetKind
from partnerships.models import Direction
from tests import factories as make

from .test_measure_trend import gathered, look, periods, row_in
from .test_trends import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def graduation(years):
    """Three years of a rate with its definition."""
    first, second, third = periods(years, 3)
    row = row_in(
        years,
        "2020",
        (first, "80%"),
        (second, "84%"),
        (third, "83%"),
        unit="%",
        kind=RowKind.RATE,
        better=Direction.HIGHER,
    )
    row.definitions.create(from_period=first, formula="Graduates of the cohort")
    return row


def figures(years):
    return [figure for _, figure in gathered(years).values]


def test_a_value_says_whether_its_target_is_met_and_by_how_much_it_changed(years, graduation, client):
    period = graduation.observations.last().period
    graduation.definitions.get().targets.create(period=period, kind=TargetKind.AT_LEAST, number=85)
    words = text_of(look(client, years))
    assert "83% ↓ 1 percentage point lower, worse at least 85% not met" in words
    assert "84% ↑ 4 percentage points higher, better" in words
    assert "Target: 2020-2021, none; 2021-2022, none; 2022-2023, 85%." in gathered(years).chart.alt


def test_the_gap_names_whom_it_is_against(years, graduation, client):
    with_iep = StudentGroup.objects.create(label="students with IEPs", kind=StudentGroupKind.WITH_IEP)
    everybody = StudentGroup.objects.create(label="all students", kind=StudentGroupKind.ALL)
    graduation.student_group = with_iep
    graduation.save()
    part = graduation.breakdowns.create(name="Group").parts.create(label="All", student_group=everybody)
    last = graduation.observations.last().period
    make.make_value(graduation, last, "93%", part=part)
    assert "students with IEPs against all students: 10 percentage points lower" in text_of(
        look(client, years)
    )
    assert "all students: 2020-2021, none; 2021-2022, none; 2022-2023, 93%." in gathered(years).chart.alt


def test_where_its_meaning_changes_the_line_breaks_with_the_reason(years, graduation, client):
    last = graduation.observations.last().period
    graduation.definitions.create(from_period=last, formula="By cohort", reason="The state asks for cohorts.")
    assert [figure.change is None for figure in figures(years)] == [True, False, True]
    assert "its figures mean something else. The state asks for cohorts." in text_of(look(client, years))
    assert "then not comparable with before; 2022-2023, 83%" in gathered(years).chart.alt


def test_counts_alone_are_drawn_as_their_share(years):
    first, second = periods(years, 2)
    row_in(years, "2020", (first, "21 of 25"), (second, "22/25"), unit="%")
    assert [figure.number for figure in figures(years)] == [84, 88]
