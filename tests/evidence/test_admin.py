import pytest
from django.urls import reverse

from evidence.models import EvidenceRow, EvidenceTable, Observation
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NO_VALUES = {"observations-TOTAL_FORMS": 0, "observations-INITIAL_FORMS": 0}


class Office:
    """An administrator, and a partnership whose adopted edition has one category."""

    def __init__(self, client):
        self.admin = make.make_user(is_staff=True, is_superuser=True)
        client.force_login(self.admin)
        self.edition = make.make_edition()
        self.category = make.make_category(self.edition)
        self.item = make.make_item(self.category)
        self.agreed = self.category.measures.create(label="Teacher fill percentage")
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.now = make.make_period(label="Now")

    def row(self, *cells, **fields):
        return make.make_row(self.category, self.partnership, *cells, **fields)


@pytest.fixture
def office(client):
    return Office(client)


def page_of(row):
    return reverse("admin:evidence_evidencerow_change", args=[row.pk])


def fields_of(row, **changes):
    fields = {"label": row.label, "parent": row.parent_id or "", "better": row.better, "place": row.position}
    return {**fields, **NO_VALUES, **changes}


def send(client, row, **changes):
    seen = client.get(page_of(row)).context["seen"]
    return client.post(page_of(row), fields_of(row, seen=seen, **changes))


def value(number, period, **fields):
    """One new value in the form of its row."""
    return {
        f"observations-{number}-{name}": text
        for name, text in {"period": period.pk, "status": "reported", **fields}.items()
    }


def test_the_kind_and_the_last_period_of_a_row_are_entered(office, client):
    row, period = office.row(), make.make_period()
    send(client, row, kind="rate", last_period=period.pk)
    row.refresh_from_db()
    assert (row.kind, row.last_period) == ("rate", period)


def test_a_new_row_goes_to_the_end_of_its_table(office, client):
    office.row()
    data = {
        "partnership": office.partnership.pk,
        "category": office.category.pk,
        "label": "Paraprofessionals",
    }
    response = client.post(reverse("admin:evidence_evidencerow_add"), data)
    row = EvidenceRow.objects.get(label="Paraprofessionals")
    assert response["Location"] == page_of(row)
    assert (row.partnership, row.position, row.edition) == (office.partnership, 2, office.edition)
    assert row.history.get(history_type="+").history_user == office.admin


def test_a_row_answers_a_bullet_and_serves_items(office, client):
    row = office.row()
    send(client, row, measures=[office.agreed.pk], items=[office.item.pk])
    assert (list(row.measures.all()), list(row.items.all())) == ([office.agreed], [office.item])
    assert [link.measure for link in row.history.first().measures.all()] == [office.agreed]
    assert row.history.first().history_user == office.admin


def test_values_are_entered_on_their_rows_page(office, client):
    row = office.row()
    fields = value(0, office.now, text="100%") | {"observations-TOTAL_FORMS": 1}
    assert send(client, row, **fields).status_code == 302
    cell = Observation.objects.get()
    assert (cell.row, cell.text) == (row, "100%")
    assert cell.history.get().history_user == office.admin


def test_two_values_for_one_period_are_refused(office, client):
    row = office.row((office.now, "1"))
    fields = value(0, office.now, text="100%") | {"observations-TOTAL_FORMS": 1}
    page = send(client, row, **fields).content.decode()
    assert "The row has a value for this period already." in page
    assert Observation.objects.get().text == "1"


def test_a_value_without_words_has_to_be_left_blank(office, client):
    row = office.row()
    fields = value(0, office.now, text="") | {"observations-TOTAL_FORMS": 1}
    page = send(client, row, **fields).content.decode()
    assert "Enter what is to be printed, or choose “left blank”." in page
    assert ">100%<" not in page


def test_a_row_moves_to_the_place_typed_for_it(office, client):
    second, third = [office.row(label=label) for label in "ABC"][1:]
    send(client, third, place=1)
    assert list(EvidenceRow.objects.values_list("label", "position")) == [
        ("C", 1),
        ("A", 2),
        ("B", 3),
    ]
    assert second.history.first().position == 3


def test_a_row_offers_only_its_own_categorys_lines_and_editions_items(office, client):
    other = make.make_category(make.make_edition(agreement=office.edition.agreement))
    foreign_item = make.make_item(other)
    foreign_line = other.measures.create(label="Elsewhere")
    foreign = make.make_row(office.category, make.make_partnership(agreement=office.edition.agreement))
    row = office.row()
    page = send(client, row, measures=[foreign_line.pk], parent=foreign.pk, items=[foreign_item.pk]).text
    assert page.count("Select a valid choice.") == 3
    row.refresh_from_db()
    assert (row.parent, row.measures.count()) == (None, 0)


