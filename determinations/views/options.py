"""The options a partner chose and is held to, and choosing them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from determinations.access import may_choose_options
from determinations.options.choosing import NotChosen, choose, choosing_of
from determinations.options.forms import OptionsForm
from partnerships.access import get_partnership, standing_in
from partnerships.models import EditionStatus, in_force_or_newest


@require_http_methods(["GET", "HEAD", "POST"])
def options(request: Any, slug: str) -> Any:
    """Everybody in the partnership reads them. The partner chooses once; a director of the lead agency may record
    another choice, with its reason."""
    partnership = get_partnership(request.user, slug)
    editions = partnership.agreement.editions.exclude(status=EditionStatus.DRAFT).newest_first()
    edition = in_force_or_newest(list(editions))
    choosing = choosing_of(partnership, edition) if edition else None
    if edition is None or choosing is None:
        raise Http404("There is nothing to choose.")
    standing = standing_in(request.user, partnership)
    form, status = OptionsForm(choosing=choosing) if may_choose_options(standing, choosing) else None, 200
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(
                "The partner chooses its options, once. A director records another choice."
            )
        form, status = OptionsForm(request.POST, choosing=choosing), 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                choose(
                    choosing,
                    list(given["options"]),
                    by=request.user,
                    seen=given["seen"],
                    reason=given.get("reason", ""),
                )
            except NotChosen as refused:
                choosing, status = choosing_of(partnership, edition), 409
                if choosing and may_choose_options(standing, choosing):
                    form.add_error(None, str(refused))
                else:
                    form = None
                    messages.warning(request, str(refused))
            else:
                messages.success(request, "The choice is recorded.")
                return redirect("options", slug)
    context = {"partnership": partnership, "section": "determinations", "edition": edition}
    context |= {"choosing": choosing, "form": form}
    return render(request, "determinations/options.html", context, status=status)
