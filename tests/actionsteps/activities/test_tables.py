"""Activities as printed: which tables stand at an item, and one activity in all of them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from actionsteps.activities.tables import activities_of, tables_at
from actionsteps.models import ActivityLine
from tests import factories as make


def test_a_table_for_several_items_stands_at_each_of_them(state):
    table = state.table((state.step(), "1.1 / 2.1", "Train", "active"), items=[state.one, state.two])
    for item in (state.one, state.two):
        assert tables_at(state.agreement, [item]).printed == [table]
    assert not tables_at(state.agreement, [state.three])


def test_a_printing_that_differs_stands_at_its_own_item_and_is_named_at_the_others(state):
    items = [state.one, state.two, state.three]
    at = [
        make.make_activity_table(state.printed, state.whole, items=items, printed_at=item)
        for item in items[:2]
    ]
    make.hand_in(state.printed)
    found = tables_at(state.agreement, [state.one])
    assert (found.printed, found.elsewhere) == ([at[0]], [at[1]])
    assert tables_at(state.agreement, [state.three]).printed == []
    assert tables_at(state.agreement, [state.three]).elsewhere == at


def test_two_activities_of_one_number_stay_two(state):
    first, second = state.step("Help districts"), state.step("Design the process")
    make.make_activity_table(state.printed, state.whole, (first, "3.1", "Help districts", "active"))
    state.table((second, "3.1", "Design the process", "new"))
    found = activities_of(state.agreement, with_coming=False)
    assert [(one.numbers, one.newest.text) for one in found] == [
        (["3.1"], "Help districts"),
        (["3.1"], "Design the process"),
    ]


def test_one_activity_keeps_the_number_words_and_status_of_each_table(state):
    step = state.step()
    make.make_activity_table(state.printed, state.whole, (step, "1.3", "Train teachers", "active"))
    state.table((step, "1.3 / 2.3", "Train all teachers", "active_revised"))
    [found] = activities_of(state.agreement, with_coming=False)
    assert found.numbers == ["1.3 / 2.3", "1.3"]
    assert found.standings == ["Active", "Active Revised"]
    assert found.printings[1].pieces == [("same", "Train"), ("inserted", "all"), ("same", "teachers")]


def test_what_is_still_being_written_is_for_those_who_write(state):
    state.table((state.step(), "1.1", "Train", "new"), submission=state.coming, items=[state.one])
    assert not activities_of(state.agreement, with_coming=False)
    assert not tables_at(state.agreement, [state.one])
    assert activities_of(state.agreement, with_coming=True)


def test_numbers_are_in_their_order_and_those_that_are_lost_come_last(state):
    lines = [(state.step(), number, "Train", "") for number in ("", "1.10", "/ 1.4", "1.9")]
    state.table(*lines)
    found = activities_of(state.agreement, with_coming=False)
    assert [one.numbers for one in found] == [["/ 1.4"], ["1.9"], ["1.10"], []]


def refused(write):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    return str(error.value)


def test_a_table_that_is_handed_in_no_longer_changes(state):
    table = state.table((state.step(), "1.1", "Train", "new"), items=[state.one])
    lines = ActivityLine.objects.filter(table=table)
    for write in (
        lambda: lines.update(text="Teach"),
        lambda: lines.update(status="active"),
        lambda: lines.delete(),
        lambda: table.lines.create(step=state.step(), text="More"),
        lambda: type(table).objects.filter(pk=table.pk).update(heading="Other"),
        lambda: table.items.add(state.two),
    ):
        assert "is handed in, and the table stays as it is" in refused(write)


def test_a_line_has_words_once_a_table(state):
    table = state.table(submission=state.coming)
    assert "activity_line_has_words" in refused(lambda: table.lines.create(step=state.step(), number="1.1"))
    step = state.step()
    table.lines.create(step=step, number="1.1", text="Train")
    refused(lambda: table.lines.create(step=step, number="1.2", text="Train"))
    table.lines.create(step=state.step(), number="1.1", text="Of the same number")
    assert "year_of_a_status" in refused(
        lambda: table.lines.create(step=state.step(), text="Train", status_year=2013)
    )


def test_a_table_names_only_what_is_of_its_agreement(state):
    table = state.table(submission=state.coming)
    other = make.make_edition()
    item = make.make_item(make.make_category(other))
    foreign = make.make_plan(make.make_partnership(agreement=other.agreement), other)
    step = make.make_step(foreign, item.category)
    assert "items of its own agreement" in refused(lambda: table.items.add(item))
    assert "another partnership's" in refused(lambda: table.lines.create(step=step, text="Train"))
    coming = make.make_submission(other.agreement, due_on=date(2014, 2, 1))
    assert "another agreement's" in refused(lambda: make.make_activity_table(coming, state.whole))
