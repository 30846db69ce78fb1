"""Copying rows to many partnerships at once: the same rows there, all or nothing, and once."""

import pytest
from django.urls import reverse

from core.conflicts import Conflict
from evidence.models import EvidenceColumn, EvidenceRow
from evidence.rows.copy_plan import plan_copying
from evidence.rows.copying import copy_rows
from tests import factories as make

from .test_rows import Binder

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.both_databases]


class Many(Binder):
    """With other partnerships of the same agreement, and somebody who directs all of them."""

    def __init__(self):
        super().__init__()
        self.measure = make.make_measure(self.category, label="Rides")
        self.rides.measures.add(self.measure)
        self.rides.items.add(self.item)
        self.others = [make.make_partnership(agreement=self.edition.agreement) for _ in range(2)]
        self.director = make.make_director(self.partnership)

    def what(self, period=None):
        rows = EvidenceRow.objects.filter(partnership=self.partnership)
        lineages = list(rows.values_list("lineage", flat=True))
        return self.partnership, self.edition, lineages, self.others, period

    def copy(self, period=None):
        plan = plan_copying(*self.what(period))
        return copy_rows(*self.what(period), seen=plan.mark, by=self.director)

    def told(self, partnership):
        fields = ("label", "lineage", "parent__lineage", "measures", "items", "category")
        return list(
            EvidenceRow.objects.filter(partnership=partnership).order_by("position").values_list(*fields)
        )

    def there(self, number, **fields):
        return make.make_row(self.category, self.others[number], **fields)


@pytest.fixture
def binder():
    return Many()


def test_others_get_the_same_rows_without_values(binder):
    done = binder.copy(binder.now)
    assert (str(done.new_count), len(done.changed)) == ("4 rows and 4 beneath them", 2)
    for other in binder.others:
        assert binder.told(other) == binder.told(binder.partnership)
        assert not EvidenceRow.objects.filter(partnership=other).exclude(observations=None).exists()
        assert EvidenceColumn.objects.get(partnership=other).period == binder.now


def test_of_how_many_students_its_percentages_are_each_partnership_says_itself(binder):
    EvidenceRow.objects.filter(partnership=binder.partnership).update(students_at_least=400)
    binder.copy()
    others = EvidenceRow.objects.exclude(partnership=binder.partnership)
    assert set(others.values_list("students_at_least", flat=True)) == {None}


def test_the_history_of_a_copy_says_who_copied_it_from_where_and_what_it_names(binder):
    binder.copy()
    row = EvidenceRow.objects.get(partnership=binder.others[0], label="Ride time")
    told = row.history.get()
    assert (told.history_user, told.history_change_reason) == (
        binder.director,
        f"copied from {binder.partnership.partner.short_name}",
    )
    assert [one.measure for one in told.measures.all()] == [binder.measure]
    assert [one.item for one in told.items.all()] == [binder.item]


def test_done_again_it_changes_nothing(binder):
    plan = plan_copying(*binder.what(binder.now))
    for _ in range(2):
        done = copy_rows(*binder.what(binder.now), seen=plan.mark, by=binder.director)
    assert done.does_nothing
    assert (EvidenceRow.objects.count(), EvidenceColumn.objects.count()) == (12, 2)


def test_a_row_with_the_same_words_for_the_same_measure_stands_there_already(binder):
    binder.there(0, label="ride  TIME", answers=[binder.measure])
    binder.there(1, label="Ride time")  # for no measure: another row
    plan = plan_copying(*binder.what())
    assert [[str(row) for row in one.there] for one in plan.targets] == [["Ride time"], []]
    binder.copy()
    assert EvidenceRow.objects.filter(partnership=binder.others[0]).count() == 4


def test_a_new_row_stands_beneath_the_one_that_is_there_and_after_all_others(binder):
    data = binder.there(0, label="Formative data", position=7)
    binder.copy()
    beneath = EvidenceRow.objects.filter(partnership=binder.others[0], parent=data)
    assert [(str(row), row.position) for row in beneath] == [("aReading", 9), ("aMath", 10)]


def test_what_names_an_addition_of_the_partnership_goes_nowhere_nor_what_has_ended(binder):
    own = make.make_measure(binder.category, label="Our survey", local_to=binder.partnership)
    binder.data.measures.add(own)
    EvidenceRow.objects.filter(pk=binder.rides.pk).update(last_period=binder.before)
    plan = plan_copying(*binder.what())
    assert {str(one.row): one.why for one in plan.stuck} == {
        "Formative data": "It names “Our survey”, which only this partnership has.",
        "aReading": "“Formative data”, beneath which it stands, does not go.",
        "aMath": "“Formative data”, beneath which it stands, does not go.",
        "Ride time": f"It is no longer kept after {binder.before.name}.",
    }
    assert plan.does_nothing


def test_words_that_name_the_partner_are_pointed_out(client, binder, page):
    name = binder.partnership.partner.short_name
    binder.row(label=f"Transfers into {name.upper()}")
    assert [str(row) for row in plan_copying(*binder.what()).naming] == [f"Transfers into {name.upper()}"]
    assert f"These name {name} in their words" in client.post(page, {"scope": "all", "categories": "1"}).text


def test_what_somebody_added_there_meanwhile_is_shown_first(binder):
    plan = plan_copying(*binder.what())
    binder.there(1, label="Ride time", answers=[binder.measure])
    with pytest.raises(Conflict):
        copy_rows(*binder.what(), seen=plan.mark, by=binder.director)
    assert EvidenceRow.objects.exclude(partnership=binder.partnership).count() == 1


