"""Asking for many documents in one go, stopping that, trying one of them again."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from core.ids import new_public_id
from partnerships.models import Agreement
from reports.documents import DOCUMENTS
from reports.models import Audience, DocumentRun, Language, Publication, PublicationStatus
from reports.tasks import enqueue, request_document


class NotAgain(Exception):
    """A document of a run that is not tried again. The message is a sentence."""


def start_run(
    agreement: Agreement,
    kind: str,
    subjects: Iterable[dict[str, Any]],
    *,
    key: str,
    by: User,
    audience: str = Audience.PUBLIC,
    language: str = Language.ENGLISH,
) -> DocumentRun:
    """Ask for one document of each subject. All are asked for, or none.

    `key` is what the run is called in its address, unless another is called so: sent twice, it is one run.
    """
    chosen = {"kind": kind, "audience": audience, "language": language}
    if DocumentRun.objects.filter(public_id=key).exclude(requested_by=by, agreement=agreement).exists():
        key = new_public_id()
    with transaction.atomic():
        run, is_new = DocumentRun.objects.get_or_create(
            public_id=key, requested_by=by, agreement=agreement, defaults=chosen
        )
        if is_new:
            maker = DOCUMENTS[kind]
            made = Publication.objects.bulk_create(
                Publication(**chosen, **one, run=run, requested_by=by, shows_draft=maker.shows_draft(**one))
                for one in subjects
            )
            for publication in made:
                publication.task_id = enqueue(publication)
            Publication.objects.bulk_update(made, ["task_id"])
    return run


def cancel_run(run: DocumentRun, *, by: User) -> None:
    """What waits is not made any more. What a worker has begun ends as it ends."""
    with transaction.atomic():
        if run.mark_cancelled(by=by):
            begun = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).values("pk")
            waiting = run.publications.waiting().exclude(task_id__in=begun)
            waiting.update(status=PublicationStatus.CANCELLED, finished_at=timezone.now())


def try_again(failed: Publication, *, by: User) -> Publication:
    """Ask once more for a document of a run that could not be made. Its row stays; the new one counts.

    However many people press the button, one is asked for. Raises NotAgain.
    """
    with transaction.atomic():
        run = DocumentRun.objects.select_for_update().get(publications=failed)
        if run.is_cancelled:
            raise NotAgain("This was cancelled. Ask for the documents anew.")
        newest = run.publications.filter(**failed.subject).order_by("pk").last()
        if newest and not newest.has_failed:
            return newest
        return request_document(
            run.kind, by=by, audience=run.audience, language=run.language, run=run, **failed.subject
        )
