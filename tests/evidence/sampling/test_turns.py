"""Whose turn it is to be asked, and what does not agree in a plan of turns."""

import pytest
from django.db import IntegrityError

from evidence.sampling.turns import asked_of, districts_of, plans_of, remarks_on
from tests import factories as make
from tests.partnerships.conftest import refused

pytestmark = pytest.mark.both_databases


def remarks(survey):
    (plan,) = plans_of(survey.row)
    return remarks_on(plan, districts_of(survey.agreement))


def test_a_district_is_told_all_its_years_at_once(survey):
    first, second, _ = survey.districts
    survey.turn(2006, first, second)
    survey.turn(2012, first)
    assert [one.in_words for one in asked_of(first)] == ["FFY 2006 (2006-2007) and FFY 2012 (2012-2013)"]
    assert [one.in_words for one in asked_of(second)] == ["FFY 2006 (2006-2007)"]
    assert asked_of(survey.districts[2]) == []


def test_a_district_comes_once_in_so_many_years(survey):
    first = survey.districts[0]
    survey.turn(2005, first)
    survey.turn(2011, first)
    assert remarks(survey) == []
    survey.turn(2008, first)
    assert remarks(survey) == [
        f"{first.partner.name} comes in FFY {one} ({one}-{one + 1}) "
        f"and again in FFY {other} ({other}-{other + 1}); the plan says once in 6."
        for one, other in ((2005, 2008), (2008, 2011))
    ]


def test_the_number_printed_is_held_against_those_that_are_named(survey):
    survey.turn(2005, *survey.districts[:2], number=9, label="Year 1")
    survey.turn(2006, number=9)
    assert remarks(survey) == ["FFY 2005 (2005-2006), Year 1: the source prints 9, and 2 of them are named."]


def test_whoever_never_came_is_named_once_all_turns_are_known(survey):
    survey.plan.every = 2
    survey.plan.save()
    first, second, third = survey.districts
    survey.turn(2005, first)
    unnamed = survey.turn(2006)
    assert remarks(survey) == []
    unnamed.districts.add(second)
    assert remarks(survey) == [f"Not asked in any period of the plan: {third.partner.name}."]


def test_a_district_s_row_has_the_plan_of_the_whole_s(survey):
    own = make.make_row(survey.category, survey.districts[0], lineage=survey.row.lineage)
    assert plans_of(own) == [survey.plan]
    assert plans_of(make.make_row(survey.category, survey.districts[1])) == []


def test_neither_the_whole_nor_a_district_of_another_agreement_is_asked(survey):
    turn = survey.turn(2005)
    for stranger in (survey.whole, make.make_partnership()):
        with refused("Only districts of the plan's agreement are asked."):
            turn.districts.add(stranger)


def test_a_plan_says_nothing_of_the_years_before_it(survey):
    with refused("A plan says whom to ask from the period on in which it begins."):
        survey.plan.turns.create(period=survey.years[2004])


@pytest.mark.parametrize(
    "fields", [{"kind": "turns"}, {"kind": "turns", "every": 0}, {"kind": "everybody", "every": 6}]
)
def test_only_turns_say_how_often_and_they_must(survey, fields):
    with pytest.raises(IntegrityError, match="sampling_plan_says_how_often"):
        survey.row.sampling_plans.create(from_period=survey.years[2012], method="So.", **fields)
