"""Michigan's rules over all counts, against a reading of its table by somebody who had not seen the code."""

from itertools import product

import pytest

from determinations.rules.deciding import Answer, answer_method, decide
from determinations.rules.facts import Count, Facts
from tests.determinations.michigan import LOCAL, PROCESS, STATE, michigan_rules
from tests.determinations.michigan_reading import (
    BOUNDARIES,
    on_track_1,
    on_track_2,
    on_track_3,
    outcome,
    progress_1,
    progress_2,
)

RULES = michigan_rules()
METHODS = [method for one in RULES.outcomes for method in one.methods]
READ = [on_track_1, on_track_2, on_track_3, progress_1, progress_2]


def facts(*goals):
    """(met, all) of process goals, of outcome goals on local data, of state-assessment goals."""
    return Facts(
        {kind: Count(*one) for kind, one in zip((PROCESS, LOCAL, STATE), goals, strict=True) if one[1]}
    )


def decided(*goals):
    found = decide(RULES, facts(*goals))
    return found.name if found else None


@pytest.mark.parametrize(
    ("goals", "expected"), [(case[1:4], case[4]) for case in BOUNDARIES], ids=[case[0] for case in BOUNDARIES]
)
def test_boundary(goals, expected):
    assert decided(*goals) == expected


def counts(most):
    """Every way to meet some of up to so many goals."""
    return [(met, all_) for all_ in range(most + 1) for met in range(all_ + 1)]


def test_methods_hold_as_the_table_is_read():
    """Each by itself, over all counts up to 4 goals a kind."""
    for goals in product(counts(4), repeat=3):
        given = facts(*goals)
        answers = [answer_method(method, given) == Answer.HOLDS for method in METHODS]
        assert answers == [read(*goals) for read in READ], goals


@pytest.mark.slow
def test_outcome_over_all_counts_up_to_nine_goals_a_kind():
    differing = [goals for goals in product(counts(9), repeat=3) if decided(*goals) != outcome(*goals)]
    assert differing == []
