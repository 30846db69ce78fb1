"""The pages of improvement activities: what is read, and what the lead agency's people write."""

import pytest

from actionsteps.models import ActivityLine, ActivityTable, Progress
from core.history import save_as
from tests import factories as make


def read(client, user, address):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.text


def test_a_reader_of_a_district_reads_a_table_as_printed(state, client):
    step = state.step("Train teachers", state.one, state.two)
    table = state.table(
        (step, "1.7 / 2.7", "Train", "active_revised"), heading="Indicators 1 and 2", unplaced="WVDE"
    )
    page = read(client, state.reader, state.url("activity-table", table.public_id))
    for words in (
        "Indicators 1 and 2",
        "1.7 / 2.7",
        "Active Revised",
        "“WVDE”",
        "submitted February 15, 2013",
    ):
        assert words in page
    assert "Go on with it" not in page


@pytest.mark.slow
def test_an_activity_says_where_it_is_printed_what_it_serves_and_how_far_it_is(state, client):
    step, other = state.step("Train", state.one, state.two), state.step("Design")
    make.make_activity_table(
        state.printed, state.whole, (step, "3.1", "Train", "active"), printed_at=state.one
    )
    state.table((step, "3.1", "Train all", "revised"), (other, "3.1", "Design", "new"), printed_at=state.two)
    save_as(Progress(step=step, status="under_way", words="Two sessions held."), by=state.director)
    page = read(client, state.reader, state.url("activity", step.public_id))
    assert "<ins>all</ins>" in page and "Two sessions held." in page
    assert "3.1 is the number of another activity too" in page
    assert "Say how far it is" not in page
    assert "Say how far it is" in read(client, state.director, state.url("activity", step.public_id))


@pytest.mark.slow
def test_pages_ask_as_much_for_many_tables_as_for_one(state, client, django_assert_num_queries):
    for _ in range(3):
        lines = [(state.step(), "1.1", "Train", "active") for _ in range(3)]
        make.make_activity_table(state.printed, state.whole, *lines, items=[state.one], printed_at=state.one)
    make.hand_in(state.printed)
    client.force_login(state.director)
    table, step = ActivityTable.objects.first(), state.plan.steps.first()
    for address, most in (
        (state.url("activities"), 12),
        (state.url("activity-table", table.public_id), 12),
        (state.url("activity", step.public_id), 12),
    ):
        with django_assert_num_queries(most, exact=False):
            assert client.get(address).status_code == 200


@pytest.mark.slow
def test_a_table_goes_on_in_a_submission_to_come_and_the_earlier_one_stays(state, client):
    before = state.table((state.step(), "1.1", "Train", "new"), items=[state.one], heading="Indicator 1")
    client.force_login(state.director)
    address = state.url("begin-activity-table")
    assert "Indicator 1" in client.get(f"{address}?from={before.public_id}").text
    data = {
        "from": before.public_id,
        "key": "k" * 12,
        "submission": state.coming.pk,
        "heading": "Indicator 1",
        "items": [state.one.pk],
    }
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302  # the same table
    [after] = ActivityTable.objects.filter(submission=state.coming)
    [line] = after.lines.all()
    assert (line.text, line.number, line.status, line.step) == ("Train", "1.1", "", before.lines.get().step)
    data = {"number": "1.1", "text": "Train all", "status": "active_revised", "status_year": 2013}
    client.post(state.url("activity-line", line.public_id), data | {"seen": seen(client, state, line)})
    line.refresh_from_db()
    assert (line.text, line.standing) == ("Train all", "Active Revised 2013")
    assert (before.lines.get().text, before.lines.get().standing) == ("Train", "New")
    assert line.step.actions.get().text == "Train teachers"


@pytest.mark.slow
def test_all_lines_go_on_and_one_without_a_number_is_not_called_lost(state, client):
    lines = [(state.step(), "", f"Train {name}", "new") for name in ("teachers", "leaders", "parents")]
    before = state.table(*lines, items=[state.one])
    client.force_login(state.director)
    data = {"from": before.public_id, "submission": state.coming.pk, "heading": "1", "items": [state.one.pk]}
    page = client.post(state.url("begin-activity-table"), data, follow=True).text
    assert (page.count("No number yet"), page.count("Number lost")) == (3, 0)
    assert "Number lost" in client.get(state.url("activity-table", before.public_id)).text


