"""The public site: for everybody, without a cookie, from what a director published and nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from actionsteps.families.words import words_in
from core.downloads import as_download
from reports.models import Audience, Publication, PublicationStatus
from reports.public.families import told_in, told_today
from reports.public.site import page_of, papers_in, standing_at


@login_not_required
@require_safe
def public_page(request, slug, page):
    record = standing_at(slug)
    if record is None or record.withdrawn_at:
        return nothing_at(request, record)
    made = page_of(record.public_id, page)
    return _sent(request, made) if made else nothing_at(request)


@login_not_required
@require_safe
def public_told(request, slug):
    """“You said, we did”, in Spanish with `?lang=es`: once anything was published, as it was published."""
    record, language = standing_at(slug), words_in(request.GET.get("lang")).language
    if record is None:
        page = told_today(slug, language)
        return HttpResponse(page) if page else nothing_at(request)
    if record.withdrawn_at:
        return nothing_at(request, record)
    made = told_in(record.public_id, language)
    return _sent(request, made) if made else nothing_at(request)


def _sent(request, made):
    response = HttpResponse(made.plain)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = made.packed
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return answered(request, response, f'W/"{made.mark}"')


@login_not_required
@require_safe
def public_document(request, slug, public_id):
    """One of those that the record offers, as it was made."""
    record = standing_at(slug)
    if record is None or record.withdrawn_at:
        return nothing_at(request, record)
    if public_id not in papers_in(record.public_id):
        return nothing_at(request)
    for_everybody = Publication.objects.filter(status=PublicationStatus.READY, audience=Audience.PUBLIC)
    document = for_everybody.with_subject().filter(public_id=public_id).first()
    if document is None:
        return nothing_at(request)
    response = as_download(document.content or b"", "application/pdf", document.filename)
    return answered(request, response, quote_etag(document.sha256))


def answered(request, response, mark):
    """Anybody may keep it, and asks each time whether it still holds: what is withdrawn is gone at once."""
    response["ETag"] = mark
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return get_conditional_response(request, etag=mark, response=response)


def nothing_at(request, withdrawn=None):
    """Of an address at which nothing was published the same as of one that nobody has."""
    status = 410 if withdrawn else 404
    response = render(request, "public/site/nothing.html", {"withdrawn": withdrawn}, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
