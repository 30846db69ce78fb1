"""The answers of a page as one form: without JavaScript every button beside them sends them along, to be saved."""

from functools import wraps

from django.contrib import messages

from assessments.rating.forms import RatingForm
from assessments.rating.lines import WorkspaceLine
from assessments.rating.rendering import SaveMeanwhile
from assessments.rating.saving import must_write, save_ratings
from assessments.rating.workspace import workspace_of
from core.conflicts import Conflict

from .pages import workspace


def answers_sent(request):
    """The references of the items whose answers are sent."""
    return {name.rpartition("-")[0] for name in request.POST if name.endswith(("-version", "-level"))}


def takes_answers_along(view):
    """For a POST about a draft, its row locked: what it does is done once the answers sent with it are saved.

    Where any of them is wrong or stale nothing is done, and the page comes back with all of them.
    """

    @wraps(view)
    def wrapper(request, assessment, **kwargs):
        _, refusal = save_answers(request, assessment)
        return refusal or view(request, assessment, **kwargs)

    return wrapper


def save_answers(request, assessment):
    """Save all the answers that are sent or, when any of them is wrong or stale, none.

    Gives how many were changed, and the page to answer with where none may be saved.
    """
    sent = answers_sent(request)
    if not sent:
        return 0, None
    gathered = workspace_of(assessment, "updated_by")  # to be named where somebody was faster
    lines = [line for line in gathered.lines if line.item.takes_rating and line.item.reference in sent]
    levels_of = gathered.scales.levels_of
    forms = [
        RatingForm(request.POST, item=line.item, levels=levels_of(line.item), saved=line.saved_comment)
        for line in lines
    ]
    typed = [
        _checked(line, form, gathered.scales, request.user) for line, form in zip(lines, forms, strict=True)
    ]
    if wrong := [line.item.reference for line in typed if line.errors or line.conflict]:
        messages.error(request, f"Nothing is saved yet: see {', '.join(wrong)}.")
        left = {line.item.reference: line for line in typed}
        return 0, workspace(request, assessment, typed=left, status=422)
    if saved := _save(assessment, lines, forms, by=request.user):
        messages.success(request, f"{assessment.words.level.counted(saved)} saved.")
    return saved, None


def _save(assessment, lines, forms, *, by):
    """Write what changed, and say of how many items."""
    entries = []
    for line, form in zip(lines, forms, strict=True):
        if must_write(line.rating, **form.cleaned_data):
            entry = {name: form.cleaned_data[name] for name in ("level", "flag", "comment")}
            entries.append((line.item, line.rating, form.cleaned_data["version"], entry))
    save_ratings(assessment, entries, by=by)
    return len(entries)


def _checked(line, form, scales, user):
    """The line as the person left it, with what keeps it from being saved."""
    conflict = None
    if form.is_valid():
        try:
            must_write(line.rating, **form.cleaned_data)
        except Conflict:
            conflict = SaveMeanwhile.of(line.rating, scales.of(line.item), user)
    return WorkspaceLine.typed(line.item, line.rating, form, conflict=conflict)
