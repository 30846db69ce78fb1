"""A plan as a whole: its first version, its next ones, what differs, and what goes on in another year."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.conflicts import Conflict
from core.history import save_as
from evidence.access import editions_kept
from partnerships.access import get_partnership

from ..access import get_partnership_to_write, get_plan, may_write, plans_kept
from ..models import ActionPlan
from ..plans.differences import difference
from ..plans.forms import CarryForm, ChangePlanForm, PlanForm, ReleaseForm
from ..plans.tables import address_of
from ..plans.versions import (
    VersionRefused,
    carry_over,
    following_version,
    plan_carrying_over,
    release,
    start_next,
)


@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request, slug):
    """The first version of a plan: its title and the edition it carries out. Its steps are written on its page."""
    partnership = get_partnership_to_write(request.user, slug)
    editions = editions_kept(partnership)
    newest = editions.first()
    if newest is None:
        raise Http404("No edition is adopted yet.")
    initial = {"title": f"{partnership.partner.short_name} Action Steps", "version": "1.0", "edition": newest}
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, partnership=partnership, editions=editions, initial=initial)
    if form.is_valid():
        plan = form.save(commit=False)
        try:
            with transaction.atomic():
                save_as(plan, by=request.user)
        except IntegrityError:  # the form was sent twice at one moment
            form.add_error(None, "The partnership has this version of the plan already.")
        else:
            messages.success(request, f"{plan} is begun. Write its steps below.")
            return redirect(address_of(plan))
    context = {"partnership": partnership, "section": "action-steps", "form": form}
    return render(request, "actionsteps/new_plan.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_plan(request, slug, plan_id):
    """The title and the period of a version in preparation. Those of a released one stay as they are."""
    partnership = get_partnership_to_write(request.user, slug)
    plan = get_plan(partnership, plan_id)
    if plan.is_released:
        return _versions(request, partnership, problem=f"Version {plan.version} is released.", status=409)
    form, conflict = ChangePlanForm(request.POST or None, instance=plan), None
    if form.is_valid():
        try:
            form.save_by(request.user)
        except Conflict as met:
            form.see_what_stands()
            conflict = met
        except IntegrityError:  # somebody released it at this moment
            return _versions(request, partnership, problem=f"Version {plan.version} is released.", status=409)
        else:
            messages.success(request, "Saved.")
            return redirect("plan-versions", slug)
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "plan": plan,
        "form": form,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "actionsteps/change_plan.html", context, status=status)


@require_safe
def versions(request, slug):
    """All versions of the partnership's plans, and what can be done with the newest of each."""
    return _versions(request, get_partnership(request.user, slug))


def _versions(request, partnership, *, problem="", refused=None, form=None, status=200):
    rows = plans_kept(partnership).select_related("edition", "period", "released_by", "follows", "next")
    plans = sorted(rows, key=lambda plan: (plan.lineage, plan.pk), reverse=True)
    writes = may_write(request.user, partnership)
    lines = [
        {
            "plan": plan,
            "address": address_of(plan),
            "is_newest": not hasattr(plan, "next"),
            "form": _release_form(plan, refused, form) if writes and not plan.is_released else None,
        }
        for plan in plans
    ]
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "lines": lines,
        "writes": writes,
        "problem": problem,
    }
    return render(request, "actionsteps/versions.html", context, status=status)


def _release_form(plan, refused, form):
    return form if plan == refused else ReleaseForm(initial={"version": plan.version}, prefix=plan.public_id)


@require_POST
def release_plan(request, slug, plan_id):
    partnership = get_partnership_to_write(request.user, slug)
    plan = get_plan(partnership, plan_id)
    form = ReleaseForm(request.POST, prefix=plan.public_id)
    if not form.is_valid():
        return _versions(request, partnership, refused=plan, form=form, status=422)
    version = form.cleaned_data["version"]
    try:
        release(plan, version, by=request.user)
    except ValidationError as taken:
        form.add_error("version", taken.messages)
        return _versions(request, partnership, refused=plan, form=form, status=422)
    except VersionRefused as why:
        return _versions(request, partnership, problem=str(why), status=409)
    messages.success(request, f"Version {version} is released. Its words stay as they are from now on.")
    return redirect("plan-versions", partnership.slug)


@require_POST
def next_version(request, slug, plan_id):
    partnership = get_partnership_to_write(request.user, slug)
    plan = get_plan(partnership, plan_id)
    try:
        new = start_next(plan, following_version(plan.version), by=request.user)
    except VersionRefused as why:
        return _versions(request, partnership, problem=str(why), status=409)
    messages.success(request, f"Version {new.version} is begun. Version {plan.version} stays as it is.")
    return redirect(address_of(new))


@require_safe
def plan_difference(request, slug, plan_id):
    """What a version says otherwise than the one before."""
    partnership = get_partnership(request.user, slug)
    plan = get_plan(partnership, plan_id)
    if plan.follows_id is None:
        raise Http404("No version comes before this one.")
    before = ActionPlan.objects.select_related("edition").get(pk=plan.follows_id)
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "plan": plan,
        "before": before,
        "difference": difference(before, plan),
        "address": address_of(plan),
        "address_before": address_of(before),
    }
    return render(request, "actionsteps/difference.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def carry_plan(request, slug, plan_id):
    """The open steps go on in another year's plan: what goes and what stays behind is shown first."""
    partnership = get_partnership_to_write(request.user, slug)
    plan = get_plan(partnership, plan_id)
    editions = editions_kept(partnership)
    data = request.POST if request.method == "POST" else None
    form = CarryForm(data, plan=plan, editions=editions)
    problem = ""
    if form.is_valid():
        told = form.cleaned_data
        try:
            new = carry_over(
                plan, told["version"], told["edition"], told["period"], title=told["title"], by=request.user
            )
        except VersionRefused as why:
            problem = str(why)
        else:
            messages.success(request, f"{new} is begun with what is still open.")
            return redirect(address_of(new))
    edition = form.cleaned_data.get("edition") if form.is_bound else None
    going, staying = plan_carrying_over(plan, edition or editions[0])
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "plan": plan,
        "form": form,
        "problem": problem,
        "edition": edition or editions[0],
        "going": going,
        "staying": staying,
        "back": reverse("plan-versions", args=[partnership.slug]),
    }
    return render(request, "actionsteps/carry.html", context, status=422 if form.is_bound else 200)
