"""What is screened: of a whole state for its people, of one district for itself, and the review entered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.conflicts import Conflict
from determinations.access import may_review_practices
from determinations.models import Screen
from determinations.screens.counting import newest_of, screened_periods
from determinations.screens.gathering import (
    ScreenedDistrict,
    ScreenedDistricts,
    edition_with_screens,
    rules_in,
    screens_of,
)
from determinations.screens.reviewing import form_of, record
from partnerships.access import get_agreement_led, get_partnership
from partnerships.models import Partnership, Period


def _screens(agreement_id: int) -> list[Screen]:
    edition = edition_with_screens(agreement_id)
    return screens_of(edition) if edition else []


def _screen_at(agreement_id: int, reference: str, label: str) -> tuple[Screen, Period]:
    screen = next((one for one in _screens(agreement_id) if one.item.reference == reference), None)
    rules = list(screen.rules.all()) if screen else []
    period = Period.objects.filter(label=label, kind__in={one.from_period.kind for one in rules}).first()
    if screen is None or period is None:
        raise Http404("Nothing is screened there.")
    return screen, period


@require_safe
def screens(request: Any, slug: str) -> Any:
    """Every screen of an agreement with its newest period, and the earlier ones to be opened."""
    agreement = get_agreement_led(request.user, slug)
    context = {"agreement": agreement, "screens": newest_of(_screens(agreement.pk))}
    return render(request, "determinations/screens.html", context)


@require_safe
def screen(request: Any, slug: str, reference: str, period: str) -> Any:
    """The districts of one indicator and period, each with its working, and what the source says of them."""
    agreement = get_agreement_led(request.user, slug)
    (found,) = screened_periods([_screen_at(agreement.pk, reference, period)])
    only = request.GET.get("only", "")
    shown = {"": found.flagged, "all": found.districts, "review": found.waiting}.get(only, found.flagged)
    context = {"agreement": agreement, "found": found, "shown": shown, "only": only}
    return render(request, "determinations/screen.html", context)


@require_safe
def own_screens(request: Any, slug: str) -> Any:
    """What is screened of one district, by indicator, in the newest period and what else is on record."""
    partnership = get_partnership(request.user, slug)
    gathered = ScreenedDistricts(_screens(partnership.agreement_id), only=partnership)
    found = [
        (one, period, district)
        for one in gathered.screens
        for period in gathered.periods(one)
        for district in gathered.districts(one, period)
    ]
    context = {"partnership": partnership, "section": "screens", "found": found}
    return render(request, "determinations/own_screens.html", context)


def _district_at(partnership: Partnership, screen: Screen, period: Period) -> ScreenedDistrict:
    gathered = ScreenedDistricts([screen], only=partnership, periods=[period])
    found = next(iter(gathered.districts(screen, period)), None)
    return found or ScreenedDistrict(partnership, [], rules_in(screen, period), [], None)


def _about(request: Any, slug: str, reference: str, label: str) -> dict[str, Any]:
    partnership = get_partnership(request.user, slug)
    screen, period = _screen_at(partnership.agreement_id, reference, label)
    return {
        "partnership": partnership,
        "section": "screens",
        "screen": screen,
        "period": period,
        "rules": rules_in(screen, period),
        "district": _district_at(partnership, screen, period),
        "may_review": may_review_practices(request.user, partnership),
    }


@require_safe
def district_screen(request: Any, slug: str, reference: str, period: str) -> Any:
    """One district: the screen with its whole working, then the review, then the outcome."""
    context = _about(request, slug, reference, period)
    review = context["district"].review
    context["events"] = list(review.events.select_related("by")) if review else []
    return render(request, "determinations/district_screen.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_review(request: Any, slug: str, reference: str, period: str) -> Any:
    """The state's people record what a review found."""
    context = _about(request, slug, reference, period)
    if not context["may_review"]:
        raise PermissionDenied("Reviews are recorded by the directors and liaisons of the lead agency.")
    district, conflict, status = context["district"], None, 200
    form = form_of(district, context["screen"], context["period"], request.POST or None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                written = record(form, district, by=request.user)
            except Conflict as met:
                form.see_what_stands()
                conflict, status = met, 409
            else:
                if written:
                    messages.success(request, f"The review of {district.partnership.partner} is recorded.")
                    return redirect("district-screen", slug, reference, period)
    context |= {"form": form, "conflict": conflict}
    return render(request, "determinations/practice_review.html", context, status=status)
