"""Decisions of conferences: written down, changed, removed, settled. All answer with the list they stand in."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments.conference.decisions import (
    DecisionForm,
    SettlingForm,
    UnsavedDecision,
    add_decision,
    change_decision,
    decision_of,
    decisions_of,
    held,
    open_again,
    put_back_decision,
    remove_decision,
    settle,
)
from core.conflicts import Conflict, Resolution
from core.words import in_words

from .access import get_assessment, get_to_write, writes_draft
from .answers import answers_sent, takes_answers_along
from .conference import joint
from .words import SCREENS, page_sent, words_page

GONE = "Somebody else removed it meanwhile. It stands below, among what was removed."


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, public_id):
    """POST writes one down; GET is the page to do it on."""
    if request.method == "POST":
        return add_one(request, public_id=public_id)
    return _page(request, joint(get_to_write(request, public_id)))


@writes_draft
@takes_answers_along
def add_one(request, assessment):
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
    @takes_answers_along
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
        if assessment.is_open and answers_sent(request):
            return with_answers(request, public_id=public_id, decision_id=decision_id)
        with transaction.atomic():
            return settling(request, assessment, decision_id=decision_id)

    def settling(request, assessment, *, decision_id):
        decision = _decision(assessment, decision_id)
        if decision.removed_at:
            return _answer(request, assessment, UnsavedDecision(problem=GONE), status=409)
        return view(request, assessment, decision)

    with_answers = writes_draft(takes_answers_along(settling))
    return wrapper


def _known(assessment, public_id, *, own=False):
    """For a page, which holds no lock: one that was removed is none."""
    decision = decision_of(assessment.partnership_id, public_id).filter(removed_at=None).first()
    return _or_404(assessment, decision, own=own)


def _decision(assessment, public_id, *, own=False):
    return _or_404(assessment, held(assessment.partnership_id, public_id).first(), own=own)


def _or_404(assessment, decision, *, own):
    if decision is None or (own and decision.assessment_id != assessment.pk):
        raise Http404("No such decision.")
    return decision


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, public_id, decision_id):
    """POST saves other words; GET is the page to write them on."""
    if request.method == "POST":
        return save_change(request, public_id=public_id, decision_id=decision_id)
    assessment = joint(get_to_write(request, public_id))
    return _page(request, assessment, UnsavedDecision(_known(assessment, decision_id, own=True).public_id))


@_of_own
def save_change(request, assessment, decision):
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


@require_http_methods(["GET", "HEAD", "POST"])
def settled(request, public_id, decision_id):
    """POST says that it is settled, and how; GET is the page to say how on."""
    if request.method == "POST":
        return settle_it(request, public_id=public_id, decision_id=decision_id)
    assessment = joint(get_assessment(request, public_id))
    if not assessment.is_writer:
        raise PermissionDenied("Those who write the joint assessment say what is settled.")
    decision = _known(assessment, decision_id)
    return _page(request, assessment, UnsavedDecision(decision.public_id, how=decision.settled_how))


@_to_settle
def settle_it(request, assessment, decision):
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
        request, assessment, said="It is settled" if outcome is Resolution.MINE else "It is settled already"
    )


@_to_settle
def not_settled(request, assessment, decision):
    if decision.is_settled:
        open_again(decision, by=request.user)
    return _answer(request, assessment, said="It is open again")


def _answer(request, assessment, unsaved=None, *, status=422, said=""):
    """The list as it is now, on the screen it was on; `unsaved` is what stays in a form, with what is wrong."""
    screen = page_sent(request, SCREENS)
    if request.htmx:
        context = {
            "assessment": assessment,
            "decisions": decisions_of(assessment, unsaved),
            "screen": screen,
            "said": said,
        }
        return render(request, "assessments/_decisions.html", context, status=status if unsaved else 200)
    if unsaved and (unsaved.form or unsaved.how is not None):
        return _page(request, assessment, unsaved, status=status)
    if unsaved:  # nothing was typed
        messages.warning(request, unsaved.problem)
    else:
        messages.success(request, f"{said}.")
    return redirect(f"{reverse(screen, args=[assessment.public_id])}#decisions")


def _page(request, assessment, unsaved=None, *, status=200):
    """What is left in one of the forms, or is to be written there, by itself."""
    unsaved = unsaved or UnsavedDecision()
    decisions = decisions_of(assessment, unsaved)
    context = {"decisions": decisions, "place": "decisions", "among": SCREENS, "status": status}
    lines = [*decisions.earlier, *decisions.own]
    line = next((one for one in lines if one.decision.public_id == unsaved.key), None)
    if line is None:
        return words_page(request, assessment, "_decision_add", "Add a decision", **context)
    context |= {"line": line, "decision": line.decision}
    if unsaved.how is not None:
        return words_page(request, assessment, "_decision_how", "How it was settled", **context)
    return words_page(request, assessment, "_decision_words", "Edit a decision", **context)
