"""What steps come from: beside items, areas of focus and decisions the steps there are, and a way to make one."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from evidence.access import editions_kept
from partnerships.access import get_partnership

from ..access import get_partnership_to_write, may_write, plans_kept
from ..steps.origins import KINDS, find_origin, gather_origins


def edition_asked_for(request, partnership):
    """The edition that `?edition=` names, else the newest; or a 404."""
    wanted = request.GET.get("edition")
    editions = editions_kept(partnership)
    edition = (editions.filter(label=wanted) if wanted else editions).first()
    if edition is None:
        raise Http404("No such edition.")
    return edition


@require_safe
def origins(request, slug):
    """All that a step can come from, with the steps of each. Another page takes it apart for its own places."""
    partnership = get_partnership(request.user, slug)
    edition = edition_asked_for(request, partnership)
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "edition": edition,
        "origins": gather_origins(request.user, partnership, edition),
        "writes": may_write(request.user, partnership),
    }
    template = "actionsteps/_origins.html" if "beside" in request.GET else "actionsteps/origins.html"
    return render(request, template, context)


@require_safe
def make_step(request, slug):
    """On to the form of a new step that comes from what `?item=`, `?focus=`, `?decision=` or `?feedback=` names.

    Where the plan or the category is open, its person chooses them first.
    """
    partnership = get_partnership_to_write(request.user, slug)
    plans = list(plans_kept(partnership).newest())
    kind = next((kind for kind in KINDS if kind in request.GET), "")
    edition = plans[0].edition if plans else edition_asked_for(request, partnership)
    origin = find_origin(request.user, partnership, edition, kind, request.GET.get(kind, ""))
    if origin is None:
        raise Http404("There is nothing here that a step could come from.")
    query = urlencode({"from": f"{origin.kind}:{origin.key}"})
    places = [
        {
            "plan": plan,
            "category": category,
            "address": f"{reverse('action-step-add', args=[slug, plan.public_id, category.number])}?{query}",
        }
        for plan in plans
        for category in plan.edition.categories.all()
        if origin.category is None or category.number == origin.category.number
    ]
    if len(places) == 1:
        return redirect(str(places[0]["address"]))
    context = {
        "partnership": partnership,
        "section": "action-steps",
        "origin": origin,
        "places": places,
        "plans": plans,
    }
    return render(request, "actionsteps/make_step.html", context)
