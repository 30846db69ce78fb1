"""Documents asked for in one go: how far they are, stopping them, trying one again, the archive."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Role
from reports.changes import with_changes
from reports.models import DocumentKind, Publication, PublicationStatus
from reports.runs.archive import archive_of, names_of
from reports.runs.making import NotAgain, cancel_run, start_run, try_again
from reports.runs.progress import progress_of
from reports.sources import SIGNED
from reports.tasks import make_document, request_document
from reports.worker import beat, settle_publications
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PDF = {"content": b"%PDF-1.7", "sha256": "ab" * 32, "pages": 2}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def edition():
    return make.adopt(make.make_edition())


@pytest.fixture
def director(edition):
    return make.make_director(make.make_partnership(agreement=edition.agreement, slug="extra"))


@pytest.fixture
def run(edition, director):
    """Three agreements, asked for by the director."""
    return start(edition, director, "Affton", "Bayless", "Clayton")


def start(edition, by, *names):
    of = edition.agreement
    partnerships = [
        make.make_partnership(agreement=of, partner=make.make_organization(short_name=name)) for name in names
    ]
    subjects = [{"partnership": one, "edition": edition} for one in partnerships]
    return start_run(of, DocumentKind.AGREEMENT, subjects, key="abcdefghijkl", by=by)


def settle(run, *statuses, **fields):
    for publication, status in zip(run.publications.order_by("pk"), statuses, strict=False):
        ready = PDF if status == PublicationStatus.READY else {}
        publication.settle(status, **ready, **fields)


def statuses(run):
    return list(run.publications.order_by("pk").values_list("status", flat=True))


def page(client, run, **headers):
    response = client.get(reverse("document-run", args=[run.public_id]), headers=headers)
    return " ".join(response.content.decode().split())


def test_the_page_says_how_far_each_document_is(client, run, director):
    settle(run, "ready", "failed", failure="It takes longer than 120 seconds to print.")
    DBTaskResult.objects.filter(pk=run.publications.last().task_id).update(status="RUNNING")
    client.force_login(director)
    html = page(client, run)
    assert '<b>1 of 3 ready</b>, 1 to come, <span class="late">1 failed</span>' in html
    assert "Download<span" in html
    assert "It takes longer than 120 seconds to print." in html
    assert progress_of(director, run).ended == 2


@pytest.mark.slow
def test_htmx_gets_an_answer_when_there_is_news(client, run, director):
    client.force_login(director)
    address, seen = reverse("document-run", args=[run.public_id]), progress_of(director, run).signature
    assert client.get(f"{address}?seen={seen}", headers=HTMX).status_code == 204
    settle(run, "ready")
    assert "1 of 3 ready" in client.get(f"{address}?seen={seen}", headers=HTMX).content.decode()
    settle(run, *["ready"] * 3)
    assert "every 2s" not in page(client, run)


def test_cancelled_what_waits_is_not_made_and_what_is_begun_ends_as_it_ends(run, director):
    _, second, third = run.publications.order_by("pk")
    settle(run, "ready")
    DBTaskResult.objects.filter(pk=second.task_id).update(status="RUNNING")
    cancel_run(run, by=director)
    assert statuses(run) == ["ready", "waiting", "cancelled"]
    make_document.call(third.public_id)
    settle_publications()
    assert statuses(run) == ["ready", "waiting", "cancelled"]
    assert second.settle(PublicationStatus.READY, **PDF) is True


def test_cancelled_twice_the_first_one_did_it(run, director):
    other = make.make_director(run.agreement.partnerships.first())
    cancel_run(run, by=director)
    cancel_run(run, by=other)
    run.refresh_from_db()
    assert run.cancelled_by == director


def test_a_document_of_a_silent_worker_is_made_though_its_run_was_cancelled(run, director):
    begun = run.publications.order_by("pk").first()
    running = DBTaskResult.objects.filter(pk=begun.task_id)
    running.update(status="RUNNING", started_at=timezone.now(), worker_ids=["dead"])
    cancel_run(run, by=director)
    beat("alive")
    assert (running.get().status, statuses(run)) == ("READY", ["waiting", "cancelled", "cancelled"])


@pytest.mark.slow
def test_the_failed_one_alone_is_tried_again_once(client, run, director):
    settle(run, "ready", "failed", "ready")
    client.force_login(director)
    failed = run.publications.get(status="failed")
    for _ in range(2):
        response = client.post(reverse("document-again", args=[run.public_id, failed.public_id]))
        assert response.url == reverse("document-run", args=[run.public_id])
    assert statuses(run) == ["ready", "failed", "ready", "waiting"]
    assert "Try again" not in page(client, run)
    progress = progress_of(director, run)
    assert (progress.total, progress.ready, progress.waiting, progress.failed) == (3, 2, 1, 0)


def test_who_only_reads_in_a_partnership_by_now_does_not_ask_for_its_document_again(client, run, director):
    settle(run, "failed")
    failed = run.publications.get(status="failed")
    director.memberships.all().delete()
    others = run.agreement.partnerships.exclude(pk=failed.partnership_id)
    make.make_membership(director, run.agreement.lead, Role.DIRECTOR, only=others)
    make.make_membership(director, failed.partnership.partner, Role.VIEWER)
    client.force_login(director)
    shown = page(client, run)
    assert "Documents are made by the liaison and the director." in shown
    assert "Try again" not in shown
    response = client.post(reverse("document-again", args=[run.public_id, failed.public_id]))
    assert response.status_code == 403
    assert statuses(run) == ["failed", "waiting", "waiting"]


def test_what_was_cancelled_is_not_tried_again(run, director):
    settle(run, "failed")
    cancel_run(run, by=director)
    with pytest.raises(NotAgain, match="This was cancelled"):
        try_again(run.publications.get(status="failed"), by=director)


def test_of_a_run_and_a_partnership_one_document_waits_or_is_ready(run):
    settle(run, "ready")
    first = run.publications.get(status="ready")
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(kind=run.kind, run=run, requested_by=run.requested_by, **first.subject)


def test_whoever_asks_for_one_does_not_wait_for_many(run, director, edition):
    one = request_document(DocumentKind.AGREEMENT, by=director, **run.publications.first().subject)
    assert str(DBTaskResult.objects.ready().first().pk) == one.task_id


def test_the_archive_holds_what_is_ready_under_names_of_their_own(client, edition, director):
    run = start(edition, director, "Affton", "AFFTON", "Clayton")
    settle(run, "ready", "ready")
    client.force_login(director)
    response = client.get(reverse("run-archive", args=[run.public_id]))
    content = b"".join(response)
    assert response["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        label = edition.label
        names = [f"AFFTON Agreement {label}.pdf", f"Affton Agreement {label} (2).pdf"]
        assert archive.namelist() == names
        assert {archive.read(name) for name in archive.namelist()} == {b"%PDF-1.7"}
    assert b"".join(client.get(reverse("run-archive", args=[run.public_id]))) == content


def test_a_name_that_no_disk_takes_is_cut_short_between_letters(run):
    partner = run.publications.first().partnership.partner
    type(partner).objects.filter(pk=partner.pk).update(short_name="🏫" * 60)
    names = names_of(with_changes(run.publications.for_readers().with_subject()))
    assert "🏫" * 50 + ".pdf" in names


def test_what_may_say_small_counts_is_told_beside_it_and_in_the_archive(client, run, director):
    settle(run, "ready", told=["3.8, comment: “three students”"])
    settle(run, "ready", "ready")
    client.force_login(director)
    assert "Look at 1 of them before you hand it out" in page(client, run)
    content = b"".join(client.get(reverse("run-archive", args=[run.public_id])))
    with ZipFile(BytesIO(content)) as archive:
        assert [name.split("/")[0] for name in archive.namelist()].count("Look at these first") == 2
        why = archive.read("Look at these first/Look at these first.txt").decode()
    assert "small count of students: 3.8, comment: “three students”" in why


def test_the_archive_reads_one_document_at_a_time(run, django_assert_num_queries):
    settle(run, *["ready"] * 3)
    documents = list(Publication.objects.for_readers().with_subject().order_by("pk"))
    pieces = archive_of(with_changes(documents))
    for document in documents:
        with django_assert_num_queries(1):
            assert document.filename.encode() in next(pieces)


def test_one_whose_record_was_changed_since_is_to_be_looked_at_first(client, run, director):
    settle(run, "ready", read_of={SIGNED[0].key: "as they were then"})
    client.force_login(director)
    assert "after this was made. It may say otherwise now." in page(client, run)
    content = b"".join(client.get(reverse("run-archive", args=[run.public_id])))
    assert b"Look at these first/Look at these first.txt" in content


def test_nothing_ready_no_archive(client, run, director):
    client.force_login(director)
    assert client.get(reverse("run-archive", args=[run.public_id])).status_code == 404


@pytest.mark.slow
def test_who_asked_and_who_directs_all_of_them_see_it(client, run, director):
    partnerships = list(run.agreement.partnerships.all())
    also, some, elsewhere = (make.make_user() for _ in range(3))
    make.make_membership(also, run.agreement.lead, Role.DIRECTOR, only=partnerships)
    make.make_membership(some, run.agreement.lead, Role.DIRECTOR, only=partnerships[:1])
    make.make_membership(elsewhere, make.make_partnership().agreement.lead, Role.DIRECTOR)
    liaison = make.make_liaison(partnerships[0])
    for person, status in [(director, 200), (also, 200), (some, 404), (elsewhere, 404), (liaison, 404)]:
        client.force_login(person)
        assert client.get(reverse("document-run", args=[run.public_id])).status_code == status
        assert client.post(reverse("cancel-documents", args=[run.public_id])).status_code == (
            302 if status == 200 else 404
        )


def test_who_directs_no_longer_sees_nothing_of_it(client, run, director):
    membership = director.memberships.get()
    membership.delete()
    client.force_login(director)
    assert client.get(reverse("document-run", args=[run.public_id])).status_code == 404


def test_three_documents_take_as_many_queries_as_one(edition, director, django_assert_num_queries):
    run = start(edition, director, "Affton", "Bayless", "Clayton")
    with django_assert_num_queries(4):
        assert progress_of(director, run).total == 3
