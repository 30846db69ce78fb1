"""SLPS: two of three success options, those the school chose, computed from the figures of three years."""

from copy import copy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from determinations.models import ChangeUnit, YearsCompared
from determinations.rules.deciding import decide
from determinations.rules.facts import Facts
from determinations.rules.needed import values_needed, with_values
from determinations.rules.readings import other_readings
from determinations.rules.series import YearFigure, YearSeries, change_over, figure_of
from determinations.rules.working import work_out
from tests.determinations.slps import MET, NOT_MET, SUBJECTS, Slps

SLPS = Slps()
MPI, PROFICIENT, SCORES = (
    "MPI",
    "proficient and advanced",
    "students whose scale score is up 10 points or more",
)
YEARS = ("2016-2017", "2017-2018", "2018-2019")


def series(*numbers, broken_in=""):
    figures = [
        YearFigure(
            year,
            None if number is None else Fraction(number),
            "" if number is not None else f"No {year}.",
            "The test changed." if year == broken_in else "",
        )
        for year, number in zip(YEARS, numbers, strict=True)
    ]
    return YearSeries(tuple(figures))


def school(chosen=(0, 2), **figures):
    """The figures of a school, the same in both subjects unless `math` says others; and what it is held to."""
    math = figures.pop("math", {})
    given = {"mpi": (300, 310, 320), "proficient": (40, 40, 40), "scores": (None, None, 60)} | figures
    names = {"mpi": MPI, "proficient": PROFICIENT, "scores": SCORES}
    of = {
        SLPS.measures[f"{names[key]}, {subject}"].pk: series(
            *(math.get(key, numbers) if subject == "Math" else numbers)
        )
        for key, numbers in given.items()
        for subject in SUBJECTS
    }
    facts = Facts(
        {},
        {one.pk: figure_of(one, of[one.measure_id]) for one in SLPS.rules.quantities},
        frozenset(SLPS.options[n].pk for n in chosen),
    )
    return of, facts


def outcome(*args, **figures):
    found = decide(SLPS.rules, school(*args, **figures)[1])
    return found.name if found else None


def test_both_chosen_options_met_in_both_subjects():
    assert outcome() == MET


def test_both_subjects_must_pass():
    assert outcome(math={"mpi": (300, 300, 310)}) == NOT_MET


def test_school_is_held_to_the_options_it_chose():
    assert outcome(chosen=(0, 1)) == NOT_MET
    assert outcome(chosen=(1, 2), proficient=(40, 42, 44.5), mpi=(300, 300, 300)) == MET


@pytest.mark.parametrize("chosen", [(), (0,), (0, 1, 2)])
def test_school_that_chose_none_one_or_three_has_no_outcome(chosen):
    assert outcome(chosen=chosen) is None


def test_five_percent_a_year_or_ten_over_two_is_enough():
    """40, 40, 44: no 5% in the first year, but 10% over two. 40, 42, 44.1 are 5% in each."""
    assert outcome(chosen=(1, 2), proficient=(40, 40, 44)) == MET
    assert outcome(chosen=(1, 2), proficient=(40, 42, "44.1")) == MET
    assert outcome(chosen=(1, 2), proficient=(40, 42, 43)) == NOT_MET


def test_half_of_the_students_is_enough_by_at_least():
    assert outcome(scores=(None, None, 50)) == MET
    assert outcome(scores=(None, None, "49.99")) == NOT_MET


def test_year_without_data_is_said_and_gives_no_number():
    of, facts = school(mpi=(300, None, 330))
    told, working = work_out(SLPS.rules, facts, rules="", series=of)
    assert told is None
    assert working.why == f"Whether it is {MET} cannot be said yet: there is not enough data."
    assert working.outcomes[0].methods[0].criteria[0].figure == "No 2017-2018."


def test_percentage_of_nothing_is_no_number():
    figure = figure_of(SLPS.rules.quantities[0], series(0, 310, 320))
    assert (figure.value, figure.words) == (
        None,
        "0 in 2016-2017, 310 in 2017-2018, 320 in 2018-2019: of 0 there is no percentage.",
    )


