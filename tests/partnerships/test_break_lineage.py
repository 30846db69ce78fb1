import pytest
from django.utils import timezone

from partnerships.access import narrow
from partnerships.lineages import BreakForm, get_lineage
from partnerships.models import LineageBreak
from tests import factories as make
from tests.dashboards.years import Years

pytestmark = pytest.mark.both_databases


@pytest.fixture
def years(db):
    years = Years()
    years.edition("2020", a="Hire teachers")
    years.edition("2021", a="Hire good teachers")
    years.edition("2022", a="Hire the best teachers")
    return years


@pytest.fixture
def director(client, years):
    client.force_login(years.director)
    return client


def address(years, step="break", lineage="a"):
    return f"/partnerships/{years.partnership.slug}/lineages/{lineage}/{step}/"


def test_a_director_breaks_a_line_with_a_reason(director, years):
    response = director.post(address(years), {"edition": "2021", "reason": "Only\r\ngood ones."})
    assert response["Location"] == f"{years.url}items/a/#comparing"
    made = LineageBreak.objects.get()
    assert (made.edition.label, made.lineage, made.reason, made.made_by) == (
        "2021",
        "a",
        "Only\ngood ones.",
        years.director,
    )
    assert made.made_at.date() == timezone.now().date()
    assert [(row.history_type, row.history_user) for row in made.history.all()] == [("+", years.director)]


def test_a_director_breaks_the_line_of_a_measure(director, years):
    for label in ("2023", "2024"):
        edition = years.draft(label)
        make.make_measure(edition.categories.get(), lineage="m")
        make.adopt(edition)
    form = {"edition": "2024", "reason": "Counted anew."}
    response = director.post(address(years, lineage="m"), form)
    assert response["Location"] == f"{years.url}measures/m/#comparing"
    assert LineageBreak.objects.get().lineage == "m"


def test_a_director_breaks_the_line_of_a_row(director, years):
    for label in ("2023", "2024"):
        edition = years.draft(label)
        make.make_row(edition.categories.get(), years.partnership, lineage="r")
        make.adopt(edition)
    form = {"edition": "2024", "reason": "Counted anew."}
    response = director.post(address(years, lineage="r"), form)
    assert response["Location"] == f"{years.url}measures/r/#comparing"
    assert "Counted anew." in director.get(f"{years.url}measures/r/").text
    director.post(address(years, step="compare", lineage="r"), {"edition": "2024"})
    assert not LineageBreak.objects.exists()


def test_the_form_is_offered_to_directors_where_there_is_something_to_break(director, years, client):
    page = director.get(f"{years.url}items/a/").text
    assert f'action="{address(years)}"' in page
    assert [edition.label for edition in get_lineage(years.partnership, "a").breakable] == ["2021", "2022"]
    client.force_login(years.liaison)
    assert address(years) not in client.get(f"{years.url}items/a/").text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"edition": "2021", "reason": " "}, "Write down why it is not comparable."),
        ({"edition": "2021", "reason": "x" * 501}, "Say it in at most 500 characters."),
        ({"reason": "Because"}, "Choose the edition from which it is not comparable."),
        ({"edition": "2020", "reason": "Because"}, "The line cannot be broken at this edition"),
        ({"edition": "1999", "reason": "Because"}, "The line cannot be broken at this edition"),
    ],
)
def test_what_cannot_be_saved_stays_in_the_form(director, years, form, sentence):
    response = director.post(address(years), form)
    assert response.status_code == 422
    assert sentence in response.text
    assert form["reason"].strip() in response.text
    assert "Hire the best teachers" in response.text
    assert not LineageBreak.objects.exists()


def test_a_line_is_broken_once_at_an_edition(director, years):
    theirs = years.break_line(years.agreement.editions.get(label="2021"), "a", "Theirs.")
    response = director.post(address(years), {"edition": "2021", "reason": "Mine."})
    said = f"{theirs.made_by} broke the line at 2021 already: “Theirs.”"
    assert (response.status_code, said in response.text, "Mine." in response.text) == (422, True, True)


def test_two_directors_at_the_same_moment_break_it_once(years):
    line = get_lineage(years.partnership, "a")
    form = BreakForm({"edition": "2021", "reason": "Mine."}, line=line)
    assert form.is_valid()
    theirs = years.break_line(years.agreement.editions.get(label="2021"), "a", "Theirs.")
    assert form.save(by=years.director) is False
    assert form.errors["edition"] == [f"{theirs.made_by} broke the line at 2021 already: “Theirs.”"]
    assert LineageBreak.objects.get().reason == "Theirs."


def test_a_break_is_taken_back_and_history_keeps_it(director, years):
    made = years.break_line(years.agreement.editions.get(label="2021"), "a")
    response = director.post(address(years, "compare"), {"edition": "2021"}, follow=True)
    assert "2021 is compared with earlier editions again." in response.text
    assert not LineageBreak.objects.exists()
    newest = LineageBreak.history.filter(id=made.pk).first()
    assert (newest.history_type, newest.history_user, newest.reason) == ("-", years.director, made.reason)


def test_taking_back_what_is_not_there_says_so(director, years):
    years.break_line(years.agreement.editions.get(label="2021"), "b")
    response = director.post(address(years, "compare"), {"edition": "2021"}, follow=True)
    assert "Nothing to take back" in response.text
    assert LineageBreak.objects.count() == 1


@pytest.mark.parametrize("step", ["break", "compare"])
@pytest.mark.parametrize(
    ("who", "status"), [("liaison", 403), ("viewer", 403), ("outsider", 404), ("administrator", 403)]
)
def test_only_directors_of_the_lead_agency_judge(client, years, step, who, status):
    edition = years.agreement.editions.get(label="2022")
    years.break_line(edition, "a")
    years.outsider = make.make_director(make.make_partnership())
    years.administrator = make.make_administrator()
    client.force_login(getattr(years, who))
    form = {"edition": "2022" if step == "compare" else "2021", "reason": "Because"}
    assert client.post(address(years, step), form).status_code == status
    assert [one.edition for one in LineageBreak.objects.all()] == [edition]


def test_a_line_the_agreement_does_not_have_is_not_found(director, years):
    assert director.post(address(years, lineage="x"), {"edition": "2021"}).status_code == 404


@pytest.mark.parametrize("step", ["break", "compare"])
def test_a_narrowed_director_judges_no_line_for_all(director, years, step):
    narrow(years.director.memberships.get(), [years.partnership])
    form = {"edition": "2021", "reason": "Only good ones."}
    assert director.post(address(years, step), form).status_code == 403
    assert address(years) not in director.get(f"{years.url}items/a/").text
    assert not LineageBreak.objects.exists()
