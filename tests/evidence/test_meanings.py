"""The pages on which a row's meaning, targets and parts are kept."""

import pytest
from django.urls import reverse

from evidence.models import BreakdownPart, Component, Definition, Observation, Target
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return make.make_period(label="2023-2024")


@pytest.fixture
def row(period):
    category = make.make_category()
    partnership = make.make_partnership(agreement=category.edition.agreement)
    row = make.make_row(category, partnership, (period, "84%"), label="Graduation rate", unit="%")
    make.adopt(category.edition)
    return row


@pytest.fixture
def liaison(row, client):
    person = make.make_liaison(row.partnership)
    client.force_login(person)
    return person


def address(name, row, **place):
    return reverse(name, kwargs={"slug": row.partnership.slug, "lineage": row.lineage, **place})


def words_of(response):
    return " ".join(response.content.decode().split())


def test_a_definition_is_written_with_its_components(row, period, liaison, client):
    typed = {
        "from_period": period.pk,
        "formula": "c divided by (a - b - d)",
        "components": "a: children referred\nd (optional): parents refused",
    }
    assert client.post(address("new-definition", row), typed).status_code == 302
    assert [(one.letter, one.is_optional) for one in Component.objects.all()] == [("a", False), ("d", True)]
    page = words_of(client.get(address("evidence-meaning", row)))
    assert "c divided by (a - b - d)" in page
    assert 'parents refused <span class="muted">not in every year</span>' in page


def broken_down(row, period, *parts):
    """By race, with counts that add up to the whole."""
    breakdown = row.breakdowns.create(name="Race", parts_add="whole")
    for label, counted, enrolled in parts:
        part = breakdown.parts.create(label=label)
        text = f"{counted}/{enrolled}"
        row.observations.create(period=period, part=part, text=text, numerator=counted, denominator=enrolled)
    return address("breakdown-values", row, public_id=breakdown.public_id)


@pytest.mark.slow
def test_a_weighted_risk_ratio_stands_with_its_formula_its_figures_and_where_they_are_from(
    row, period, liaison, client
):
    url = broken_down(row, period, ("Black", 40, 100), ("White", 200, 1000), ("Asian", 1, 10))
    assert "the definition says no composition to weigh by." in words_of(client.get(url))
    typed = {"from_period": period.pk, "formula": "Risk by risk", "composition": "Black: 100\nWhite: 8,00"}
    page = words_of(client.post(address("new-definition", row), typed))
    assert "Line 2: write a group, a colon, and how many there are." in page
    typed["composition"] = "Black: 1,000\nWhite: 8,000"
    assert "Say whose composition this is" in words_of(client.post(address("new-definition", row), typed))
    typed["composition_of"] = "Missouri, fall 2023 (DESE)"
    client.post(address("new-definition", row), typed)
    assert "the composition to weigh by does not name “Asian”." in words_of(client.get(url))
    form = client.get(address("definition", row, public_id=Definition.objects.get().public_id)).context[
        "form"
    ]
    typed |= {"composition": "Black: 1,000\nWhite: 8,000\nAsian: 1,000", "seen": form["seen"].value()}
    client.post(address("definition", row, public_id=Definition.objects.get().public_id), typed)
    page = words_of(client.get(url))
    assert 'data-label="Composition"><span>10%</span>' in page
    assert 'data-label="Weighted risk ratio"><span>2.12</span>' in page  # 0.9 x 0.4 / (0.8 x 0.2 + 0.1 x 0.1)
    assert 'data-label="Weighted risk ratio"><span>fewer than 20</span>' in page
    assert "[(1 − the group’s composition) × its rate] ÷" in page
    assert "share of all enrolled: Missouri, fall 2023 (DESE)." in page


@pytest.mark.slow
def test_a_target_is_set_changed_and_removed_with_a_trace(row, period, liaison, client):
    definition = row.definitions.create(from_period=period, formula="Graduates of the cohort")
    place = {"definition_id": definition.public_id}
    client.post(
        address("new-target", row, **place), {"period": period.pk, "kind": "at_least", "number": "80"}
    )
    target = Target.objects.get()
    page = words_of(client.get(address("evidence-meaning", row)))
    assert "at least 80%" in page
    client.post(address("remove-target", row, **place, public_id=target.public_id))
    assert not Target.objects.exists()
    assert Target.history.latest().history_user == liaison


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "at_least"}, "Enter what this kind of target needs"),
        ({"kind": "bands"}, "Write the bands, one a line."),
        ({"kind": "bands", "bands": "Proficient"}, "Line 1: write a number and what it is of."),
        (
            {"kind": "at_least", "number": "80", "bands": "60 Proficient"},
            "Only “several bands at once” has bands.",
        ),
    ],
)
def test_a_target_that_is_not_whole_is_refused_and_stays_in_the_form(
    row, period, liaison, client, typed, sentence
):
    definition = row.definitions.create(from_period=period, formula="Graduates of the cohort")
    url = address("new-target", row, definition_id=definition.public_id)
    answer = client.post(url, {"period": period.pk, "reason": "Asked for by the board", **typed})
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert "Asked for by the board" in words_of(answer)
    assert not Target.objects.exists()


