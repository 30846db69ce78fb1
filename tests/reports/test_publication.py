from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import AssessmentStatus
from reports.models import Publication, PublicationStatus, WorkerHeartbeat
from tests import factories as make
from tests.factories import (
    REPORT,
    close,
    make_assessment,
    make_director,
    make_liaison,
    make_organization,
    make_partnership,
    make_period,
    make_user,
    make_viewer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def make_publication(assessment=None, **fields):
    if "requested_by" not in fields:
        fields["requested_by"] = make_user()
    return Publication.objects.create(kind=REPORT, assessment=assessment or make_assessment(), **fields)


def sees(user, publication):
    return publication in make.documents_of(user)


def test_a_ready_document_has_its_file_and_checksum():
    with pytest.raises(IntegrityError, match="publication_ready_has_file"), transaction.atomic():
        make_publication(status=PublicationStatus.READY, content=b"%PDF")


def test_a_document_leaves_waiting_once():
    publication = make_publication()
    assert publication.settle(PublicationStatus.FAILED) is True
    assert publication.settle(PublicationStatus.READY, content=b"%PDF", sha256="a" * 64, pages=1) is False
    publication.refresh_from_db()
    assert (publication.status, publication.content) == (PublicationStatus.FAILED, None)
    assert publication.finished_at is not None


def test_whoever_sees_the_assessment_sees_its_documents():
    partnership = make_partnership()
    publication = make_publication(close(make_assessment(partnership)))
    for person in (make_liaison(partnership), make_director(partnership), make_viewer(partnership)):
        assert sees(person, publication)
    assert not sees(make_liaison(make_partnership()), publication)


def test_a_document_of_a_draft_is_for_those_who_write_it():
    partnership = make_partnership()
    publication = make_publication(make_assessment(partnership, by=partnership.partner), shows_draft=True)
    assert sees(make_liaison(partnership), publication)
    assert not sees(make_director(partnership), publication)


def test_once_submitted_a_document_of_the_draft_stays_with_the_person_who_asked():
    partnership = make_partnership()
    liaison, director = make_liaison(partnership), make_director(partnership)
    assessment = make_assessment(partnership, by=partnership.partner)
    early = make_publication(assessment, requested_by=liaison, shows_draft=True)
    make.submit(assessment, by=liaison)
    late = make_publication(assessment)
    assert (sees(liaison, early), sees(liaison, late)) == (True, True)
    assert (sees(director, early), sees(director, late)) == (False, True)


def test_a_final_report_is_there_again_once_a_reopened_assessment_is_submitted():
    partnership = make_partnership()
    liaison, director, viewer = (
        make_liaison(partnership),
        make_director(partnership),
        make_viewer(partnership),
    )
    assessment = close(make_assessment(partnership, by=partnership.partner))
    of_the_final = make_publication(assessment)
    make.reopen(assessment, by=director, words="A wrong level.")
    meanwhile = make_publication(assessment, shows_draft=True)
    assert (sees(liaison, of_the_final), sees(viewer, of_the_final)) == (True, False)
    make.submit(assessment, by=liaison)
    assert (sees(viewer, of_the_final), sees(viewer, meanwhile)) == (True, False)


def test_the_file_is_named_after_district_and_year():
    partnership = make_partnership(partner=make_organization(short_name="Clayton"))
    assessment = make_assessment(partnership)
    assessment.cycle.period = make_period(label="2023-2024")
    publication = make_publication(assessment)
    assert publication.filename == "Clayton State of the Partnership 2023-2024.pdf"
    assessment.by = partnership.partner
    assert publication.filename == "Clayton State of the Partnership 2023-2024, self-assessment.pdf"


def test_a_file_name_holds_no_path_and_no_line_break():
    partnership = make_partnership(partner=make_organization(short_name='../a\n"b"'))
    assert make_publication(make_assessment(partnership)).filename.startswith("..-a--b- State of")


def test_lists_know_the_size_without_reading_the_file():
    make_publication(status=PublicationStatus.READY, content=b"%PDF-1.7", sha256="a" * 64, pages=1)
    publication = Publication.objects.for_readers().get()
    assert publication.size == 8
    assert "content" in publication.get_deferred_fields()


def test_a_worker_is_silent_after_half_a_minute():
    now = timezone.now()
    for name, seconds in (("fresh", 20), ("old", 40)):
        WorkerHeartbeat.objects.create(worker_id=name, beat_at=now - timedelta(seconds=seconds))
    assert [beat.worker_id for beat in WorkerHeartbeat.objects.alive()] == ["fresh"]
    assert [beat.worker_id for beat in WorkerHeartbeat.objects.silent()] == ["old"]


def test_a_submitted_status_alone_hides_nothing():
    """Loaded assessments have no time of submission."""
    partnership = make_partnership()
    assessment = close(make_assessment(partnership), AssessmentStatus.SUBMITTED)
    assert sees(make_viewer(partnership), make_publication(assessment))


READY = {"status": PublicationStatus.READY, "content": b"%PDF", "sha256": "a" * 64, "pages": 1}


@pytest.mark.parametrize(
    "change", [{"content": b"%PDF-2"}, {"sha256": "b" * 64}, {"kind": "handout"}, {"audience": "parties"}]
)
def test_what_is_issued_stays_as_it_is(change):
    publication = make_publication()
    publication.settle(**READY)
    with pytest.raises(IntegrityError, match="This document was issued"), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(**change)
    with pytest.raises(IntegrityError, match="This document was issued"), transaction.atomic():
        publication.delete()
    assert bytes(Publication.objects.get().content) == b"%PDF"


def test_what_was_never_issued_may_be_written_anew():
    publication = make_publication()
    publication.settle(PublicationStatus.FAILED)
    Publication.objects.update(status=PublicationStatus.WAITING)
    publication.delete()
    assert not Publication.objects.exists()
