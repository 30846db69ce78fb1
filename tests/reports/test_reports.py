from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Publication, PublicationStatus
from reports.worker import beat
from tests.factories import (
    REPORT,
    ask_for_document,
    close,
    close_without,
    make_assessment,
    make_director,
    make_liaison,
    make_partnership,
    make_user,
    make_viewer,
    reopen,
    submit,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.both_databases]

HTMX = {"HX-Request": "true"}
READY = {"status": PublicationStatus.READY, "content": b"%PDF-1.7", "sha256": "ab" * 32, "pages": 17}


@pytest.fixture
def assessment():
    return close(make_assessment(make_partnership(slug="clayton"), date=date(2023, 9, 1), date_is_month=True))


def publish(assessment, **fields):
    fields = {"requested_by": make_user(name="Robin"), "finished_at": timezone.now(), **fields}
    return Publication.objects.create(kind=REPORT, assessment=assessment, **fields)


def text(response):
    return " ".join(response.content.decode().split())


def page_of(assessment):
    """Where its report is offered."""
    page = reverse("document", args=[assessment.partnership.slug, REPORT])
    return f"{page}?of={assessment.public_id}"


def make(client, assessment):
    return ask_for_document(client, REPORT, assessment.partnership, assessment)


def test_the_page_offers_the_report_of_each_assessment_one_may_see(client, assessment):
    make_assessment(assessment.partnership, by=assessment.partnership.partner)
    client.force_login(make_director(assessment.partnership))
    html = text(client.get(reverse("reports", args=["clayton"])))
    assert f'<p class="crumbs">{assessment.partnership.partner.name}</p>' in html
    assert html.count(">State of the Partnership<") == 1
    html = text(client.get(page_of(assessment)))
    assert "Final. Assessed in September 2023." in html
    assert html.count("Make the document") == 1
    assert "self-assessment" not in html


def test_a_viewer_reads_and_has_no_button(client, assessment):
    client.force_login(make_viewer(assessment.partnership))
    html = text(client.get(reverse("reports", args=["clayton"])))
    assert "No document has been made yet." in html
    html = text(client.get(page_of(assessment)))
    assert "Look at it on the screen" in html
    assert "Make the document" not in html


def test_a_partnership_without_assessments_says_so(client):
    partnership = make_partnership()
    client.force_login(make_liaison(partnership))
    assert "There is no assessment to report on yet." in text(
        client.get(reverse("reports", args=[partnership.slug]))
    )


@pytest.mark.parametrize("make_person", [make_liaison, make_director])
def test_liaisons_and_directors_make_the_report(client, assessment, make_person):
    person = make_person(assessment.partnership)
    client.force_login(person)
    response = make(client, assessment)
    publication = Publication.objects.get()
    assert publication.requested_by == person
    assert response.url.startswith(page_of(assessment))
    assert response.url.endswith(f"#document-{publication.public_id}")


def test_a_viewer_and_an_administrator_are_refused(client, assessment):
    for person in (make_viewer(assessment.partnership), make_user(is_staff=True)):
        client.force_login(person)
        assert make(client, assessment).status_code == 403
    assert not Publication.objects.exists()


def test_outsiders_find_nothing(client, assessment):
    publication = publish(assessment, **READY)
    client.force_login(make_liaison(make_partnership()))
    assert client.get(reverse("reports", args=["clayton"])).status_code == 404
    assert make(client, assessment).status_code == 404
    for name in ("publication", "download-publication"):
        assert client.get(reverse(name, args=[publication.public_id]), headers=HTMX).status_code == 404


def test_a_draft_one_may_not_see_is_not_found(client, assessment):
    draft = make_assessment(assessment.partnership, by=assessment.partnership.partner)
    client.force_login(make_director(assessment.partnership))
    assert make(client, draft).status_code == 404
    assert (
        client.get(reverse("publication", args=[publish(draft).public_id]), headers=HTMX).status_code == 404
    )


def test_an_assessment_of_another_partnership_is_not_found_at_this_address(client, assessment):
    other = make_assessment(make_partnership(agreement=assessment.partnership.agreement))
    client.force_login(make_director(assessment.partnership))
    assert ask_for_document(client, REPORT, assessment.partnership, close(other)).status_code == 404


def test_the_report_is_made_by_post_only(client, assessment):
    client.force_login(make_director(assessment.partnership))
    url = reverse("make-document", args=["clayton", REPORT])
    assert client.get(url).status_code == 405
    assert not Publication.objects.exists()


def test_a_waiting_document_says_whether_a_worker_runs(client, assessment):
    client.force_login(make_director(assessment.partnership))
    make(client, assessment)
    url = page_of(assessment)
    html = text(client.get(url))
    assert "The document will be made as soon as the worker runs." in html
    assert "Make the document" not in html
    beat("alive")
    assert "The document is being made." in text(client.get(url))


