"""Handing an assessment on: its writers submit it, the director returns it, makes it final, opens it again.

Its writers take back what nobody else could read yet. A director who may not read a side's assessment may still
stop asking for it, and ask again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from assessments.models import OPEN, Assessment, AssessmentStatus
from assessments.rating.progress import progress_of
from assessments.workflow import decisions
from assessments.workflow.checklist import points_of
from assessments.workflow.forms import WordsForm
from partnerships.access import standing_in
from partnerships.models import Partnership

from .access import NotADraft, get_assessment, get_draft, locked_for

EXPLANATION = {
    "label": "A word of explanation",
    "help_text": "Whoever reviews it reads this beside what needs attention.",
    "missing": "Something still needs attention. Say in a word why you submit anyway, or see to it first.",
}


@dataclass(frozen=True)
class Step:
    """What is done with an assessment: where it starts, what is asked for, and what is said then."""

    name: str
    starts: Collection[AssessmentStatus]
    done: str
    act: Any
    words: dict[str, str] | None = None
    """Label, help and what is said when they are missing, of the words it needs; None where it needs none."""
    is_blind: bool = False
    """Whether it is taken without reading the assessment: its page tells the status and progress alone."""
    is_writers: bool = False
    """Whether those who write the assessment take it, not a director."""
    why_not: Callable[[Assessment], str] = lambda assessment: ""
    """Why the round does not allow it, before anybody is asked to confirm it."""


TAKE_BACK = Step(
    "take-back",
    [AssessmentStatus.SUBMITTED],
    "Taken back. It is a draft again: change it, then submit it once more.",
    lambda assessment, words, by: decisions.take_back(assessment, by=by),
    is_writers=True,
    why_not=lambda assessment: decisions.why_not_taken_back(assessment, assessment.joint),
)
RETURN = Step(
    "return",
    [AssessmentStatus.SUBMITTED],
    "Returned, with your remark. Those who wrote it can change it again.",
    lambda assessment, words, by: decisions.give_back(assessment, remark=words, by=by),
    {
        "label": "What is to be looked at again",
        "help_text": "Everybody who sees the assessment reads this at its top.",
        "missing": "Say what is to be looked at again, then return it.",
    },
)
FINAL = Step(
    "final",
    [AssessmentStatus.SUBMITTED],
    "The assessment is final.",
    lambda assessment, words, by: decisions.make_final(assessment, by=by),
)
REOPEN = Step(
    "reopen",
    [AssessmentStatus.FINAL],
    "Opened again, with your reason. Those who write it can change it.",
    lambda assessment, words, by: decisions.reopen(assessment, reason=words, by=by),
    {
        "label": "Why it is opened again",
        "help_text": "The reason stays on record, and everybody who sees the assessment reads it at its top.",
        "missing": "Say why it is opened again. The reason stays on record.",
    },
)
WITHDRAW = Step(
    "withdraw",
    OPEN,
    "This side is no longer asked. The round goes on without it.",
    lambda assessment, words, by: decisions.withdraw(assessment, reason=words, by=by),
    {
        "label": "Why it is no longer asked",
        "help_text": "Everybody in the partnership reads this in the list of assessments.",
        "missing": "Say why this side is no longer asked. The reason stays on record.",
    },
    is_blind=True,
)
ASK = Step(
    "ask",
    [AssessmentStatus.WITHDRAWN],
    "This side is asked again, with your remark. Those who write can go on where they stopped.",
    lambda assessment, words, by: decisions.ask_again(assessment, remark=words, by=by),
    {
        "label": "Why it is asked again",
        "help_text": "Those who write the assessment read this at its top.",
        "missing": "Say why this side is asked again.",
    },
    is_blind=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, public_id):
    """GET shows what needs attention, POST submits; with something open it asks for a word of explanation."""
    assessment = _own(request, public_id)
    if not assessment.is_open:
        return _nothing_done(request, assessment, request.POST.get("words", ""))
    if request.method != "POST":
        return _submit_page(
            request, assessment, WordsForm(EXPLANATION, initial={"words": assessment.explanation})
        )
    try:
        with transaction.atomic():
            # Held, so that nobody rates in it between this check and the end.
            assessment = get_draft(locked_for(request.user), public_id)
            points = points_of(assessment)
            form = WordsForm(EXPLANATION, request.POST, required=bool(points))
            if not form.is_valid():
                return _submit_page(request, assessment, form, points, status=422)
            assessment.submit(by=request.user, explanation=form.cleaned_data["words"])
    except NotADraft as closed:
        return _nothing_done(request, closed.assessment, request.POST.get("words", ""))
    messages.success(request, f"Submitted. {_what_comes_next(assessment)}")
    return _leave(request, assessment)


def _what_comes_next(assessment):
    if assessment.others_still_rate:
        return "The others read it once every side has submitted."
    if assessment.beside and not assessment.joint:
        return "Every side has submitted now: the conference comes next."
    return f"{assessment.partnership.agreement.lead.short_name} has it now."


def _submit_page(request, assessment, form, points=None, *, status=200):
    points = points_of(assessment) if points is None else points
    context = {"points": points, "form": form if points else None}
    return _page(request, assessment, "submit", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request, public_id):
    return _step(request, public_id, TAKE_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request, public_id):
    return _step(request, public_id, RETURN)


@require_http_methods(["GET", "HEAD", "POST"])
def make_final(request, public_id):
    return _step(request, public_id, FINAL)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, public_id):
    return _step(request, public_id, REOPEN)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, public_id):
    return _step(request, public_id, WITHDRAW)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_again(request, public_id):
    return _step(request, public_id, ASK)


def _step(request, public_id, step):
    """GET shows what is about to be done, POST does it, once, however many press the button."""
    assessment = _taken_by(step)(request, public_id)
    words = request.POST.get("words", "")
    if assessment.status not in step.starts:
        return _nothing_done(request, assessment, words)
    form = WordsForm(step.words, request.POST if request.method == "POST" else None) if step.words else None
    if request.method != "POST" and (sentence := step.why_not(assessment)):
        return _nothing_done(request, assessment, sentence=f"Nothing was done. {sentence}")
    if request.method != "POST" or (form and not form.is_valid()):
        decides = not (step.is_blind or step.is_writers)
        context = {"form": form, "points": points_of(assessment) if decides else []}
        status = 422 if request.method == "POST" else 200
        return _page(request, assessment, step.name, context, is_blind=step.is_blind, status=status)
    try:
        step.act(assessment, form and form.cleaned_data["words"], request.user)
    except Assessment.WrongStatus:
        assessment.refresh_from_db()
        return _nothing_done(request, assessment, words)
    except decisions.Refused as refused:
        return _nothing_done(request, assessment, words, f"Nothing was done. {refused}")
    messages.success(request, step.done)
    return _leave(request, assessment)


def _taken_by(step):
    """The way to the assessment for those who may take the step, and to a 403 or 404 for everybody else."""
    if step.is_writers:
        return _own
    return _within_reach if step.is_blind else _to_decide_on


def _own(request, public_id):
    """For those who write it; others who see it get a 403, everybody else a 404."""
    assessment = get_assessment(request, public_id)
    if not assessment.is_writer:
        raise PermissionDenied
    return assessment


def _to_decide_on(request, public_id):
    """For the directors of its lead agency; others who see it get a 403, everybody else a 404.

    A side that went back, or is no longer asked, is hidden from the director who decided that a moment ago,
    perhaps in another window. That it is so may be said.
    """
    seen = Assessment.objects.visible_to(request.user).with_partnership().filter(public_id=public_id).first()
    if seen:
        if not seen.is_reviewer:
            raise PermissionDenied
        return seen
    hidden = get_object_or_404(
        Assessment.objects.with_partnership().filter(
            status__in=[AssessmentStatus.RETURNED, AssessmentStatus.WITHDRAWN],
            partnership__in=Partnership.objects.visible_to(request.user),
        ),
        public_id=public_id,
    )
    if not standing_in(request.user, hidden.partnership).is_director:
        raise Http404("No such assessment.")
    return hidden


def _within_reach(request, public_id):
    """For the directors of its lead agency, whether they may read it or not: its status and progress."""
    within_reach = Assessment.objects.within_reach_of(request.user).with_partnership()
    assessment = get_object_or_404(within_reach, public_id=public_id)
    if assessment.is_reviewer:
        return assessment
    if _sees(request.user, assessment):
        raise PermissionDenied
    raise Http404("No such assessment.")


def _nothing_done(request, assessment, words="", sentence=""):
    """Say what is the case. What was typed stays on the page."""
    sentence = sentence or f"Nothing was done: this assessment is {_is(assessment)}."
    if not words.strip():
        messages.warning(request, sentence)
        return _leave(request, assessment)
    context = {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "sentence": sentence,
        "typed": [words],
        "hidden": not _sees(request.user, assessment),
    }
    return render(request, "assessments/closed.html", context, status=409)


def _is(assessment):
    """“returned already, since Nov 22, 2026”."""
    since = {
        AssessmentStatus.SUBMITTED: assessment.submitted_at,
        AssessmentStatus.RETURNED: assessment.returned_at,
        AssessmentStatus.FINAL: assessment.made_final_at,
    }.get(assessment.status)
    if assessment.status == AssessmentStatus.DRAFT and assessment.submitted_at:
        return "a draft again: its writers took it back"
    if assessment.status == AssessmentStatus.DRAFT:
        return "a draft, which nobody has submitted yet"
    if assessment.is_withdrawn:
        return f"no longer asked for: “{assessment.remark}”"
    if assessment.is_open and assessment.was_asked_again:
        return "asked for again already"
    when = f", since {date_format(localtime(since), 'M j, Y')}" if since else ""
    return f"{assessment.get_status_display()} already{when}"


def _sees(user, assessment):
    return Assessment.objects.visible_to(user).filter(pk=assessment.pk).exists()


def _leave(request, assessment):
    """To the assessment; from one that is its writers' own again, to the list."""
    if _sees(request.user, assessment):
        return redirect("assessment", assessment.public_id)
    return redirect("assessments", assessment.partnership.slug)


def _page(request, assessment, step, context, *, is_blind=False, status=200):
    context |= {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "step": step,
        "progress": progress_of(assessment),
        "is_blind": is_blind,
        "highlights": [] if is_blind else assessment.highlights.all(),
        "sides": assessment.is_joint and assessment.round().of_sides().asked().count(),
    }
    return render(request, f"assessments/steps/{step}.html", context, status=status)
