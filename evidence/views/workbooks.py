"""Evidence tables as an Excel workbook: download it, fill it in, upload it, see what would change."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from core.workbooks.unpacking import LARGEST_FILE, TOO_LARGE, WorkbookRefused
from evidence.exchange.preview import preview_of
from evidence.exchange.workbook_in import read_workbook
from evidence.exchange.workbook_out import workbook_of

from .exchange import around, show_preview, standing_to_enter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHOOSE = "Choose the workbook that you filled in, then upload it."


@require_safe
def workbook(request, slug, edition):
    standing = standing_to_enter(request, slug, edition)
    return as_download(workbook_of(standing), XLSX, f"{file_name(standing)}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, slug, edition):
    """GET asks for a workbook; POST shows what it would change."""
    standing = standing_to_enter(request, slug, edition)
    if request.method != "POST":
        return _form(request, standing)
    file = request.FILES.get("file")
    if getattr(request, "upload_refused", False) or (file and file.size > LARGEST_FILE):
        return _form(request, standing, TOO_LARGE, status=413)
    if file is None:
        return _form(request, standing, CHOOSE, status=422)
    try:
        found = read_workbook(file.read(), standing)
    except WorkbookRefused as refused:
        return _form(request, standing, *refused.sentences, status=422)
    return show_preview(request, standing, preview_of(found, standing))


def _form(request, standing, *refusals, status=200):
    context = around(standing) | {"refusals": refusals, "megabytes": LARGEST_FILE // 1024 // 1024}
    return render(request, "evidence/exchange/workbook.html", context, status=status)


def file_name(standing):
    """“Clayton evidence 2023-2024”, without an ending."""
    partner = standing.partnership.partner.short_name
    return f"{partner} evidence {standing.edition.label}".replace("/", "-")


def as_download(content, content_type, name):
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=content_type, headers=headers)
