"""What the people of a partnership read of what is not public."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    category = make.make_category(make.make_edition())
    partnership, year = make.make_partnership(agreement=category.edition.agreement), make.make_period()
    for label, text in [("CBI", "8 students"), ("Graduates", "31.7%"), ("Seniors", "30 students")]:
        make.make_row(category, partnership, (year, text), label=label, counts_students=True)
    make.make_row(category, partnership, (year, "1 out of 22"), label="Transfers")
    make.adopt(category.edition)
    return partnership


@pytest.fixture
def page(client, partnership):
    def read(user):
        client.force_login(user)
        return " ".join(client.get(reverse("evidence", args=[partnership.slug])).content.decode().split())

    return read


@pytest.mark.slow
def test_everybody_of_the_partnership_reads_the_value_and_that_it_is_not_public(page, partnership):
    for user in (make.make_viewer(partnership), make.make_liaison(partnership)):
        text = page(user)
        assert "8 students" in text
        assert text.count("not public: fewer than 10 students") == 1


@pytest.mark.slow
def test_those_who_enter_are_told_of_percentages_without_a_number_of_students(page, partnership):
    told = "1 row has percentages that documents hide, since nobody entered of how many students they are"
    for user in (make.make_viewer(partnership), make.make_liaison(partnership)):
        text = page(user)
        assert "not public: nobody entered of how many students it is" in text
        assert (told in text) == (user.memberships.get().role != "viewer")
    partnership.evidence_rows.filter(label="Graduates").update(students_at_least=300)
    assert "nobody entered" not in page(make.make_liaison(partnership))


def test_the_cell_that_is_saved_says_at_once_that_it_is_not_public(client, partnership):
    row = partnership.evidence_rows.get(label="Seniors")
    url = reverse("evidence-cell", args=[partnership.slug, row.edition.label, row.lineage])
    client.force_login(make.make_liaison(partnership))
    period = row.observations.get().period.key
    assert "not public" not in client.get(url, {"period": period}).content.decode()
    row.observations.update(text="9 students")
    assert "not public: fewer than 10 students" in client.get(url, {"period": period}).content.decode()


def test_so_do_the_page_of_its_row_and_the_dashboard(client, partnership):
    client.force_login(make.make_viewer(partnership))
    row = partnership.evidence_rows.get(label="CBI")
    pages = [
        reverse("measure-trend", args=[partnership.slug, row.lineage]),
        reverse("evidence-dashboard", args=[partnership.slug]),
    ]
    for url in pages:
        assert client.get(url).content.decode().count("not public: fewer than 10 students") == 1


def test_so_does_the_table_of_its_parts(client, partnership):
    row = partnership.evidence_rows.get(label="Seniors")
    schools = row.breakdowns.create(name="School", parts_add="whole")
    period = row.observations.get().period
    for label, text in [("Clayton High", "26"), ("Wydown", "4")]:
        make.make_value(row, period, text, part=schools.parts.create(label=label))
    client.force_login(make.make_liaison(partnership))
    url = reverse("breakdown-values", args=[partnership.slug, row.lineage, schools.public_id])
    words = client.get(url).content.decode()
    assert words.count("not public: fewer than 10 students") == 1
    assert words.count("not public: it would let a reader work out another value") == 1
