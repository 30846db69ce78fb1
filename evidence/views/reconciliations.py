"""Whether the figures of a partnership come to what their source says."""

from collections import Counter

from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.access import get_partnership_to_enter
from evidence.results.reconciling import Holds, checks_of


@require_safe
def reconciliations(request, slug):
    """All sums that the source allows, with their working. For those who enter."""
    partnership = get_partnership_to_enter(request.user, slug)
    checks = checks_of(partnership)
    counts = Counter(check.holds for check in checks)
    context = {
        "partnership": partnership,
        "section": "evidence",
        "checks": checks,
        "agreeing": counts[Holds.YES],
        "in_source": counts[Holds.NOT_IN_SOURCE],
        "unexpected": [check for check in checks if not check.is_expected],
    }
    return render(request, "evidence/reconciliations.html", context)
