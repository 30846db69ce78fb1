"""Classes observed for a review: what the printed rule makes of each, and who is told what."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import strip_tags

from assessments.models import AssessmentStatus, ClassRule
from assessments.observations.classifying import ClassStanding, classify
from assessments.observations.tallies import lines_of, tallies_of
from partnerships.editions.drafts import start_next_edition
from tests import factories as make

EXEMPLARY, MINIMUM, BELOW, UNDEFINED = ClassStanding
NEXT = {"effective_from": date(2090, 7, 1), "effective_to": date(2091, 6, 30)}
RULE = ClassRule(
    minimum_observed=75,
    minimum_engaged=70,
    minimum_engaged_to=89,
    exemplary_observed=90,
    exemplary_engaged=90,
)


@pytest.mark.parametrize(
    ("observed", "engaged", "standing"),
    [
        ("75", "70", MINIMUM),
        ("75", "89", MINIMUM),
        ("89.5", "80", MINIMUM),
        ("90", "70", MINIMUM),
        ("90", "89", MINIMUM),
        ("100", "89", MINIMUM),
        ("90", "90", EXEMPLARY),
        ("74.99", "80", BELOW),
        ("75", "69.99", BELOW),
        ("100", "69.99", BELOW),
        ("74.99", "89.5", BELOW),
        ("74.99", "100", BELOW),
        ("75", "90", UNDEFINED),
        ("89", "90", UNDEFINED),
        ("89.5", "90", UNDEFINED),
        ("89.99", "100", UNDEFINED),
        ("75", "89.01", UNDEFINED),
        ("90", "89.5", UNDEFINED),
        ("100", "89.99", UNDEFINED),
    ],
)
def test_a_class_stands_where_the_printed_rule_puts_it_and_nowhere_else(observed, engaged, standing):
    assert classify(Decimal(observed), Decimal(engaged), RULE).standing is standing


def test_the_working_says_what_is_met_missed_or_left_open():
    def working(*figures):
        return classify(*map(Decimal, figures), RULE).working

    assert working("80", "72.50") == (
        "80% of quality indicators and 72.5% of students: at least 75%, and within 70-89%."
    )
    assert working("90", "90").endswith(": at least 90% and 90%.")
    assert working("60", "50").endswith(": under 75% of quality indicators and under 70% of students.")
    assert working("80", "92").endswith(
        ": the minimum ends at 89% of students, and exemplary asks for 90% of quality indicators."
    )
    assert working("95", "89.5").endswith(": the rule prints 70-89% and 90%+, and nothing between.")


@pytest.fixture
def assessment(db):
    partnership = make.make_partnership()
    edition = make.make_edition(agreement=partnership.agreement)
    make.make_category(edition)
    make.make_class_rule(edition, minimum_lineage="met")
    make.adopt(edition)
    cycle = make.make_cycle(edition=edition)
    return make.make_assessment(partnership, cycle=cycle, by=partnership.partner)


def observe(assessment, *classes):
    school, before = assessment.partnership.partner, assessment.observed_classes.count()
    for number, (observed, engaged) in enumerate(classes, before + 1):
        assessment.observed_classes.create(school=school, number=number, observed=observed, engaged=engaged)


def address(assessment, name="observed-classes", *path):
    return reverse(name, args=[assessment.public_id, *path])


def page_of(client, assessment, person):
    client.force_login(person)
    return " ".join(client.get(address(assessment)).text.split())


def tally_of(assessment, *, reads_classes=True):
    rule = assessment.cycle.edition.class_rule
    (tally,) = tallies_of(assessment, rule, lines_of(assessment, rule), reads_classes=reads_classes)
    return tally


def test_a_tally_stands_beside_what_is_printed_and_says_what_differs(assessment):
    category = assessment.cycle.edition.categories.get()
    row = make.make_row(category, assessment.partnership, lineage="met")
    part = row.breakdowns.create(name="School").parts.create(
        label="All", organization=assessment.partnership.partner
    )
    value = make.make_value(row, assessment.cycle.period, "4/13 classes (30.76%)", part=part)
    type(value).objects.filter(pk=value.pk).update(number="30.76", numerator=4, denominator=13)
    assert tally_of(assessment).minimum.differs == ""
    observe(assessment, *[(80, 80)] * 4, *[(50, 50)] * 8)
    assert tally_of(assessment).minimum.differs == "another count"
    observe(assessment, (80, 95))
    tally = tally_of(assessment)
    assert (tally.minimum.number, tally.below.number, tally.undefined.number) == (4, 8, 1)
    assert tally.minimum.differs == "another percentage, 30.77%"
    assert tally.minimum.printed.text == "4/13 classes (30.76%)"


@pytest.mark.slow
def test_others_are_told_a_tally_from_ten_classes_on_and_never_a_class(assessment, client):
    observe(assessment, *[("81.25", "73.5")] * 9)
    make.close(assessment, AssessmentStatus.SUBMITTED)
    partnership = assessment.partnership
    viewer, writer = make.make_viewer(partnership), make.make_liaison(partnership)
    assert "not told: under 10" in page_of(client, assessment, viewer)
    assert not tally_of(assessment, reads_classes=False).is_told
    observe(assessment, ("40", "40"))
    for person in (viewer, make.make_director(partnership), make.make_administrator()):
        page = page_of(client, assessment, person)
        assert "9/10 <span" in page
        assert "Class 1" not in page
        assert "73.5" not in page
    assert "81.25% of quality indicators and 73.5% of students" in page_of(client, assessment, writer)


@pytest.mark.slow
def test_those_who_write_the_assessment_add_change_and_take_out_classes(assessment, client):
    client.force_login(make.make_liaison(assessment.partnership))
    school = assessment.partnership.partner.pk
    add = address(assessment, "new-observed-class")
    client.post(add, {"school": school, "observed": "80", "engaged": "92"})
    assert b"Class 1" in client.get(address(assessment)).content
    assert client.post(add, {"school": school, "observed": "101", "engaged": "x"}).status_code == 422
    one = address(assessment, "observed-class", 1)
    seen = client.get(one).context["form"]["seen"].value()
    changed = {"school": school, "observed": "80", "engaged": "85", "seen": seen}
    client.post(one, changed)
    assert assessment.observed_classes.get().engaged == 85
    assert client.post(one, changed | {"engaged": "60"}).status_code == 409
    client.post(address(assessment, "remove-observed-class", 1))
    assert not assessment.observed_classes.exists()
    page = " ".join(strip_tags(client.get(address(assessment)).text).split())
    name = assessment.partnership.partner.name
    assert f"Took out class 1, {name}: 80% of quality indicators, 85% of students." in page
    assert f"Changed class 1 from {name}: 80% of quality indicators, 92% of students to {name}" in page
    assert f"Entered class 1, {name}" in page
    make.close(assessment, AssessmentStatus.SUBMITTED)
    assert "Took out class" not in page_of(client, assessment, make.make_director(assessment.partnership))


def test_readers_enter_no_class_and_nobody_does_once_it_is_closed(assessment, client):
    client.force_login(make.make_viewer(assessment.partnership))
    make_one = address(assessment, "new-observed-class")
    assert client.get(make_one).status_code in (403, 404)
    make.close(assessment, AssessmentStatus.FINAL)
    client.force_login(make.make_liaison(assessment.partnership))
    assert client.get(make_one).status_code == 403
    assert client.post(make_one, {"observed": "80"}).status_code == 409


@pytest.mark.both_databases
def test_the_database_keeps_classes_in_percent_of_a_school_of_the_partner_and_closed(assessment):
    def refused(**fields):
        said = {"school": assessment.partnership.partner, "number": 1, "observed": 80, "engaged": 80} | fields
        with pytest.raises(IntegrityError), transaction.atomic():
            assessment.observed_classes.create(**said)

    refused(observed=101)
    refused(school=make.make_organization())
    observe(assessment, (80, 80))
    refused()
    make.close(assessment, AssessmentStatus.FINAL)
    refused(number=2)


@pytest.mark.both_databases
def test_the_rule_closes_with_its_edition_and_is_copied_into_the_next(assessment):
    edition = assessment.cycle.edition
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassRule.objects.filter(edition=edition).update(minimum_observed=50)
    draft = start_next_edition(edition, label="Next", by=make.make_administrator(), **NEXT)
    assert draft.class_rule.minimum_words == "75% and 70-89%"
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassRule.objects.filter(edition=draft).update(minimum_engaged_to=90)


def test_the_page_of_an_assessment_leads_there_where_its_edition_has_the_rule(assessment, client):
    client.force_login(make.make_liaison(assessment.partnership))
    other = make.make_assessment(assessment.partnership, by=assessment.partnership.partner)
    assert address(assessment) in client.get(address(assessment, "assessment")).text
    assert address(other) not in client.get(address(other, "assessment")).text
    assert client.get(address(other)).status_code == 404


@pytest.mark.django_db
def test_the_page_asks_as_often_for_many_classes(assessment, client, django_assert_num_queries):
    client.force_login(make.make_liaison(assessment.partnership))
    client.get(address(assessment))
    for classes in (1, 3):
        observe(assessment, *[(80, 80)] * (classes - assessment.observed_classes.count()))
        with django_assert_num_queries(9):
            client.get(address(assessment))


def test_no_document_workbook_or_public_page_knows_of_single_classes():
    root = Path(__file__).parents[2]
    folders = ("reports", "notifications", "evidence", "dashboards", "actionsteps", "assessments/workbooks")
    for folder in folders:
        for file in (root / folder).rglob("*.py"):
            text = file.read_text()
            assert "ObservedClass" not in text, file
            assert "observed_classes" not in text, file
