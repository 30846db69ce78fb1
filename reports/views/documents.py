"""One document by its address: how far it is, and its file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.downloads import as_download
from partnerships.access import directs_all_of
from reports.access import reaches_document
from reports.changes import with_changes
from reports.models import Publication, PublicationStatus, WorkerHeartbeat
from reports.offers import desk_of

from .asking import back_to


def _get_document(user, documents, public_id):
    document = get_object_or_404(documents.with_subject(), public_id=public_id)
    if not reaches_document(user, document):
        raise Http404("No such document.")
    return document


def _may_make(user, document):
    """Whether this person may ask for such a document: of a partnership whom the desk lets, of a whole agreement
    who directs all of it."""
    if document.of_partnership is None:
        return directs_all_of(user, document.agreement)
    offer = _offer_of(user, document)
    return offer is not None and not offer.refusal


def _offer_of(user, document):
    """None where such a document may not be had any more: of a side that is no longer asked, for one."""
    return desk_of(user, document.of_partnership).offer_of(document.kind, document.of)


def _among_reports(document):
    """To where all that was issued stays, whether or not another of it can be made."""
    return redirect(
        f"{reverse('reports', args=[document.of_partnership.slug])}#document-{document.public_id}"
    )


@require_safe
def publication(request, public_id):
    """How far one document is. htmx asks again and again and gets an answer when there is news."""
    document = _get_document(request.user, Publication.objects.for_readers(), public_id)
    partnership = document.of_partnership
    if not request.htmx:
        is_offered = partnership is None or _offer_of(request.user, document)
        return back_to(document) if is_offered else _among_reports(document)
    worker_runs = WorkerHeartbeat.objects.alive().exists()
    if document.is_waiting and request.GET.get("worker") == str(worker_runs):
        return HttpResponse(status=204)
    with_changes([document])
    context = {
        "document": document,
        "partnership": partnership,
        "worker_runs": worker_runs,
        "may_make": document.has_failed and _may_make(request.user, document),
    }
    return render(request, "reports/_document.html", context)


@require_safe
def download(request, public_id):
    ready = Publication.objects.for_readers().filter(status=PublicationStatus.READY)
    publication = _get_document(request.user, ready.defer(None), public_id)
    return as_download(publication.content or b"", "application/pdf", publication.filename)
