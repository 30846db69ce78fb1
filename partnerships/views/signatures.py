"""The signature pages of a partnership: read, sign, correct, withdraw."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.conflicts import Conflict
from partnerships.access import get_partnership, standing_in
from partnerships.models import Partnership, Scan
from partnerships.signatures.forms import SigningForm, WithdrawalForm
from partnerships.signatures.pages import get_place, get_place_of_addition, pages_of
from partnerships.signatures.recording import record
from partnerships.signatures.recording import withdraw as withdraw_signature


@require_safe
def signatures(request, slug):
    """For each adopted edition, who signed and who is waited for."""
    partnership = get_partnership(request.user, slug)
    own = standing_in(request.user, partnership).signs_for
    context = {"partnership": partnership, "section": "agreement", "pages": pages_of(partnership, own)}
    return render(request, "partnerships/signatures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, slug, number, edition=None, addition=None):
    """GET shows the form of one place on the signature page, POST records what it says."""
    partnership, place = _place_to_sign(request, slug, number, edition, addition)
    form = SigningForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        place=place,
        too_large=getattr(request, "upload_refused", False),
    )
    status, problem = (422, "") if form.is_bound else (200, "")
    if form.is_valid():
        try:
            changed = record(partnership, place, by=request.user, **form.cleaned_data)
        except Conflict:
            form.show_what_stands()
            status, problem = 409, "Somebody else changed this signature after you opened the page."
        else:
            messages.success(request, "The signature is recorded." if changed else "Nothing had changed.")
            return redirect("signatures", slug)
    context = {
        "partnership": partnership,
        "section": "agreement",
        "place": place,
        "form": form,
        "problem": problem,
    }
    return render(request, "partnerships/sign.html", context, status=status)


@require_POST
def withdraw(request, slug, number, edition=None, addition=None):
    """The side that signed takes back what should not have been recorded, and says why."""
    partnership, place = _place_to_sign(request, slug, number, edition, addition)
    form = WithdrawalForm(request.POST)
    problem, status = " ".join(str(error) for error in form["reason"].errors), 422
    if form.is_valid():
        try:
            withdraw_signature(partnership, place, by=request.user, **form.cleaned_data)
        except Conflict:
            problem, status = "Nothing was withdrawn: somebody else changed this signature meanwhile.", 409
        else:
            messages.success(request, "The signature is withdrawn.")
            return redirect("signatures", slug)
    context = {
        "partnership": partnership,
        "section": "agreement",
        "place": place,
        "form": SigningForm(place=place),
        "reason": form["reason"].value(),
        "not_withdrawn": problem,
    }
    return render(request, "partnerships/sign.html", context, status=status)


def _place_to_sign(request, slug, number, edition, addition):
    """Of an edition, by its label, or of an addition, by its public id.

    For the people of the side that signs there; others who reach the partnership get a 403.
    """
    partnership = get_partnership(request.user, slug)
    own = standing_in(request.user, partnership).signs_for
    place = None
    if own and addition:
        place = get_place_of_addition(partnership, addition, number)
    elif own:
        place = get_place(partnership, edition, number)
    if place is None or place.role.side not in own:
        raise PermissionDenied(
            "Each side records its own signatures: the directors and liaisons of the lead agency theirs, the "
            "liaisons of the partner theirs."
        )
    return partnership, place


@require_safe
def scan(request, public_id):
    """A scanned page that belongs to a signature, as a file to keep; it is never shown as a page of ours."""
    visible = Scan.objects.filter(
        partnership__in=Partnership.objects.visible_to(request.user), signatures__isnull=False
    )
    page = get_object_or_404(visible.distinct(), public_id=public_id)
    return HttpResponse(
        bytes(page.content),
        content_type=page.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, page.filename),
            "X-Content-Type-Options": "nosniff",
        },
    )
