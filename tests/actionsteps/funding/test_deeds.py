"""From a draft to a decision: what may be done, by whom it is seen, and what stands against it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from actionsteps.funding.deeds import (
    RETURN,
    SUBMIT,
    TAKE_UP,
    WITHDRAW,
    RequestRefused,
    decide,
    missing_in,
    seen_in,
    tell_result,
)
from actionsteps.funding.reading import requests_seen
from actionsteps.models import FundingOutcome, FundingRequest, FundingStatus
from core.conflicts import Conflict
from tests import factories as make

from .asking import Asking

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.slow
def test_a_request_goes_from_draft_over_more_to_a_decision():
    asking = Asking().submitted()
    asking.go(RETURN, by=asking.director, words="Say who the mentors are.")
    asking.go(SUBMIT)
    decision = asking.granted(words="Granted.").request.decision
    assert (asking.request.standing, decision.by, decision.words) == (
        "granted as asked",
        asking.director,
        "Granted.",
    )
    told = [(event.kind, event.by, event.words) for event in asking.request.events.all()]
    assert told == [
        ("submitted", asking.liaison, ""),
        ("returned", asking.director, "Say who the mentors are."),
        ("submitted", asking.liaison, ""),
        ("decided", asking.director, "Granted."),
    ]


@pytest.mark.slow
def test_what_is_withdrawn_is_taken_up_again_and_nothing_is_decided_about_it_meanwhile():
    asking = Asking().submitted()
    asking.go(WITHDRAW, words="Another grant pays.")
    with pytest.raises(RequestRefused, match="this request is withdrawn"):
        make.grant(asking.request, by=asking.director)
    asking.go(TAKE_UP)
    assert asking.request.status == FundingStatus.DRAFT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        (lambda one: one.items.clear(), "Name at least one goal"),
        (lambda one: one.priorities.clear(), "Name at least one priority"),
        (lambda one: one.activities.all().delete(), "Say of at least one activity what is done"),
        (lambda one: one.activities.update(amount=None), "Say how much is asked for “Activity 1”"),
        (lambda one: FundingRequest.objects.update(rationale=""), "the rationale is empty"),
        (lambda one: FundingRequest.objects.update(effectiveness=""), "by which measures"),
    ],
)
def test_what_lacks_something_is_not_submitted(lacks, sentence):
    asking = Asking()
    lacks(asking.request)
    with pytest.raises(RequestRefused, match=sentence):
        asking.submitted()
    assert FundingRequest.objects.get().status == FundingStatus.DRAFT


@pytest.mark.slow
def test_what_was_paid_for_earlier_is_told_of_before_more_is_asked():
    asking = Asking(60_000, 20_000).submitted().granted(amount=60_000, shares=[60_000, 0])
    (paid,) = asking.request.granted_activities
    asking.request = asking.ask()
    with pytest.raises(RequestRefused, match=r"Say what the data shows of “Activity 1”.*“Not known yet”"):
        asking.submitted()
    tell_result(paid, "unknown", "The tests are in May.", None, by=asking.liaison)
    assert asking.submitted().request.status == FundingStatus.SUBMITTED


@pytest.mark.slow
def test_nobody_decides_about_what_they_have_not_seen():
    asking = Asking().submitted()
    seen = seen_in(asking.request)
    asking.go(WITHDRAW)
    asking.go(TAKE_UP)
    asking.request.activities.update(amount=90_000)
    asking.submitted()
    with pytest.raises(Conflict):
        decide(
            asking.request, FundingOutcome.WHOLE, Decimal(60_000), {}, "Yes.", seen=seen, by=asking.director
        )
    assert not asking.request.decisions.exists()


@pytest.mark.slow
def test_a_decision_is_revised_by_another_one_and_both_stay():
    asking = Asking().submitted().granted(amount=40_000, words="Half a year.")
    asking.granted(words="The whole year after all.")
    said = [(one.number, one.amount, one.words) for one in asking.request.decisions.all()]
    assert said == [(1, 40_000, "Half a year."), (2, 60_000, "The whole year after all.")]
    assert (asking.request.granted, asking.request.standing) == (60_000, "granted as asked")


@pytest.mark.slow
def test_a_draft_is_its_writers_and_everybody_reads_what_is_submitted():
    asking = Asking()
    people = [asking.liaison, asking.director, make.make_viewer(asking.partnership)]
    assert [requests_seen(one, asking.partnership).count() for one in people] == [1, 0, 0]
    asking.submitted()
    assert [requests_seen(one, asking.partnership).count() for one in people] == [1, 1, 1]


def refused(*sentences):
    return pytest.raises(IntegrityError, match="|".join(sentences))


@pytest.mark.slow
def test_the_database_keeps_what_was_submitted():
    asking = Asking().submitted()
    request, activity = asking.request, asking.request.activities.get()
    changes = [
        lambda: FundingRequest.objects.update(title="Another"),
        lambda: request.activities.update(amount=1),
        lambda: activity.delete(),
        lambda: request.items.clear(),
        lambda: request.priorities.clear(),
        lambda: request.fund.priorities.update(name="Another"),
        lambda: request.fund.categories.filter(pk=activity.category_id).update(name="Another"),
    ]
    for change in changes:
        with refused("its words stay"), transaction.atomic():
            change()
    asking.go(RETURN, by=asking.director, words="More.")
    assert FundingRequest.objects.update(title="Another")


@pytest.mark.slow
def test_the_database_keeps_decisions_and_what_was_said_of_results():
    asking = Asking().submitted().granted()
    activity = asking.request.activities.get()
    tell_result(activity, "no", "Scores fell.", None, by=asking.liaison)
    for rows in (asking.request.decisions, activity.results):
        for change in (lambda rows=rows: rows.update(words="Another"), lambda rows=rows: rows.all().delete()):
            with refused("stays. Add another one"), transaction.atomic():
                change()


def test_the_database_refuses_what_is_of_another_partnership():
    asking, other = Asking(), Asking()
    row = make.make_row(other.item.category, other.partnership)
    for links, record in (
        (asking.request.items, other.item),
        (asking.request.priorities, other.request.priorities.get()),
        (asking.request.evidence, row),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            links.add(record)
    with refused("the partner or one of its schools"), transaction.atomic():
        FundingRequest.objects.filter(pk=asking.request.pk).update(subject=other.partnership.partner)


@pytest.mark.slow
def test_the_database_refuses_a_decision_that_grants_more_nothing_or_before_it_is_asked():
    asking = Asking()
    whole = {"outcome": "whole", "amount": 60_000, "words": "Yes."}
    wrong = [
        (whole, "Only what is submitted"),
        ({**whole, "amount": 60_001}, "No more is granted than was asked"),
        ({**whole, "amount": 0}, "funding_decision_grants_an_amount"),
        ({**whole, "words": ""}, "funding_decision_says_why"),
        ({**whole, "outcome": "declined"}, "funding_decision_grants_an_amount"),
    ]
    for fields, sentence in wrong:
        with refused(sentence), transaction.atomic():
            asking.request.decisions.create(**fields)
        if asking.request.status == FundingStatus.DRAFT:
            asking.submitted()


def test_an_amount_is_more_than_nothing():
    asking = Asking()
    for amount in (0, -5, 10**9):
        with refused("funding_activity_amount_in_bounds"), transaction.atomic():
            asking.request.activities.update(amount=amount)


def test_nothing_is_missing_in_a_whole_request():
    assert missing_in(make.request_whole(Asking().request)) == []


@pytest.mark.slow
def test_what_is_decided_is_opened_by_nobody():
    Asking().submitted().granted()
    with pytest.raises(IntegrityError, match="decided anew"), transaction.atomic():
        FundingRequest.objects.update(status=FundingStatus.DRAFT)
