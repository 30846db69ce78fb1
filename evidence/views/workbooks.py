"""Evidence tables as an Excel workbook: download it, fill it in, upload it, see what would change."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import as_download
from core.workbooks.unpacking import WorkbookRefused
from core.workbooks.uploading import MEGABYTES, XLSX, uploaded_in
from evidence.exchange.preview import preview_of
from evidence.exchange.workbook_in import read_workbook
from evidence.exchange.workbook_out import workbook_of

from .exchange import around, show_preview, standing_to_enter


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
    try:
        found = read_workbook(uploaded_in(request), standing)
    except WorkbookRefused as refused:
        return _form(request, standing, *refused.sentences, status=refused.status)
    return show_preview(request, standing, preview_of(found, standing))


def _form(request, standing, *refusals, status=200):
    context = around(standing) | {"refusals": refusals, "megabytes": MEGABYTES}
    return render(request, "evidence/exchange/workbook.html", context, status=status)


def file_name(standing):
    """“Clayton evidence 2023-2024”, without an ending."""
    partner = standing.partnership.partner.short_name
    return f"{partner} evidence {standing.edition.label}".replace("/", "-")
