"""A plan as its document prints it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.access import get_partnership

from ..plans.tables import category_steps, plans_of


@require_safe
def action_steps(request, slug):
    """One plan: the newest, unless `?edition=` and `?version=` name another."""
    partnership = get_partnership(request.user, slug)
    plans = plans_of(partnership)
    wanted = {key: request.GET[key] for key in ("edition", "version") if key in request.GET}
    plan = next(
        (p for p in plans if wanted.items() <= {"edition": p.edition.label, "version": p.version}.items()),
        None,
    )
    if wanted and plan is None:
        raise Http404("No such version of the plan.")
    categories = category_steps(plan) if plan else []
    steps = [planned for category in categories for planned in category.steps]
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "plans": plans,
        "plan": plan,
        "categories": categories,
        "step_count": len(steps),
        "action_count": sum(len(planned.actions) for planned in steps),
    }
    return render(request, "actionsteps/action_steps.html", context)
