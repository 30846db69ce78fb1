"""Whether a file is one that was issued here, and what is told of it to whom."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Publication, PublicationStatus, PublicRecord
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PDF = b"%PDF-1.7 what we agreed on"
SUM = hashlib.sha256(PDF).hexdigest()
EVERYBODY, SIGNED_IN = "public-verify", "verify-document"
YES, NO = "Yes: Accord issued this document", "No: Accord did not issue this file"


@pytest.fixture
def assessment():
    return make.close(make.make_assessment(make.make_partnership(slug="clayton")))


def issue(assessment, content=PDF, **fields):
    at = timezone.now()
    fields = {"requested_by": make.make_user(name="Robin"), "requested_at": at, "finished_at": at} | fields
    return Publication.objects.create(
        kind=make.REPORT,
        assessment=assessment,
        status=PublicationStatus.READY,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        **fields,
    )


def ask(client, name, content=None, checksum=""):
    files = {"file": SimpleUploadedFile("a.pdf", content)} if content else {}
    return client.post(reverse(name), {"checksum": checksum, **files})


@pytest.mark.slow
@pytest.mark.parametrize("name", [EVERYBODY, SIGNED_IN])
def test_a_file_is_ours_to_the_letter_or_not_at_all(client, assessment, name):
    issue(assessment)
    client.force_login(make.make_viewer(assessment.partnership))
    assert YES in ask(client, name, PDF).text
    assert YES in ask(client, name, checksum=f" {SUM[:32].upper()} {SUM[32:]} ").text
    assert NO in ask(client, name, PDF + b" ").text


def test_everybody_is_told_which_it_is_of_one_for_everybody_and_no_person(client, assessment):
    document = issue(assessment)
    page = ask(client, EVERYBODY, PDF).text
    assert document.title in page
    assert "Robin" not in page
    assert document.public_id not in page


@pytest.mark.parametrize("fields", [{"audience": "parties"}, {"shows_draft": True}])
def test_of_another_everybody_is_told_yes_and_nothing_else(client, assessment, fields):
    document = issue(assessment, **fields)
    page = ask(client, EVERYBODY, PDF).text
    assert YES in page
    for secret in (document.title, "Clayton", "clayton", "District", "Robin", document.public_id):
        assert secret not in page
    client.force_login(make.make_liaison(make.make_partnership()))
    assert document.title not in ask(client, SIGNED_IN, PDF).text


def test_who_reads_it_here_is_told_everything(client, assessment):
    document = issue(assessment, audience="parties")
    client.force_login(make.make_viewer(assessment.partnership))
    page = ask(client, SIGNED_IN, PDF).text
    assert document.title in page
    assert "for Robin" in page
    assert reverse("publication", args=[document.public_id]) in page


@pytest.mark.slow
def test_what_is_not_made_any_more_is_found_among_what_was_issued(client):
    partnership = make.make_partnership()
    side, person = make.make_assessment(partnership, by=partnership.partner), make.make_liaison(partnership)
    document = issue(side, requested_by=person, shows_draft=True)
    make.withdraw(side, by=make.make_director(partnership), words="It is asked no more.")
    client.force_login(person)
    page = client.get(reverse("publication", args=[document.public_id]), follow=True)
    assert f'id="document-{document.public_id}"' in page.text


def test_it_says_that_a_newer_one_was_issued_and_that_the_record_was_changed(client, assessment):
    issue(assessment)
    issue(assessment, b"%PDF another")
    make.reopen(assessment, by=make.make_director(assessment.partnership), words="A mistake")
    make.close(assessment)
    page = ask(client, EVERYBODY, PDF).text
    assert "A newer one was issued on" in page
    assert "The record was changed since. It may say otherwise now." in page


def test_the_page_for_everybody_leaves_no_cookie_and_needs_none(assessment):
    client = Client(enforce_csrf_checks=True)
    issue(assessment)
    for answer in (client.get(reverse(EVERYBODY)), ask(client, EVERYBODY, PDF)):
        assert (answer.status_code, len(answer.cookies)) == (200, 0)
    assert ask(client, SIGNED_IN, PDF).status_code in (302, 403)


@pytest.mark.parametrize(
    ("checksum", "sentence"), [("", "Choose a file, or type"), ("abc", "This is no checksum")]
)
def test_what_is_none_says_so(client, checksum, sentence):
    answer = ask(client, EVERYBODY, checksum=checksum)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.slow
def test_nobody_looks_up_thousands(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "verify_document": "2/h/ip"}
    assert [ask(client, EVERYBODY, checksum="a" * 64).status_code for _ in range(3)] == [200, 200, 429]


def test_a_download_stays_when_who_asked_for_it_has_left(client, assessment):
    document = issue(assessment)
    document.requested_by.is_active = False
    document.requested_by.save()
    client.force_login(make.make_viewer(assessment.partnership))
    assert client.get(reverse("download-publication", args=[document.public_id])).content == PDF


def test_it_says_whether_it_stands_on_the_public_page_or_was_withdrawn(client, assessment):
    document = issue(assessment)
    director = make.make_director(assessment.partnership)
    record = PublicRecord.objects.create(
        partnership=assessment.partnership,
        content={"documents": [{"public_id": document.public_id}]},
        read_at=timezone.now(),
        published_by=director,
    )
    assert "It stands on the" in ask(client, EVERYBODY, PDF).text
    record.withdrawn_at, record.withdrawn_by = timezone.now(), director
    record.save()
    assert "It was withdrawn from the public page on" in ask(client, EVERYBODY, PDF).text
