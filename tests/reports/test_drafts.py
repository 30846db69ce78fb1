"""Documents of what others are not to read: drafts, and what was taken back."""

import pytest
from django.urls import reverse

from reports.models import Publication
from reports.tasks import request_document
from tests import factories as make
from tests.assessments.test_take_back import Early
from tests.assessments.test_third_party import Table
from tests.factories import REPORT


@pytest.fixture
def table(db):
    """The conference is running; a regional agency that handed in reads along."""
    return Table()


def test_a_document_of_what_was_taken_back_stays_with_who_asked_for_it(db):
    early = Early()
    before = request_document(REPORT, assessment=early.own, by=early.liaison)
    make.take_back(early.own, by=early.liaison)
    make.submit(early.own, by=early.liaison)
    Publication.objects.filter(pk=before.pk).update(status="failed")  # a person waits for one at a time
    now = request_document(REPORT, assessment=early.own, by=early.liaison)
    make.submit(early.leads, by=early.director)
    assert set(make.documents_of(early.liaison)) == {before, now}
    assert set(make.documents_of(early.director)) == {now}


@pytest.mark.slow
def test_who_reads_along_makes_no_document_of_the_running_conference(client, table):
    client.force_login(table.party)
    address = reverse("document", args=[table.partnership.slug, REPORT])
    page = client.get(address, {"of": table.draft.public_id}).text
    assert "Until it is submitted, its documents are made by those who write it." in page
    response = make.ask_for_document(client, REPORT, table.partnership, table.draft)
    assert (response.status_code, Publication.objects.count()) == (403, 0)


def test_who_reads_along_does_not_get_the_drafts_of_those_who_write(table):
    draft = request_document(REPORT, assessment=table.draft, by=table.director)
    assert not make.documents_of(table.party)
    assert make.documents_of(table.liaison) == [draft]
