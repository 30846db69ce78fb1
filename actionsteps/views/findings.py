"""The findings of non-compliance of an agreement, for those who enter for its lead agency."""

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionsteps.clocks.findings import FindingState, finding_counts, finding_lines, printed_counts
from core.words import natural
from partnerships.access import get_agreement_to_rate

A_PAGE = 50


@require_safe
def findings(request: Any, slug: str) -> Any:
    """Those that are not corrected yet; `?state=` and `?item=` narrow them otherwise."""
    agreement = get_agreement_to_rate(request.user, slug)
    lines = finding_lines(request.user, agreement)
    state, item = request.GET.get("state", ""), request.GET.get("item", "")
    wanted = [one for one in FindingState if one == state] or [FindingState.OPEN, FindingState.LATE]
    shown = [one for one in lines if one.state in wanted and item in ("", one.reference)]
    context = {
        "agreement": agreement,
        "counts": finding_counts(lines),
        "printed": printed_counts(agreement),
        "states": [(one, sum(line.state == one for line in lines)) for one in FindingState],
        "references": sorted({one.reference for one in lines if one.reference}, key=natural),
        "state": state,
        "item": item,
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "actionsteps/clocks/findings.html", context)
