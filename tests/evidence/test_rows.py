"""Keeping the rows: adding, changing, ordering, ending and removing them."""

import pytest
from django.urls import reverse

from core.conflicts import Conflict
from evidence.models import EvidenceRow, Observation, ObservationStatus
from evidence.rows.agreed import add_rows_for, unanswered_measures
from evidence.rows.editing import RowRefused, add_row, end_row, keep_on, remove_row, why_it_stays
from evidence.rows.forms import RowForm
from evidence.rows.ordering import move_row, order_rows
from evidence.rows.outline import outline_of
from evidence.tables import NO_LONGER_KEPT, category_tables
from tests import factories as make

pytestmark = pytest.mark.django_db


class Binder:
    """A partnership with one category, in which two rows stand, the first with two beneath it."""

    def __init__(self):
        self.edition = make.make_edition(label="2023-2024")
        self.category = make.make_category(self.edition, title="Outcomes")
        self.item = make.make_item(self.category)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.before, self.now, self.next = (make.make_period() for _ in range(3))
        self.data = self.row((self.before, "80%"), label="Formative data")
        self.reading = self.row((self.before, "81%"), label="aReading", parent=self.data)
        self.maths = self.row(label="aMath", parent=self.data)
        self.rides = self.row(label="Ride time")
        self.liaison = make.make_liaison(self.partnership)

    def row(self, *cells, **fields):
        return make.make_row(self.category, self.partnership, *cells, **fields)

    def adopted(self):
        make.adopt(self.edition)
        return self

    @property
    def order(self):
        rows = EvidenceRow.objects.filter(partnership=self.partnership).order_by("position")
        return [str(row) for row in rows]

    def at(self, name, *place):
        return reverse(name, args=[self.partnership.slug, self.edition.label, *place])


@pytest.fixture
def binder():
    return Binder()


@pytest.fixture
def liaison(client, binder):
    binder.adopted()
    client.force_login(binder.liaison)
    return client


def new_row(binder, **typed):
    data = {"label": "", "better": "neither", "seen": "", **typed}
    row = EvidenceRow(partnership=binder.partnership, category=binder.category, edition=binder.edition)
    return RowForm(data, row=row)


def test_a_new_row_stands_at_the_end_and_says_what_it_answers(binder):
    measure = make.make_measure(binder.category)
    form = new_row(binder, label="Graduation", measures=[measure.pk], items=[binder.item.pk], kind="rate")
    assert form.is_valid(), form.errors
    row = add_row(form, by=binder.liaison)
    assert (row.position, row.kind, list(row.measures.all())) == (5, "rate", [measure])
    assert row.history.first().history_user == binder.liaison


def test_a_row_that_is_added_twice_stands_once(binder):
    for _ in range(2):
        form = new_row(binder, label="Graduation")
        assert form.is_valid(), form.errors
        add_row(form, by=binder.liaison)
    assert binder.order.count("Graduation") == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"label": "  "}, "label"),
        ({"label": "x" * 100_000}, "label"),
        ({"label": "A", "lowest": "10", "highest": "1"}, "__all__"),
        ({"label": "A", "highest": "many"}, "highest"),
        ({"label": "A", "measures": [0]}, "measures"),
    ],
)
def test_what_cannot_be_meant_is_named(binder, typed, wrong):
    assert list(new_row(binder, **typed).errors) == [wrong]


def test_another_partnerships_addition_cannot_be_answered(binder):
    theirs = make.make_measure(
        binder.category, local_to=make.make_partnership(agreement=binder.edition.agreement)
    )
    assert "measures" in new_row(binder, label="A", measures=[theirs.pk]).errors


def test_a_row_does_not_stand_beneath_itself_or_one_beneath_it(binder):
    offered = RowForm(row=binder.data).fields["parent"].queryset
    assert [str(row) for row in offered] == ["Ride time"]


def test_a_renamed_row_stays_the_same_row(liaison, binder):
    address = binder.at("evidence-row", binder.rides.lineage)
    seen = RowForm(row=EvidenceRow.objects.get(pk=binder.rides.pk)).initial["seen"]
    liaison.post(address, {"label": "Time on the bus", "better": "lower", "seen": seen})
    row = EvidenceRow.objects.get(pk=binder.rides.pk)
    assert (row.label, row.better, row.lineage) == ("Time on the bus", "lower", binder.rides.lineage)
    assert [one.label for one in row.history.all()] == ["Time on the bus", "Ride time"]


