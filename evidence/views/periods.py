"""The columns of evidence tables, and carrying rows into another edition."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST

from core.words import in_words
from evidence.access import get_partnership_to_enter
from evidence.carrying import carry_rows, edition_to_carry_from, plan_carrying
from evidence.counting import count_rows
from evidence.rows.editing import RowRefused
from evidence.rows.forms import ColumnForm, PeriodForm
from evidence.rows.outline import outline_of, period_after
from evidence.rows.periods import add_columns, make_period, remove_columns
from partnerships.access import standing_in
from partnerships.models import Period

from .rows import get_edition, rows_answer, rows_page


@require_http_methods(["GET", "HEAD", "POST"])
def add_period(request, slug, edition):
    """A column for a period in one table or in all; a director also makes a period that nobody wrote down yet."""
    partnership = get_partnership_to_enter(request.user, slug)
    edition = get_edition(partnership, edition)
    makes = standing_in(request.user, partnership).is_director
    outlines = outline_of(partnership, edition)
    categories = [one.category for one in outlines]
    data = request.POST if request.method == "POST" else None
    is_new = "new" in request.POST
    if is_new and not makes:
        raise PermissionDenied("Directors write down new periods.")
    form = ColumnForm(
        None if is_new else data,
        agreement=partnership.agreement_id,
        categories=categories,
        initial={"period": period_after(outlines, partnership.agreement_id)},
    )
    new = PeriodForm(data if is_new else None, prefix="new", categories=categories) if makes else None
    sent: Any = new if is_new else form
    if sent.is_valid():
        period = make_period(sent) if is_new else form.cleaned_data["period"]
        added = add_columns(partnership, sent.chosen, period, by=request.user)
        messages.success(request, _added(period, added, sent.chosen, edition.words.category))
        return redirect(rows_page(partnership, edition, "periods"))
    context = {
        "partnership": partnership,
        "section": "evidence",
        "edition": edition,
        "form": form,
        "new": new,
        "is_new": is_new,
        "back": rows_page(partnership, edition, "periods"),
    }
    return render(request, "evidence/add_period.html", context, status=422 if sent.is_bound else 200)


def _added(period, added, chosen, category):
    name = capfirst(period.name)
    if not added:
        return f"{name} has a column there already."
    if len(added) == 1:
        return f"{name} has a column in {category} {added[0].category.number}."
    return f"{name} has a column in {category.counted(len(added))}{'' if len(added) == len(chosen) else ' more'}."


@require_POST
def remove_period(request, slug, edition):
    """Takes the columns of a period away from the tables in which it is empty."""
    partnership = get_partnership_to_enter(request.user, slug)
    edition = get_edition(partnership, edition)
    key = request.POST.get("period", "")
    period = get_object_or_404(Period, pk=key if key.isdecimal() else None)
    numbers = request.POST.getlist("category")
    categories = list(edition.categories.filter(number__in=numbers))
    if not categories:
        problem = (
            f"Tick the {edition.words.category.many} whose empty column for {period.name} goes: one at least."
        )
        return rows_answer(request, partnership, edition, problem=problem, status=422)
    try:
        remove_columns(partnership, categories, period, by=request.user)
    except RowRefused as why:
        return rows_answer(request, partnership, edition, problem=str(why), status=409)
    where = f"{edition.words.category.of(len(categories))} {in_words(one.number for one in categories)}"
    messages.success(request, f"The empty column for {period.name} is removed from {where}.")
    return redirect(rows_page(partnership, edition, "periods"))


@require_http_methods(["GET", "HEAD", "POST"])
def carry(request, slug, edition):
    """The rows of the edition before go on in this one: what goes and what stays behind is shown first."""
    partnership = get_partnership_to_enter(request.user, slug)
    edition = get_edition(partnership, edition)
    before = edition_to_carry_from(partnership, edition)
    if before is None:
        messages.info(request, f"All rows of the editions before stand in {edition.label} already.")
        return redirect(rows_page(partnership, edition))
    if request.method == "POST":
        carried, left = carry_rows(partnership, before, edition, by=request.user)
        stays = f" Left behind: {count_rows(left)}." if left else ""
        messages.success(
            request, f"Carried from {before.label} into {edition.label}: {count_rows(carried)}.{stays}"
        )
        return redirect(rows_page(partnership, edition))
    context = {
        "partnership": partnership,
        "section": "evidence",
        "edition": edition,
        "before": before,
        "plan": plan_carrying(partnership, before, edition),
        "back": rows_page(partnership, edition),
    }
    return render(request, "evidence/carry.html", context)
