"""What the ratings suggest as strengths and areas of focus: shown to those who write, taken up by none but them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.highlights.suggestions import suggestions_for
from assessments.models import HighlightKind

from .access import get_assessment, writes_draft
from .words import page_sent


@require_safe
def suggestions(request, public_id):
    """A page with both lists, or one list for the workspace."""
    assessment = get_assessment(request, public_id)
    if not assessment.is_writer:
        raise PermissionDenied("Suggestions are for those who write the assessment.")
    if not assessment.is_open:
        return redirect("assessment", public_id)
    if request.htmx:
        return _one_list(request, assessment, request.GET.get("kind"))
    return _both_lists(request, assessment, suggestions_for(assessment, request.user))


def suggested(assessment, kind, key, user):
    """The suggestion of this key, if it is one for this list (still)."""
    if not key:
        return None
    return next((one for one in suggestions_for(assessment, user)[kind].shown if one.key == key), None)


def still_open(request, assessment, kind, form):
    """For htmx: the suggestion that somebody took up in words that were refused, open with those words."""
    found = suggestions_for(assessment, request.user)[kind]
    typed = {"key": request.POST["suggestion"], "text": request.POST.get("text", "")}
    found.typed = typed | {"errors": form.errors["text"]}
    context = {"assessment": assessment, "suggestions": found, "screen": page_sent(request)}
    response = render(request, "assessments/_suggestions.html", context, status=422)
    response["HX-Retarget"] = f"#suggestions-{kind}"
    return response


def _both_lists(request, assessment, found):
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "screen": page_sent(request),
        "lists": list(found.values()),
    }
    return render(request, "assessments/suggestions.html", context)


@writes_draft
def dismiss(request, assessment):
    """Remember that a suggestion is not wanted in this assessment, and by whom."""
    return _choose(request, assessment, dismissed=True)


@writes_draft
def bring_back(request, assessment):
    return _choose(request, assessment, dismissed=False)


def _choose(request, assessment, *, dismissed):
    kind, key = request.POST.get("kind"), request.POST.get("key")
    found = suggestions_for(assessment, request.user).get(kind)
    if found is None:
        raise Http404("There are suggestions for strengths and for areas of focus.")
    if not dismissed:
        assessment.dismissals.filter(key=key).delete()
    elif key in {suggestion.key for suggestion in found.shown}:
        assessment.dismissals.create(key=key, made_by=request.user)
    if request.htmx:
        said = "Dismissed; you can bring it back, below the list" if dismissed else "Brought back"
        return _one_list(request, assessment, kind, said=said)
    return redirect(f"{reverse('suggestions', args=[assessment.public_id])}#suggestions-{kind}")


def _one_list(request, assessment, kind, *, said=""):
    if kind not in HighlightKind.values:
        raise Http404("There are suggestions for strengths and for areas of focus.")
    found = suggestions_for(assessment, request.user)[kind]
    screen = page_sent(request)
    context = {"assessment": assessment, "suggestions": found, "screen": screen, "said": said}
    return render(request, "assessments/_suggestions.html", context)
