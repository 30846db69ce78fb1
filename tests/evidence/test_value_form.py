"""All that belongs to a value is entered in a form: of every period of a row, or of one over the table."""

from datetime import date

import pytest
from django.urls import reverse

from evidence.entry.forms import ValueForm
from evidence.models import Definition, EvidenceColumn, Observation, Target
from evidence.values import seen_in
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class Desk:
    """A row with a value for one period and a column for another, and its liaison."""

    def __init__(self):
        edition = make.make_edition(label="2023-2024")
        category = make.make_category(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.before, self.now = make.make_period(), make.make_period()
        self.row = make.make_row(category, self.partnership, (self.before, "95%"), label="Attendance")
        make.adopt(edition)
        EvidenceColumn.objects.create(partnership=self.partnership, category=category, period=self.now)
        self.liaison = make.make_liaison(self.partnership)
        self.url = reverse("evidence-values", args=[self.partnership.slug, edition.label, self.row.lineage])
        self.of_one = f"{self.url}?period={self.now.key}"

    def value(self, period=None):
        return Observation.objects.filter(row=self.row, period=period or self.now).first()

    def form(self, period=None, **fields):
        """What a browser sends of a period's form, with some fields changed."""
        period = period or self.now
        value = self.value(period)
        form = ValueForm(None, row=self.row, period=period, value=value, people=[self.liaison], periods=[])
        sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        sent = {name: text for name, text in (sent | fields).items() if text not in (None, False)}
        return {f"p{period.pk}-{name}": text for name, text in sent.items()}

    def save(self, client, period=None, **fields):
        return client.post(self.url, self.form(period, **fields))


@pytest.fixture
def desk(client):
    desk = Desk()
    client.force_login(desk.liaison)
    return desk


def test_the_page_has_every_period_with_the_value_before_and_the_target(client, desk):
    definition = Definition.objects.create(row=desk.row, from_period=desk.before, formula="a / b")
    Target.objects.create(definition=definition, period=desk.now, number=96)
    page = client.get(desk.url).text
    assert [f">{period.name}</legend>" in page for period in (desk.before, desk.now)] == [True, True]
    assert f'{desk.before.name}: <span class="lines">95%</span>. Target: at least 96.</p>' in page


def test_all_that_is_entered_is_kept(client, desk):
    response = desk.save(
        client,
        text="*",
        status="forthcoming",
        expected="June 2026",
        owed_by=desk.liaison.pk,
        data_period="",
        source="Survey",
        link="example.org/s",
        note="Of 40",
        prints_remarks="on",
    )
    assert response.status_code == 302
    assert response["Location"].endswith(f"?edition=2023-2024#row-{desk.row.lineage}")
    value = desk.value()
    assert (value.status, value.expected_on, value.owed_by) == ("forthcoming", date(2026, 6, 1), desk.liaison)
    assert (value.source, value.link, value.note) == ("Survey", "https://example.org/s", "Of 40")
    assert value.prints_remarks


def test_several_periods_are_saved_at_once_or_none(client, desk):
    both = desk.form(desk.before, text="97%") | desk.form(text="23/22")
    response = client.post(desk.url, both)
    assert response.status_code == 422
    assert "23 is more than the 22 it is out of." in response.text
    assert "97%</textarea>" in response.text
    assert [one.text for one in Observation.objects.all()] == ["95%"]
    client.post(desk.url, both | desk.form(text="22/23"))
    assert [one.text for one in Observation.objects.order_by("period__start")] == ["97%", "22/23"]


def test_what_nobody_entered_makes_no_value(client, desk):
    assert desk.save(client).status_code == 302
    assert desk.value() is None


def test_a_status_that_was_left_is_read_from_a_new_text(client, desk):
    desk.save(client, desk.before, text="TBD")
    assert desk.value(desk.before).status == "to_be_determined"
    desk.save(client, desk.before, text="TBD", status="in_development")
    desk.save(client, desk.before, text="96%")
    assert desk.value(desk.before).status == "reported"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "forthcoming"}, "Enter what is to be printed, such as * or TBD, or choose"),
        ({"text": "1", "expected": "soon"}, "is not a date that can be read."),
        ({"text": "1", "link": "a b"}, "Enter a valid URL."),
        ({"text": "1", "owed_by_name": "The state", "owed_by": "me"}, "Name one who brings it"),
        ({"text": "9" * 100_000}, "At most 5000 characters fit."),
        ({"text": "1", "note": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(client, desk, fields, sentence):
    if fields.get("owed_by"):
        fields = fields | {"owed_by": desk.liaison.pk}
    response = desk.save(client, **fields)
    assert response.status_code == 422
    assert sentence in response.text
    assert desk.value() is None


def test_a_text_that_was_left_is_not_checked(client, desk):
    Observation.objects.filter(row=desk.row).update(text="23/22")
    assert desk.save(client, desk.before, note="As the state printed it.").status_code == 302
    assert desk.value(desk.before).note == "As the state printed it."


def test_what_others_changed_meanwhile_is_told_and_then_replaced(client, desk):
    form = desk.form(desk.before, note="Mine", text="96%")
    desk.save(client, desk.before, note="Theirs")
    response = client.post(desk.url, form)
    assert response.status_code == 409
    assert "Now stands: note “Theirs”." in response.text
    assert desk.value(desk.before).text == "95%"
    seen = f"p{desk.before.pk}-seen"
    client.post(desk.url, form | {seen: seen_in(desk.value(desk.before))})
    assert (desk.value(desk.before).text, desk.value(desk.before).note) == ("96%", "Mine")


def test_over_the_table_it_is_of_one_period_and_answers_with_the_cell(client, desk):
    headers = {"HX-Request": "true"}
    form = client.get(desk.of_one, headers=headers).text
    assert "<html" not in form
    assert form.count("<textarea") == 2
    response = client.post(desk.of_one, desk.form(text="*", owed_by_name="The state"), headers=headers)
    assert response.text.startswith('<div class="value"')
    assert ">Say when<" in response.text
    assert client.post(desk.of_one, desk.form(text="1/0"), headers=headers).status_code == 422


def test_one_is_offered_those_one_knows_to_name(client, desk):
    colleague, director = make.make_liaison(desk.partnership), make.make_director(desk.partnership)
    make.make_viewer(desk.partnership)
    offered = [name in client.get(desk.url).text for name in (colleague.name, director.name)]
    assert offered == [True, False]
    client.force_login(director)
    assert colleague.name in client.get(desk.url).text


def test_only_those_who_enter_come_here(client, desk):
    for person, status in ((make.make_viewer(desk.partnership), 403), (make.make_user(), 404)):
        client.force_login(person)
        assert client.get(desk.url).status_code == status
        assert desk.save(client, text="1").status_code == status


def test_a_period_that_is_no_column_leads_to_all(client, desk):
    assert client.get(f"{desk.url}?period=month:None")["Location"] == desk.url


@pytest.mark.parametrize("periods", [1, 6])
def test_the_number_of_queries_does_not_grow(client, desk, periods, django_assert_num_queries):
    for _ in range(periods):
        make.make_row(desk.row.category, desk.partnership, (make.make_period(), "1"))
    with django_assert_num_queries(12):
        client.get(desk.url)