@pytest.mark.slow
def test_two_who_rename_a_row_are_told_and_the_words_stay(liaison, binder):
    address, seen = binder.at("evidence-row", binder.rides.lineage), RowForm(row=binder.rides).initial["seen"]
    EvidenceRow.objects.filter(pk=binder.rides.pk).update(label="Rides")
    response = liaison.post(address, {"label": "Bus", "better": "neither", "seen": seen})
    assert response.status_code == 409
    page = response.content.decode()
    assert "changed “Its words” meanwhile: it is “Rides” now" in page
    assert ">\nBus</textarea>" in page


def test_a_row_moves_among_those_beside_it_and_takes_along_what_stands_beneath(binder):
    assert move_row(binder.rides, -1, by=binder.liaison) == (1, 2)
    assert binder.order == ["Ride time", "Formative data", "aReading", "aMath"]
    assert move_row(binder.maths, -1, by=binder.liaison) == (1, 2)
    assert binder.order[2:] == ["aMath", "aReading"]


def test_two_who_put_rows_in_order_meet(binder):
    was = [binder.data.lineage, binder.rides.lineage]
    place = (binder.partnership, binder.category, "")
    order_rows(*place, was[::-1], was=was, by=binder.liaison)
    order_rows(*place, was[::-1], was=was, by=binder.liaison)  # the same again is done already
    assert binder.order[0] == "Ride time"
    binder.row(label="Third")
    with pytest.raises(Conflict):
        order_rows(*place, was, was=was[::-1], by=binder.liaison)
    with pytest.raises(Conflict):
        order_rows(*place, [*was, "unknown"], was=was, by=binder.liaison)


def test_an_ended_row_is_no_longer_kept_nor_are_those_beneath_it(binder):
    binder.row((binder.now, "1"), label="New")
    end_row(binder.data, binder.before, seen="", by=binder.liaison)
    (table,) = category_tables(binder.partnership, binder.edition)
    said = {str(row.record): [cell.status for cell in row.cells] for row in table.rows}
    assert said["aMath"] == ["", NO_LONGER_KEPT]
    assert said["Formative data"] == ["", NO_LONGER_KEPT]
    assert said["Ride time"] == ["", ""]


def test_a_cell_is_told_by_its_parts_where_nothing_is_said_of_the_whole(binder):
    told, whole = binder.row(label="Told by schools"), binder.row((binder.now, "3.5"), label="Of the whole")
    for row in (told, whole):
        middle, high = make.make_parts(row, "Middle", "High")
        make.make_value(row, binder.now, "3.05", part=middle)
        make.make_value(row, binder.now, "4.24", part=high)
    (table,) = category_tables(binder.partnership, binder.edition)
    parts = {str(row.record): [str(part) for part in row.cells[-1].parts] for row in table.rows}
    assert [one.rpartition(" ")[2] for one in parts["Told by schools"]] == ["3.05", "4.24"]
    assert parts["Of the whole"] == []
    printed = [str(row.record) for row in table.as_printed_for(binder.now).rows]
    assert "Of the whole" in printed and "Told by schools" not in printed


def test_ending_is_taken_back_for_what_ended_with_it(binder):
    end_row(binder.maths, binder.now, seen="", by=binder.liaison)
    end_row(binder.data, binder.before, seen="", by=binder.liaison)
    binder.data.refresh_from_db()
    keep_on(binder.data, seen=str(binder.before.pk), by=binder.liaison)
    ended = EvidenceRow.objects.exclude(last_period=None)
    assert [(str(row), row.last_period) for row in ended] == [("aMath", binder.now)]


def test_a_row_does_not_end_before_its_values(binder):
    Observation.objects.create(row=binder.reading, period=binder.next, text="85%")
    with pytest.raises(RowRefused, match="“aReading” has a value for"):
        end_row(binder.data, binder.now, seen="", by=binder.liaison)


def test_two_who_end_a_row_otherwise_meet(binder):
    end_row(binder.rides, binder.now, seen="", by=binder.liaison)
    with pytest.raises(Conflict):
        end_row(binder.rides, binder.next, seen="", by=binder.liaison)
    end_row(binder.rides, binder.now, seen="", by=binder.liaison)  # the same


def test_a_row_goes_only_without_values_and_with_nothing_beneath(binder):
    assert "has a value for" in why_it_stays(binder.reading)
    top = binder.row(label="Top")
    binder.row(label="Below", parent=top)
    assert "Other rows stand beneath it" in why_it_stays(top)
    with pytest.raises(RowRefused, match="ended, not removed"):
        remove_row(binder.reading, by=binder.liaison)
    Observation.objects.create(row=binder.rides, period=binder.now, status=ObservationStatus.BLANK)
    remove_row(binder.rides, by=binder.liaison)
    remove_row(binder.rides, by=binder.liaison)  # pressed twice
    assert "Ride time" not in binder.order
    assert EvidenceRow.history.filter(id=binder.rides.pk).first().history_user == binder.liaison