def test_a_row_stands_beneath_a_row_but_not_beneath_itself(office, client):
    row = office.row()
    below = office.row(parent=row)
    page = send(client, row, parent=below.pk).content.decode()
    assert "It stands beneath this one itself." in page
    assert send(client, below, parent=row.pk).status_code == 302


def test_deleting_a_row_is_kept_in_its_history(office, client):
    row = office.row()
    client.post(reverse("admin:evidence_evidencerow_delete", args=[row.pk]), {"post": "yes"})
    assert not EvidenceRow.objects.filter(pk=row.pk).exists()
    assert [entry.history_type for entry in EvidenceRow.history.filter(id=row.pk)] == ["-", "+"]


def test_the_table_lists_its_rows_and_refuses_a_foreign_edition(office, client):
    office.row(label="Row <1>")
    table = EvidenceTable.objects.create(
        partnership=office.partnership, edition=office.edition, title="Current State"
    )
    page = client.get(reverse("admin:evidence_evidencetable_change", args=[table.pk])).content.decode()
    assert "Row &lt;1&gt;" in page
    data = {"partnership": office.partnership.pk, "edition": make.make_edition().pk, "title": "Addendum"}
    page = client.post(reverse("admin:evidence_evidencetable_add"), data).content.decode()
    assert "It is an edition of another agreement." in page


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize("model", ["evidencetable", "evidencerow", "observation"])
def test_lists_take_as_many_queries_for_many_rows(office, client, model, rows, django_assert_max_num_queries):
    EvidenceTable.objects.create(
        partnership=office.partnership, edition=office.edition, title="Current State"
    )
    for _ in range(rows):
        office.row((office.now, "1"), answers=[office.agreed])
    with django_assert_max_num_queries(16):
        assert client.get(reverse(f"admin:evidence_{model}_changelist"), {"q": "1"}).status_code == 200


@pytest.mark.parametrize("cells", [1, 6])
def test_a_rows_page_takes_as_many_queries_for_many_values(
    office, client, cells, django_assert_max_num_queries
):
    row = office.row(*((make.make_period(), "1") for _ in range(cells)))
    with django_assert_max_num_queries(24):
        assert client.get(page_of(row)).status_code == 200


def test_a_drafts_table_does_not_lead_to_a_page_that_members_lack(office, client):
    edition = make.make_edition(agreement=office.edition.agreement, label="2024 & on")
    table = EvidenceTable.objects.create(partnership=office.partnership, edition=edition, title="Next")
    address = reverse("admin:evidence_evidencetable_change", args=[table.pk])
    assert "Members see the tables once the edition is adopted." in client.get(address).content.decode()
    make.adopt(edition)
    assert '?edition=2024+%26+on">See the tables</a>' in client.get(address).content.decode()


def test_the_history_is_there_to_read(office, client):
    row = office.row((office.now, "1"))
    send(client, row, label="Reworded", **{"observations-INITIAL_FORMS": 0})
    page = client.get(reverse("admin:evidence_evidencerow_history", args=[row.pk])).content.decode()
    assert office.admin.name in page
    assert "Reworded" in page


def test_the_line_of_a_row_is_broken_by_an_administrator_too(office, client):
    row = office.row(label="Paraprofessionals")
    address = reverse("admin:partnerships_lineagebreak_add")
    key = f"{office.edition.pk}/{row.lineage}"
    assert key not in client.get(address).text
    found = client.get(
        reverse("admin:partnerships_lineagebreak_lines"), {"term": "para professionals"}
    ).json()
    assert found == {
        "results": [{"id": key, "text": f"1 Paraprofessionals ({office.edition})"}],
        "pagination": {"more": False},
    }
    refused = client.post(address, {"line": key, "reason": ""}).text
    assert f'<option value="{key}" selected>1 Paraprofessionals ({office.edition})</option>' in refused
    for nothing in ("x/y", f"{office.edition.pk}/nothing", "9" * 30 + "/x"):
        page = client.post(address, {"line": nothing, "reason": "Counted anew."}).text
        assert "Choose one of those that are found." in page
    client.post(address, {"line": key, "reason": "Counted anew."})
    assert "Paraprofessionals" in client.get(reverse("admin:partnerships_lineagebreak_changelist")).text


def test_the_page_of_a_row_names_measures_with_their_category_the_own_first(office, client):
    row = office.row()
    fields = client.get(page_of(row)).context["adminform"].form.fields
    assert [label for _, label in fields["measures"].choices] == ["1: Teacher fill percentage"]
