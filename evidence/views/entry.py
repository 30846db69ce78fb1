"""Entering evidence: one cell of the table at once, or the values of a row in a form."""

from itertools import pairwise
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evidence.access import get_row_to_enter
from evidence.entry.beside import people_who_bring, target_for, with_remarks
from evidence.entry.forms import CellForm, ValueForm
from evidence.models import Observation, ObservationStatus
from evidence.public.marks import marked
from evidence.public.reader import read_by_public
from evidence.results.meanings import meanings_of
from evidence.tables import cell_of, periods_of
from evidence.understanding import understood
from evidence.values import Conflicts, save_in_locked_rows, save_values
from partnerships.models import Period


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request, slug, edition, lineage):
    """POST saves what one cell of the table says; GET shows it as it is saved."""
    if request.method == "POST":
        return _save_cell(request, slug, edition, lineage)
    row = get_row_to_enter(request.user, slug, edition, lineage)
    period = get_object_or_404(periods_of(row).with_key(request.GET.get("period", "")))
    values = Observation.objects.of_the_whole().with_file_count().filter(row=row, period=period)
    return _cell(request, row, period, values.select_related("data_period", "owed_by").first())


def _save_cell(request, slug, edition, lineage):
    """The row is read and locked by one query."""
    saved = None
    try:
        with transaction.atomic():
            row = get_row_to_enter(request.user, slug, edition, lineage, locks=True)
            period = get_object_or_404(periods_of(row).with_key(request.POST.get("period", "")))
            form = CellForm(request.POST, row=row, period=period)
            if form.is_valid():
                saved = save_in_locked_rows([form.change], by=request.user)
    except Conflicts as conflicts:
        ((_, theirs),) = conflicts.now
        context = {
            "cell": cell_of(row, period, theirs),
            "is_own": theirs and theirs.updated_by == request.user,
        }
        return render(request, "evidence/entry/_conflict.html", context, status=409)
    if saved is None:
        return render(request, "evidence/entry/_refused.html", {"form": form}, status=422)
    return _cell(request, row, period, saved[0], saved=True)


@require_http_methods(["GET", "HEAD", "POST"])
def values(request, slug, edition, lineage):
    """The values of a row with all that belongs to them; with `?period=` of one alone, as the table asks for it."""
    row = get_row_to_enter(request.user, slug, edition, lineage)
    periods = list(periods_of(row))
    asked = request.GET.get("period")
    shown = [period for period in periods if asked in (None, period.key)]
    if asked and not shown:
        return redirect(request.path)
    forms = _forms(request, row, shown)
    status, sent = 200, [form for form in forms if form.is_bound]
    if sent and all(form.is_valid() for form in sent):
        try:
            saved = save_values([form.change for form in sent], by=request.user)
        except Conflicts as conflicts:
            now = {change.period: value for change, value in conflicts.now}
            for form in sent:
                if form.period in now:
                    form.show_conflict(now[form.period])
            status = 409
        else:
            return _saved(request, row, shown, saved)
    elif sent:
        status = 422
    context = {
        "row": row,
        "partnership": row.partnership,
        "section": "evidence",
        "forms": forms,
        "refused": status != 200,
    }
    if asked and request.htmx:
        return render(request, "evidence/entry/_details.html", context | {"form": forms[0]}, status=status)
    return render(request, "evidence/entry/values.html", context, status=status)


def _forms(request, row, periods):
    """For each period, bound where it was sent."""
    values = Observation.objects.of_the_whole().filter(row=row).select_related("data_period", "owed_by")
    found = {value.period_id: value for value in values}
    people, meanings = people_who_bring(row.partnership, request.user), meanings_of([row])[row.lineage]
    offered = Period.objects.offered_in(row.edition.agreement_id)
    every, forms = list(offered.order_by("-start", "end")), []
    for period in periods:
        value = found.get(period.pk)
        brings = (
            people if not (value and value.owed_by) or value.owed_by in people else [*people, value.owed_by]
        )
        data = request.POST if request.method == "POST" else None
        form = ValueForm(data, row=row, period=period, value=value, people=brings, periods=every)
        form.target = target_for(row, period, meanings)
        forms.append(form)
    for earlier, form in pairwise(forms):
        form.before = earlier.value
    return forms


def _saved(request, row, periods, values):
    if request.htmx and len(values) == 1:
        return _cell(request, row, periods[0], values[0], saved=True)
    messages.success(request, f"“{row.name}” is saved.")
    query = urlencode({"edition": row.edition.label})
    return redirect(f"{reverse('evidence', args=[row.partnership.slug])}?{query}#row-{row.lineage}")


def _cell(request, row, period, value, *, saved=False):
    shown = with_remarks(row, cell_of(row, period, value))
    if row.counts_students and value:
        shown = marked(shown, read_by_public(row.partnership))
    is_read = saved and value and value.status == ObservationStatus.REPORTED  # any other is said beside it
    context = {
        "cell": shown,
        "understood": understood(value.text, row, period) if is_read else "",
        "partnership": row.partnership,
        "row_url": reverse("evidence-values", args=[row.partnership.slug, row.edition.label, row.lineage]),
        "row_name": row.name,
        "saved": saved,
    }
    return render(request, "evidence/entry/_value.html", context)
