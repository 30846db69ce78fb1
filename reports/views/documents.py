"""Documents: which there are, making one, watching it, taking it home."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments.rounds import rounds_of
from core.downloads import as_download
from determinations.access import get_review
from determinations.models import Outcome
from determinations.rules.rulebook import rulebook_of
from determinations.verdicts.judging import assessment_judged
from partnerships.access import directs_all_of, get_partnership, standing_in
from reports.access import documents_seen, reaches_document
from reports.documents import DOCUMENTS, Readers, edition_in_force
from reports.models import DocumentKind, Publication, PublicationStatus, WorkerHeartbeat
from reports.tasks import request_document

SECTIONS = {DocumentKind.PROFILE: "profile"}
"""Where documents are listed, if not among the reports."""


@require_safe
def reports(request, slug):
    partnership = get_partnership(request.user, slug)
    rows = partnership.assessments.for_rounds().with_partnership().newest_first()
    rounds = [one.seen_by(request.user) for one in rounds_of(partnership, rows)]
    assessments: list[Any] = [one for round_ in rounds for one in round_.assessments]
    documents = Publication.objects.of(partnership).for_readers().with_subject()
    seen = documents_seen(request.user, documents, assessments)
    edition = edition_in_force(partnership)
    decisive = {one.pk for one in map(assessment_judged, _with_rules(partnership, rounds)) if one}
    listed = sorted((one for one in assessments if one.readable and not one.is_withdrawn), key=_newest_first)
    for assessment in listed:
        own = [one for one in seen if one.assessment_id == assessment.pk]
        assessment.determines = assessment.pk in decisive
        assessment.documents = [one for one in own if one.kind == DocumentKind.STATE_OF_THE_PARTNERSHIP]
        assessment.determinations = [one for one in own if one.kind == DocumentKind.DETERMINATIONS]
    context = {
        "partnership": partnership,
        "section": "reports",
        "assessments": listed,
        "may_make": standing_in(request.user, partnership).may_edit,
        "worker_runs": WorkerHeartbeat.objects.alive().exists(),
        "edition": edition,
        "agreements": _of_kind(seen, DocumentKind.AGREEMENT, edition),
        "plans": _of_kind(seen, DocumentKind.PLAN, edition),
    }
    return render(request, "reports/reports.html", context)


def _of_kind(documents, kind, edition):
    return [one for one in documents if edition and one.edition_id == edition.pk and one.kind == kind]


def _with_rules(partnership, rounds):
    """The rounds of which something follows by rule. Without a query where the agreement has no rules."""
    if not partnership.agreement.has_determinations:
        return []
    of_agreement = Outcome.objects.filter(edition__agreement=partnership.agreement_id)
    editions = set(of_agreement.values_list("edition", flat=True))
    return [one for one in rounds if one.cycle.edition_id in editions]


def _newest_first(assessment):
    return -assessment.cycle.period.start.toordinal(), -assessment.pk


@require_POST
def make_report(request, slug, public_id):
    partnership = get_partnership(request.user, slug)
    asked = partnership.assessments.asked().with_partnership()
    assessment = get_object_or_404(asked, public_id=public_id).seen_by(request.user)
    if not assessment.readable:
        raise Http404("No such assessment.")
    if not standing_in(request.user, partnership).may_edit:
        raise PermissionDenied("Reports are made by the liaison and the director.")
    if assessment.is_open and not assessment.is_writer:
        raise PermissionDenied("Until it is submitted, its report is made by those who write it.")
    return make(request, partnership, DocumentKind.STATE_OF_THE_PARTNERSHIP, assessment=assessment)


@require_POST
def make_determinations(request, slug, public_id):
    """Of the round that an assessment decides, for whoever may read that."""
    partnership = get_partnership(request.user, slug)
    asked = get_object_or_404(partnership.assessments.select_related("cycle"), public_id=public_id)
    review = get_review(request.user, slug, asked.cycle.public_id)
    if review.assessment != asked or not review.readable or not rulebook_of(asked.cycle.edition_id):
        raise Http404("No such determinations.")
    if not standing_in(request.user, partnership).may_edit:
        raise PermissionDenied("Documents are made by the liaison and the director.")
    if review.assessment.is_open and not review.assessment.is_writer:
        raise PermissionDenied("Until it is submitted, its documents are made by those who write it.")
    return make(request, partnership, DocumentKind.DETERMINATIONS, assessment=review.assessment)


@require_POST
def make_agreement(request, slug):
    """Of the edition in force, as the partnership reads it."""
    partnership = get_partnership(request.user, slug)
    edition = edition_in_force(partnership)
    if edition is None:
        raise Http404("No edition of this agreement has been adopted yet.")
    if not standing_in(request.user, partnership).may_edit:
        raise PermissionDenied("Documents are made by the liaison and the director.")
    return make(request, partnership, DocumentKind.AGREEMENT, partnership=partnership, edition=edition)


@require_POST
def make_plan(request, slug):
    """Of the edition in force, for the partnership that is its agreement as a whole."""
    partnership = get_partnership(request.user, slug)
    edition = edition_in_force(partnership)
    if edition is None or not edition.is_plan or not partnership.is_whole:
        raise Http404("There is no plan of the whole here.")
    if not standing_in(request.user, partnership).may_edit:
        raise PermissionDenied("Documents are made by the liaison and the director.")
    return make(request, partnership, DocumentKind.PLAN, partnership=partnership, edition=edition)


def make(request, partnership, kind, /, **subject):
    """Ask for a document, of a `partnership` or, where that is None, of a whole agreement. What it cannot print or
    had better not is named before, and then it is made all the same, unless it is refused."""
    audience = DOCUMENTS[kind].audiences[0]
    before = DOCUMENTS[kind].before(Readers(audience), **subject)
    if before.refused or (before.asks and "anyway" not in request.POST):
        context = {
            "partnership": partnership,
            "frame": "partnerships/base.html" if partnership else "base.html",
            "section": SECTIONS.get(kind, "reports"),
            "before": before,
            "back": _list_of(kind, subject),
        }
        return render(request, "reports/before.html", context, status=409 if before.refused else 200)
    return _back(request_document(kind, by=request.user, audience=audience, **subject))


def _get_document(user, documents, public_id):
    document = get_object_or_404(documents.with_subject(), public_id=public_id)
    if not reaches_document(user, document):
        raise Http404("No such document.")
    return document


def _back(publication):
    """To the page that lists it."""
    page = _list_of(publication.kind, publication.subject | {"partnership": publication.of_partnership})
    return redirect(f"{page}#document-{publication.public_id}")


def _list_of(kind, subject):
    if kind == DocumentKind.COUNTY_SUMMARY:
        return reverse("agreement-documents", args=[subject["agreement"].slug])
    if kind == DocumentKind.PROFILE:
        page = reverse("profile", args=[subject["partnership"].slug])
        return f"{page}?{urlencode({'period': subject['period'].key})}"
    return reverse("reports", args=[_partnership_of(subject).slug])


def may_make(user, document):
    """Whether this person may ask for such a document: of a partnership whoever enters anything there, of a whole
    agreement who directs all of it."""
    partnership = document.of_partnership
    if partnership is None:
        return directs_all_of(user, document.agreement)
    return standing_in(user, partnership).may_edit


def _partnership_of(subject):
    return subject.get("partnership") or subject["assessment"].partnership


@require_safe
def publication(request, public_id):
    """How far one document is. htmx asks again and again and gets an answer when there is news."""
    document = _get_document(request.user, Publication.objects.for_readers(), public_id)
    partnership = document.of_partnership
    if not request.htmx:
        return _back(document)
    worker_runs = WorkerHeartbeat.objects.alive().exists()
    if document.is_waiting and request.GET.get("worker") == str(worker_runs):
        return HttpResponse(status=204)
    context = {
        "document": document,
        "partnership": partnership,
        "worker_runs": worker_runs,
        "may_make": may_make(request.user, document),
    }
    return render(request, "reports/_document.html", context)


@require_safe
def download(request, public_id):
    ready = Publication.objects.for_readers().filter(status=PublicationStatus.READY)
    publication = _get_document(request.user, ready.defer(None), public_id)
    return as_download(publication.content or b"", "application/pdf", publication.filename)
