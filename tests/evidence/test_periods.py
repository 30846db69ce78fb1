"""The columns of evidence tables, and rows that go on in another edition, both in the browser."""

from datetime import date

import pytest
from django.urls import reverse

from evidence.models import EvidenceColumn, Observation, ObservationStatus
from evidence.rows.editing import RowRefused
from evidence.rows.outline import outline_of, period_after, periods_of
from evidence.rows.periods import add_columns, remove_columns
from evidence.tables import category_tables
from partnerships.models import Period
from tests import factories as make

from .test_rows import Binder

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class TwoTables(Binder):
    """With a second category, in which a row stands."""

    def __init__(self):
        super().__init__()
        self.staffing = make.make_category(self.edition, title="Staffing")
        self.filled = make.make_row(self.staffing, self.partnership, (self.before, "95%"), label="Filled")
        self.both = [self.category, self.staffing]
        self.director = make.make_director(self.partnership)

    def columns(self, category):
        tables = category_tables(self.partnership, self.edition)
        return next(table.periods for table in tables if table.category == category)


@pytest.fixture
def binder():
    return TwoTables()


def post(client, person, binder, name, data):
    binder.adopted()
    client.force_login(person)
    return client.post(binder.at(name), data, follow=True)


def test_a_period_gets_a_column_in_every_table_once(binder):
    assert len(add_columns(binder.partnership, binder.both, binder.now, by=binder.liaison)) == 2
    assert add_columns(binder.partnership, binder.both, binder.now, by=binder.liaison) == []
    assert binder.columns(binder.category) == binder.columns(binder.staffing) == [binder.before, binder.now]
    assert EvidenceColumn.history.get(category=binder.category.pk).history_user == binder.liaison


def test_only_an_empty_column_goes(binder):
    add_columns(binder.partnership, binder.both, binder.now, by=binder.liaison)
    Observation.objects.create(row=binder.rides, period=binder.now, status=ObservationStatus.BLANK)
    remove_columns(binder.partnership, binder.both, binder.now, by=binder.liaison)
    assert binder.columns(binder.category) == [binder.before]
    assert Observation.history.first().history_user == binder.liaison
    with pytest.raises(RowRefused, match="“Formative data” in category 1 has a value"):
        remove_columns(binder.partnership, binder.both, binder.before, by=binder.liaison)
    assert binder.columns(binder.staffing) == [binder.before]


def test_the_outline_says_where_a_period_is_empty(binder):
    add_columns(binder.partnership, [binder.staffing], binder.now, by=binder.liaison)
    Observation.objects.create(row=binder.rides, period=binder.now, text="20 min")
    found = {one.period: one for one in periods_of(outline_of(binder.partnership, binder.edition))}
    assert (found[binder.now].categories, found[binder.now].empty) == (binder.both, [binder.staffing])
    assert found[binder.before].empty == []


def test_the_next_period_of_the_same_kind_is_offered(binder):
    make.make_period(kind="month", label="June", start=binder.before.end, end=binder.now.start)
    month = make.make_period(kind="month", label="May", start=date(2002, 5, 1), end=date(2002, 5, 31))
    Observation.objects.create(row=binder.rides, period=month, text="20 min")
    assert (
        period_after(outline_of(binder.partnership, binder.edition), binder.partnership.agreement_id)
        == binder.now
    )


def test_a_liaison_chooses_among_the_periods_and_makes_none(client, binder):
    chosen = {"period": binder.next.pk, "tables": "all"}
    page = post(client, binder.liaison, binder, "evidence-period-add", chosen)
    assert f"{binder.next.name} has a column in 2 categories." in page.content.decode()
    page = client.get(binder.at("evidence-period-add"))
    assert "If the period is not in the list, a director writes it down here." in page.content.decode()
    new = {"new": "1", "new-label": "2050-2051"}
    assert post(client, binder.liaison, binder, "evidence-period-add", new).status_code == 403


def test_a_director_writes_down_a_new_period(client, binder):
    new = {"label": "August 2026", "kind": "month", "start": "8/1/2026", "end": "8/31/2026", "tables": "2"}
    data = {"new": "1", **{f"new-{name}": value for name, value in new.items()}}
    page = post(client, binder.director, binder, "evidence-period-add", data)
    assert "August 2026 has a column in category 2." in page.content.decode()
    period = Period.objects.get(label="August 2026")
    assert binder.columns(binder.staffing)[-1] == period


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"start": "8/31/2026", "end": "8/1/2026"}, "The last day must be after the first day."),
        ({"start": "8/1/0226"}, "Is the year 226 right?"),
        ({"label": ""}, "Write down what documents call it."),
        ({"tables": "9"}, "Choose all tables, or one."),
    ],
)
def test_a_period_that_cannot_be_meant_is_asked_about(client, binder, typed, said):
    new = {
        "label": "August 2026",
        "kind": "month",
        "start": "8/1/2026",
        "end": "8/31/2026",
        "tables": "2",
        **typed,
    }
    data = {"new": "1", **{f"new-{name}": value for name, value in new.items()}}
    page = post(client, binder.director, binder, "evidence-period-add", data)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Period.objects.filter(label="August 2026").exists()


def test_a_value_that_came_meanwhile_keeps_its_column(client, binder):
    add_columns(binder.partnership, binder.both, binder.now, by=binder.liaison)
    Observation.objects.create(row=binder.rides, period=binder.now, text="20 min")
    data = {"period": binder.now.pk, "category": ["1", "2"]}
    page = post(client, binder.liaison, binder, "evidence-period-remove", data)
    assert page.status_code == 409
    assert "A column goes only when it is empty." in page.content.decode()
    page = post(client, binder.liaison, binder, "evidence-period-remove", data | {"category": ["2"]})
    assert "is removed from category 2." in page.content.decode()
    page = post(client, binder.liaison, binder, "evidence-period-remove", {"period": binder.now.pk})
    assert (page.status_code, "one at least." in page.content.decode()) == (422, True)


def test_rows_go_on_in_a_new_edition_after_a_look_at_what_stays_behind(client, binder):
    binder.rides.last_period = binder.before
    binder.rides.save()
    edition = make.make_edition(agreement=binder.edition.agreement, label="Next", effective_from="2030-07-01")
    category = make.make_category(edition, title="Outcomes")
    make.make_item(category, lineage=binder.item.lineage)
    make.adopt(edition)
    make.adopt(binder.edition)
    client.force_login(binder.liaison)
    address = reverse("evidence-carry", args=[binder.partnership.slug, "Next"])
    preview = client.get(address).content.decode()
    assert "Carry 1 row and 2 beneath it" in preview
    assert f'Ride time <span class="muted">It is no longer kept after {binder.before.name}.' in preview
    assert 'Filled <span class="muted">Nothing of category 2 Staffing goes on in Next.' in preview
    done = client.post(address, follow=True).content.decode()
    assert "Carried from 2023-2024 into Next: 1 row and 2 beneath it. Left behind: 2 rows." in done
