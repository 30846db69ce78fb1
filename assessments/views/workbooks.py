"""An assessment as an Excel workbook: download it, fill it in, upload it, see what would change, confirm."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.rating.previous_ratings import PreviousRatings
from assessments.workbooks.layout import sheets_of
from assessments.workbooks.preview import preview_of, save_preview
from assessments.workbooks.read import read_workbook
from assessments.workbooks.write import workbook_of
from core.conflicts import Conflict
from core.downloads import as_download
from core.previews import chosen, read_signed, signed
from core.workbooks.unpacking import WorkbookRefused
from core.workbooks.uploading import MEGABYTES, XLSX, uploaded_in

from .access import NotADraft, closed_page, get_assessment, get_draft

ROWS = "_rows"
"""The field that carries a signed preview to its confirmation."""

TOO_OLD = "This preview is too old, or is not yours. Nothing was saved: upload the workbook again."


@require_safe
def workbook(request, public_id):
    """The assessment as it is now; for those who cannot change it, with every cell locked."""
    assessment = get_assessment(request, public_id)
    editable = assessment.is_open and assessment.is_writer
    content = workbook_of(assessment, editable=editable, previous=PreviousRatings(assessment, request.user))
    period, partner = assessment.cycle.period.name, assessment.partnership.partner.short_name
    name = f"{partner} {period} {assessment.perspective}.xlsx".replace("/", "-")
    return as_download(content, XLSX, name)


@require_http_methods(["GET", "HEAD", "POST"])
def workbook_upload(request, public_id):
    """GET asks for a workbook; POST shows what it would change or, with a preview's rows, saves that."""
    if request.method == "POST" and ROWS in request.POST:
        return _confirm(request, public_id)
    assessment = get_assessment(request, public_id)
    if not assessment.is_writer:
        raise PermissionDenied
    if not assessment.is_open:
        return closed_page(request, NotADraft(assessment))
    if request.method == "POST":
        return _preview(request, assessment)
    return _form(request, assessment)


def _form(request, assessment, *refusals, status=200):
    context = _around(assessment) | {"refusals": refusals, "megabytes": MEGABYTES}
    return render(request, "assessments/workbook_upload.html", context, status=status)


def _around(assessment):
    return {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
    }


def _preview(request, assessment):
    sheets = sheets_of(assessment)
    try:
        upload = read_workbook(uploaded_in(request), assessment, sheets)
    except WorkbookRefused as refused:
        return _form(request, assessment, *refused.sentences, status=refused.status)
    return _show(request, assessment, preview_of(upload, assessment, sheets))


def _show(request, assessment, preview, *, moved=False):
    rows = signed(preview.as_data(), _salt(request.user, assessment.public_id))
    context = _around(assessment) | {"preview": preview, "rows": rows, "moved": moved}
    return render(request, "assessments/workbook_preview.html", context, status=409 if moved else 200)


def _salt(user, public_id):
    """A preview is one person's, of one assessment."""
    return f"workbook:{user.pk}:{public_id}"


def _confirm(request, public_id):
    """All that was accepted, or, where something changed since the preview, nothing and the preview again."""
    try:
        with transaction.atomic():
            assessment = get_draft(request.user, public_id)
            data = read_signed(request.POST[ROWS], _salt(request.user, public_id))
            sheets = sheets_of(assessment)
            saved = save_preview(data, assessment, sheets, mine=chosen(request.POST), by=request.user)
    except NotADraft as closed:
        return closed_page(request, closed)
    except BadSignature:
        return _form(request, assessment, TOO_OLD, status=422)
    except Conflict as conflict:
        return _show(request, assessment, conflict.now, moved=True)
    if saved:
        messages.success(request, f"{saved} saved from the workbook.")
    else:
        messages.info(request, "Nothing was saved: you kept everything as it is.")
    return redirect("assessment", public_id)
