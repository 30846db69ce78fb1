"""Rows and periods: the tables without their values, and what is done with their rows."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.conflicts import Conflict
from evidence.access import editions_kept, get_partnership_to_enter, get_row_to_enter
from evidence.carrying import edition_to_carry_from
from evidence.models import EvidenceRow
from evidence.rows.editing import (
    RowRefused,
    add_row,
    end_row,
    keep_on,
    remove_row,
    why_it_stays,
)
from evidence.rows.forms import EndRowForm, RowForm
from evidence.rows.ordering import group_of, move_row, order_rows, rows_of_table
from evidence.rows.outline import outline_of, periods_of
from evidence.tables import editions_with_evidence, newest_with_values
from partnerships.access import directs_all_of
from partnerships.models import Measure, in_force_or_newest


def get_edition(partnership, label):
    return get_object_or_404(editions_kept(partnership), label=label)


def rows_page(partnership, edition, place=""):
    """Where the rows of an edition are kept; at a row or category, if its place on the page is given."""
    address = reverse("evidence-rows", args=[partnership.slug])
    return f"{address}?{urlencode({'edition': edition.label})}{f'#{place}' if place else ''}"


@require_safe
def rows(request, slug):
    """All categories with rows and columns, of the edition asked for or else the one the evidence page shows."""
    partnership = get_partnership_to_enter(request.user, slug)
    editions, label = list(editions_kept(partnership)), request.GET.get("edition")
    shown = newest_with_values(editions_with_evidence(partnership))
    edition = next((one for one in editions if one.label == label), None)
    if label and edition is None:
        raise Http404("No such edition.")
    edition = edition or shown or in_force_or_newest(editions)
    return rows_answer(request, partnership, edition, editions=editions)


def rows_answer(request, partnership, edition, *, editions=None, status=200, **more):
    outlines = outline_of(partnership, edition) if edition else []
    context = {
        "partnership": partnership,
        "section": "evidence",
        "editions": editions or list(editions_kept(partnership)),
        "edition": edition,
        "categories": outlines,
        "has_rows": any(one.rows.lines for one in outlines),
        "unanswered": sum(len(one.unanswered) for one in outlines),
        "periods": periods_of(outlines),
        "carries_from": edition_to_carry_from(partnership, edition) if edition else None,
        "enters": True,
        "copies": directs_all_of(request.user, partnership.agreement),
        **more,
    }
    return render(request, "evidence/rows.html", context, status=status)


# One row


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, slug, edition, number):
    """A new row in a category's table; `?beneath=` and `?measure=` name what the form begins with."""
    partnership = get_partnership_to_enter(request.user, slug)
    edition = get_edition(partnership, edition)
    category = get_object_or_404(edition.categories.select_related("edition"), number=number)
    form = RowForm(
        request.POST if request.method == "POST" else None,
        row=EvidenceRow(partnership=partnership, category=category, edition=edition),
        initial=_begun(request, partnership, category),
    )
    if form.is_valid():
        row = add_row(form, by=request.user)
        messages.success(request, f"The row “{row}” stands in {edition.words.category} {category.number}.")
        return redirect(rows_page(partnership, edition, f"row-{row.lineage}"))
    context = _of_form(partnership, category, form)
    return render(request, "evidence/row.html", context, status=422 if form.is_bound else 200)


def _begun(request, partnership, category):
    """What the form of a new row begins with."""
    beneath = EvidenceRow.objects.for_partnership(partnership).filter(
        category=category, lineage=request.GET.get("beneath", "")
    )
    measures = Measure.objects.of_edition(category.edition_id).for_partnership(partnership)
    measure = measures.filter(lineage=request.GET.get("measure", "")).first()
    begun: dict[str, Any] = {"parent": beneath.first()}
    if measure:
        names = ("label", "unit", "better", "counts_students")
        begun |= {"measures": [measure], **{name: getattr(measure, name) for name in names}}
    return begun


def _of_form(partnership, category, form, **more):
    return {
        "partnership": partnership,
        "section": "evidence",
        "edition": category.edition,
        "category": category,
        "form": form,
        "back": rows_page(partnership, category.edition, f"category-{category.number}"),
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, slug, edition, lineage):
    """One row: what it says, until when it is kept, and removing it."""
    row = get_row_to_enter(request.user, slug, edition, lineage)
    form = RowForm(request.POST if request.method == "POST" else None, row=copy(row))  # which it writes into
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            form.save_by(request.user)
        except ValidationError as broken:
            form.add_error(None, broken)
        except Conflict as conflict:
            for label, now in conflict.now.items():
                form.add_error(None, _meanwhile(label, now, conflict.by))
            form.see_what_stands()
            status = 409
        else:
            messages.success(request, "Saved.")
            return redirect(rows_page(row.partnership, row.edition, f"row-{row.lineage}"))
    return _row_answer(request, row, form=form, status=status)


