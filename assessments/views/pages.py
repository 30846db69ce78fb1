"""The rating workspace."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.highlights.by_side import highlight_lists
from assessments.rating.as_before import put_as_before
from assessments.rating.coverage import coverage_of, moved_since, rated_too
from assessments.rating.filters import filters_for, narrow
from assessments.rating.forms import DetailsForm
from assessments.rating.previous_ratings import PreviousRatings
from assessments.rating.workspace import (
    for_answers,
    progress_in,
    put_beside,
    put_contradictions,
    put_html,
    workspace_of,
)
from assessments.workflow.confirming import seats_of
from assessments.workflow.offers import offered_to_reader, what_can_still_change
from assessments.workflow.sentences import becomes_final
from core.forms import day_or_month
from core.words import in_words

from .access import get_assessment, get_to_write, writes_draft
from .words import words_page


@require_safe
def assessment(request, public_id):
    return workspace(request, get_assessment(request, public_id))


def workspace(request, assessment, *, typed=None, status=200):
    """The page, with whatever a person left unsaved in it."""
    previous = PreviousRatings(assessment, request.user, with_levels=False)
    offers_also = request.GET.get("also") == "1" or request.POST.get("also") == "1"
    gathered = workspace_of(assessment, typed=typed, previous=previous, and_what_may_be_rated=offers_also)
    chapters, lines = gathered.chapters, gathered.lines
    put_beside(lines, assessment, previous)
    filters = filters_for(lines, previous.assessment, assessment.words)
    wanted = request.GET.get("show") if request.method == "GET" else None
    show = next((one for one in filters if one.name == wanted), None)
    answers = for_answers(assessment, lines, gathered.scales)
    as_before = put_as_before(lines, previous) if answers["editable"] else ""
    shown = narrow(chapters, show.name) if show else chapters
    if assessment.is_worked_on and gathered.has_contradictions:
        put_contradictions(lines, assessment)
    put_html((line for one in shown for line in one.matching), assessment)
    context = answers | {
        "partnership": assessment.partnership,
        "section": "assessments",
        "chapters": shown,
        "as_before": as_before,
        "filters": filters,
        "show": show,
        "progress": progress_in(chapters),
        "offers_also": offers_also,
        "also": rated_too(lines),
        "coverage": coverage_of(assessment, lines, gathered.scales),
        "moved": moved_since(lines, previous.assessment),
        "when": day_or_month(assessment.date, assessment.date_is_month),
        "details": DetailsForm(instance=assessment) if answers["editable"] else None,
        "highlights": highlight_lists(assessment, request.user),
        "offered": offered_to_reader(assessment),
        "screen": "assessment",
        "seats": seats_of(assessment),
        "awaits": becomes_final(assessment) if assessment.is_joint and assessment.in_round.to_confirm else "",
        "afterwards": what_can_still_change(assessment),
    }
    return render(request, "assessments/assessment.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def details(request, public_id):
    """POST saves when it was assessed and who took part; GET is the page to write it on."""
    if request.method == "POST":
        return save_details(request, public_id=public_id)
    assessment = get_to_write(request, public_id)
    return _details_page(request, assessment, DetailsForm(instance=assessment))


@writes_draft
def save_details(request, assessment):
    form = DetailsForm(request.POST, instance=assessment)
    if not form.is_valid():
        return _details_page(request, assessment, form, status=422)
    form.save_details(by=request.user)
    kept = f" What somebody else changed meanwhile stays: {in_words(form.theirs)}." if form.theirs else ""
    messages.success(request, f"Date and participants are saved.{kept}")
    return redirect("assessment", assessment.public_id)


def _details_page(request, assessment, form, *, status=200):
    return words_page(
        request, assessment, "_details_form", "Date and participants", details=form, status=status
    )
