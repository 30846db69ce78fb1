"""What each side wrote as strengths and areas of focus: taken over into the joint list, merged, left aside."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from assessments.highlights.by_side import TooLong, leave_aside, merge, side_highlight, take_over, undo
from assessments.highlights.forms import HighlightForm
from assessments.models import Assessment, Highlight
from core.conflicts import Conflict, mark_of

from .access import writes_draft
from .answers import takes_answers_along
from .highlights import answer


def _of_side(view):
    """A POST about what one side wrote, by somebody who writes the joint assessment while that is open."""

    @require_POST
    @wraps(view)
    def wrapper(request, public_id):
        side = get_object_or_404(
            Highlight.objects.select_related("assessment"), public_id=public_id
        ).assessment
        joint = get_object_or_404(Assessment, partnership=side.partnership_id, cycle=side.cycle_id, by=None)

        def in_joint(request, assessment):
            highlight = side_highlight(assessment, public_id, request.user)
            if highlight is None:
                raise Http404("No such strength or area of focus of a side.")
            return view(request, assessment, highlight)

        return writes_draft(takes_answers_along(in_joint))(request, public_id=joint.public_id)

    return wrapper


@_of_side
def take(request, assessment, highlight):
    take_over(assessment, highlight, by=request.user)
    return answer(request, assessment, highlight.kind, said="Taken over")


@_of_side
def leave(request, assessment, highlight):
    is_left = leave_aside(assessment, highlight, by=request.user)
    said = "Left aside; you can undo it" if is_left else "Somebody else took it over meanwhile"
    return answer(request, assessment, highlight.kind, said=said)


@_of_side
def undo_it(request, assessment, highlight):
    undone = undo(assessment, highlight, by=request.user)
    return answer(request, assessment, highlight.kind, said=undone.value)


@_of_side
def merge_it(request, assessment, highlight):
    """With a joint one, or with another side's. Words that do not fit come back to be shortened.

    What it is merged with is sent as its public id and, after a blank, the mark of what the person saw of it.
    """
    words = request.POST.get("text")
    with_id, _, seen = request.POST.get("with", "").partition(" ")
    other = assessment.highlights.filter(public_id=with_id, kind=highlight.kind).first()
    other = other or side_highlight(assessment, with_id, request.user)
    if other is None or other == highlight or other.kind != highlight.kind:
        gone = "Somebody else removed it meanwhile. Nothing is merged"
        unsaved = {"new": words, "problem": f"{gone}."} if words else None
        return answer(request, assessment, highlight.kind, unsaved, status=409, said=gone)
    left = {"of": highlight.public_id, "with": request.POST["with"], "text": words}
    if words is not None:
        form = HighlightForm(request.POST)
        if not form.is_valid():
            return answer(
                request, assessment, highlight.kind, {"of_merge": left | {"errors": form.errors["text"]}}
            )
        words = form.cleaned_data["text"]
    try:
        into = merge(assessment, highlight, other, words=words, seen=seen, by=request.user)
    except TooLong as both:
        problem = "Together they are longer than fits. Shorten them here, then save: nothing is merged yet."
        left |= {"text": str(both), "errors": [problem]}
        return answer(request, assessment, highlight.kind, {"of_merge": left})
    except Conflict as conflict:
        problem = (
            f"Somebody else changed the other meanwhile. It says now: “{conflict.now}” Nothing is merged yet."
        )
        with_theirs = f"{with_id} {mark_of(conflict.now)}"
        left |= {"text": words or conflict.now, "errors": [problem], "with": with_theirs}
        return answer(request, assessment, highlight.kind, {"of_merge": left}, status=409)
    return answer(request, assessment, highlight.kind, said="Merged. Put it in your own words", editing=into)
