"""Saying how far a step is, from wherever it is opened: two clicks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.conflicts import Conflict
from core.words import counted, in_words

from ..access import get_partnership_to_write, get_plan, get_step, get_step_to_write, may_note, may_write
from ..models import StepStatus
from ..plans.versions import newest_of
from ..progress.box import gather_box
from ..progress.forms import AskOwnerForm, NoteForm
from ..progress.lines import lines_of
from ..progress.noting import CLOSED, TOLD_BY_LINES, NotNoted, ask, confirm_days, note, take_back
from ..progress.proposed import confirm_all, proposed_for
from ..timelines.offers import DAYS, offers_of
from .pages import place_of

NOTED = {
    StepStatus.NOT_STARTED: "Noted.",
    StepStatus.UNDER_WAY: "Noted: the step is under way.",
    StepStatus.DONE: "The step is done.",
    StepStatus.STOPPED: "The step is stopped.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request, slug, public_id):
    """The box of one step by itself: what home and e-mails lead to, and where a refused line comes back."""
    step = get_step(request.user, slug, public_id)
    if request.method != "POST":
        return _page(request, step, asks_for=request.GET.get("status", ""))
    if not may_note(request.user, step):
        raise PermissionDenied("How far a step is, is said by its owner and by those who write the plan.")
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, step, form=form, status=422)
    said = form.cleaned_data
    try:
        line = note(
            step,
            status=said["status"],
            words=said["words"],
            on=said["on"],
            occasion=said["occasion"],
            seen=said["seen"],
            by=request.user,
        )
    except NotNoted as why:
        return _page(request, _there(why, step), form=form, problem=str(why), status=422)
    except Conflict as met:
        step.refresh_from_db(fields=[*TOLD_BY_LINES, *DAYS])
        return _page(request, step, form=form, conflict=met, status=409)
    messages.success(request, NOTED[StepStatus(line.status)])
    return _back(request, step, done=line.status == StepStatus.DONE)


@require_POST
def take_back_line(request, slug, public_id):
    """One's own lines, and for those who write the plan all of them."""
    step = get_step(request.user, slug, public_id)
    line = lines_of(step).filter(pk=_number(request.POST.get("line"))).first()
    if line is None:
        raise Http404("No such line.")
    writes = may_write(request.user, step.plan.partnership)
    if not (writes or (line.by_id == request.user.pk and may_note(request.user, step))):
        raise PermissionDenied("A line is taken back by who wrote it, or by those who write the plan.")
    return _do(request, step, lambda: take_back(line, step, by=request.user), "The line is taken back.")


@require_POST
def ask_owner(request, slug, public_id):
    step = get_step_to_write(request.user, slug, public_id)
    form = AskOwnerForm(request.POST)
    if not form.is_valid():
        return _page(request, step, ask_form=form, status=422)
    words = form.cleaned_data["words"]
    return _do(request, step, lambda: ask(step, words, by=request.user), f"{step.owner} is asked.")


@require_POST
def confirm(request, slug, public_id):
    """The days that a timeline proposes become the step's."""
    step = get_step_to_write(request.user, slug, public_id)
    key, seen = request.POST.get("offer"), request.POST.get("seen", "")
    offer = next((one for one in offers_of(step) if one.key == key), None)
    if offer is None:
        problem = "The timeline no longer proposes these days. Look at what it proposes now."
        return _page(request, step, problem=problem, status=409)
    try:
        return _do(
            request,
            step,
            lambda: confirm_days(step, offer.proposal, seen=seen, by=request.user),
            f"The step is due {offer.proposal.words}.",
        )
    except Conflict as met:
        problem = f"{met.by or 'Somebody'} changed the days of this step meanwhile. They stand below."
        step.refresh_from_db(fields=[*TOLD_BY_LINES, *DAYS])
        return _page(request, step, problem=problem, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_days(request, slug, plan_id):
    """What the timelines of a plan propose for its steps without a date; a person ticks those that hold."""
    partnership = get_partnership_to_write(request.user, slug)
    plan = newest_of(get_plan(partnership, plan_id))
    plan.partnership = partnership
    proposals = proposed_for(plan)
    if request.method == "POST":
        chosen = {one.step.public_id: request.POST.get(one.step.public_id, "") for one in proposals}
        done = confirm_all(proposals, {step: key for step, key in chosen.items() if key}, by=request.user)
        number = counted(len(done.steps), "step")
        if done.steps:
            messages.success(
                request, f"{number} {'has its' if len(done.steps) == 1 else 'have their'} days now."
            )
        if done.changed:
            names = in_words(f"“{step.name}”" for step in done.changed)
            messages.warning(request, f"Somebody changed {names} meanwhile. See what is proposed now.")
        if not done.changed and not done.steps:
            messages.info(request, "Nothing was ticked, so nothing was changed.")
        return redirect("plan-days", slug, plan.public_id)
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "plan": plan,
        "understood": [one for one in proposals if one.offer],
        "others": [one for one in proposals if not one.offer],
    }
    return render(request, "actionsteps/plan_days.html", context)


def _do(request, step, act, said):
    try:
        act()
    except NotNoted as why:
        return _page(request, _there(why, step), problem=str(why), status=409)
    messages.success(request, said)
    return _back(request, step)


def _there(why, step):
    """The step where it goes on, with what the page needs of it."""
    if why.step is None or why.step.pk == step.pk:
        return step
    there = why.step
    there.plan.partnership = step.plan.partnership
    return there


def _back(request, step, *, done=False):
    """Where the person came from; of a step that is done first its own page, where it has evidence to offer."""
    came_from, slug = _came_from(request), step.plan.partnership.slug
    if not (done and step.rows.exists()):
        if came_from == "home":
            return redirect("home")
        if came_from == "plan":
            return redirect(place_of(step))
        if came_from == "board":
            return redirect("steps-board", slug)
        if came_from == "step":
            return redirect("action-step", slug, step.public_id)
    return redirect("action-step-progress", slug, step.public_id)


def _came_from(request):
    came_from = (request.POST or request.GET).get("from", "")
    return came_from if came_from in ("home", "plan", "step", "board") else ""


def _page(request, step, *, form=None, ask_form=None, problem="", conflict=None, asks_for="", status=200):
    """`form` is what the person sent; sent again, it has seen what stands now. `asks_for` is the status that a
    board wants to have words for."""
    prefetch_related_objects([step], "actions", "feedback")
    box = gather_box(step, request.user)
    there = None if box.is_newest else step.in_newest()
    context = {
        "partnership": step.plan.partnership,
        "section": "action-steps",
        "plan": step.plan,
        "step": step,
        "box": box,
        "older": not box.is_newest,
        "there": there,
        "form": form,
        "ask_form": ask_form,
        "asked_status": _asked(form, problem) or (asks_for if asks_for in CLOSED and step.is_open else ""),
        "problem": problem,
        "conflict": conflict,
        "came_from": _came_from(request),
        "address": reverse("action-step-progress", args=[step.plan.partnership.slug, step.public_id]),
    }
    return render(request, "actionsteps/progress.html", context, status=status)


def _asked(form, problem):
    """The status that was pressed and asks for words, so that the page asks for these and nothing else."""
    status = form.cleaned_data["status"] if form and form.is_valid() and problem else None
    if status in (StepStatus.DONE, StepStatus.STOPPED) and not form.cleaned_data["words"]:
        return StepStatus(status)
    return None


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else 0
