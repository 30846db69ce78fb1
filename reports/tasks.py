"""Making documents in the background. A task may run more than once; its document leaves `waiting` once."""

from django.db import transaction
from django_tasks import task

from assessments.models import HANDED_IN, Assessment

from .documents import state_of_the_partnership
from .models import Publication, PublicationStatus


def request_report(assessment, *, by):
    """Ask for the State of the Partnership report. Asking again while one waits gives that one.

    The request and its place in the queue are written together or not at all.
    """
    with transaction.atomic():
        # Of two requests at once, the database refuses one; that one gets the other's.
        publication, is_new = Publication.objects.get_or_create(
            assessment=assessment,
            requested_by=by,
            status=PublicationStatus.WAITING,
            defaults={"shows_draft": assessment.status not in HANDED_IN},
        )
        if is_new:
            publication.task_id = make_report.enqueue(publication.public_id).id
            publication.save(update_fields=["task_id"])
    return publication


@task()
def make_report(public_id):
    publication = Publication.objects.waiting().filter(public_id=public_id).first()
    if publication is None:  # an earlier run finished it
        return
    try:
        assessment = Assessment.objects.with_partnership().get(pk=publication.assessment_id)
        pdf = state_of_the_partnership(assessment)
        # It may have been taken back since the request, and while it was read.
        shows_draft = publication.shows_draft or not _is_handed_in(assessment)
    except Exception:
        publication.settle(PublicationStatus.FAILED)
        raise
    publication.settle(
        PublicationStatus.READY,
        content=pdf.content,
        sha256=pdf.sha256,
        pages=pdf.pages,
        shows_draft=shows_draft,
    )


def _is_handed_in(assessment):
    """As it was read, and still."""
    now = Assessment.objects.filter(pk=assessment.pk, status__in=HANDED_IN)
    return assessment.status in HANDED_IN and now.exists()
