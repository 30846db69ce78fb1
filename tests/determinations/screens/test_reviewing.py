"""The second step: what people enter of a review."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from determinations.models import PracticeReview, Screen, ScreenRule
from determinations.screens.gathering import ScreenedDistricts, screens_of
from determinations.screens.reviewing import form_of, record
from evidence.models import Observation
from tests.factories import make_category, make_edition, make_item, make_partnership

SAID = {
    "tool": "NCCRESt rubric",
    "score": "40",
    "reviewed_on": "2012-04-01",
    "reviewed_by": "OSP staff",
    "words": "No tiered interventions before referral.",
    "result": "found",
    "notified_on": "2012-04-30",
}


def form_for(state, data):
    screen = screens_of(state.edition)[1]
    (district,) = ScreenedDistricts([screen], only=state.partnership).districts(screen, state.period)
    data = data | {"seen": form_of(district, screen, state.period)["seen"].value()}
    return form_of(district, screen, state.period, data), district


def write(state, **changes):
    form, district = form_for(state, SAID | changes)
    assert form.is_valid(), form.errors
    return record(form, district, by=state.director)


def test_review_keeps_the_working_of_the_screen_with_its_outcome(state):
    review = write(state)
    assert review.screened[0] == "Black, Overrepresentation: flagged."
    assert [event.get_kind_display() for event in review.events.all()] == ["outcome recorded"]


def test_screen_stays_visible_and_says_that_figures_changed_since(state):
    write(state)
    Observation.objects.filter(part__label="Black").update(numerator=30)
    _, district = form_for(state, SAID)
    assert district.has_changed and district.is_found


def test_another_outcome_is_told_as_a_change(state):
    write(state)
    review = write(state, result="appropriate", score="", notified_on="", words="Corrected on appeal.")
    assert [event.kind for event in review.events.all()] == ["decided", "changed"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"words": ""}, "words", "Say what was found"),
        ({"reviewed_by": ""}, "reviewed_by", "required"),
        ({"score": "46"}, "result", "A score of 46 is above 45"),
        ({"result": "appropriate", "notified_on": ""}, "result", "A score of 40 is at or below 45"),
        ({"score": "-1"}, "score", "greater than or equal to 0"),
        ({"result": "", "notified_on": "2012-04-30"}, "notified_on", "Only a finding"),
        ({"notified_on": "2012-03-01"}, "notified_on", "must not be before the review"),
        ({"reviewed_on": "2035-01-01"}, "reviewed_on", "a day to come"),
        ({"reviewed_on": "soon"}, "reviewed_on", ""),
        ({"result": "perhaps"}, "result", "not one of the available choices"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_beside_its_field(state, changes, field, sentence):
    form, _ = form_for(state, SAID | changes)
    assert not form.is_valid()
    assert sentence in " ".join(form.errors[field])


def test_score_of_exactly_forty_five_is_out_of_compliance(state):
    assert write(state, score="45").result == "found"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "fields",
    [
        {"result": "found"},
        {"notified_on": "2012-01-01"},
        {"result": "found", "words": "x", "reviewed_on": "2012-02-01", "notified_on": "2012-01-01"},
    ],
)
def test_database_refuses_a_review_that_contradicts_itself(state, fields):
    place = {"partnership": state.partnership, "item": state.ratio.item, "period": state.period}
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeReview.objects.create(**place, **fields)


@pytest.mark.both_databases
def test_database_refuses_a_review_of_another_agreement(state):
    with pytest.raises(IntegrityError, match="another agreement"), transaction.atomic():
        PracticeReview.objects.create(
            partnership=make_partnership(), item=state.ratio.item, period=state.period
        )


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "rate"},
        {"kind": "rate", "state_counted": 3, "state_enrolled": 2},
        {"kind": "weighted", "state_counted": 1, "state_enrolled": 2},
        {"kind": "weighted", "denominator": 0},
        {"kind": "weighted", "comparator": "equal"},
        {"kind": "weighted", "significance": "1.5"},
        {"kind": "weighted", "significance_is_open": True},
    ],
)
def test_database_refuses_a_rule_that_means_nothing(state, fields):
    edition = make_edition()
    screen = Screen.objects.create(edition=edition, item=make_item(make_category(edition)), name="x")
    rule = {"edition": edition, "screen": screen, "name": "Over", "from_period": state.period, "numerator": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        ScreenRule.objects.create(**rule | fields)


@pytest.mark.both_databases
def test_rules_of_an_adopted_edition_do_not_change(state):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        ScreenRule.objects.filter(pk=state.over.pk).update(cell_size=10)
