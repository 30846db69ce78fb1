"""Making documents in the background. A task may run more than once; its document leaves `waiting` once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from evidence.public.documented import keep_documented

from .apart import TooLarge, print_apart
from .changes import marks_of
from .documents import DOCUMENTS, Before, Readers, asked_of
from .gather import NotMade
from .models import Audience, DocumentRun, Language, Publication, PublicationStatus

AFTER_OTHERS = -10
"""The priority of what is asked for with many others."""

MOST_PLACES = 30
"""Named of a document that is asked for with many others, of either kind."""


def request_document(
    kind: str,
    *,
    by: User,
    audience: str = Audience.PUBLIC,
    language: str = Language.ENGLISH,
    run: DocumentRun | None = None,
    **subject: Any,
) -> Publication:
    """Ask for a document of a kind and its subject. Asking again while one waits gives that one.

    `run` is that of the others it is asked for with. The request and its place in the queue are written together or
    not at all.
    """
    with transaction.atomic():
        # Of two requests at once, the database refuses one; that one gets the other's.
        publication, is_new = Publication.objects.get_or_create(
            kind=kind,
            **subject,
            audience=audience,
            language=language,
            run=run,
            requested_by=by,
            status=PublicationStatus.WAITING,
            defaults={"shows_draft": DOCUMENTS[kind].shows_draft(**subject)},
        )
        if is_new:
            publication.task_id = enqueue(publication)
            publication.save(update_fields=["task_id"])
    return publication


def enqueue(publication: Publication) -> Any:
    """Puts the making of a document into the queue; gives the key of its place there. Whoever asks for one does
    not wait for the many that somebody else has asked for."""
    queued = make_document.using(priority=AFTER_OTHERS) if publication.run_id else make_document
    return queued.enqueue(publication.public_id).id


@task()
def make_document(public_id: str) -> None:
    requested = Publication.objects.with_subject().filter(public_id=public_id)
    publication = requested.waiting().first()
    if publication is None:  # an earlier run finished it
        return
    document = DOCUMENTS[publication.kind]
    readers = Readers(publication.audience, publication.language)
    read_at = timezone.now()
    try:
        read_of = marks_of(publication)
        rendered = document.render(readers, **publication.subject)
        told = _told_beside(asked_of(rendered, readers)) if publication.run_id is not None else {}
        # It may have been taken back since the request, and while it was read.
        read = (publication, requested.get())
        shows_draft = publication.shows_draft or any(document.shows_draft(**one.subject) for one in read)
        pdf = print_apart(rendered.html, is_draft=shows_draft)
    except (TooLarge, NotMade) as limit:
        publication.settle(PublicationStatus.FAILED, failure=str(limit))
        return
    except Exception:  # whoever asked is told that it failed; the worker logs why
        publication.settle(PublicationStatus.FAILED)
        raise
    with transaction.atomic():
        made = publication.settle(
            PublicationStatus.READY,
            read_at=read_at,
            read_of=read_of,
            content=pdf.content,
            sha256=pdf.sha256,
            pages=pdf.pages,
            shows_draft=shows_draft,
            **told,
        )
        if made:  # nobody reads what was cancelled, or made by another run, in the meantime
            keep_documented(rendered.documented)


def _told_beside(before: Before) -> dict[str, list[str]]:
    """Who asks for many documents is not asked before each of them, but told beside it."""
    return {"told": _named(before.told), "unprintable": _named(before.unprintable)}


def _named(places: Sequence[Any]) -> list[str]:
    named = [str(one) for one in places[:MOST_PLACES]]
    return [*named, "There are more such places."] if len(places) > MOST_PLACES else named