@pytest.mark.slow
def test_who_changes_what_somebody_else_changed_is_shown_both(row, period, liaison, client):
    definition = row.definitions.create(from_period=period, formula="Graduates of the cohort")
    url = address("definition", row, public_id=definition.public_id)
    form = client.get(url).context["form"]
    typed = {"from_period": period.pk, "formula": "Mine", "components": "", "seen": form["seen"].value()}
    Definition.objects.update(formula="Theirs")
    answer = client.post(url, typed)
    assert answer.status_code == 409
    assert "Theirs" in words_of(answer)
    assert Definition.objects.get().formula == "Theirs"


def test_parts_are_known_by_the_names_of_schools(row, liaison, client):
    school = make.make_organization(
        name="Wydown Middle School", kind="school", parent=row.partnership.partner
    )
    page = client.get(f"{address('new-breakdown', row)}?by=school")
    assert "Wydown Middle School" in page.content.decode()
    client.post(address("new-breakdown", row), {"name": "School", "parts": "Wydown Middle School\nElsewhere"})
    assert list(BreakdownPart.objects.values_list("organization", flat=True)) == [school.pk, None]


def test_a_part_with_values_stays(row, period, liaison, client):
    breakdown = row.breakdowns.create(name="School")
    part = breakdown.parts.create(label="Wydown")
    Observation.objects.create(row=row, period=period, part=part, text="9")
    url = address("breakdown", row, public_id=breakdown.public_id)
    seen = client.get(url).context["form"]["seen"].value()
    answer = client.post(url, {"name": "School", "parts": "Elsewhere", "seen": seen})
    assert "“Wydown” has values and stays." in words_of(answer)


def test_the_values_of_parts_are_typed_in_one_table(row, period, liaison, client):
    breakdown = row.breakdowns.create(name="School")
    part = breakdown.parts.create(label="Wydown")
    url = address("breakdown-values", row, public_id=breakdown.public_id)
    form = client.get(url).context["form"]
    sent = {f"{cell.name}-seen": cell.seen for line in form.lines for cell in line.cells}
    client.post(url, {**sent, f"{part.pk}-{period.pk}": "90%", f"whole-{period.pk}": "84%"})
    assert part.observations.get().text == "90%"
    assert row.observations.of_the_whole().get().history.count() == 1


def test_two_people_in_one_part_are_shown_both_values(row, period, liaison, client):
    breakdown = row.breakdowns.create(name="School")
    part = breakdown.parts.create(label="Wydown")
    url = address("breakdown-values", row, public_id=breakdown.public_id)
    form = client.get(url).context["form"]
    sent = {f"{cell.name}-seen": cell.seen for line in form.lines for cell in line.cells}
    Observation.objects.create(row=row, period=period, part=part, text="91%")
    answer = client.post(url, {**sent, f"{part.pk}-{period.pk}": "90%", f"whole-{period.pk}": "85%"})
    assert answer.status_code == 409
    assert 'Saved meanwhile: <span class="lines">91%</span>' in words_of(answer)
    assert part.observations.get().text == "91%"
    assert row.observations.of_the_whole().get().text == "84%"


def test_readers_read_and_may_not_write(row, period, client):
    breakdown = row.breakdowns.create(name="School")
    breakdown.parts.create(label="Wydown")
    client.force_login(make.make_viewer(row.partnership))
    values = address("breakdown-values", row, public_id=breakdown.public_id)
    assert client.get(values).status_code == client.get(address("evidence-meaning", row)).status_code == 200
    assert client.post(values).status_code == client.get(address("new-definition", row)).status_code == 403


@pytest.mark.slow
def test_a_ladder_is_kept_in_the_order_it_is_printed_in(row, period, liaison, client):
    typed = {"from_period": period.pk, "formula": "Balance / expenses", "ladder": "15%\n5% low\n5\n-15"}
    assert client.post(address("new-definition", row), typed).status_code == 302
    definition = Definition.objects.get()
    assert [str(one) for one in definition.ladder.all()] == ["15", "5 low", "5", "-15"]
    assert "15%, 5% low, 5%, -15%" in words_of(client.get(address("evidence-meaning", row)))
    page = client.get(address("definition", row, public_id=definition.public_id))
    assert page.context["form"].initial["ladder"] == "15\n5 low\n5\n-15"
    refused = client.post(address("new-definition", row), typed | {"ladder": "15\nfifteen"})
    assert "Line 2: write the number from which on the step is reached." in words_of(refused)
