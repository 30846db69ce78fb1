"""A partnership's steps by owner, by day with a picture, and as a board."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionsteps.access import may_write
from actionsteps.models import StepStatus
from actionsteps.steps.lists import (
    NOBODY,
    STATES,
    StepFilter,
    by_day,
    by_owner,
    by_status,
    list_steps,
    owners_in,
)
from actionsteps.steps.people import people_of
from dashboards.timeline import timeline_of
from partnerships.access import get_partnership
from partnerships.models import Category, EditionWords


@require_safe
def steps_by_owner(request, slug):
    partnership, context = _gathered(request, slug, "owner")
    context["groups"] = by_owner(context["list"].steps)
    context["people"] = people_of(partnership) if context["writes"] else []
    return render(request, "dashboards/steps/by_owner.html", context)


@require_safe
def steps_by_day(request, slug):
    _, context = _gathered(request, slug, "day")
    today = timezone.localdate()
    context["groups"] = by_day(context["list"].steps, today)
    context["picture"] = timeline_of(context["list"].steps, today)
    return render(request, "dashboards/steps/by_day.html", context)


@require_safe
def steps_board(request, slug):
    _, context = _gathered(request, slug, "board", state="all")
    context["groups"] = by_status(context["list"].steps)
    context["statuses"] = StepStatus.choices
    return render(request, "dashboards/steps/board.html", context)


def _gathered(request, slug, view, *, state=""):
    """What all of them show: the filter and the steps it lets through. A board begins with all of them."""
    partnership = get_partnership(request.user, slug)
    wanted = StepFilter.asked_for({"state": state, **request.GET.dict()})
    editions = {"edition__action_plans__partnership": partnership, "edition__action_plans__next": None}
    categories = list(
        Category.objects.filter(**editions).select_related("edition").order_by("position").distinct()
    )
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "view": view,
        "wanted": wanted,
        "list": list_steps(partnership, wanted, timezone.localdate()),
        "states": STATES.items(),
        "categories": categories,
        "words": categories[0].edition.words if categories else EditionWords(),
        "owners": owners_in(partnership),
        "nobody": NOBODY,
        "writes": may_write(request.user, partnership),
    }
    return partnership, context
