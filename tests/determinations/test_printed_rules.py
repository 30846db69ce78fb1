"""The rules that the fixture holds as printed: the same as those the tests apply, in the words of the table."""

import re

import pytest
from django.core.management import call_command

from determinations.models import Criterion, Method, NextLevel, Outcome
from determinations.rules.rulebook import rulebook_of
from partnerships.models import ConferencePoint, Edition
from tests.determinations.michigan import michigan_rules
from tests.fixtures.printed import normalise, read_source
from tests.fixtures.test_michigan import SOURCE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def edition():
    call_command("load_fixtures", "michigan", verbosity=0)
    return Edition.objects.get(agreement__slug="michigan")


def asked(rulebook):
    """All that decides, in order."""
    return [
        (
            one.method.outcome.name,
            one.method.name,
            one.quantity.kind,
            one.quantity.item_kind,
            one.comparator,
            one.threshold,
            one.when_absent,
        )
        for one in rulebook.criteria
    ]


def test_fixture_decides_as_the_rules_that_are_tested_over_all_counts(edition):
    loaded, tested = rulebook_of(edition), michigan_rules()
    assert [one.outcome.name for one in loaded.outcomes] == [one.outcome.name for one in tested.outcomes]
    assert asked(loaded) == asked(tested)


def test_words_and_metric_values_stand_in_the_source(edition):
    printed = read_source(re.sub(r"(?m)^#+ ", "", SOURCE.read_text()))
    for method in Method.objects.filter(edition=edition):
        assert f" {normalise(f'{method.name} {method.words} {method.metric}')} " in printed
    for outcome in Outcome.objects.filter(edition=edition):
        words = f"{outcome.heading or outcome.name} {outcome.lead_in}"
        assert f" {normalise(words)} " in printed
        assert f" {normalise(f'{outcome.words} {outcome.metric}')} ".replace("  ", " ") in printed
    metric = " ".join(Method.objects.filter(edition=edition).values_list("metric", flat=True))
    assert all(one.printed in metric for one in Criterion.objects.filter(edition=edition))


def test_what_comes_next_and_how_a_conference_goes_stand_in_the_source(edition):
    printed = read_source(re.sub(r"(?m)^#+ |^\d\. ", "", SOURCE.read_text()))
    levels = " ".join(NextLevel.objects.filter(edition=edition).values_list("name", flat=True))
    assert f" {levels} " in printed
    points = ConferencePoint.objects.filter(edition=edition)
    for kinds in (["agenda"], ["question", "attendee"], ["everyone"]):
        words = " ".join(points.filter(kind__in=kinds).values_list("text", flat=True))
        assert f" {words} " in printed
