"""One step: read, added, changed, taken, ticked off. In place on the plan's page, or on a page of its own."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from core.conflicts import Conflict
from core.ids import new_public_id

from ..access import (
    get_partnership_to_write,
    get_plan,
    get_step,
    get_step_to_write,
    may_note,
    may_write,
    steps_with_partnership,
)
from ..models import ActionPlan, ActionStep
from ..plans.versions import VersionRefused, newest_of
from ..steps.doing_form import DoingForm
from ..steps.forms import SourcesForm, StepWordsForm
from ..steps.history import history_of
from ..steps.order import steps_beside
from ..steps.origins import add_origin, find_origin, initial_of, readable_assessments
from ..steps.showing import open_step
from ..steps.writing import (
    add_step,
    save_doing,
    save_sources,
    save_words,
    take_step,
    tick_off,
)
from .pages import category_answer, place_of, plan_page


def step_page(step):
    return reverse("action-step", args=[step.plan.partnership.slug, step.public_id])


def is_on_plan(request):
    """Whether the answer replaces a row of the plan's table."""
    return bool(request.htmx and (request.htmx.target or "").startswith("step-"))


def answer(request, step, *, editing="", form=None, status=200, said="", focus="", **more):
    """A step opened: in its row of the plan's table, in its place on its page, or that page whole."""
    opened = open_step(step, request.user, readable=getattr(form, "assessments", None))
    context = {
        "partnership": step.plan.partnership,
        "section": "action-steps",
        "plan": step.plan,
        "opened": opened,
        "row": opened.planned,
        "step": opened.step,
        "editing": editing,
        "form": form,
        "said": said,
        "focus": focus,
        "came_from": "plan" if is_on_plan(request) else "step",
        **more,
    }
    if step.removed_at:
        context["can_put_back"] = may_write(request.user, step.plan.partnership) and not step.plan.is_released
    if is_on_plan(request):
        context |= _place(opened)
        return render(request, "actionsteps/_step.html", context, status=status)
    if request.htmx:
        return render(request, "actionsteps/_step_whole.html", context, status=status)
    return render(request, "actionsteps/step.html", context, status=status)


def _place(opened):
    """What its row of the plan's table says of its place there."""
    beside = [one.pk for one in steps_beside(opened.step)]
    return {
        "writes": opened.writes,
        "is_first": beside[:1] == [opened.step.pk],
        "is_last": beside[-1:] == [opened.step.pk],
    }


def _done(request, step, said, *, was, focus=""):
    """What was asked for is done: the step as it is now. Where that began a version, the page of it.

    `was` is the step as it stood on the page.
    """
    if request.htmx and step.plan_id == was.plan_id:
        now = steps_with_partnership().filter(pk=step.pk)[0]
        return answer(request, now, said=said, focus=focus)
    step.plan.partnership = was.plan.partnership
    if step.plan_id != was.plan_id:
        said = f"{said}, in version {step.plan.version}, which is in preparation"
    messages.success(request, f"{said}.")
    if request.htmx:
        place = place_of(step) if is_on_plan(request) else step_page(step)
        return HttpResponseClientRedirect(place)
    return redirect(step_page(step))


@require_safe
def step(request, slug, public_id):
    """A step of whichever version; an older one is read only. `?closed` asks for its row without what it opens."""
    found = get_step(request.user, slug, public_id)
    if is_on_plan(request) and "closed" in request.GET:
        opened = open_step(found, request.user)
        context = {"partnership": found.plan.partnership, "plan": found.plan, "row": opened.planned}
        context |= {"step": opened.step, **_place(opened)}
        return render(request, "actionsteps/_step.html", context)
    return answer(request, found)


@require_safe
def history(request, slug, public_id):
    """Who changed what of a step, in all its versions."""
    found = get_step(request.user, slug, public_id)
    context = {
        "partnership": found.plan.partnership,
        "section": "action-steps",
        "step": found,
        "changes": history_of(found),
    }
    return render(request, "actionsteps/step_history.html", context)


