"""Strengths and areas of focus: ordered lists, edited on the page."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessments.actions import add_highlight, move_highlight
from assessments.forms import HighlightForm
from assessments.models import Assessment, Highlight, HighlightKind

from . import writes_draft
from .pages import highlight_lists, workspace


@writes_draft
def add(request, assessment, *, kind):
    if kind not in HighlightKind.values:
        raise Http404("There are strengths and areas of focus.")
    form = HighlightForm(request.POST)
    if not form.is_valid():
        return _answer(request, assessment, kind, {"new": request.POST.get("text", ""), "form": form})
    add_highlight(assessment, kind, form.cleaned_data["text"], by=request.user)
    return _answer(request, assessment, kind)


def _of_highlight(view):
    """A POST about one strength or area of focus of a draft, read once the draft is locked."""

    @require_POST
    def wrapper(request, public_id, **kwargs):
        visible = Assessment.objects.visible_to(request.user)
        ever = Highlight.history.filter(public_id=public_id, assessment__in=visible).first()
        known = Highlight.objects.filter(public_id=public_id, assessment__in=visible).first() or ever
        if known is None:
            raise Http404("No such strength or area of focus.")

        def in_draft(request, assessment, **kwargs):
            highlight = assessment.highlights.filter(public_id=public_id).first()
            if highlight is None:
                return _gone(request, assessment, known)
            return view(request, assessment, highlight, **kwargs)

        return writes_draft(in_draft)(request, public_id=known.assessment.public_id, **kwargs)

    return wrapper


def _gone(request, assessment, gone):
    """Somebody removed it meanwhile: say so, and keep what was typed in the form for a new one."""
    sentence = f"Somebody else removed “{gone.text}” meanwhile."
    unsaved = {"new": request.POST.get("text", ""), "problem": sentence}
    return _answer(request, assessment, gone.kind, unsaved, status=409)


@_of_highlight
def change(request, assessment, highlight):
    before = highlight.text
    form = HighlightForm(request.POST, instance=highlight)
    problem = ""
    if form.is_valid() and form.cleaned_data["was"].replace("\r\n", "\n") not in {
        before,
        form.cleaned_data["text"],
    }:
        problem = f"Somebody else changed this to “{before}” meanwhile. Save again to replace it with yours."
    if problem or not form.is_valid():
        unsaved = {"pk": highlight.pk, "text": request.POST.get("text", ""), "form": form, "problem": problem}
        highlight.refresh_from_db()
        return _answer(request, assessment, highlight.kind, unsaved, status=409 if problem else 422)
    highlight._history_user = request.user
    highlight.save(update_fields=["text"])
    return _answer(request, assessment, highlight.kind)


@_of_highlight
def move(request, assessment, highlight, *, direction):
    if direction not in {"up", "down"}:
        raise Http404("Up or down.")
    move_highlight(highlight, -1 if direction == "up" else 1, by=request.user)
    return _answer(request, assessment, highlight.kind)


@_of_highlight
def remove(request, assessment, highlight):
    highlight._history_user = request.user
    highlight.delete()
    return _answer(request, assessment, highlight.kind)


def _answer(request, assessment, kind, unsaved=None, *, status=422):
    """The list again, or the page at the list; `unsaved` is what stays in its form, with what is wrong."""
    if not unsaved:
        status = 200
    if not request.htmx:
        if not unsaved:
            return redirect(f"{reverse('assessment', args=[assessment.public_id])}#{kind}")
        return workspace(request, assessment, highlights={kind: unsaved}, status=status)
    lists = highlight_lists(assessment, {kind: unsaved} if unsaved else None)
    context = {
        "assessment": assessment,
        "editable": True,
        "list": next(one for one in lists if one["kind"] == kind),
        "counts": lists,
    }
    return render(request, "assessments/_highlights_answer.html", context, status=status)
