"""More time in a cycle: for everybody asked, or for some."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from assessments.cycles.due_dates import due_seen
from assessments.models import Assessment, Cycle, DueDate
from partnerships.models import NarrowedMembership, Period
from tests.sheet import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TODAY = timezone.localdate


@pytest.fixture
def sheet(client):
    sheet = Sheet()
    Cycle.objects.update(due_on=TODAY() - timedelta(days=4))
    Period.objects.update(start=TODAY() - timedelta(days=100), end=TODAY() + timedelta(days=200))
    client.force_login(sheet.director)
    return sheet


def send(client, sheet, **data):
    cycle = Cycle.objects.get(pk=sheet.assessment.cycle_id)
    url = f"/agreements/{sheet.edition.agreement.slug}/cycles/{cycle.public_id}/due-date/"
    day = TODAY() + timedelta(days=10)
    seen = data.pop("seen", due_seen(cycle, [sheet.partnership]))
    return client.post(url, {"due_on": str(day), "scope": "all", "seen": seen, **data}, follow=True), day


def due_on(sheet):
    return Assessment.objects.with_due_date().get(pk=sheet.assessment.pk).due_on


def test_everybody_gets_more_time_and_nothing_is_opened(client, sheet):
    page, day = send(client, sheet)
    assert "for everybody asked." in page.text
    assert (due_on(sheet), Assessment.objects.count()) == (day, 1)


@pytest.mark.slow
def test_one_partnership_gets_more_time_for_a_reason(client, sheet):
    page, day = send(
        client, sheet, scope="some", partnerships=[sheet.partnership.slug], reason="A new liaison"
    )
    assert f"for {sheet.partnership.partner.short_name}." in page.text
    assert (due_on(sheet), DueDate.objects.get().reason) == (day, "A new liaison")
    assert Cycle.objects.get(pk=sheet.assessment.cycle_id).due_on == TODAY() - timedelta(days=4)
    send(client, sheet, scope="some", partnerships=[sheet.partnership.slug], due_on=str(day))
    assert DueDate.objects.count() == 1
    page, _ = send(client, sheet)
    assert (
        f"everybody asked. {sheet.partnership.partner.short_name} keeps a due date of their own." in page.text
    )


@pytest.mark.slow
def test_who_chose_everybody_and_ticked_some_is_asked_which(client, sheet):
    page, _ = send(client, sheet, partnerships=[sheet.partnership.slug], reason="Snow days")
    assert "You chose everybody and also ticked 1." in page.text
    page, _ = send(client, sheet, reason="Snow days")
    assert "A reason is kept for single ones" in page.text
    assert (due_on(sheet), DueDate.objects.count()) == (TODAY() - timedelta(days=4), 0)


@pytest.mark.parametrize("scope", ["all", "some"])
def test_what_somebody_else_set_meanwhile_is_shown_and_not_replaced(client, sheet, scope):
    cycle = Cycle.objects.get(pk=sheet.assessment.cycle_id)
    seen = due_seen(cycle, [sheet.partnership])
    meanwhile = TODAY() + timedelta(days=3)
    if scope == "all":
        Cycle.objects.update(due_on=meanwhile)
    else:
        DueDate.objects.create(cycle=cycle, partnership=sheet.partnership, due_on=meanwhile)
    ticked = {"partnerships": [sheet.partnership.slug]} if scope == "some" else {}
    page, _ = send(client, sheet, seen=seen, scope=scope, **ticked)
    assert (page.status_code, due_on(sheet)) == (409, meanwhile)
    assert "Somebody else changed this meanwhile" in page.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"due_on": "2001-01-01"}, "This day is over."),
        ({"due_on": "2099-01-01"}, "Is the year 2099 right?"),
        ({"due_on": ""}, "Choose the day"),
        ({"scope": "some"}, "Tick whom to give another due date"),
        ({"scope": "some", "partnerships": ["elsewhere"]}, "is none of these partnerships"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, sheet, data, sentence):
    page, _ = send(client, sheet, **data)
    assert (page.status_code, sentence in page.text) == (422, True)
    assert due_on(sheet) == TODAY() - timedelta(days=4)


@pytest.mark.slow
def test_who_directs_some_sets_it_for_those_alone(client, sheet):
    membership = Membership.objects.get(user=sheet.director)
    Membership.objects.filter(pk=membership.pk).update(reaches_all=False)
    NarrowedMembership.objects.create(membership=membership, partnership=sheet.partnership)
    page, _ = send(client, sheet)
    assert page.status_code == 422
    page, day = send(client, sheet, scope="some", partnerships=[sheet.partnership.slug])
    assert due_on(sheet) == day


@pytest.mark.slow
def test_of_very_many_the_names_are_written_down(client, sheet, monkeypatch):
    monkeypatch.setattr("partnerships.scope.MOST_BOXES", 0)
    page, day = send(client, sheet, scope="some", named="Nowhere")
    assert "Not in your list: Nowhere." in page.text
    send(client, sheet, scope="some", named=sheet.partnership.partner.short_name)
    assert (due_on(sheet), DueDate.objects.count()) == (day, 1)
