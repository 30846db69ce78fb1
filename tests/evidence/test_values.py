"""Values are written by one rule, one or many, and never over what the person has not seen."""

import pytest

from evidence.models import Observation, ObservationStatus
from evidence.values import Change, Conflicts, save_values, seen_in
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    category = make.make_category()
    return make.make_row(category, make.make_partnership(agreement=category.edition.agreement))


@pytest.fixture
def period():
    return make.make_period()


@pytest.fixture
def liaison(row):
    return make.make_liaison(row.partnership)


def test_a_text_makes_a_value_and_its_history_names_the_person(row, period, liaison):
    (value,) = save_values([Change(row, period, {"text": "95%"}, seen_in(None))], by=liaison)
    assert (value.text, value.status, value.updated_by) == ("95%", ObservationStatus.REPORTED, liaison)
    assert [one.history_user for one in value.history.all()] == [liaison]


def test_an_empty_text_makes_none_and_empties_one_that_stands(row, period, liaison):
    assert save_values([Change(row, period, {"text": ""}, seen_in(None))], by=liaison) == [None]
    value = Observation.objects.create(row=row, period=period, text="95%", note="Of 40")
    save_values([Change(row, period, {"text": ""}, seen_in(value))], by=liaison)
    value.refresh_from_db()
    assert (value.text, value.status, value.note) == ("", ObservationStatus.BLANK, "Of 40")


def test_what_somebody_else_wrote_meanwhile_is_not_replaced(row, period, liaison):
    before = Observation.objects.create(row=row, period=period, text="95%")
    seen = seen_in(before)
    save_values([Change(row, period, {"text": "96%"}, seen)], by=liaison)
    with pytest.raises(Conflicts) as met:
        save_values(
            [
                Change(row, period, {"text": "97%"}, seen),
                Change(row, make.make_period(), {"text": "1"}, seen_in(None)),
            ],
            by=make.make_director(row.partnership),
        )
    assert [value.text for _, value in met.value.now] == ["96%"]
    assert Observation.objects.get().text == "96%"


def test_two_who_change_different_parts_of_one_value_do_not_meet(row, period, liaison):
    value = Observation.objects.create(row=row, period=period, text="95%")
    seen = seen_in(value)
    save_values([Change(row, period, {"text": "96%"}, seen)], by=liaison)
    (value,) = save_values([Change(row, period, {"note": "Of 40", "text": "95%"}, seen)], by=liaison)
    assert (value.text, value.note) == ("96%", "Of 40")


@pytest.mark.slow
def test_many_are_written_in_as_many_queries_as_few(row, period, liaison, django_assert_num_queries):
    def changes(count):
        rows = [make.make_row(row.category, row.partnership) for _ in range(count)]
        return [Change(one, period, {"text": "9"}, seen_in(None)) for one in rows]

    few, many = changes(2), changes(20)
    with django_assert_num_queries(5):
        save_values(few, by=liaison)
    with django_assert_num_queries(5):
        save_values(many, by=liaison)
