"""Copying rows to many partnerships at once: a director of all of them chooses, looks, and presses once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.conflicts import Conflict
from core.words import counted
from evidence.access import get_partnership_to_enter
from evidence.rows.copy_plan import plan_copying
from evidence.rows.copying import copy_rows
from evidence.rows.copying_form import CopyForm
from partnerships.access import directs_all_of

from .rows import get_edition, rows_page


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request, slug, edition):
    """GET asks what is copied where; POST shows what that does and then, with `copy`, does it.

    With `change` POST asks again, and what was chosen is still there.
    """
    partnership = get_partnership_to_enter(request.user, slug)
    if not directs_all_of(request.user, partnership.agreement):
        raise PermissionDenied("Rows are copied by those who direct all partnerships of the agreement.")
    edition = get_edition(partnership, edition)
    data: Any = request.POST if request.method == "POST" else None
    form = CopyForm(data, partnership=partnership, edition=edition)
    context = {
        "partnership": partnership,
        "section": "evidence",
        "edition": edition,
        "form": form,
        "back": rows_page(partnership, edition),
    }
    is_asked = data is None or "change" in data
    if is_asked or not form.is_valid():
        return render(request, "evidence/copy.html", context, status=200 if is_asked else 422)
    chosen, status = form.chosen, 200
    if "copy" in data:
        try:
            done = copy_rows(partnership, edition, **chosen, seen=data.get("seen", ""), by=request.user)
        except Conflict:
            context["problem"] = "Somebody changed these tables meanwhile. Look at what would happen now."
            status = 409
        else:
            messages.success(request, _said(done))
            return redirect(rows_page(partnership, edition))
    sent = [(name, value) for name in form.fields for value in data.getlist(name)]
    context |= {"plan": plan_copying(partnership, edition, **chosen), "chosen": sent}
    return render(request, "evidence/copy.html", context, status=status)


def _said(done):
    if done.does_nothing:
        return "Nothing was to be done: all of it stands there already."
    rows, where = done.new_count, len(done.changed)
    verb = "was" if rows.is_one else "were"
    return f"{rows} {verb} copied to {counted(where, 'partnership')}."