@pytest.mark.slow
def test_a_measure_that_no_row_answers_gets_one_by_one_press(liaison, binder):
    category = make.make_category(make.make_edition(agreement=binder.edition.agreement))
    measure = make.make_measure(category, label="Bus safety", unit="%", better="higher")
    make.make_measure(category, label="Another")
    edition = make.adopt(category.edition)
    page = liaison.get(reverse("evidence-rows", args=[binder.partnership.slug]), {"edition": edition.label})
    assert "No row answers 2 agreed measures" in page.content.decode()
    address = reverse("evidence-answer-measures", args=[binder.partnership.slug, edition.label])
    for _ in range(2):
        liaison.post(address, {"measure": measure.lineage})
    row = EvidenceRow.objects.get(edition=edition)
    assert (row.label, row.unit, row.better, list(row.measures.all())) == (
        "Bus safety",
        "%",
        "higher",
        [measure],
    )
    assert [str(one) for one in unanswered_measures(binder.partnership, edition)] == ["Another"]


def test_the_evidence_page_says_what_has_no_data_yet(client, binder):
    make.make_measure(binder.category, label="Bus safety")
    client.force_login(make.make_viewer(binder.adopted().partnership))
    page = client.get(reverse("evidence", args=[binder.partnership.slug])).content.decode()
    assert "Bus safety" in page.split("Agreed, and no data yet")[1]
    assert "Add a row for it" not in page


def test_tables_without_a_column_lead_to_adding_one(liaison, binder):
    Observation.objects.all().delete()
    page = liaison.get(reverse("evidence", args=[binder.partnership.slug])).text
    assert "No value is entered yet." in page
    assert binder.at("evidence-period-add") in page


def test_the_agreement_marks_measures_that_no_row_answers(client, binder):
    measure = make.make_measure(binder.category, label="Bus safety")
    client.force_login(make.make_viewer(binder.adopted().partnership))
    page = client.get(reverse("agreement", args=[binder.partnership.slug])).content.decode()
    assert binder.at("evidence-agreed") in page
    assert f'<span id="data-{measure.lineage}"></span>' in page
    marks = client.get(binder.at("evidence-agreed"), HTTP_HX_REQUEST="true").content.decode()
    assert f'<span id="data-{measure.lineage}"' in marks
    assert "No data yet" in marks


@pytest.mark.slow
def test_a_heading_of_the_agreement_waits_for_no_row(binder):
    heading = make.make_measure(binder.category, label="State plan:")
    make.make_measure(binder.category, label="Graduation", parent=heading)
    assert [str(one) for one in unanswered_measures(binder.partnership, binder.edition)] == ["Graduation"]
    binder.rides.measures.add(heading)  # answers all beneath it
    assert unanswered_measures(binder.partnership, binder.edition) == []


@pytest.mark.parametrize("count", [1, 10])
def test_rows_for_all_measures_take_as_many_queries_for_one_as_for_ten(
    binder, count, django_assert_num_queries
):
    for _ in range(count):
        make.make_measure(binder.category)
    with django_assert_num_queries(9):
        added = add_rows_for(binder.partnership, binder.edition, by=binder.liaison)
    assert [row.position for row in added] == list(range(5, 5 + count))


@pytest.mark.parametrize("count", [1, 10])
def test_the_outline_takes_as_many_queries_for_many_rows_as_for_one(binder, count, django_assert_num_queries):
    for _ in range(count):
        binder.row((binder.now, "1"), parent=binder.data)
    with django_assert_num_queries(9):
        (outline,) = outline_of(binder.partnership, binder.edition)
    assert len(outline.rows.lines[0].beneath.lines) == 2 + count


@pytest.mark.slow
def test_the_page_shows_rows_in_order_and_moves_them_without_javascript(liaison, binder):
    page = reverse("evidence-rows", args=[binder.partnership.slug])
    text = liaison.get(page).content.decode()
    assert text.index("Formative data") < text.index("aReading") < text.index("Ride time")
    moved = liaison.post(binder.at("evidence-row-move", binder.rides.lineage, "up"), follow=True)
    assert "Moved to place 1 of 2." in moved.content.decode()
    part = liaison.post(binder.at("evidence-row-move", binder.rides.lineage, "down"), HTTP_HX_REQUEST="true")
    assert part.content.decode().strip().startswith('<div class="row-group" id="rows-1"')


def test_a_page_that_is_behind_is_told_in_its_order(liaison, binder):
    order = {"order": [binder.rides.lineage], "was": [binder.rides.lineage]}
    response = liaison.post(binder.at("evidence-rows-order", 1), order)
    assert response.status_code == 409
    assert "These rows changed meanwhile" in response.content.decode()
