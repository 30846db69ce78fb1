"""The determinations of a review as a document to print."""

from io import BytesIO

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from assessments.models import Assessment, Decision
from reports.documents import DOCUMENTS
from reports.models import DocumentKind, Publication
from reports.parts import Readers
from reports.pdf import print_pdf
from reports.tasks import make_document
from tests import factories as make
from tests.determinations.conftest import make_review

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def review():
    review = make_review()
    for goal, code in zip(review.goals, ("2", "3", "0", "0"), strict=True):
        make.make_rating(review.joint, goal, code)
    Decision.objects.create(assessment=review.joint, what="Hire a second coach")
    return review


def of(review):
    return Assessment.objects.with_partnership().get(pk=review.joint.pk)


def ask(client, review, of=None):
    return make.ask_for_document(client, DocumentKind.DETERMINATIONS, review.partnership, of or review.joint)


def test_it_holds_district_and_school_with_working_and_next_steps_and_is_tagged(review):
    html = DOCUMENTS[DocumentKind.DETERMINATIONS].html(Readers(), assessment=of(review))
    assert f"<h2>{review.school.name}</h2>" in html
    assert "One more outcome goal met: <b>On-Track</b>" in html
    assert "Hire a second coach" in html
    with pikepdf.open(BytesIO(print_pdf(html).content)) as pdf:
        assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()


def test_liaison_makes_it_and_whoever_reads_the_assessment_sees_it(client, review):
    client.force_login(review.liaison)
    ask(client, review)
    publication = Publication.objects.get(kind=DocumentKind.DETERMINATIONS)
    make_document.call(publication.public_id)
    page = client.get(reverse("reports", args=[review.partnership.slug])).text
    assert f"Download {review.partnership.partner.short_name} Determinations" in page
    viewer = make.make_viewer(review.partnership)
    assert make.documents_of(viewer) == []  # it shows a draft
    client.force_login(viewer)
    assert ask(client, review).status_code == 404


def test_of_an_edition_without_rules_there_is_none(client, review):
    bare = make.make_assessment(review.partnership)
    client.force_login(review.liaison)
    assert ask(client, review, bare).status_code == 404
    options = {"assessment": bare.public_id, "output": "unused.pdf"}
    with pytest.raises(CommandError, match="has no rules for determinations"):
        call_command("render_document", review.partnership.slug, DocumentKind.DETERMINATIONS, **options)


def test_figures_that_may_be_small_counts_are_asked_about(review):
    Decision.objects.update(what="Call the families of 3 students")
    (told,) = DOCUMENTS[DocumentKind.DETERMINATIONS].before(Readers(), assessment=of(review)).told
    assert "3" in told.words[0]
