"""The agreement as a document to print: a second kind, of a partnership and an edition."""

from io import BytesIO

import pikepdf
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from reports.documents import agreement
from reports.models import DocumentKind, Publication
from reports.parts import Readers
from reports.pdf import print_pdf
from reports.tasks import make_document, request_document
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def subject():
    edition = make.make_edition(label="2023-2026")
    category = make.make_category(edition, title="Staffing", lead_in="We will:")
    item = make.make_item(category, text="Develop <b>:", is_rated=False)
    make.make_item(category, parent=item, text="a survey")
    make.adopt(edition)
    partner = make.make_organization(short_name="Clayton")
    partnership = make.make_partnership(agreement=edition.agreement, slug="clayton", partner=partner)
    return {"partnership": partnership, "edition": edition}


def test_it_holds_the_whole_text_and_is_tagged(subject):
    with pikepdf.open(BytesIO(print_pdf(agreement.MAKER.html(Readers(), **subject)).content)) as pdf:
        assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()
        assert subject["edition"].agreement.title in str(pdf.docinfo.Title)


def test_the_html_holds_every_item_and_escapes_what_was_typed(subject):
    html = agreement.MAKER.html(Readers(), **subject)
    assert "Develop &lt;b&gt;:" in html
    assert "a survey" in html


def test_the_liaison_makes_it_and_whoever_sees_the_partnership_sees_it(client, subject):
    liaison = make.make_liaison(subject["partnership"])
    client.force_login(liaison)
    make.ask_for_document(client, DocumentKind.AGREEMENT, subject["partnership"])
    publication = Publication.objects.get()
    make_document.call(publication.public_id)
    page = client.get(reverse("reports", args=["clayton"])).text
    assert "Download Clayton Agreement 2023-2026, for the parties.pdf" in page
    assert make.documents_of(make.make_viewer(subject["partnership"])) == [publication]
    assert not make.documents_of(make.make_liaison(make.make_partnership()))


def test_a_viewer_does_not_make_it(client, subject):
    client.force_login(make.make_viewer(subject["partnership"]))
    assert make.ask_for_document(client, DocumentKind.AGREEMENT, subject["partnership"]).status_code == 403
    assert not Publication.objects.exists()


def test_without_an_adopted_edition_there_is_none_to_make(client):
    partnership = make.make_partnership()
    client.force_login(make.make_director(partnership))
    assert make.ask_for_document(client, DocumentKind.AGREEMENT, partnership).status_code == 404


def test_a_person_waits_once_for_each_document(subject):
    person, assessment = make.make_user(), make.make_assessment(subject["partnership"])
    first = request_document(DocumentKind.AGREEMENT, by=person, **subject)
    report = request_document(make.REPORT, by=person, assessment=assessment)
    assert request_document(DocumentKind.AGREEMENT, by=person, **subject) == first != report
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(kind=DocumentKind.AGREEMENT, requested_by=person, **subject)


@pytest.mark.parametrize("kind", [*DocumentKind, "", "letter"])
def test_a_publication_has_the_subject_of_its_kind_and_no_other(subject, kind):
    assessment = make.make_assessment(subject["partnership"])
    for wrong in ({}, subject | {"assessment": assessment}, {"edition": subject["edition"]}):
        with pytest.raises(IntegrityError, match="publication_has_its_subject"), transaction.atomic():
            Publication.objects.create(kind=kind, requested_by=make.make_user(), **wrong)


def test_it_is_written_from_the_shell(subject, tmp_path):
    path = tmp_path / "agreement.pdf"
    call_command("render_document", "clayton", "agreement", output=path)
    assert path.read_bytes() == print_pdf(agreement.MAKER.html(Readers("parties"), **subject)).content
