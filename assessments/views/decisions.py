"""Decisions of conferences: written down, changed, removed, settled. All answer with the list they stand in."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessments.conference.decisions import (
    DecisionForm,
    SettlingForm,
    UnsavedDecision,
    add_decision,
    change_decision,
    decisions_of,
    held,
    open_again,
    put_back_decision,
    remove_decision,
    settle,
)
from core.conflicts import Conflict, Outcome
from core.words import in_words

from .access import get_assessment, writes_draft
from .conference import SCREENS, joint, show

GONE = "Somebody else removed it meanwhile. It stands below, among what was removed."


@writes_draft
def add(request, assessment):
    joint(assessment)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _answer(request, assessment, UnsavedDecision(form=form))
    if not add_decision(assessment, form.parts(), by=request.user):
        return _answer(request, assessment, said="It stands in the list already")
    return _answer(request, assessment, said="The decision is written down")


def _of_own(view):
    """A POST about a decision of the conference itself, while that is open."""

    @writes_draft
    @wraps(view)
    def wrapper(request, assessment, *, decision_id):
        return view(request, assessment, _decision(joint(assessment), decision_id, own=True))

    return wrapper


def _to_settle(view):
    """A POST about whether a decision of this conference or an earlier one is settled, open or not."""

    @require_POST
    @wraps(view)
    def wrapper(request, public_id, decision_id):
        assessment = joint(get_assessment(request, public_id))
        if not assessment.is_writer:
            raise PermissionDenied("Those who write the joint assessment say what is settled.")
        with transaction.atomic():
            decision = _decision(assessment, decision_id)
            if decision.removed_at:
                return _answer(request, assessment, UnsavedDecision(problem=GONE), status=409)
            return view(request, assessment, decision)

    return wrapper


def _decision(assessment, public_id, *, own=False):
    decision = held(assessment.partnership_id, public_id).first()
    if decision is None or (own and decision.assessment_id != assessment.pk):
        raise Http404("No such decision.")
    return decision


@_of_own
def change(request, assessment, decision):
    form = DecisionForm(request.POST, decision=decision)
    unsaved = UnsavedDecision(decision.public_id, form)
    if decision.removed_at:
        unsaved.key, unsaved.problem = "", GONE
        return _answer(request, assessment, unsaved, status=409)
    if not form.is_valid():
        return _answer(request, assessment, unsaved)
    try:
        theirs = change_decision(decision, form.parts(), seen=form.cleaned_data["seen"], by=request.user)
    except Conflict as conflict:
        form.take_note_of_theirs()
        unsaved.conflict = conflict
        return _answer(request, assessment, unsaved, status=409)
    kept = f". What somebody else changed meanwhile stays: {in_words(theirs)}" if theirs else ""
    return _answer(request, assessment, said=f"Saved{kept}")


@_of_own
def remove(request, assessment, decision):
    if decision.removed_at:
        return _answer(request, assessment, said="It is removed already")
    try:
        remove_decision(decision, seen=request.POST.get("seen", ""), by=request.user)
    except Conflict:
        problem = "Somebody else changed this meanwhile. It was not removed: look at it again."
        return _answer(request, assessment, UnsavedDecision(decision.public_id, problem=problem), status=409)
    return _answer(request, assessment, said="Removed; you can put it back, below the list")


@_of_own
def put_back(request, assessment, decision):
    if decision.removed_at:
        put_back_decision(decision, by=request.user)
    return _answer(request, assessment, said="Put back")


@_to_settle
def settled(request, assessment, decision):
    form = SettlingForm(request.POST)
    unsaved = UnsavedDecision(decision.public_id, how=request.POST.get("how", ""))
    if not form.is_valid():
        unsaved.problem = str(form.errors["how"][0])
        return _answer(request, assessment, unsaved)
    try:
        outcome = settle(decision, form.cleaned_data["how"], was=form.cleaned_data["was"], by=request.user)
    except Conflict as conflict:
        unsaved.problem = (
            f"Somebody else wrote meanwhile: “{conflict.now}”. Save again to replace it with yours."
        )
        return _answer(request, assessment, unsaved, status=409)
    return _answer(
        request, assessment, said="It is settled" if outcome is Outcome.MINE else "It is settled already"
    )


@_to_settle
def not_settled(request, assessment, decision):
    if decision.is_settled:
        open_again(decision, by=request.user)
    return _answer(request, assessment, said="It is open again")


def _answer(request, assessment, unsaved=None, *, status=422, said=""):
    """The list as it is now, on the screen it was on; `unsaved` is what stays in a form, with what is wrong."""
    at = request.POST.get("at")
    screen = at if at in SCREENS else "conference"
    if request.htmx:
        context = {
            "assessment": assessment,
            "decisions": decisions_of(assessment, unsaved),
            "screen": screen,
            "said": said,
        }
        return render(request, "assessments/_decisions.html", context, status=status if unsaved else 200)
    if unsaved:
        return show(request, assessment, screen, decisions=unsaved, status=status)
    messages.success(request, f"{said}.")
    return redirect(f"{reverse(screen, args=[assessment.public_id])}#decisions")
