"""A plan as its document prints it, and beside each step how it stands."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from partnerships.access import get_partnership

from ..access import may_write
from ..models import ActionStep
from ..plans.tables import (
    MOST_ON_A_PAGE,
    CategorySteps,
    address_of,
    part_of,
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
    page = request.GET.get("page", "")
    part = part_of(plan, int(page) if page.isdecimal() and len(page) < 6 else 1, with_empty=writes)
    return {
        "newest": newest,
        "writes": writes,
        "part": part,
        "categories": part.categories,
        "removed": removed_from(plan) if writes else [],
    }


def removed_from(plan):
    """What was removed from a version, the last first, and can be put back."""
    steps = ActionStep.with_removed.filter(plan=plan, removed_at__isnull=False).order_by("-removed_at")
    return list(steps.select_related("removed_by", "category").prefetch_related("actions", "feedback"))


def plan_page(plan, place=""):
    """A version of a plan; at a step or category, if its place on the page is given."""
    return f"{address_of(plan)}{f'#{place}' if place else ''}"


def category_answer(request, plan, category, *, said, at, focus="open"):
    """To htmx: a category's table as it is now, with one step to go on at."""
    steps = plan.steps.filter(category=category)
    if steps.count() > MOST_ON_A_PAGE:
        return HttpResponseClientRedirect(plan_page(plan, f"step-{at.public_id}"))
    rows = [planned(step) for step in steps_to_show(steps)]
    context = {
        "partnership": plan.partnership,
        "plan": plan,
        "category": CategorySteps(category, rows),
        "writes": True,
        "said": said,
        "at": at,
        "focus": focus,
    }
    return render(request, "actionsteps/_category.html", context)
