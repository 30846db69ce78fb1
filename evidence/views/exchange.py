"""Many values at once: a pasted block, and the preview in which everything that comes is looked at first."""

from django.contrib import messages
from django.core.signing import BadSignature
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from core.conflicts import Conflict
from core.previews import chosen, read_signed, signed
from core.words import counted
from evidence.access import get_partnership_to_enter
from evidence.exchange.forms import PasteForm
from evidence.exchange.preview import preview_of, save_preview
from evidence.exchange.standing import StandingTables

from .rows import get_edition

CHANGES = "_changes"
"""The field that carries a signed preview to its confirmation."""


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request, slug, edition):
    """POST shows what a block would change; GET asks for one, where the table itself does not take it."""
    standing = standing_to_enter(request, slug, edition)
    data = request.POST if request.method == "POST" else None
    newest = max(standing.periods.values(), key=lambda period: period.start, default=None)
    form = PasteForm(data, standing=standing, initial={"period": newest.key} if newest else None)
    if form.is_valid():
        return show_preview(request, standing, preview_of(form.upload, standing), form=form)
    context = around(standing) | {"form": form}
    return render(request, "evidence/exchange/paste.html", context, status=422 if form.is_bound else 200)


@require_POST
def confirm(request, slug, edition):
    """All that was accepted, or, where something changed since the preview, nothing and the preview again."""
    standing = standing_to_enter(request, slug, edition)
    try:
        data = read_signed(request.POST.get(CHANGES, ""), salt_for(request, standing))
    except BadSignature:
        return render(request, "evidence/exchange/expired.html", around(standing), status=422)
    try:
        saved = save_preview(data, standing, mine=chosen(request.POST), by=request.user)
    except Conflict as conflict:
        return show_preview(request, standing, conflict.now, moved=True)
    if saved:
        messages.success(request, f"{counted(saved, 'value')} saved.")
    else:
        messages.info(request, "Nothing was saved: you kept everything as it is.")
    return redirect(table_page(standing))


def standing_to_enter(request, slug, edition):
    """The tables at an address, for those who enter their values."""
    partnership = get_partnership_to_enter(request.user, slug)
    return StandingTables(partnership, get_edition(partnership, edition))


def show_preview(request, standing, preview, *, moved=False, **context):
    changes = signed(preview.as_data(), salt_for(request, standing))
    context = around(standing) | {"preview": preview, "changes": changes, "moved": moved, **context}
    return render(request, "evidence/exchange/preview.html", context, status=409 if moved else 200)


def salt_for(request, standing, what="changes"):
    """What is signed is one person's, of one partnership and edition."""
    return f"evidence {what}:{request.user.pk}:{standing.partnership.pk}:{standing.edition.pk}"


def around(standing):
    return {
        "partnership": standing.partnership,
        "edition": standing.edition,
        "section": "evidence",
        "back": table_page(standing),
    }


def table_page(standing):
    address = reverse("evidence", args=[standing.partnership.slug])
    return f"{address}?{urlencode({'edition': standing.edition.label})}"
