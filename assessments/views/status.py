"""Handing an assessment on: the liaison submits, the director makes it final."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.models import Assessment
from assessments.workspace import chapters_of, progress_in

from . import get_assessment


@require_http_methods(["GET", "POST"])
def submit(request, public_id):
    """GET shows what is still open, POST submits."""
    assessment = get_assessment(request, public_id)
    if not assessment.is_writer:
        raise PermissionDenied
    return _step(request, assessment, Assessment.submit, "submit", "Submitted. The director has it now.")


@require_http_methods(["GET", "POST"])
def make_final(request, public_id):
    """GET shows what is about to be frozen, POST freezes it."""
    assessment = get_assessment(request, public_id)
    if not assessment.is_reviewer:
        raise PermissionDenied
    return _step(request, assessment, Assessment.make_final, "final", "The assessment is final.")


def _step(request, assessment, action, step, done):
    if request.method == "POST":
        try:
            action(assessment, by=request.user)
            messages.success(request, done)
        except Assessment.WrongStatus:
            assessment.refresh_from_db(fields=["status"])
            messages.warning(
                request, f"Nothing was done: this assessment is {assessment.get_status_display()} already."
            )
        return redirect("assessment", assessment.public_id)
    chapters = chapters_of(assessment)
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "step": step,
        "progress": progress_in(chapters),
        "unrated": [
            line.item
            for chapter in chapters
            for line in chapter.lines
            if line.item.is_rated and line.level is None
        ],
        "highlights": assessment.highlights.all(),
    }
    return render(request, "assessments/step.html", context)
