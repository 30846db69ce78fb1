"""What the source of an agreement prints of its cohorts."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.access import get_agreement_led
from partnerships.printed_counts import figures_of


@require_safe
def printed_counts(request, slug):
    agreement = get_agreement_led(request.user, slug)
    places = figures_of(agreement)
    figures = [figure for _, several in places for figure in several]
    context = {
        "agreement": agreement,
        "places": [(cohort, several) for cohort, several in places if several],
        "count": len(figures),
        "apart": sum(not figure.adds_up for figure in figures),
    }
    return render(request, "partnerships/printed_counts.html", context)
