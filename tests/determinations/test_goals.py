"""How a goal counts: by its own level, or by its benchmarks that are due."""

import pytest

from determinations.figures.goals import counts_of, goals_among
from determinations.rules.facts import Count
from partnerships.models import Item, ItemKind, LevelKind, RatingLevel, RatingScale

SCALE = RatingScale(met_from=1)
MET = RatingLevel(scale=SCALE, kind=LevelKind.SCORE, value=1, label="Met")
NOT_MET = RatingLevel(scale=SCALE, kind=LevelKind.SCORE, value=0, label="Not met")
NO_DATA = RatingLevel(scale=SCALE, kind=LevelKind.UNABLE_TO_MEASURE, label="Unable to measure")
NOT_DUE = RatingLevel(scale=SCALE, kind=LevelKind.NOT_APPLICABLE, label="Not due yet")

KIND = ItemKind.PROCESS_GOAL


def goal_with(*levels):
    """A goal, and a benchmark of it for each level."""
    items = [Item(pk=1, kind=KIND, is_rated=False)]
    items += [Item(pk=key, kind=ItemKind.BENCHMARK, parent_id=1) for key in range(2, 2 + len(levels))]
    (goal,) = goals_among(items, [KIND], dict(enumerate(levels, 2)))
    return goal


@pytest.mark.parametrize(
    ("levels", "state", "why"),
    [
        ((MET, MET), "met", "2 of 2 benchmarks are met."),
        ((MET, NOT_MET), "not met", "1 of 2 benchmarks are met."),
        ((MET, NOT_DUE), "met", "1 of 1 benchmark is met, 1 is “Not due yet”."),
        ((MET, NO_DATA), "met", "1 of 1 benchmark is met, 1 is “Unable to measure”."),
        ((MET, None), "not met", "1 of 2 benchmarks are met, 1 not rated yet."),
        ((NOT_DUE, NOT_DUE), "not counted", "Not due yet."),
        ((), "not counted", "Nothing of it is rated."),
    ],
)
def test_goal_counts_by_its_benchmarks_that_are_due(levels, state, why):
    goal = goal_with(*levels)
    assert (goal.state, goal.why) == (state, why)


def test_goal_that_is_rated_itself_counts_by_its_level():
    items = [Item(pk=1, kind=KIND), Item(pk=2, kind=KIND), Item(pk=3, kind=KIND)]
    goals = goals_among(items, [KIND], {1: MET, 2: NOT_MET, 3: NOT_DUE})
    assert [goal.state for goal in goals] == ["met", "not met", "not counted"]
    assert counts_of(goals) == {KIND: Count(1, 2)}


def test_kind_of_which_no_goal_counts_has_none():
    assert counts_of([goal_with(NOT_DUE)]) == {}
