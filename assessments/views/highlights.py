"""Strengths and areas of focus: ordered lists, edited on the page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments.highlights.by_side import HighlightList, highlight_lists
from assessments.highlights.forms import HighlightForm
from assessments.highlights.lists import add_highlight, move_highlight, put_in_order
from assessments.highlights.points import (
    brought_together,
    choices_of,
    meant_by,
    point_to,
    pointed_to,
    points_seen,
    unknown_in,
)
from assessments.highlights.removed import put_back, remove_highlight
from assessments.models import Highlight, HighlightKind
from core.conflicts import Resolution, resolution_of
from core.forms import as_typed
from core.history import save_as
from core.words import natural

from .access import get_to_write, writes_draft
from .answers import takes_answers_along
from .suggestions import still_open, suggested
from .words import page_sent, words_page


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, public_id, kind):
    """POST puts a new one at the end; GET is the page to write it on, in a suggestion's words if one is named."""
    _must_be_a_list(kind)
    if request.method == "POST":
        return add_one(request, public_id=public_id, kind=kind)
    assessment = get_to_write(request, public_id)
    taken = suggested(assessment, kind, request.GET.get("suggestion"), request.user)
    return _words_page(request, assessment, kind, {"new": taken.text if taken else "", "taken": taken})


@writes_draft
def add_one(request, assessment, *, kind):
    """A suggestion that is taken up names the items it is about."""
    form = HighlightForm(request.POST)
    if not form.is_valid():
        taken = suggested(assessment, kind, request.POST.get("suggestion"), request.user)
        unsaved = {"new": request.POST.get("text", ""), "form": form, "taken": taken}
        if taken and request.htmx:
            return still_open(request, assessment, kind, form)
        return answer(request, assessment, kind, unsaved)
    text = form.cleaned_data["text"]
    if assessment.highlights.filter(kind=kind, text=text).exists():  # the button was pressed twice, or by two
        return answer(request, assessment, kind, said="It stands in the list already")
    highlight = add_highlight(assessment, kind, text, by=request.user)
    if references := request.POST.getlist("item"):
        point_to(highlight, references, [], by=request.user)
    return answer(request, assessment, kind, said="Added")


def _must_be_a_list(kind):
    if kind not in HighlightKind.values:
        raise Http404("There are strengths and areas of focus.")


@writes_draft
def order(request, assessment, *, kind):
    """The whole list in a new order. What somebody else put in order, added or removed meanwhile is shown first."""
    _must_be_a_list(kind)
    rows = {row.public_id: row for row in assessment.highlights.filter(kind=kind)}
    now, wanted = list(rows), request.POST.getlist("order")
    outcome = resolution_of(request.POST.getlist("was"), now, wanted)
    if outcome is Resolution.CONFLICT or sorted(wanted) != sorted(now):
        problem = "This list changed meanwhile. Here it is as it is now: put it in order again."
        return answer(request, assessment, kind, {"of_order": problem}, status=409)
    if outcome is Resolution.MINE:
        put_in_order([rows[public_id] for public_id in wanted], by=request.user)
    moved = request.POST.get("moved", "")
    place = f"Moved to place {wanted.index(moved) + 1} of {len(wanted)}" if moved in rows else "Order saved"
    return answer(request, assessment, kind, said=place, reorders=True)


def _gone(request, assessment, gone):
    """Somebody removed it meanwhile: say so, and keep what was typed in the form for a new one."""
    sentence = f"Somebody else removed “{gone.text}” meanwhile."
    unsaved = {"new": request.POST.get("text", ""), "problem": sentence}
    return answer(request, assessment, gone.kind, unsaved, status=409)