def _meanwhile(label, now, by):
    who = by.name if by else "Somebody else"
    stands = f"“{now}” now" if now else "empty now"
    return f"{who} changed “{label}” meanwhile: it is {stands}. Save again for what you entered."


def _row_answer(request, row, *, status=200, **more):
    context = _of_form(
        row.partnership,
        row.category,
        more.pop("form", None) or RowForm(row=row),
        row=row,
        end_form=more.pop("end_form", None) or EndRowForm(row=row),
        stays=why_it_stays(row),
        **more,
    )
    return render(request, "evidence/row.html", context, status=status)


@require_POST
def end(request, slug, edition, lineage):
    row = get_row_to_enter(request.user, slug, edition, lineage)
    form = EndRowForm(request.POST, row=row)
    status = 422
    if form.is_valid():
        try:
            chosen = form.cleaned_data
            end_row(row, chosen["last_period"], seen=chosen["last_seen"], by=request.user)
        except RowRefused as why:
            form.add_error("last_period", str(why))
        except Conflict as conflict:
            form = EndRowForm(row=conflict.now)
            more = {"end_problem": _ended_meanwhile(conflict.now)}
            return _row_answer(request, conflict.now, end_form=form, status=409, **more)
        else:
            messages.success(request, f"“{row}” is kept up to {chosen['last_period'].name}.")
            return redirect(rows_page(row.partnership, row.edition, f"row-{row.lineage}"))
    return _row_answer(request, row, end_form=form, status=status)


def _ended_meanwhile(now):
    until = f"kept up to {now.last_period.name}" if now.last_period else "going on"
    return f"Somebody else changed this meanwhile: the row is {until} now. Look at it, then choose again."


@require_POST
def go_on(request, slug, edition, lineage):
    """Takes back that a row was ended."""
    row = get_row_to_enter(request.user, slug, edition, lineage)
    try:
        keep_on(row, seen=request.POST.get("last_seen", ""), by=request.user)
    except Conflict as conflict:
        conflict.now.partnership = row.partnership
        return _row_answer(request, conflict.now, status=409, end_problem=_ended_meanwhile(conflict.now))
    messages.success(request, f"“{row}” goes on.")
    return redirect(rows_page(row.partnership, row.edition, f"row-{row.lineage}"))


@require_POST
def remove(request, slug, edition, lineage):
    row = get_row_to_enter(request.user, slug, edition, lineage)
    try:
        remove_row(row, by=request.user)
    except RowRefused:
        return _row_answer(request, row, status=409)
    messages.success(request, f"The row “{row}” is removed. It had no value.")
    return redirect(rows_page(row.partnership, row.edition, f"category-{row.category.number}"))


# Their order


@require_POST
def move(request, slug, edition, lineage, direction):
    if direction not in {"up", "down"}:
        raise Http404("Up or down.")
    row = get_row_to_enter(request.user, slug, edition, lineage)
    place, total = move_row(row, -1 if direction == "up" else 1, by=request.user)
    return _ordered(
        request,
        row.partnership,
        row.category,
        row.parent.lineage if row.parent else "",
        said=f"Moved to place {place} of {total}",
    )


@require_POST
def order(request, slug, edition, number):
    """The rows that stand beside one another, in a new order."""
    partnership = get_partnership_to_enter(request.user, slug)
    edition = get_edition(partnership, edition)
    category = get_object_or_404(edition.categories.select_related("edition"), number=number)
    above, wanted = request.GET.get("beneath", ""), request.POST.getlist("order")
    moved = request.POST.get("moved")
    place = f"Moved to place {wanted.index(moved) + 1} of {len(wanted)}" if moved in wanted else "Order saved"
    try:
        order_rows(partnership, category, above, wanted, was=request.POST.getlist("was"), by=request.user)
    except Conflict:
        problem = "These rows changed meanwhile. Here they are as they are now: put them in order again."
        return _ordered(request, partnership, category, above, problem=problem, status=409)
    return _ordered(request, partnership, category, above, said=place)


def _ordered(request, partnership, category, above, *, said="", problem="", status=200):
    """The rows beside the one that was moved, or the page at it."""
    edition = category.edition
    if not request.htmx:
        if problem:
            return rows_answer(request, partnership, edition, problem=problem, status=status)
        messages.success(request, f"{said}.")
        return redirect(rows_page(partnership, edition, f"rows-{category.number}"))
    group = group_of(rows_of_table(partnership, category), above)
    if group is None:
        raise Http404("That row is gone.")
    context = {
        "partnership": partnership,
        "edition": edition,
        "group": group,
        "said": said,
        "problem": problem,
    }
    return render(request, "evidence/_row_group_answer.html", context, status=status)
