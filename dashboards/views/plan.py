"""The plan of a state or a network, for everybody in its agreement."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.plan.indicator import indicator_of
from dashboards.plan.reading import plan_of
from evidence.access import may_enter
from partnerships.access import enters_in, get_agreement_seen


@require_safe
def plan(request, slug):
    """All that is measured, by priority: where it began, where it stands, and what comes next."""
    agreement, found = _get_plan(request, slug)
    context = {
        "agreement": agreement,
        "plan": found,
        "enters": enters_in(request.user, agreement),
        "checks": _checks(request, found),
    }
    return render(request, "dashboards/plan/plan.html", context)


@require_safe
def indicator(request, slug, reference):
    """One of them, with its parts: as a document."""
    agreement, found = _get_plan(request, slug)
    enters = enters_in(request.user, agreement)
    one = indicator_of(
        found,
        reference,
        enters=enters,
        checks=_checks(request, found),
        has_screens=agreement.has_screens,
    )
    if one is None:
        raise Http404("There is no such number in the plan.")
    context = {"agreement": agreement, "plan": found, "indicator": one, "enters": enters}
    return render(request, "dashboards/plan/indicator.html", context)


def _checks(request, found):
    """Whether this person enters the plan's figures, and is shown whether they come to what the source says."""
    return found.whole is not None and may_enter(request.user, found.whole)


def _get_plan(request, slug):
    agreement = get_agreement_seen(request.user, slug)
    found = plan_of(request.user, agreement)
    if found is None:
        raise Http404("This agreement has no plan.")
    return agreement, found