# Adding


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, slug, plan_id, number):
    """A new step at the end of a category. A form sent twice makes one step."""
    partnership = get_partnership_to_write(request.user, slug)
    plan = get_plan(partnership, plan_id)
    if ActionPlan.objects.filter(follows=plan).exists():
        plan = newest_of(plan)
    plan.partnership = partnership
    category = get_object_or_404(plan.edition.categories, number=number)
    if request.htmx and "closed" in request.GET:
        context = {"partnership": partnership, "plan": plan, "number": category.number, "focus": "add"}
        return render(request, "actionsteps/_add_link.html", context)
    origin = find_origin(request.user, partnership, plan.edition, *_origin_named(request))
    form = StepWordsForm(
        request.POST if request.method == "POST" else None,
        step=ActionStep(plan=plan, category=category),
        initial=initial_of(origin),
    )
    key = request.POST.get("key") or new_public_id()
    if form.is_valid():
        try:
            with transaction.atomic():
                made = add_step(form, key, by=request.user)
                if origin:
                    add_origin(made, origin)
        except (ValidationError, VersionRefused) as why:
            form.add_error(None, why if isinstance(why, ValidationError) else str(why))
        else:
            made.plan.partnership = partnership
            if request.htmx and made.plan_id == plan.pk:
                return category_answer(request, made.plan, made.category, said="The step is added", at=made)
            messages.success(request, "The step is added.")
            place = place_of(made)
            return HttpResponseClientRedirect(place) if request.htmx else redirect(place)
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "plan": plan,
        "category": category,
        "form": form,
        "key": key,
        "origin": origin,
        "back": plan_page(plan, category),
    }
    template = "actionsteps/_add_step.html" if request.htmx else "actionsteps/add_step.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _origin_named(request):
    """The kind and the key of what the new step comes from: `?from=focus:…`."""
    kind, _, key = (request.POST.get("from") or request.GET.get("from", "")).partition(":")
    return kind, key


# Changing


GONE = "This step no longer stands in the plan. If it was removed, it can be put back."


def of_standing_step(get=get_step_to_write):
    """A view of the step where it is written, in the newest version, and of the one that the address names (`was`).

    Where it no longer stands there its page says so.
    """

    def decorate(view):
        @wraps(view)
        def wrapper(request, slug, public_id, **more):
            was = get(request.user, slug, public_id)
            if (found := was.in_newest()) is not None:
                return view(request, found, was=was, **more)
            messages.warning(request, GONE)
            return HttpResponseClientRedirect(step_page(was)) if request.htmx else redirect(step_page(was))

        return wrapper

    return decorate


def _change(request, slug, public_id, *, editing, make_form, save):
    was = get_step_to_write(request.user, slug, public_id)
    found, data = was.in_newest(), request.POST if request.method == "POST" else None
    form = make_form(data, found or was)
    conflict, status = None, 422 if form.is_bound else 200
    if found is None:
        form.add_error(None, GONE)
        return answer(request, was, editing=editing, form=form, status=409)
    if form.is_valid():
        try:
            found = save(form, by=request.user)
        except (ValidationError, VersionRefused) as why:
            form.add_error(None, why if isinstance(why, ValidationError) else str(why))
        except Conflict as met:
            conflict, status = met, 409
            form.see_what_stands()
        else:
            return _done(request, found, "Saved", was=was, focus=editing)
    return answer(request, found, editing=editing, form=form, conflict=conflict, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request, slug, public_id):
    """What the plan prints of the step. Of a released version it begins the next one."""
    return _change(
        request,
        slug,
        public_id,
        editing="words",
        make_form=lambda data, found: StepWordsForm(data, step=found),
        save=save_words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def doing(request, slug, public_id):
    """Who does it, until when, with what."""
    return _change(
        request,
        slug,
        public_id,
        editing="doing",
        make_form=lambda data, found: DoingForm(data, step=found),
        save=save_doing,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sources(request, slug, public_id):
    """What it comes from, and which evidence it should move."""

    def make_form(data, found):
        read = readable_assessments(found.plan.partnership, request.user)
        return SourcesForm(data, step=found, assessments=read)

    return _change(request, slug, public_id, editing="sources", make_form=make_form, save=save_sources)


@require_POST
@of_standing_step()
def take(request, found, *, was):
    try:
        take_step(found, by=request.user)
    except VersionRefused as why:
        return answer(request, found, problem=str(why), status=409)
    return _done(request, found, "It is yours", was=was, focus="doing")


@require_POST
@of_standing_step(get_step)
def tick(request, found, *, was, lineage):
    """One action is done, or not after all (`done` is empty)."""
    if not may_note(request.user, found):
        raise PermissionDenied("Its owner and those who write the plan say what is done.")
    action = get_object_or_404(found.actions, lineage=lineage)
    done = bool(request.POST.get("done"))
    try:
        tick_off(action, done, by=request.user)
    except VersionRefused as why:
        return answer(request, found, problem=str(why), status=409)
    said = "Ticked off" if done else "Open again"
    return _done(request, found, said, was=was, focus=f"tick-{lineage}")
