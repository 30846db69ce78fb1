"""Handing an assessment on. What may be done, by whom and in which words stands in workflow/transitions.py."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.models import HANDED_IN, AssessmentStatus
from assessments.rating.progress import progress_of
from assessments.workflow.applying import TransitionRefused, apply, lock_round, why_refused
from assessments.workflow.before_submitting import checklist_of, to_explain
from assessments.workflow.confirming import last_confirmed_before, seats_of
from assessments.workflow.definition import Actor, Transition, say
from assessments.workflow.forms import TransitionWordsForm
from assessments.workflow.history import changes_since
from assessments.workflow.offers import what_can_change_then

from .access import get_assessment, get_within_reach


@require_http_methods(["GET", "HEAD", "POST"])
def take(request, public_id, transition: Transition):
    """GET says what it means and asks for the words it needs, POST does it."""
    assessment = _FOR[transition.allowed_to](request, public_id)
    typed = request.POST.get("words", "")
    if request.method != "POST":
        if sentence := why_refused(transition, assessment):
            return _nothing_done(request, assessment, sentence)
        return _page(request, assessment, transition)
    if assessment.status not in transition.starts:
        return _nothing_done(request, assessment, why_refused(transition, assessment), typed)
    try:
        with transaction.atomic():
            lock_round(assessment)  # so that nobody rates in it between a check list and the end
            points = checklist_of(assessment) if transition.is_checked else []
            form = _form(transition, assessment, points, request.POST)
            if form and not form.is_valid():
                return _page(request, assessment, transition, form=form, points=points, status=422)
            words = form.cleaned_data["words"] if form else ""
            seen = seen_in(request) if transition.is_of_what_was_read else None
            apply(transition, assessment, by=request.user, words=words, seen=seen)
    except TransitionRefused as refused:
        return _nothing_done(request, assessment, str(refused), typed)
    messages.success(request, say(transition.done, assessment))
    return _leave(request, assessment)


def seen_in(request):
    """The submission that the page showed; -1, which is none, where it does not say so."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else -1


def _form(transition, assessment, points, data=None):
    """Asks for the words; None for a transition without any."""
    if transition.asks_for is None:
        return None
    before = {"words": assessment.explanation} if transition.is_checked else None
    required = bool(to_explain(points)) or not transition.is_checked
    return TransitionWordsForm(transition.asks_for, data, initial=before, required=required)


def _own(request, public_id):
    """For those who write it; others who see it get a 403, everybody else a 404."""
    assessment = get_assessment(request, public_id)
    if not assessment.is_writer:
        raise PermissionDenied
    return assessment


def _at_the_table(request, public_id):
    """For the sides at the table of a joint assessment; others who see it get a 403, everybody else a 404."""
    assessment = get_assessment(request, public_id)
    if not assessment.speaks_for:
        raise PermissionDenied
    return assessment


def _to_decide_on(request, public_id):
    """For the directors of its lead agency; others who see it get a 403, everybody else a 404.

    A side that went back, or is no longer asked, is hidden from the director who decided that a moment ago,
    perhaps in another window. That it is so may be said.
    """
    assessment = get_within_reach(request.user, public_id)
    was_sent_back = assessment.status in (AssessmentStatus.RETURNED, AssessmentStatus.WITHDRAWN)
    if assessment.is_reviewer and (assessment.readable or was_sent_back):
        return assessment
    if assessment.readable:
        raise PermissionDenied
    raise Http404("No such assessment.")


def _within_reach(request, public_id):
    """For the directors of its lead agency, whether they may read it or not: its status and progress."""
    assessment = get_within_reach(request.user, public_id)
    if assessment.is_reviewer:
        return assessment
    if assessment.readable:
        raise PermissionDenied
    raise Http404("No such assessment.")


_FOR = {
    Actor.WRITER: _own,
    Actor.SIDE: _at_the_table,
    Actor.REVIEWER: _to_decide_on,
    Actor.DIRECTOR: _within_reach,
}
"""The way to the assessment for those who may, and to a 403 or 404 for everybody else."""


def _nothing_done(request, assessment, sentence, typed=""):
    """Say what is the case. What was typed stays on the page."""
    if not typed.strip():
        messages.warning(request, sentence)
        return _leave(request, assessment)
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "sentence": sentence,
        "typed": [typed],
        "hidden": not assessment.seen_by(request.user).readable,
    }
    return render(request, "assessments/closed.html", context, status=409)


def _leave(request, assessment):
    """To the assessment; from one that is its writers' own again, to the list."""
    if assessment.seen_by(request.user).readable:
        return redirect("assessment", assessment.public_id)
    return redirect("assessments", assessment.partnership.slug)


def _page(request, assessment, transition, *, form=None, points=None, status=200):
    """What the transition means, what needs attention, and the words it asks for."""
    if points is None or not transition.is_checked:
        points = checklist_of(assessment) if transition.shows_points else []
    form = form or _form(transition, assessment, points)
    open_points = to_explain(points)
    anyway = say(transition.confirm_anyway, assessment) if open_points else ""
    seats = [] if transition.is_blind else seats_of(assessment)
    since = last_confirmed_before(assessment, seats) if transition.confirms else None
    leads_on = transition.ends in HANDED_IN and not transition.is_confirmation
    hint = "This may well be as it should: nothing has to be said about it." if transition.is_checked else ""
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "transition": transition,
        "heading": say(transition.heading, assessment),
        "explains": say(transition.explains, assessment),
        "confirm": anyway or say(transition.confirm, assessment),
        "form": form if open_points or not transition.is_checked else None,
        "points": points,
        "kinds_of_points": [
            ("To be explained", "", open_points),
            ("Worth a look", hint, [point for point in points if point.is_only_a_hint]),
        ],
        "progress": progress_of(assessment),
        "highlights": [] if transition.is_blind else assessment.highlights.order_by("-kind", "position"),
        "seats": seats,
        "since": since,
        "changes": changes_since(assessment, since.at) if since else [],
        "afterwards": what_can_change_then(assessment, transition.ends) if leads_on else [],
    }
    return render(request, "assessments/transition.html", context, status=status)