def test_figures_that_are_computed_otherwise_from_a_year_on_are_not_compared():
    figure = figure_of(SLPS.rules.quantities[0], series(300, 310, 320, broken_in="2018-2019"))
    assert (figure.value, figure.words) == (None, "The test changed.")


def test_change_over_two_years_is_not_broken_by_what_changed_before_them():
    of_two = copy(SLPS.rules.quantities[0])
    of_two.years = 2
    assert figure_of(of_two, series(None, 300, 315, broken_in="2017-2018")).value == 5


def test_other_readings_say_what_would_come_of_them():
    """MPI 300, 310, 320: 6.67 percent from first to last, and 4.92 from the average of the years before."""
    facts = {
        reading.words: decide(rules, with_values(rules, school()[1], school()[0], {}))
        for reading, rules in other_readings(SLPS.rules)
    }
    assert len(facts) == 2 * 4 * 2 - 1
    before = "percent of the earlier figure; the last year with the average of the years before it; at least"
    exactly = "percent of the earlier figure; the last year with the first; exactly"
    points = "points on the measure's own scale; the last year with the first; at least"
    assert [facts[words].name for words in (before, exactly, points)] == [NOT_MET, NOT_MET, MET]


@pytest.mark.parametrize(
    ("change", "span", "expected"),
    [
        (ChangeUnit.PERCENT, YearsCompared.FIRST_TO_LAST, Fraction(100 * 20, 300)),
        (ChangeUnit.POINTS, YearsCompared.FIRST_TO_LAST, 20),
        (ChangeUnit.PERCENT, YearsCompared.BEFORE_TO_LAST, Fraction(100 * 15, 305)),
        (ChangeUnit.POINTS, YearsCompared.EACH_YEAR, 10),
        (ChangeUnit.PERCENT, YearsCompared.AVERAGE_YEAR, (Fraction(1000, 300) + Fraction(1000, 310)) / 2),
    ],
)
def test_change_by_each_way_to_read_it(change, span, expected):
    assert change_over([Fraction(300), Fraction(310), Fraction(320)], change, span) == expected


figures = st.tuples(*[st.integers(1, 60)] * 3)


@given(
    figures,
    figures,
    st.tuples(st.none(), st.none(), st.integers(0, 100)),
    st.sampled_from([(0, 1), (0, 2), (1, 2)]),
)
def test_values_needed_reach_the_outcome_and_no_smaller_ones_do(mpi, proficient, scores, chosen):
    of, facts = school(chosen=chosen, mpi=mpi, proficient=proficient, scores=scores)
    for needed in values_needed(SLPS.rules, facts, of):
        assert decide(SLPS.rules, with_values(SLPS.rules, facts, of, needed.values)).name == MET
        for key, value in needed.values.items():
            less = {**needed.values, key: value - Fraction(1, 1000)}
            assert decide(SLPS.rules, with_values(SLPS.rules, facts, of, less)).name == NOT_MET


def test_no_value_is_offered_where_exactly_one_is_asked():
    """60 of 100 students are more than the half: “at least 50” would be no way to exactly that."""
    of, facts = school()
    rules = next(rules for reading, rules in other_readings(SLPS.rules) if reading.comparator == "equal")
    assert values_needed(rules, facts, of) == []


def test_value_needed_is_said_in_the_measures_own_words():
    of, facts = school(math={"mpi": (300, 310, 311)})
    _, working = work_out(SLPS.rules, facts, rules="", series=of)
    assert [(change.words, change.outcome) for change in working.changes] == [
        ("MPI, Math at least 315 in 2018-2019 (it is 311)", MET)
    ]


def test_alternatives_stand_beside_one_another():
    _, working = work_out(SLPS.rules, school()[1], rules="")
    option_two = [one.either for one in working.outcomes[0].methods[0].criteria if "TWO" in one.option]
    assert option_two == ["English Language Arts", "English Language Arts", "Math", "Math"]
