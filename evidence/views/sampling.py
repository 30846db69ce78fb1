"""Who is asked for a row's figures: its sampling plans, and the districts whose turn it is in each period."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import delete_as
from evidence.access import get_row, may_enter
from evidence.sampling.counted import counted_for
from evidence.sampling.forms import SamplingPlanForm, SamplingTurnForm
from evidence.sampling.turns import districts_of, plans_of, remarks_on
from partnerships.access import get_agreement_seen, get_partnership
from partnerships.comparison import edition_order
from partnerships.models import EditionStatus, Item, Partnership
from partnerships.reach import reaches

from .meanings import about_row, found_in, row_to_enter, write_record


@require_safe
def sampling(request, slug, lineage):
    """The plans by which the whole's figures are drawn. A district reads them at its own row, its turns marked."""
    partnership = get_partnership(request.user, slug)
    row = get_row(partnership, lineage)
    plans = plans_of(row)
    enters = partnership.is_whole and may_enter(request.user, partnership)
    districts = list(districts_of(partnership.agreement_id)) if enters and plans else []
    context = about_row(partnership, row) | {
        "enters": enters,
        "plans": [(plan, remarks_on(plan, districts) if enters else []) for plan in plans],
    }
    return render(request, "evidence/sampling.html", context)


@require_safe
def counted(request, slug, reference):
    """Of one indicator of a plan: who counts, who is asked, and how many answered. For all in the agreement."""
    agreement = get_agreement_seen(request.user, slug)
    whole = Partnership.objects.whole().filter(agreement=agreement).select_related("partner").first()
    items = Item.objects.filter(edition__agreement=agreement, edition__is_plan=True, reference=reference)
    found = items.exclude(edition__status=EditionStatus.DRAFT).select_related("edition", "category")
    item = max(found, key=lambda one: edition_order(one.edition), default=None)
    if whole is None or item is None:
        raise Http404("There is no such number in the plan.")
    reads_all = reaches(request.user, whole)
    context = {
        "agreement": agreement,
        "item": item,
        "rows": counted_for(item, whole, reads_all=reads_all),
        "whole": whole,
        "reads_all": reads_all,
    }
    return render(request, "evidence/counted.html", context)


def _of_whole(request, slug, lineage):
    partnership, row = row_to_enter(request, slug, lineage)
    if not partnership.is_whole:
        raise Http404("Plans are kept with the rows of the whole.")
    return partnership, row


def _plan(row, public_id):
    return found_in(row.sampling_plans.select_related("from_period", "row"), public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, slug, lineage, public_id=None):
    """How a row's figures are sampled, from a period on."""
    partnership, row = _of_whole(request, slug, lineage)
    record = _plan(row, public_id)
    form = SamplingPlanForm(request.POST or None, row=row, instance=record)
    title = "Correct this plan" if record else "How they are sampled"
    return write_record(
        request, partnership, row, form, title=title, done="The plan is saved.", back="sampling"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def turn(request, slug, lineage, plan_id, public_id=None):
    """Who is asked in a period."""
    partnership, row = _of_whole(request, slug, lineage)
    of = _plan(row, plan_id)
    record = found_in(of.turns, public_id)
    form = SamplingTurnForm(request.POST or None, row=row, plan=of, instance=record)
    title = "Change who is asked" if record else "Who is asked in a period"
    return write_record(request, partnership, row, form, title=title, done="It is saved.", back="sampling")


@require_POST
def remove_turn(request, slug, lineage, plan_id, public_id):
    _, row = _of_whole(request, slug, lineage)
    delete_as(found_in(_plan(row, plan_id).turns, public_id), by=request.user)
    messages.success(request, "The period is removed from the plan. The history of the row keeps it.")
    return redirect("sampling", slug, lineage)
