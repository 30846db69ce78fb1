"""The pages of the lead agency: all partners and schools by cohort, what is due, and what came of each review."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import OrganizationKind
from core.downloads import as_download
from dashboards import reviews as lists
from dashboards.reviews.choices import LATE, NONE, SOON, SOON_DAYS, Of
from dashboards.reviews.export import as_csv
from dashboards.reviews.rendering import AWAITED, MOVES
from partnerships.access import get_agreement_led

PARTNERS: dict[str, tuple[str, str]] = {
    OrganizationKind.PARTNER_DISTRICT: ("district", "districts"),
    OrganizationKind.SCHOOL: ("school", "schools"),
}

DUE = {LATE: "Late", SOON: f"In {SOON_DAYS} days", **AWAITED}


@require_safe
def reviews(request, slug):
    agreement = get_agreement_led(request.user, slug)
    asked = lists.wanted(request.GET)
    found = lists.gather_reviews(request.user, agreement, asked)
    partner, partners = PARTNERS.get(found.partner_kind, ("partner", "partners"))
    context = {
        "agreement": agreement,
        "reviews": found,
        "asked": asked,
        "partner": partner,
        "partners": partners,
        "has_schools": found.partner_kind != OrganizationKind.SCHOOL,
        "due": [(key, words, found.awaited[key]) for key, words in DUE.items() if found.awaited[key]],
        "moves": [(how, MOVES[how], *counts) for how, *counts in found.moves],
        "has_moves": any(sum(counts) for _, *counts in found.moves),
        "of_schools": Of.SCHOOLS,
        "kept_fields": [
            (name, value) for name, value in request.GET.items() if name not in ("caretaker", "page")
        ],
        "none": NONE,
    }
    return render(request, "dashboards/reviews.html", context)


@require_safe
def reviews_csv(request, slug):
    """What the page's filters keep, all pages of it."""
    agreement = get_agreement_led(request.user, slug)
    text = as_csv(request.user, agreement, lists.wanted(request.GET))
    return as_download(text, "text/csv; charset=utf-8", f"{agreement.slug} reviews.csv")