@pytest.mark.parametrize("count", [1, 8])
def test_the_number_of_queries_hangs_on_neither_partnerships_nor_rows(
    binder, count, django_assert_num_queries
):
    for _ in range(count):
        binder.row(parent=binder.data, answers=[binder.measure])
        binder.others.append(make.make_partnership(agreement=binder.edition.agreement))
    what = binder.what(binder.now)
    mark = plan_copying(*what).mark
    with django_assert_num_queries(27):
        copy_rows(*what, seen=mark, by=binder.director)


@pytest.fixture
def page(client, binder):
    client.force_login(binder.adopted().director)
    return reverse("evidence-copy", args=[binder.partnership.slug, binder.edition.label])


def test_a_director_looks_at_what_it_does_and_presses_once(client, binder, page):
    assert "See what would happen" in client.get(page).content.decode()
    chosen = {"categories": ["1"], "scope": "some", "partnerships": [binder.others[0].slug], "period": ""}
    preview = client.post(page, chosen)
    assert "2 rows and 2 beneath them are new, in 1 partnership." in preview.content.decode()
    done = client.post(page, chosen | {"copy": "1", "seen": preview.context["plan"].mark}, follow=True)
    assert "2 rows and 2 beneath them were copied to 1 partnership." in done.content.decode()
    assert "Nothing is to be done" in client.post(page, chosen).content.decode()


def test_single_rows_are_copied_with_what_they_stand_beneath(client, binder, page):
    chosen = {"rows": [binder.data.children.get(label="aMath").lineage], "scope": "all", "copy": "1"}
    seen = client.post(page, {"rows": chosen["rows"], "scope": "all"}).context["plan"].mark
    assert (
        "2 rows and 2 beneath them were copied"
        in client.post(page, chosen | {"seen": seen}, follow=True).text
    )
    rows = EvidenceRow.objects.filter(partnership=binder.others[0])
    assert [row.name for row in rows] == ["Formative data", "Formative data: aMath"]


def test_what_was_chosen_is_still_there_when_somebody_chooses_again(client, binder, page):
    again = client.post(page, {"rows": [binder.rides.lineage], "scope": "some", "change": "1"})
    assert again.status_code == 200
    assert f'value="{binder.rides.lineage}" checked' in again.text
    assert 'name="categories" value="1" checked' not in again.text


def test_of_very_many_partnerships_the_names_are_written_down(client, binder, page, monkeypatch):
    monkeypatch.setattr("partnerships.scope.MOST_BOXES", 1)
    assert binder.others[0].slug not in client.get(page).text
    chosen = {"categories": ["1"], "scope": "some", "named": binder.others[0].partner.name}
    assert [one.partnership for one in client.post(page, chosen).context["plan"].targets] == binder.others[:1]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"scope": "some"}, "Tick the partnerships that get the rows: one at least."),
        ({"categories": []}, "Tick a whole table, or at least one row."),
        ({"rows": ["gone"]}, "A row that you ticked is no longer there."),
        ({"scope": "some", "partnerships": ["elsewhere"]}, "is none of these partnerships."),
    ],
)
def test_a_choice_that_is_none_is_asked_about(client, page, chosen, said):
    answer = client.post(page, {"categories": ["1"], "scope": "all", **chosen})
    assert (answer.status_code, said in answer.text) == (422, True)


def test_ticks_beside_all_are_asked_about(client, binder, page):
    asked = client.post(page, {"categories": ["1"], "scope": "all", "partnerships": [binder.others[0].slug]})
    assert "You chose all 2 others and also ticked 1." in asked.text
    assert "See what would happen" in asked.text


def test_who_looked_at_something_else_is_shown_what_is_now(client, binder, page):
    response = client.post(page, {"categories": ["1"], "scope": "all", "copy": "1", "seen": "old"})
    assert response.status_code == 409
    assert "Somebody changed these tables meanwhile." in response.content.decode()
    assert not EvidenceRow.objects.exclude(partnership=binder.partnership).exists()


def test_only_who_directs_all_partnerships_copies(client, binder, page):
    some = make.make_user()
    make.make_membership(some, binder.edition.agreement.lead, "director", only=[binder.partnership])
    for person in (binder.liaison, some):
        client.force_login(person)
        assert client.get(page).status_code == 403
        assert client.post(page).status_code == 403


def test_what_a_row_means_and_is_broken_down_by_goes_along_but_no_schools(binder):
    binder.rides.definitions.create(from_period=binder.before, formula="An older one")
    newest = binder.rides.definitions.create(from_period=binder.now, formula="Minutes a ride", minimum_n=10)
    newest.components.create(letter="a", label="Minutes in all")
    newest.composition.create(label="Black", enrolled=12_345)
    binder.rides.breakdowns.create(name="Grade").parts.create(label="4")
    school = make.make_organization(kind="school", parent=binder.partnership.partner)
    binder.rides.breakdowns.create(name="School").parts.create(label="Wydown", organization=school)
    binder.copy()
    copy = EvidenceRow.objects.get(partnership=binder.others[1], label="Ride time")
    definition, breakdown = copy.definitions.get(), copy.breakdowns.get()
    assert (definition.formula, definition.minimum_n, definition.targets.count()) == ("Minutes a ride", 10, 0)
    assert [str(one) for one in definition.components.all()] == ["a: Minutes in all"]
    assert [str(one) for one in definition.composition.all()] == ["Black: 12,345"]
    assert (breakdown.name, [str(part) for part in breakdown.parts.all()]) == ("Grade", ["4"])
    assert definition.public_id != newest.public_id
    assert definition.history.get().history_user == binder.director
