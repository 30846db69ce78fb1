"""The list of a partnership's assessments, and the rating workspace."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.forms import DetailsForm, day_or_month
from assessments.models import Assessment, HighlightKind
from assessments.progress import with_progress
from assessments.workspace import chapters_of, levels_of, progress_in
from partnerships.access import get_partnership

from . import get_assessment, writes_draft


@require_safe
def assessments(request, slug):
    """All assessments of a partnership; a draft of the other side shows its progress only."""
    partnership = get_partnership(request.user, slug)
    rows = with_progress(Assessment.objects.filter(partnership=partnership).with_partnership()).newest_first()
    readable = set(
        Assessment.objects.visible_to(request.user)
        .filter(partnership=partnership)
        .values_list("pk", flat=True)
    )
    for row in rows:
        row.readable = row.pk in readable
        row.when = day_or_month(row.date, row.date_is_month)
    context = {"partnership": partnership, "section": "assessments", "assessments": rows}
    return render(request, "assessments/assessments.html", context)


@require_safe
def assessment(request, public_id):
    return workspace(request, get_assessment(request, public_id))


def workspace(request, assessment, *, typed=None, details=None, highlights=None, status=200):
    """The page, with whatever a person left unsaved in it."""
    chapters = chapters_of(assessment, typed=typed)
    editable = assessment.is_open and assessment.is_writer
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "chapters": chapters,
        "progress": progress_in(chapters),
        "levels": list(levels_of(assessment).values()),
        "scale": assessment.cycle.edition.scale,
        "editable": editable,
        "when": day_or_month(assessment.date, assessment.date_is_month),
        "details": details or (DetailsForm(instance=assessment) if editable else None),
        "highlights": highlight_lists(assessment, highlights),
    }
    return render(request, "assessments/assessment.html", context, status=status)


def highlight_lists(assessment, unsaved=None):
    """Strengths and areas of focus, each with its words; `unsaved` maps a kind to what is left in its form."""
    rows = list(assessment.highlights.all())
    return [
        {
            "kind": kind,
            "title": title,
            "one": kind.label,
            "rows": [row for row in rows if row.kind == kind],
            "unsaved": (unsaved or {}).get(kind, {}),
        }
        for kind, title in ((HighlightKind.STRENGTH, "Strengths"), (HighlightKind.FOCUS, "Areas of focus"))
    ]


@writes_draft
def details(request, assessment):
    form = DetailsForm(request.POST, instance=assessment)
    if not form.is_valid():
        return workspace(request, assessment, details=form, status=422)
    form.save_details(by=request.user)
    messages.success(request, "Date and participants are saved.")
    return redirect("assessment", assessment.public_id)
