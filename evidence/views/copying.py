"""Copying rows to many partnerships at once: a director of all of them chooses, looks, and presses once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.conflicts import Conflict
from evidence.access import get_partnership_to_enter
from evidence.rows.copy_plan import plan_copying
from evidence.rows.copying import copy_rows
from evidence.rows.copying_form import CopyForm
from partnerships.access import directs_all_of

from .rows import get_edition, rows_page


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request, slug, edition):
    """GET asks what is copied where, and then shows what that does, unless `again` is among it. POST does it."""
    partnership = get_partnership_to_enter(request.user, slug)
    if not directs_all_of(request.user, partnership.agreement):
        raise PermissionDenied("Rows are copied by those who direct all partnerships of the agreement.")
    edition = get_edition(partnership, edition)
    data = request.POST if request.method == "POST" else request.GET
    form = CopyForm(data if "scope" in data else None, partnership=partnership, edition=edition)
    context = {
        "partnership": partnership,
        "section": "evidence",
        "edition": edition,
        "form": form,
        "back": rows_page(partnership, edition),
        "again": f"?{_again(data)}",
    }
    if not form.is_valid() or "again" in request.GET:
        status = 422 if request.method == "POST" else 200
        return render(request, "evidence/copy.html", context, status=status)
    chosen, status = form.chosen, 200
    if request.method == "POST":
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


def _again(data):
    """The same choices, to be changed."""
    sent = data.copy()
    for name in ("csrfmiddlewaretoken", "seen"):
        sent.pop(name, None)
    sent["again"] = "1"
    return sent.urlencode()


def _said(done):
    if done.does_nothing:
        return "Nothing was to be done: all of it stands there already."
    rows, where = done.new_count, len(done.changed)
    verb = "was" if rows.is_one else "were"
    return f"{rows} {verb} copied to {where} partnership{'' if where == 1 else 's'}."