def test_htmx_hears_of_news_only(client, assessment):
    client.force_login(make_director(assessment.partnership))
    publication = publish(assessment)
    url = reverse("publication", args=[publication.public_id])
    assert client.get(url, {"worker": "False"}, headers=HTMX).status_code == 204
    assert "as soon as the worker runs" in text(client.get(url, {"worker": "True"}, headers=HTMX))
    publication.settle(**READY)
    html = text(client.get(url, {"worker": "False"}, headers=HTMX))
    assert "hx-get" not in html
    assert reverse("download-publication", args=[publication.public_id]) in html


def test_without_htmx_looking_again_shows_the_page(client, assessment):
    client.force_login(make_director(assessment.partnership))
    publication = publish(assessment)
    response = client.get(reverse("publication", args=[publication.public_id]))
    assert response.url.startswith(page_of(assessment))
    assert response.url.endswith(f"#document-{publication.public_id}")


def test_a_ready_document_tells_size_pages_checksum_and_who(client, assessment):
    publish(assessment, **READY)
    client.force_login(make_viewer(assessment.partnership))
    html = text(client.get(reverse("reports", args=["clayton"])))
    assert "17 pages, 8 bytes." in html
    assert "for Robin." in html
    assert "ab" * 32 in html


def test_a_failed_document_can_be_tried_again(client, assessment):
    publish(assessment, status=PublicationStatus.FAILED)
    client.force_login(make_liaison(assessment.partnership))
    html = text(client.get(page_of(assessment)))
    assert "The document could not be made." in html
    assert "Try again" in html


def test_a_failure_is_forgotten_once_a_newer_document_stands(client, assessment):
    publish(assessment, status=PublicationStatus.FAILED)
    publish(assessment, **READY)
    client.force_login(make_liaison(assessment.partnership))
    html = text(client.get(page_of(assessment)))
    assert "could not be made" not in html
    assert "Make it again" in html


def test_older_documents_are_folded_away(client, assessment):
    for _ in range(4):
        publish(assessment, **READY)
    client.force_login(make_viewer(assessment.partnership))
    before, after = text(client.get(page_of(assessment))).split("Earlier documents")
    assert (before.count("Download "), after.count("Download ")) == (3, 1)


def test_the_download_is_a_private_attachment(client, assessment):
    publication = publish(assessment, **READY)
    client.force_login(make_viewer(assessment.partnership))
    response = client.get(reverse("download-publication", args=[publication.public_id]))
    assert (response["Content-Type"], response.content) == ("application/pdf", b"%PDF-1.7")
    assert response["Content-Disposition"] == f'attachment; filename="{publication.filename}"'
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("status", [PublicationStatus.WAITING, PublicationStatus.FAILED])
def test_what_is_not_ready_cannot_be_downloaded(client, assessment, status):
    publication = publish(assessment, status=status)
    client.force_login(make_director(assessment.partnership))
    assert client.get(reverse("download-publication", args=[publication.public_id])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("place", ["reports", "document"])
def test_more_assessments_and_documents_take_no_more_queries(client, django_assert_num_queries, place, count):
    partnership = make_partnership()
    for _ in range(count):
        assessment = close(make_assessment(partnership))
        for _ in range(count):
            publish(assessment, **READY)
    client.force_login(make_director(partnership))
    address = reverse("reports", args=[partnership.slug]) if place == "reports" else page_of(assessment)
    with django_assert_num_queries(7 if place == "reports" else 11):
        client.get(address)


def test_a_report_of_what_was_reopened_is_marked_wherever_it_is_offered(client, assessment):
    document = publish(assessment, **READY)
    client.force_login(make_viewer(assessment.partnership))
    places = [reverse("reports", args=["clayton"]), reverse("partnership", args=["clayton"])]
    places.append(reverse("publication", args=[document.public_id]))
    offered = [client.get(place, headers=HTMX).text for place in places]
    assert ["reopened" in page for page in offered] == [False] * 3
    director = make_director(assessment.partnership)
    reopen(assessment, by=director, words="A mistake in 1.2")
    submit(assessment, by=director)
    close_without(assessment, by=director)
    offered = [client.get(place, headers=HTMX).text for place in places]
    assert ["reopened" in page for page in offered] == [True] * 3


def test_a_preview_is_the_document_framed_as_what_it_is_not_and_leaves_nothing(client, assessment):
    client.force_login(make_viewer(assessment.partnership))
    page = client.get(reverse("preview-document", args=["clayton", REPORT]), {"of": assessment.public_id})
    assert "It is not issued:" in page.text
    assert page.text.count("<main") == page.text.count("</main>") == page.text.count("<body") == 1
    assert "State of the Partnership" in page.text
    assert not Publication.objects.exists()


def test_a_kind_that_is_none_and_readers_that_it_has_not_are_not_found(client, assessment):
    client.force_login(make_director(assessment.partnership))
    for kind, said in (("nothing", {}), (REPORT, {"audience": "parties"}), (REPORT, {"of": "another"})):
        for name in ("document", "preview-document"):
            assert client.get(reverse(name, args=["clayton", kind]), said).status_code == 404
    assert ask_for_document(client, REPORT, assessment.partnership, audience="parties").status_code == 404
