"""Who changed what and when: of a rating, beside it or on a page; of the whole assessment."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.rating.workspace import item_with_rating, whole_of
from assessments.workflow.history import beginning_for, history_of_assessment, history_of_rating

from .access import get_assessment


@require_safe
def rating_history(request, public_id, reference):
    assessment = get_assessment(request, public_id)
    found = item_with_rating(assessment, reference, "level")
    if found is None:
        raise Http404(f"The agreement has no {reference}.")
    item, rating = found
    if rating:
        rating.assessment = assessment
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "item": item,
        "rating": rating,
        "entries": history_of_rating(rating, beginning_for(assessment)) if rating else [],
    }
    if not request.htmx:
        context["whole"] = whole_of(assessment, item)
    template = "_history.html" if request.htmx else "rating_history.html"
    return render(request, f"assessments/{template}", context)


@require_safe
def assessment_history(request, public_id):
    assessment = get_assessment(request, public_id)
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "entries": history_of_assessment(assessment),
    }
    return render(request, "assessments/assessment_history.html", context)