def _of_highlight(view, gone=_gone):
    """A POST about one strength or area of focus of a draft, read once the draft is locked.

    `gone` answers for one that was removed.
    """

    @require_POST
    def wrapper(request, public_id, **kwargs):
        known = get_object_or_404(Highlight.with_removed.select_related("assessment"), public_id=public_id)

        def in_draft(request, assessment, **kwargs):
            highlight = Highlight.with_removed.get(pk=known.pk)
            highlight.assessment = assessment
            if highlight.removed_at:
                return gone(request, assessment, highlight)
            return view(request, assessment, highlight, **kwargs)

        return writes_draft(takes_answers_along(in_draft))(
            request, public_id=known.assessment.public_id, **kwargs
        )

    return wrapper


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, public_id):
    """POST saves other words; GET is the page to write them on."""
    if request.method == "POST":
        return save_change(request, public_id=public_id)
    highlight = get_object_or_404(Highlight.objects.select_related("assessment"), public_id=public_id)
    assessment = get_to_write(request, highlight.assessment.public_id)
    return _words_page(request, assessment, highlight.kind, {"pk": highlight.pk, "text": highlight.text})


@_of_highlight
def save_change(request, assessment, highlight):
    now = as_typed(highlight.text)
    form = HighlightForm(request.POST, instance=highlight)
    problem, outcome = "", Resolution.CONFLICT
    if form.is_valid():
        outcome = resolution_of(form.cleaned_data["was"], now, form.cleaned_data["text"])
        problem = f"Somebody else changed this to “{now}” meanwhile. Save again to replace it with yours."
    if outcome is Resolution.CONFLICT:
        unsaved = {"pk": highlight.pk, "text": request.POST.get("text", ""), "form": form, "problem": problem}
        highlight.refresh_from_db()
        return answer(request, assessment, highlight.kind, unsaved, status=409 if problem else 422)
    if outcome is Resolution.MINE:
        save_as(highlight, by=request.user, update_fields=["text"])
    said = "Somebody else changed this meanwhile" if outcome is Resolution.THEIRS else "Saved"
    return answer(request, assessment, highlight.kind, said=said)


@_of_highlight
def move(request, assessment, highlight, *, direction):
    if direction not in {"up", "down"}:
        raise Http404("Up or down.")
    place, total = move_highlight(highlight, -1 if direction == "up" else 1, by=request.user)
    said = f"Moved to place {place} of {total}"
    return answer(request, assessment, highlight.kind, said=said, reorders=True)


@_of_highlight
def remove(request, assessment, highlight):
    """What the person saw goes; what somebody else wrote in its place meanwhile is shown first."""
    now = as_typed(highlight.text)
    was = as_typed(request.POST.get("was", now))
    if resolution_of(was, now, None) is Resolution.CONFLICT:
        problem = f"Somebody else changed this to “{now}” meanwhile. It was not removed: look at it again."
        unsaved = {"pk": highlight.pk, "text": now, "problem": problem}
        return answer(request, assessment, highlight.kind, unsaved, status=409)
    remove_highlight(highlight, by=request.user)
    return answer(request, assessment, highlight.kind, said="Removed; you can put it back, below the list")


def _put_back(request, assessment, gone):
    if assessment.highlights.filter(kind=gone.kind, text=gone.text).exists():
        return _is_back(request, assessment, gone)  # somebody wrote it down again meanwhile
    put_back(gone, by=request.user)
    return answer(request, assessment, gone.kind, said="Put back")


def _is_back(request, assessment, highlight):
    return answer(request, assessment, highlight.kind, said="It stands in the list already")


restore = _of_highlight(_is_back, gone=_put_back)
"""Puts back what was removed."""


@require_http_methods(["GET", "HEAD", "POST"])
def points(request, public_id):
    """GET shows what a strength or area of focus can point to, POST saves what was chosen."""
    if request.method == "POST":
        return save_points(request, public_id=public_id)
    highlight = get_object_or_404(Highlight.objects.select_related("assessment"), public_id=public_id)
    assessment = get_to_write(request, highlight.assessment.public_id)
    chosen = pointed_to(highlight)
    return _points_page(request, assessment, highlight, choices_of(highlight, *chosen), points_seen(*chosen))


def _points_page(request, assessment, highlight, groups, seen, **options):
    """The choice, by itself or as the part of the page that htmx asks for."""
    kind = HighlightKind(highlight.kind)
    context = {
        "row": highlight,
        "list": HighlightList(kind, assessment.is_joint),
        "groups": groups,
        "seen": seen,
    }
    if request.htmx:
        return render(request, "assessments/_highlight_points.html", context | {"assessment": assessment})
    heading, lede = str(kind.label).capitalize(), highlight.text
    context |= {"lede": lede, "place": kind, **options}
    return words_page(request, assessment, "_highlight_points", heading, **context)


