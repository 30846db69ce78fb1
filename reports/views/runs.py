"""Many documents in one go: choosing them, watching them, stopping that, taking them home."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.ids import is_public_id, new_public_id
from partnerships.access import directs_any_of, get_agreement
from reports.access import may_see_run
from reports.changes import with_changes
from reports.models import DocumentRun, Publication, PublicationStatus
from reports.runs.archive import archive_of
from reports.runs.choosing import candidates, is_of_assessment
from reports.runs.forms import ChosenPartnerships, RunForm
from reports.runs.making import NotAgain, cancel_run, start_run, try_again
from reports.runs.progress import progress_of

RUNS_SHOWN = 10
"""Of those that a person asked for."""


@require_http_methods(["GET", "HEAD", "POST"])
def many_documents(request, slug):
    """Which documents, then of whom; posted, they are asked for."""
    agreement = get_agreement(request.user, slug)
    if not directs_any_of(request.user, agreement):
        raise PermissionDenied("Many documents at once are made by the directors of the lead agency.")
    sent = request.POST if request.method == "POST" else request.GET
    form = RunForm(sent if "kind" in sent else None, agreement=agreement)
    context = {"agreement": agreement, "form": form}
    if not form.is_valid():
        return render(request, "reports/many.html", context, status=422 if form.is_bound else 200)
    wanted = form.cleaned_data
    found = candidates(request.user, agreement, wanted["kind"], wanted["which"])
    posted = request.POST if request.method == "POST" else None
    chosen = ChosenPartnerships(found, posted, starts_ticked=request.GET.get("tick") != "none")
    if posted is not None and not chosen.problem:
        key = posted.get("key", "")
        run = start_run(
            agreement,
            wanted["kind"],
            chosen.subjects,
            key=key if is_public_id(key) else new_public_id(),
            by=request.user,
            audience=wanted["audience"],
            language=wanted["language"],
        )
        return redirect("document-run", run.public_id)
    context |= {
        "chosen": chosen,
        "chosen_of_assessments": is_of_assessment(wanted["kind"]),
        "choosing": f"?{urlencode(wanted)}",
        "wanted": DocumentRun(**{name: wanted[name] for name in ("kind", "audience", "language")}),
        "key": new_public_id(),
    }
    return render(request, "reports/many.html", context, status=422 if chosen.problem else 200)


def many_of(user, agreement):
    """For the page of an agreement's documents, where a director begins."""
    if not directs_any_of(user, agreement):
        return {}
    return {"form": RunForm(None, agreement=agreement), "runs": _runs_of(user, agreement)}


def _runs_of(user, agreement):
    """What a person asked for in an agreement, the newest first, each with how many are `ready` and `to_come`."""
    own = DocumentRun.objects.filter(agreement=agreement, requested_by=user)
    return own.annotate(
        ready=Count("publications", filter=Q(publications__status=PublicationStatus.READY)),
        to_come=Count("publications", filter=Q(publications__status=PublicationStatus.WAITING)),
    )[:RUNS_SHOWN]


def _get_run(user, public_id):
    runs = DocumentRun.objects.select_related("agreement__lead", "requested_by", "cancelled_by")
    run = get_object_or_404(runs, public_id=public_id)
    if not may_see_run(user, run):
        raise Http404("No such documents.")
    return run


@require_safe
def document_run(request, public_id):
    """htmx asks again and again and gets an answer when there is news."""
    run = _get_run(request.user, public_id)
    progress = progress_of(request.user, run)
    if request.htmx and progress.waiting and request.GET.get("seen") == progress.signature:
        return HttpResponse(status=204)
    with_changes(progress.documents)
    template = "reports/_run.html" if request.htmx else "reports/run.html"
    return render(request, template, {"agreement": run.agreement, "progress": progress})


@require_POST
def cancel_documents(request, public_id):
    run = _get_run(request.user, public_id)
    cancel_run(run, by=request.user)
    return redirect("document-run", run.public_id)


@require_POST
def document_again(request, public_id, document):
    run = _get_run(request.user, public_id)
    failed = next(
        (one for one in progress_of(request.user, run).documents if one.public_id == document), None
    )
    if failed is None:
        earlier = Publication.objects.filter(run=run, public_id=document)
        if not earlier.exists():
            raise Http404("No such document.")
        return redirect("document-run", run.public_id)  # it was tried again already
    if failed.refusal:
        raise PermissionDenied(failed.refusal)
    try:
        try_again(failed, by=request.user)
    except NotAgain as why:
        messages.error(request, str(why))
    return redirect("document-run", run.public_id)


@require_safe
def run_archive(request, public_id):
    """Those that are ready now, document by document."""
    run = _get_run(request.user, public_id)
    ready = [one for one in with_changes(progress_of(request.user, run).documents) if one.is_ready]
    if not ready:
        raise Http404("No document is ready yet.")
    name = f"{run.agreement.slug} {run.get_kind_display()}.zip"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return StreamingHttpResponse(archive_of(ready), content_type="application/zip", headers=headers)
