"""How a launch plan reads, and what it says of periods that do not add up. Nothing here needs a database."""

from datetime import date

import pytest

from actionsteps.launch.table import LaunchCell, LaunchTable, TaskRow, days_of, remarks_on
from actionsteps.models import LaunchPeriod, LaunchPlan, LaunchTask

JAN = LaunchPeriod(label="Jan 18", first_day=date(2018, 1, 1), last_day=date(2018, 1, 31))
FEB = LaunchPeriod(label="Feb 18", first_day=date(2018, 2, 1), last_day=date(2018, 2, 28))
SPRING = LaunchPeriod(label="Mar- May 18", first_day=date(2018, 3, 1), last_day=date(2018, 5, 31))
PERIODS = [JAN, FEB, SPRING]
for number, period in enumerate(PERIODS, 1):
    period.pk = number


def row(words, *marked, **fields):
    return TaskRow(
        LaunchTask(words=words, **fields), [LaunchCell(period, period in marked) for period in PERIODS]
    )


def table(*rows):
    return LaunchTable(LaunchPlan(title="Phase one"), PERIODS, rows)


def test_rows_stand_beneath_their_headings_in_order():
    groups = table(row("Visit"), row("Hire"), row("Open", heading="SCHOOL OPS")).groups
    assert [(heading, [one.task.words for one in rows]) for heading, rows in groups] == [
        ("", ["Visit", "Hire"]),
        ("SCHOOL OPS", ["Open"]),
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("Visit")], "none of 1 task is marked"),
        ([row("Visit", JAN), row("Hire")], "1 of 2 tasks is marked"),
        (
            [
                row("Visit", JAN, status="done"),
                row("Hire", FEB, status="held_up"),
                row("Open", status="done"),
            ],
            "2 of 3 tasks are marked; 2 done, 1 held up",
        ),
    ],
)
def test_how_far_a_plan_is_in_words(rows, words):
    assert table(*rows).standing == words


def test_periods_that_follow_one_another_are_one_span():
    assert row("Visit", JAN, FEB).spans == [[JAN, FEB]]
    assert row("Visit", JAN, SPRING).spans == [[JAN], [SPRING]]
    later = LaunchPeriod(pk=4, label="June 18", first_day=date(2018, 6, 2), last_day=date(2018, 6, 30))
    across_a_gap = TaskRow(LaunchTask(words="Visit"), [LaunchCell(SPRING, True), LaunchCell(later, True)])
    assert across_a_gap.spans == [[SPRING], [later]]


def test_a_period_is_told_in_days():
    assert days_of(FEB) == "Feb 1, 2018 to Feb 28, 2018, 28 days"


def test_uneven_periods_gaps_and_overlaps_are_said():
    assert remarks_on(PERIODS) == ["The periods are uneven: “Feb 18” has 28 days, “Mar- May 18” 92."]
    assert remarks_on([JAN, FEB]) == []
    assert remarks_on([]) == []
    gap = LaunchPeriod(label="April 18", first_day=date(2018, 4, 1), last_day=date(2018, 4, 30))
    assert remarks_on([FEB, gap]) == ["Between “Feb 18” and “April 18” lie days that belong to no period."]
    into = LaunchPeriod(label="Late", first_day=date(2018, 2, 28), last_day=date(2018, 3, 28))
    assert remarks_on([FEB, into]) == ["“Feb 18” and “Late” overlap."]
