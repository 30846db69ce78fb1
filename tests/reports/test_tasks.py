import subprocess

import pytest
from django.db import connection
from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from assessments.models import AssessmentStatus
from reports.documents import DOCUMENTS
from reports.models import Publication, PublicationStatus
from reports.parts import Readers
from reports.pdf import print_pdf
from reports.tasks import make_document, request_document
from reports.worker import Worker
from tests import factories as make
from tests.factories import REPORT, close, make_assessment, make_user

# The worker closes what it thinks is an old connection, so a test cannot hold a transaction open around it.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def work():
    Worker(batch=True, interval=0).run()


def test_asking_puts_one_task_into_the_queue():
    person, assessment = make_user(), make_assessment()
    publication = request_document(REPORT, assessment=assessment, by=person)
    task = DBTaskResult.objects.get()
    assert publication.task_id == str(task.pk)
    assert task.args_kwargs["args"] == [publication.public_id]
    assert (publication.status, publication.requested_by) == (PublicationStatus.WAITING, person)


def test_asking_again_while_it_waits_gives_the_same_document():
    person, assessment = make_user(), make_assessment()
    assert request_document(REPORT, assessment=assessment, by=person) == request_document(
        REPORT, assessment=assessment, by=person
    )
    assert request_document(REPORT, assessment=assessment, by=make_user()).requested_by != person
    assert DBTaskResult.objects.count() == 2


def test_of_two_requests_at_once_one_gets_the_others_document(monkeypatch):
    person, assessment = make_user(), make_assessment()
    first = request_document(REPORT, assessment=assessment, by=person)
    get, misses = QuerySet.get, iter([True])

    def get_too_early(queryset, *args, **kwargs):
        if queryset.model is Publication and next(misses, False):
            raise Publication.DoesNotExist
        return get(queryset, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "get", get_too_early)
    assert request_document(REPORT, assessment=assessment, by=person) == first
    assert not next(misses, False)
    assert DBTaskResult.objects.count() == 1


def test_the_worker_makes_the_document():
    assessment = make_assessment()
    publication = request_document(REPORT, assessment=assessment, by=make_user())
    work()
    publication.refresh_from_db()
    assert publication.status == PublicationStatus.READY
    read = type(assessment).objects.with_partnership().get(pk=assessment.pk)
    made = print_pdf(DOCUMENTS[REPORT].html(Readers(), assessment=read), is_draft=True)
    assert bytes(publication.content) == made.content
    assert (publication.sha256, publication.pages) == (made.sha256, made.pages)


def test_a_second_run_changes_nothing():
    publication = request_document(REPORT, assessment=make_assessment(), by=make_user())
    work()
    before = Publication.objects.values().get(pk=publication.pk)
    make_document.call(publication.public_id)
    assert Publication.objects.values().get(pk=publication.pk) == before


def test_what_goes_wrong_is_kept_and_can_be_tried_again(settings):
    assessment, person = make_assessment(), make_user()
    publication = request_document(REPORT, assessment=assessment, by=person)
    settings.TEMPLATES = []  # nothing can be rendered
    work()
    publication.refresh_from_db()
    assert publication.status == PublicationStatus.FAILED
    assert "TemplateDoesNotExist" in DBTaskResult.objects.get().traceback
    assert request_document(REPORT, assessment=assessment, by=person) != publication


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ({"DOCUMENT_SECONDS": 0.01}, "It takes longer than 0.01 seconds to print."),
        ({"DOCUMENT_MEMORY": 100}, "It takes more memory than one document may."),
    ],
    ids=["time", "memory"],
)
def test_a_document_that_takes_too_much_fails_with_a_sentence_and_the_queue_goes_on(
    settings, limit, sentence
):
    large = request_document(REPORT, assessment=make_assessment(), by=make_user())
    for name, value in limit.items():
        setattr(settings, name, value)
    work()
    large.refresh_from_db()
    assert (large.status, large.failure.startswith(sentence)) == (PublicationStatus.FAILED, True)
    settings.DOCUMENT_SECONDS, settings.DOCUMENT_MEMORY = 120, 1024
    next_one = request_document(REPORT, assessment=make_assessment(), by=make_user())
    work()
    next_one.refresh_from_db()
    assert next_one.status == PublicationStatus.READY


def test_a_document_of_what_was_opened_again_while_it_was_read_shows_a_draft():
    assessment = make_assessment()
    close(assessment, AssessmentStatus.FINAL)
    publication = request_document(REPORT, assessment=assessment, by=make_user())
    opened = []

    def open_again(execute, sql, params, many, context):
        if "assessments_rating" in sql and not opened:
            opened.append(True)
            make.reopen(assessment, by=publication.requested_by, words="1.1 was mixed up.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(open_again):
        make_document.call(publication.public_id)
    publication.refresh_from_db()
    assert (publication.status, publication.shows_draft) == (PublicationStatus.READY, True)
    assert "it may still change" in text_of(publication)


def text_of(publication):
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=publication.content, capture_output=True, check=True).stdout.decode()