def seen(client, state, line):
    return client.get(state.url("activity-line", line.public_id)).context["form"]["seen"].value()


@pytest.mark.slow
def test_a_new_activity_serves_several_items_and_stands_once(state, client):
    table = state.table(submission=state.coming, items=[state.one])
    client.force_login(state.director)
    address = state.url("add-activity-line", table.public_id)
    data = {"number": "1.9 / 2.9", "text": "Work with agencies", "items": [state.one.pk, state.two.pk]}
    for _ in range(2):
        assert client.post(address, {**data, "key": "abcdefghijkl"}).status_code == 302
    line = table.lines.get()
    assert [item.reference for item in line.step.items.order_by("position")] == ["1.1", "1.2"]
    assert line.step.plan == state.plan
    assert line.step.actions.get().text == "Work with agencies"


def test_an_activity_that_is_printed_goes_on_with_its_words(state, client):
    step = state.step()
    state.table((step, "1.1", "Train", "active"))
    table = state.table(submission=state.coming, items=[state.one])
    client.force_login(state.director)
    client.post(
        state.url("add-activity-line", table.public_id), {"activity": step.lineage, "status": "completed"}
    )
    line = table.lines.get()
    assert (line.step, line.number, line.text, line.standing) == (step, "1.1", "Train", "Completed")


@pytest.mark.slow
def test_a_line_without_words_and_a_year_without_a_status_are_refused(state, client):
    table = state.table((state.step(), "1.1", "Train", ""), submission=state.coming)
    client.force_login(state.director)
    line = table.lines.get()
    new = client.post(
        state.url("add-activity-line", table.public_id), {"number": "1.2", "text": " ", "items": []}
    )
    assert new.status_code == 422
    assert "Write what is done" in new.text and "Tick what the new activity serves." in new.text
    changed = client.post(
        state.url("activity-line", line.public_id), {"number": "1.1", "text": "", "status_year": 213}
    )
    assert changed.status_code == 422
    for words in ("Write what is done", "Choose the status", "a year with four figures"):
        assert words in changed.text
    assert ActivityLine.objects.get().text == "Train"


@pytest.mark.slow
def test_a_table_that_is_handed_in_is_not_written(state, client):
    table = state.table((state.step(), "1.1", "Train", "active"))
    client.force_login(state.director)
    for address in (
        state.url("activity-line", table.lines.get().public_id),
        state.url("remove-activity-line", table.lines.get().public_id),
        state.url("add-activity-line", table.public_id),
        state.url("change-activity-table", table.public_id),
    ):
        response = client.post(address, {"text": "Other"})
        assert response.status_code == 409
        assert "is handed in, and the table stays as it is" in response.text
    assert table.lines.get().text == "Train"


@pytest.mark.slow
def test_two_who_change_one_line_lose_nothing(state, client):
    table = state.table((state.step(), "1.1", "Train", "active"), submission=state.coming)
    line = table.lines.get()
    client.force_login(state.director)
    address, was = state.url("activity-line", line.public_id), seen(client, state, line)
    sent = {"number": "1.1", "text": "Train", "status": "active", "seen": was}
    assert client.post(address, sent | {"text": "Train all"}).status_code == 302
    both = client.post(address, sent | {"text": "Train some"})
    assert both.status_code == 409
    assert "Train all" in both.text and "Train some" in both.text
    assert client.post(address, sent | {"status": "completed"}).status_code == 302
    line.refresh_from_db()
    assert (line.text, line.status) == ("Train all", "completed")


def test_a_line_is_taken_out_and_its_activity_stays(state, client):
    table = state.table((state.step(), "1.1", "Train", "active"), submission=state.coming)
    client.force_login(state.director)
    client.post(state.url("remove-activity-line", table.lines.get().public_id))
    assert not table.lines.exists()
    assert state.plan.steps.count() == 1


@pytest.mark.slow
def test_a_number_is_lost_in_what_was_printed_and_still_to_come_in_what_is_written(state, client):
    printed = state.table((state.step(), "", "Train", "new"), items=[state.one])
    coming = state.table((state.step(), "", "Train", ""), items=[state.one], submission=state.coming)
    assert "Number lost" in read(client, state.director, state.url("activity-table", printed.public_id))
    page = read(client, state.director, state.url("activity-table", coming.public_id))
    assert "No number yet" in page and "Number lost" not in page
