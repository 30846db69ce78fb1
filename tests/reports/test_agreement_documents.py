"""The page of documents of a whole agreement, and who makes and reads the county summary."""

import pytest
from django.urls import reverse

from accounts.models import Role
from partnerships.access import narrow
from reports.models import Audience, DocumentKind, Publication
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def closed():
    return make.close(make.make_assessment(make.make_partnership(slug="clayton")))


def ask_for(client, assessment):
    period = assessment.cycle.period
    slug = assessment.partnership.agreement.slug
    return client.post(reverse("make-county-summary", args=[slug, period.key]), {"anyway": "yes"})


def page_of(client, assessment):
    return client.get(reverse("agreement-documents", args=[assessment.partnership.agreement.slug]))


@pytest.mark.slow
def test_a_director_of_all_makes_the_county_summary_for_the_parties(client, closed):
    client.force_login(make.make_director(closed.partnership))
    answer = ask_for(client, closed)
    made = Publication.objects.get()
    assert (made.kind, made.audience) == (DocumentKind.COUNTY_SUMMARY, Audience.PARTIES)
    assert answer.url.endswith(f"/documents/#document-{made.public_id}")
    assert "The document will be made" in page_of(client, closed).text
    status = client.get(reverse("publication", args=[made.public_id]), headers={"HX-Request": "true"})
    assert "The document will be made" in status.text


@pytest.mark.slow
def test_a_viewer_of_the_lead_agency_reads_it_and_one_narrowed_does_not(client, closed):
    agreement = closed.partnership.agreement
    made = make.issue_document(
        kind=DocumentKind.COUNTY_SUMMARY,
        agreement=agreement,
        period=closed.cycle.period,
        audience=Audience.PARTIES,
        requested_by=make.make_user(),
    )
    viewer = make.make_user()
    membership = make.make_membership(viewer, agreement.lead, role=Role.VIEWER)
    client.force_login(viewer)
    download = reverse("download-publication", args=[made.public_id])
    assert (client.get(download).status_code, ask_for(client, closed).status_code) == (200, 403)
    narrow(membership, [closed.partnership])
    assert client.get(download).status_code == 404
    assert "Download" not in page_of(client, closed).text
    client.force_login(make.make_liaison(closed.partnership))
    assert (client.get(download).status_code, page_of(client, closed).status_code) == (404, 403)
