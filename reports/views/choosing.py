"""What is chosen for documents: of a partnership parts, a foreword, its logo; of all the lead agency's."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partnerships.access import directs_all_of, get_agreement_led, get_partnership
from reports.access import may_choose, may_upload_logo
from reports.documents import DOCUMENTS
from reports.gather.layout import address_of, newest_logo
from reports.layout_form import LayoutForm
from reports.logos import TOO_LARGE, LogoRefused, draw_anew, keep_logo, remove_logos
from reports.models import DocumentKind

CHANGES_SHOWN = 10
CHOOSE_A_FILE = "Choose the file with the logo, then upload it."


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, slug, kind):
    """GET shows what is chosen for documents of a kind; POST changes it for those made from now on."""
    partnership = get_partnership(request.user, slug)
    if kind not in DOCUMENTS or not DOCUMENTS[kind].can_be_chosen:
        raise Http404("There is nothing to choose.")
    if not may_choose(request.user, partnership):
        raise PermissionDenied(
            "What is printed is chosen by the director, and by the liaison of the lead agency."
        )
    form = LayoutForm(request.POST or None, partnership=partnership, kind=kind, maker=DOCUMENTS[kind])
    attempt = form.attempt(request.user)
    page = reverse("document", args=[slug, kind])
    if attempt.saved:
        messages.success(request, "It is saved. Documents made from now on are printed so.")
        return redirect(page)
    layout = form.instance
    logo = newest_logo(partnership.partner)
    context = {
        "partnership": partnership,
        "section": "reports",
        "name": DocumentKind(kind).label,
        "form": form,
        "conflict": attempt.conflict,
        "back": page,
        "logo": address_of(logo) if logo else "",
        "changes": layout.history.select_related("history_user")[:CHANGES_SHOWN] if layout.pk else (),
    }
    return render(request, "reports/choose.html", context, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
def logo(request, slug):
    """GET shows the partner's logo; POST puts another in its place, or removes it."""
    partnership = get_partnership(request.user, slug)
    if not may_upload_logo(request.user, partnership):
        raise PermissionDenied(
            "The logo is uploaded by the partner's liaison, the lead agency's, or the director."
        )
    context = {
        "frame": "partnerships/base.html",
        "partnership": partnership,
        "section": "reports",
        "printed_on": f"the first page of the documents of {partnership.partner.short_name}",
    }
    return _logo_page(request, partnership.partner, context)


@require_http_methods(["GET", "HEAD", "POST"])
def lead_logo(request, slug):
    """The same of the lead agency's, for those who make the county summary."""
    agreement = get_agreement_led(request.user, slug)
    if not directs_all_of(request.user, agreement):
        raise PermissionDenied("The lead agency's logo is uploaded by those who direct all partnerships.")
    context = {
        "frame": "base.html",
        "agreement": agreement,
        "printed_on": f"the first page of the county summary of {agreement.lead.short_name}",
    }
    return _logo_page(request, agreement.lead, context)


def _logo_page(request, organization, context):
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _change(request, organization)
        if not problem:
            return redirect(request.path)
    kept = newest_logo(organization)
    context |= {
        "organization": organization,
        "logo": kept,
        "address": address_of(kept) if kept else "",
        "problem": problem,
    }
    return render(request, "reports/logo.html", context, status=status)


def _change(request, organization):
    """(why nothing was changed, its status); empty where something was."""
    if "remove" in request.POST:
        if remove_logos(organization, by=request.user):
            messages.success(
                request, "The logo is removed. Documents made from now on are printed without one."
            )
        return "", 200
    file = request.FILES.get("file")
    if getattr(request, "upload_refused", False):
        return TOO_LARGE, 413
    if file is None:
        return CHOOSE_A_FILE, 422
    try:
        drawn = draw_anew(file.read())
    except LogoRefused as refused:
        return str(refused), 422
    keep_logo(organization, drawn, by=request.user)
    messages.success(request, "The logo is kept. Documents made from now on are printed with it.")
    return "", 200