@_of_highlight
def save_points(request, assessment, highlight):
    items = set(request.POST.getlist("item"))
    measures = meant_by(highlight, set(request.POST.getlist("measure")))
    now, wanted = pointed_to(highlight), (items, measures)
    seen = request.POST.get("seen", "")
    outcome = resolution_of(seen, points_seen(*now), points_seen(*wanted))
    problem = ""
    if unknown := unknown_in(assessment, items):
        problem = f"The agreement has no {', '.join(sorted(unknown, key=natural))}. Choose again, then save."
    elif outcome is Resolution.CONFLICT:
        names = ", ".join(sorted(now[0], key=natural)) or f"no {assessment.words.item.many}"
        problem = (
            f"Somebody else changed this meanwhile: it points to {names} now. Save again for your choice."
        )
        items, measures = brought_together(seen, now, wanted)
    if problem:
        groups, seen, status = (
            choices_of(highlight, items, measures),
            points_seen(*now),
            422 if unknown else 409,
        )
        if not request.htmx:
            return _points_page(request, assessment, highlight, groups, seen, problem=problem, status=status)
        unsaved = {"pk": highlight.pk, "problem": problem, "groups": groups, "seen": seen}
        return answer(request, assessment, highlight.kind, unsaved, status=status)
    if outcome is Resolution.MINE:
        point_to(highlight, items, measures, by=request.user)
    said = (
        "Somebody else changed this meanwhile" if outcome is Resolution.THEIRS else "Saved what it points to"
    )
    return answer(request, assessment, highlight.kind, said=said)


def answer(request, assessment, kind, unsaved=None, *, status=422, said="", reorders=False, editing=None):
    """The list again, or the page at the list; `unsaved` is what stays in its form, with what is wrong.

    `editing` is one that is shown with its words open to be changed.
    """
    screen = page_sent(request)
    if not request.htmx:
        if unsaved and any(unsaved.get(left) for left in ("form", "of_merge", "new")):
            return _words_page(request, assessment, kind, unsaved, status=status)
        if unsaved:  # nothing was typed
            messages.warning(request, unsaved.get("problem") or unsaved["of_order"])
        else:
            messages.success(request, f"{said}.")
        if editing:
            return redirect(f"{reverse('highlight-change', args=[editing.public_id])}?at={screen}")
        return redirect(f"{reverse(screen, args=[assessment.public_id])}#{kind}")
    shown = unsaved or (editing and {"pk": editing.pk, "text": editing.text, "is_new": True})
    lists = highlight_lists(assessment, request.user, {kind: shown} if shown else None)
    context = {
        "assessment": assessment,
        "editable": True,
        "list": next(one for one in lists if one.kind == kind),
        "counts": lists,
        "whole": (request.htmx.target or "").startswith("both-"),
        "screen": screen,
        "said": said,
    }
    response = render(
        request, "assessments/_highlights_answer.html", context, status=status if unsaved else 200
    )
    if not reorders:  # what is written down already is not suggested
        response["HX-Trigger-After-Swap"] = f"suggestions-{kind}-change"
    return response


def _words_page(request, assessment, kind, unsaved, *, status=200):
    """What is left in one of the forms of a list, or is to be written there, by itself."""
    lists = highlight_lists(assessment, request.user, {kind: unsaved})
    of_kind = next(one for one in lists if one.kind == kind)
    an = f"{'an' if kind == HighlightKind.FOCUS else 'a'} {of_kind.one}"
    context = {"list": of_kind, "place": kind, "status": status}
    if left := unsaved.get("of_merge"):
        row = Highlight.objects.get(public_id=left["of"])
        return words_page(request, assessment, "_merge_words", f"Merge {an}", row=row, left=left, **context)
    if changed := next((one for one in of_kind.rows if one.pk == unsaved.get("pk")), None):
        return words_page(request, assessment, "_highlight_words", f"Edit {an}", row=changed, **context)
    taken = unsaved.get("taken")
    return words_page(request, assessment, "_highlight_add", f"Add {an}", taken=taken, **context)
