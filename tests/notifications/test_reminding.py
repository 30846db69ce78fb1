"""A director reminds those who still rate."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from assessments.models import AssessmentEvent, Cycle
from tests import factories as make
from tests.sheet import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def sheet(client):
    sheet = Sheet()
    due = timezone.localdate() - timedelta(days=4)
    Cycle.objects.filter(pk=sheet.assessment.cycle_id).update(due_on=due)
    client.force_login(sheet.director)
    return sheet


@pytest.fixture
def url(sheet):
    cycle = sheet.assessment.cycle
    return f"/agreements/{sheet.edition.agreement.slug}/cycles/{cycle.public_id}/remind/"


@pytest.mark.slow
def test_who_is_late_is_ticked_and_gets_an_email_with_a_word_of_the_directors_own(client, sheet, url):
    page = client.get(url).text
    assert f"{sheet.partnership.partner.short_name}: 4 days late, 1 person" in page
    assert " checked" in page.partition(f'value="{sheet.partnership.slug}"')[2].partition(">")[0]
    words = "We meet on Friday."
    answer = client.post(url, {"partnerships": [sheet.partnership.slug], "words": words}, follow=True)
    assert "1 person was reminded." in answer.text
    (message,) = mail.outbox
    assert message.to == [sheet.liaison.email]
    assert words in message.body
    assert "was due 4 days ago" in message.body
    assert f"/assessments/{sheet.assessment.public_id}/" in message.body
    assert AssessmentEvent.objects.get(kind="reminded").words == words
    client.force_login(sheet.liaison)
    assert f"Reminded: “{words}”" in client.get(f"/assessments/{sheet.assessment.public_id}/history/").text


def test_one_or_several_are_chosen_and_others_are_left_alone(client, sheet, url):
    other = make.make_partnership(agreement=sheet.edition.agreement)
    make.make_assessment(other, cycle=sheet.assessment.cycle, by=other.partner)
    liaison = make.make_liaison(other)
    client.post(url, {"partnerships": [other.slug]})
    assert [message.to for message in mail.outbox] == [[liaison.email]]


@pytest.mark.slow
def test_where_nobody_is_there_it_says_so(client, sheet, url):
    other = make.make_partnership(agreement=sheet.edition.agreement)
    make.make_assessment(other, cycle=sheet.assessment.cycle, by=other.partner)
    answer = client.post(url, {"partnerships": [other.slug]}, follow=True)
    assert f"There is nobody to remind in {other.partner.short_name}" in answer.text
    assert mail.outbox == []


def test_nobody_is_counted_to_remind_themselves(client, sheet, url):
    make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle, by=sheet.edition.agreement.lead)
    assert f"{sheet.partnership.partner.short_name}: 4 days late, 1 person" in client.get(url).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Tick whom to remind"),
        ({"partnerships": ["elsewhere"]}, "has nothing open any more"),
        ({"partnerships": ["{slug}"], "words": "x" * 1001}, "At most 1000 characters fit"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_sentence(client, sheet, url, data, sentence):
    if "partnerships" in data:
        data = data | {"partnerships": [data["partnerships"][0].format(slug=sheet.partnership.slug)]}
    answer = client.post(url, data)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert mail.outbox == []


def test_who_has_submitted_is_not_reminded(client, sheet, url):
    make.submit(sheet.assessment, by=sheet.liaison)
    assert "There is nobody to remind." in client.get(url).text


@pytest.mark.parametrize("person", ["liaison", "viewer"])
def test_only_directors_remind(client, sheet, url, person):
    client.force_login(getattr(sheet, person))
    assert client.get(url).status_code == client.post(url).status_code == 403
