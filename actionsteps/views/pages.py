"""A plan as its document prints it, and beside each step how it stands."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from partnerships.access import get_partnership

from ..access import get_partnership_to_write, get_plan, may_write
from ..models import ActionStep
from ..plans.tables import (
    MOST_ON_A_PAGE,
    CategorySteps,
    address_of,
    part_of,
    part_with,
    planned,
    plans_of,
    steps_to_show,
)


@require_safe
def action_steps(request, slug):
    """One plan: the newest, unless `?edition=` and `?version=` name another. `?page=` is a part of a long one."""
    partnership = get_partnership(request.user, slug)
    plans = plans_of(partnership)
    wanted = {key: request.GET[key] for key in ("edition", "version") if key in request.GET}
    plan = next(
        (p for p in plans if wanted.items() <= {"edition": p.edition.label, "version": p.version}.items()),
        None,
    )
    if wanted and plan is None:
        raise Http404("No such version of the plan.")
    writes_any = may_write(request.user, partnership)
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "plans": plans,
        "several": len({other.lineage for other in plans}) > 1,
        "plan": plan,
        "writes_any": writes_any,
    }
    if plan:
        context |= _of_plan(request, partnership, plan, plans, writes_any)
    return render(request, "actionsteps/action_steps.html", context)


def _of_plan(request, partnership, plan, plans, writes_any):
    followed = {other.follows_id for other in plans}
    newest = next(other for other in plans if other.lineage == plan.lineage and other.pk not in followed)
    writes = writes_any and newest == plan
    part = part_of(plan, _page_wanted(request, plan), newest=newest, with_empty=writes)
    return {
        "newest": newest,
        "writes": writes,
        "part": part,
        "categories": part.categories,
    }


def _page_wanted(request, plan):
    """The page asked for by its number, or by a step that stands there."""
    if key := request.GET.get("step"):
        step = plan.steps.select_related("category").filter(public_id=key).first()
        return part_with(step) if step else 1
    page = request.GET.get("page", "")
    return int(page) if page.isdecimal() and len(page) < 6 else 1


@require_safe
def removed_steps(request, slug, plan_id):
    """What was removed from a version, the last first. It can be put back while that is in preparation."""
    partnership = get_partnership_to_write(request.user, slug)
    plan = get_plan(partnership, plan_id)
    steps = ActionStep.with_removed.filter(plan=plan, removed_at__isnull=False).order_by("-removed_at")
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "plan": plan,
        "back": plan_page(plan),
        "steps": steps.select_related("removed_by").prefetch_related("actions", "feedback"),
        "writes": not plan.is_released,
    }
    return render(request, "actionsteps/removed_steps.html", context)


def plan_page(plan, category=None):
    """A version of a plan, at one of its categories if it is given."""
    return address_of(plan) + (f"#category-{category.number}" if category else "")


def place_of(step):
    """A step in its plan, on whichever page of that it stands."""
    return f"{address_of(step.plan)}&step={step.public_id}#step-{step.public_id}"


def category_answer(request, plan, category, *, said="", at=None, problem="", status=200):
    """To htmx: a category's table as it is now; `at` is the step to go on at."""
    steps = plan.steps.filter(category=category)
    if steps.count() > MOST_ON_A_PAGE:
        return HttpResponseClientRedirect(place_of(at) if at else plan_page(plan, category))
    rows = [planned(step) for step in steps_to_show(steps, of=plan)]
    context = {
        "partnership": plan.partnership,
        "plan": plan,
        "category": CategorySteps(category, rows),
        "writes": True,
        "said": said,
        "at": at,
        "focus": "open" if at else "",
        "problem": problem,
        "at_category": True,
    }
    answered = render(request, "actionsteps/_category.html", context, status=status)
    return reswap(retarget(answered, f"#of-category-{category.number}"), "outerHTML")
