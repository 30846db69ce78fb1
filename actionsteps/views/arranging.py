"""Where steps stand: moved, put in order, removed, put back; two made of one, and one of two."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from core.conflicts import Conflict

from ..access import get_partnership_to_write, get_plan, get_step_to_write
from ..models import ActionStep
from ..plans.versions import VersionRefused, newest_of
from ..steps.order import move_step, order_steps
from ..steps.splitting import merge_step, split_step
from ..steps.writing import put_back_step, remove_step
from .pages import category_answer, place_of, plan_page
from .steps import answer, of_standing_step


@require_POST
@of_standing_step()
def move(request, found, *, was, direction):
    if direction not in {"up", "down"}:
        raise Http404("Up or down.")
    try:
        moved, place, total = move_step(found, -1 if direction == "up" else 1, by=request.user)
    except VersionRefused as why:
        messages.warning(request, str(why))
        page = plan_page(found.plan, found.category)
        return HttpResponseClientRedirect(page) if request.htmx else redirect(page)
    moved.plan.partnership = found.plan.partnership
    said = f"Moved to place {place} of {total}"
    if request.htmx and moved.plan_id == was.plan_id:
        return category_answer(request, moved.plan, found.category, said=said)
    messages.success(request, f"{said}.")
    place = place_of(moved)
    return HttpResponseClientRedirect(place) if request.htmx else redirect(place)


@require_POST
def order(request, slug, plan_id, number):
    """A category's steps in a new order: dragged, so that only htmx asks."""
    partnership = get_partnership_to_write(request.user, slug)
    plan = get_plan(partnership, plan_id)
    plan.partnership = partnership
    category = get_object_or_404(plan.edition.categories, number=number)
    wanted, moved = request.POST.getlist("order"), request.POST.get("moved")
    said = f"Moved to place {wanted.index(moved) + 1} of {len(wanted)}" if moved in wanted else "Order saved"
    try:
        written = order_steps(plan, category.pk, wanted, was=request.POST.getlist("was"), by=request.user)
    except Conflict:
        problem = "These steps changed meanwhile. Here they are as they are now: put them in order again."
        return category_answer(request, plan, category, problem=problem, status=409)
    written.partnership = partnership
    if request.htmx and written.pk == plan.pk:
        return category_answer(request, plan, category, said=said)
    messages.success(request, f"{said}.")
    place = plan_page(written, category)
    return HttpResponseClientRedirect(place) if request.htmx else redirect(place)


@require_POST
def remove(request, slug, public_id):
    found = get_step_to_write(request.user, slug, public_id)
    try:
        plan = remove_step(found, by=request.user).plan
    except VersionRefused:
        plan = newest_of(found.plan)
        messages.info(request, "It is removed already.")
    else:
        messages.success(request, "The step is removed. You can put it back: see the end of the plan.")
    plan.partnership = found.plan.partnership
    return redirect(plan_page(plan, found.category))


@require_POST
def put_back(request, slug, public_id):
    found = get_step_to_write(request.user, slug, public_id)
    try:
        put_back_step(found, by=request.user)
    except VersionRefused as why:
        messages.warning(request, str(why))
        return redirect(plan_page(found.plan))
    messages.success(request, "The step stands in the plan again.")
    return redirect(place_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
@of_standing_step()
def split(request, found, *, was):
    """Two steps of one: some of its actions go to a new one."""
    if request.method == "POST":
        try:
            new = split_step(found, request.POST.getlist("action"), by=request.user)
        except VersionRefused as why:
            return answer(request, found, editing="split", problem=str(why), status=422)
        new.plan.partnership = found.plan.partnership
        messages.success(request, "These actions are a step of their own now.")
        return redirect(place_of(new))
    return answer(request, found, editing="split")


@require_http_methods(["GET", "HEAD", "POST"])
@of_standing_step()
def merge(request, found, *, was):
    """One step of two: this one is added to another."""
    others = ActionStep.objects.filter(plan=found.plan).exclude(pk=found.pk).select_related("category")
    if request.method == "POST":
        other = others.filter(public_id=request.POST.get("into", "")).first()
        try:
            if other is None:
                raise VersionRefused("Choose the step that it is added to.")
            into = merge_step(found, other, by=request.user)
        except VersionRefused as why:
            return answer(
                request, found, editing="merge", others=_named(others), problem=str(why), status=422
            )
        into.plan.partnership = found.plan.partnership
        messages.success(request, "The two are one step now.")
        return redirect(place_of(into))
    return answer(request, found, editing="merge", others=_named(others))


def _named(steps):
    return steps.prefetch_related("actions", "feedback")
