"""One cell of the table is saved at once, and answered with what stands in it."""

import re

import pytest
from django.urls import reverse

from evidence.models import EvidenceColumn, EvidenceFile, EvidenceRow, Observation, ObservationStatus
from evidence.tables import cell_of
from evidence.values import CELL, seen_in
from tests import factories as make
from tests.words import words_in

pytestmark = pytest.mark.django_db


class Desk:
    """A row with a value for one period and a column for another, and its liaison."""

    def __init__(self):
        edition = make.make_edition(label="2023-2024")
        self.category = make.make_category(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.before, self.now = make.make_period(), make.make_period()
        self.row = make.make_row(self.category, self.partnership, (self.before, "95%"), kind="rate")
        make.adopt(edition)
        EvidenceColumn.objects.create(partnership=self.partnership, category=self.category, period=self.now)
        self.liaison = make.make_liaison(self.partnership)
        self.url = reverse("evidence-cell", args=[self.partnership.slug, edition.label, self.row.lineage])

    def value(self, period=None):
        return Observation.objects.filter(row=self.row, period=period or self.now).first()

    def form(self, text, period=None, **fields):
        period = period or self.now
        return {"period": period.key, "text": text, "seen": seen_in(self.value(period), *CELL), **fields}


@pytest.fixture
def desk(client):
    desk = Desk()
    client.force_login(desk.liaison)
    return desk


def words(response):
    return words_in(response.text)


def test_a_value_is_saved_and_shown_as_it_stands(client, desk):
    response = client.post(desk.url, desk.form(" 22/23 (96%)\r\n"))
    told = "22/23 (96%) Saved: 22 of 23, that is 95.65%; printed 96%"
    assert (response.status_code, words(response)) == (200, told)
    assert (desk.value().text, desk.value().updated_by) == ("22/23 (96%)", desk.liaison)
    assert f'data-seen="{cell_of(desk.row, desk.now, desk.value()).seen}"' in response.text


def test_the_same_twice_is_one(client, desk):
    form = desk.form("96%")
    assert [client.post(desk.url, form).status_code for _ in range(2)] == [200, 200]
    assert desk.value().history.count() == 1


def test_emptying_a_value_keeps_its_trace(client, desk):
    assert words(client.post(desk.url, desk.form("", desk.before))) == "Saved left blank"
    assert [one.text for one in desk.value(desk.before).history.all()] == ["", "95%"]


@pytest.mark.slow
def test_what_somebody_else_saved_meanwhile_is_shown_beside_what_was_typed(client, desk):
    form = desk.form("96%")
    colleague = make.make_director(desk.partnership)
    client.force_login(colleague)
    client.post(desk.url, desk.form("97%"))
    client.force_login(desk.liaison)
    response = client.post(desk.url, form)
    assert response.status_code == 409
    assert f"{colleague.name} saved “ 97% ” on" in words(response)
    assert "data-mine" not in response.text
    mine = {**form, "seen": re.search('data-seen="([^"]+)"', response.text)[1]}
    assert client.post(desk.url, mine).status_code == 200
    assert desk.value().text == "96%"


def test_ones_own_save_from_elsewhere_is_told_as_such(client, desk):
    form = desk.form("96%")
    client.post(desk.url, desk.form("97%"))
    assert 'data-mine="97%"' in client.post(desk.url, form).text


@pytest.mark.slow
def test_an_undo_brings_back_the_status_too(client, desk):
    Observation.objects.filter(row=desk.row).update(text="soon", status=ObservationStatus.IN_DEVELOPMENT)
    client.post(desk.url, desk.form("96%", desk.before))
    client.post(desk.url, desk.form("soon", desk.before, status="in_development"))
    assert (desk.value(desk.before).text, desk.value(desk.before).status) == ("soon", "in_development")


def test_undoing_the_first_entry_leaves_nothing_but_its_trace(client, desk):
    client.post(desk.url, desk.form("May 2024"))
    assert words(client.post(desk.url, desk.form("", status="none"))) == "Saved"
    assert desk.value() is None
    kinds = Observation.history.filter(period=desk.now).values_list("history_type", "history_user")
    assert list(kinds) == [(kind, desk.liaison.pk) for kind in "-~+"]


def test_what_somebody_wrote_beside_the_first_entry_stays_when_it_is_undone(client, desk):
    client.post(desk.url, desk.form("96%"))
    Observation.objects.filter(text="96%").update(note="Counted in May.")
    client.post(desk.url, desk.form("", status="none"))
    assert (desk.value().status, desk.value().note) == ("blank", "Counted in May.")


def test_a_value_with_a_file_is_left_blank_when_it_is_undone(client, desk):
    client.post(desk.url, desk.form("96%"))
    EvidenceFile.objects.create(
        observation=desk.value(), filename="a.pdf", content="a", size=1, uploaded_by=desk.liaison
    )
    client.post(desk.url, desk.form("", status="none"))
    assert desk.value().status == "blank"


def test_a_day_that_a_text_gave_goes_with_the_text(client, desk):
    client.post(desk.url, desk.form("May 2024"))
    assert desk.value().expected_in_words == "May 2024"
    client.post(desk.url, desk.form("96%"))
    assert desk.value().expected_on is None


@pytest.mark.parametrize(("text", "status"), [("", "reported"), ("96%", "blank")])
def test_a_status_that_contradicts_the_text_is_read_anew(client, desk, text, status):
    assert client.post(desk.url, desk.form(text, desk.before, status=status)).status_code == 200
    assert bool(desk.value(desk.before).text) == (desk.value(desk.before).status != "blank")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("9" * 100_000, "At most 5000 characters fit. Shorten it, then save again."),
        ("9\x006%", "Null characters are not allowed."),
        ("23/22", "23 is more than the 22 it is out of."),
        ("-3", "A count is never negative: -3."),
        ("104%", "104% is more than 100%, the most this row allows."),
        (
            "9/28/2022",
            "September 28, 2022 is not in the period, which is July 1, 2002 to June 30, 2003.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(client, desk, text, sentence):
    response = client.post(desk.url, desk.form(text))
    assert (response.status_code, words(response)) == (422, sentence)
    assert desk.value() is None


def test_a_period_without_a_column_has_no_cell(client, desk):
    for key in (make.make_period().key, "", "school_year:", "month:\u2028"):
        assert client.post(desk.url, {"period": key, "text": "1"}).status_code == 404
    assert Observation.objects.count() == 1


def test_only_those_who_enter_save(client, desk):
    for person, status in (
        (make.make_viewer(desk.partnership), 403),
        (make.make_administrator(), 403),
        (make.make_liaison(make.make_partnership()), 404),
    ):
        client.force_login(person)
        assert client.post(desk.url, desk.form("1")).status_code == status
    assert desk.value() is None


def test_a_row_of_another_partnership_is_not_reached(client, desk):
    other = make.make_partnership(agreement=desk.partnership.agreement)
    row = make.make_row(desk.category, other, (desk.now, "theirs"))
    url = reverse("evidence-cell", args=[desk.partnership.slug, "2023-2024", row.lineage])
    assert client.post(url, desk.form("mine")).status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize("counts_students", [False, True])
def test_it_takes_eight_queries_at_most(client, desk, django_assert_max_num_queries, counts_students):
    EvidenceRow.objects.update(counts_students=counts_students)
    form = desk.form("96%", desk.before)
    with django_assert_max_num_queries(10):  # two of them open and close the transaction
        assert client.post(desk.url, form).status_code == 200
