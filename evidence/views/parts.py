"""The values of a row's parts: a table of schools, groups or grades by period."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evidence.access import get_row, may_enter
from evidence.models import PartsAdd
from evidence.public.reader import read_by_public
from evidence.results.meanings import definitions_of
from evidence.results.parts import worked_out
from evidence.results.parts_form import PartsForm
from evidence.tables import periods_of
from evidence.values import Conflicts, save_values
from partnerships.access import get_partnership


@require_http_methods(["GET", "HEAD", "POST"])
def breakdown_values(request, slug, lineage, public_id):
    """GET shows the values of a breakdown's parts, POST saves all of them or, where one is refused, none."""
    partnership = get_partnership(request.user, slug)
    row = get_row(partnership, lineage)
    breakdown = row.breakdowns.filter(public_id=public_id).first()
    if breakdown is None:
        raise Http404("No such breakdown.")
    enters = may_enter(request.user, partnership)
    if request.method == "POST" and not enters:
        raise PermissionDenied("Evidence is entered by the directors and liaisons of the two sides.")
    sent = request.POST if request.method == "POST" else None
    public = read_by_public(partnership) if row.counts_students else None
    form = PartsForm(row, breakdown, list(periods_of(row)), sent, public=public)
    status = 200
    if request.method == "POST" and not form.is_valid:
        status = 422
    elif request.method == "POST":
        try:
            save_values(form.changes, by=request.user)
        except Conflicts as met:
            form.show_conflicts(met.now)
            status = 409
        else:
            messages.success(request, "The values are saved.")
            return redirect(request.path)
    context = {
        "partnership": partnership,
        "section": "evidence",
        "row": row,
        "breakdown": breakdown,
        "form": form,
        "enters": enters,
        "status": status,
        "worked_out": _worked_out(row, breakdown, form.table),
    }
    return render(request, "evidence/breakdown_values.html", context, status=status)


def _worked_out(row, breakdown, table):
    definitions = definitions_of(row).select_related("from_period").prefetch_related("composition")
    return worked_out(row, table, list(definitions), adds=breakdown.parts_add == PartsAdd.TO_WHOLE)
