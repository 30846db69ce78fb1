"""The files that show a value: read by everybody who reads the value, added and deleted by those who enter it."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from evidence.access import may_enter
from evidence.files.forms import FileForm
from evidence.files.keeping import delete_file, keep_file
from evidence.files.kinds import FileRefused
from evidence.models import EvidenceFile, Observation
from partnerships.access import get_partnership
from partnerships.models import EditionStatus, Period

logger = logging.getLogger(__name__)

AS_A_FILE = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
"""What is uploaded is never a page of ours, whatever a browser makes of it."""


@require_http_methods(["GET", "HEAD", "POST"])
def files(request, slug, lineage, period):
    """GET shows the files of the value of a row and a period, POST adds one."""
    partnership = get_partnership(request.user, slug)
    value = _value(partnership, lineage, period)
    enters = may_enter(request.user, partnership)
    form = FileForm()
    if request.method == "POST":
        if not enters:
            raise PermissionDenied
        form = FileForm(request.POST, request.FILES, too_large=getattr(request, "upload_refused", False))
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                kept = keep_file(value, file.name, file.read(), by=request.user)
            except FileRefused as refused:
                form.add_error("file", str(refused))
            else:
                messages.success(request, f"“{kept.filename}” is added.")
                return redirect(request.path)
    listed = value.files.select_related("uploaded_by", "deleted_by")
    context = {
        "partnership": partnership,
        "section": "evidence",
        "value": value,
        "files": [one for one in listed if not one.deleted_at],
        "deleted_files": [one for one in listed if one.deleted_at],
        "enters": enters,
        "form": form,
    }
    return render(request, "evidence/files.html", context, status=422 if form.is_bound else 200)


@require_safe
def file(request, slug, public_id):
    """One file, to be saved and opened by a program of its own."""
    found = _file(get_partnership(request.user, slug), public_id)
    try:
        with found.content.open() as stored:
            content = stored.read()
    except FileNotFoundError:
        logger.exception("The bytes of the file %s are gone.", found.public_id)
        raise Http404("Its bytes are gone.") from None
    disposition = content_disposition_header(True, found.filename)
    headers = {**AS_A_FILE, "Content-Disposition": disposition}
    return HttpResponse(content, content_type=found.content_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, slug, public_id):
    """GET asks first. POST deletes it for good; who did, and when, stays."""
    partnership = get_partnership(request.user, slug)
    found = _file(partnership, public_id, deleted=True)
    if not may_enter(request.user, partnership):
        raise PermissionDenied
    value = found.observation
    if request.method != "POST" and found.deleted_at is None:
        context = {"partnership": partnership, "section": "evidence", "file": found, "value": value}
        return render(request, "evidence/delete_file.html", context)
    if request.method == "POST" and delete_file(found, by=request.user):
        messages.success(request, f"“{found.filename}” is deleted.")
    else:
        messages.info(request, f"“{found.filename}” was deleted before.")
    return redirect("evidence-files", slug, value.row.lineage, value.period.key)


def _value(partnership, lineage, key):
    """Of the newest edition in which the row has one for this period."""
    periods = Period.objects.with_key(key)
    values = (
        Observation.objects.of(partnership).of_the_whole().exclude(row__edition__status=EditionStatus.DRAFT)
    )
    found = values.filter(row__lineage=lineage, period__in=periods)
    found = found.select_related("row__parent", "row__category", "period")
    value = found.order_by("-row__edition__effective_from", "-row__edition").first()
    if value is None:
        raise Http404("No such value.")
    return value


def _file(partnership, public_id, *, deleted=False):
    files = EvidenceFile.objects.all() if deleted else EvidenceFile.objects.standing()
    files = files.filter(observation__row__partnership=partnership)
    return get_object_or_404(
        files.select_related("observation__row__parent", "observation__period", "uploaded_by"),
        public_id=public_id,
    )
