"""CSV files: what a student information system exported goes into the tables, once its columns are matched."""

from django.core.signing import BadSignature
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import as_download
from core.previews import read_signed, signed
from evidence.exchange.csv_forms import CsvForm
from evidence.exchange.csv_out import csv_of
from evidence.exchange.csv_reading import CHOOSE, LARGEST_CSV, TOO_LARGE
from evidence.exchange.entered import UploadRefused
from evidence.exchange.preview import preview_of

from .exchange import around, salt_for, show_preview, standing_to_enter
from .workbooks import file_name

FILE = "_file"
"""The field that carries a signed file to where its columns are matched."""

TOO_OLD = "The file was chosen more than a day ago, or not by you. Choose it once more."


@require_safe
def csv_download(request, slug, edition):
    standing = standing_to_enter(request, slug, edition)
    return as_download(csv_of(standing), "text/csv; charset=utf-8", f"{file_name(standing)}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def csv_upload(request, slug, edition):
    """GET asks for a file; POST shows its columns, and what it would change once they are matched."""
    standing = standing_to_enter(request, slug, edition)
    if request.method != "POST":
        return _form(request, standing)
    if FILE in request.POST:
        return _matched(request, standing)
    file = request.FILES.get("file")
    if getattr(request, "upload_refused", False) or (file and file.size > LARGEST_CSV):
        return _form(request, standing, TOO_LARGE, status=413)
    if file is None:
        return _form(request, standing, CHOOSE, status=422)
    content = file.read()
    try:
        form = CsvForm(content, standing=standing)
    except UploadRefused as refused:
        return _form(request, standing, *refused.sentences, status=422)
    return _columns(request, standing, content, form)


def _matched(request, standing):
    """What the file would change, unless something of it is still to be said."""
    try:
        content = read_signed(request.POST[FILE], salt_for(request, standing, "csv")).encode("latin-1")
    except BadSignature:
        return _form(request, standing, TOO_OLD, status=422)
    is_read_again = "again" in request.POST
    try:
        data = None if is_read_again else request.POST
        form = CsvForm(content, data, reading=request.POST, standing=standing)
    except UploadRefused as refused:  # read as the person says: it is shown as it was recognized
        return _columns(request, standing, content, CsvForm(content, standing=standing), *refused.sentences)
    if is_read_again or not form.is_valid():
        return _columns(request, standing, content, form)
    if form.match():
        preview = preview_of(form.upload(), standing)
        return show_preview(request, standing, preview, form=form, file=request.POST[FILE])
    return _columns(request, standing, content, form, asks=not form.errors)


def _form(request, standing, *refusals, status=200):
    context = around(standing) | {"refusals": refusals, "megabytes": LARGEST_CSV // 1024 // 1024}
    return render(request, "evidence/exchange/csv.html", context, status=status)


def _columns(request, standing, content, form, *refusals, asks=False):
    file = signed(content.decode("latin-1"), salt_for(request, standing, "csv"))
    context = around(standing) | {"form": form, "file": file, "refusals": refusals, "asks": asks}
    is_wrong = refusals or (form.is_bound and form.errors)
    return render(request, "evidence/exchange/csv_columns.html", context, status=422 if is_wrong else 200)
