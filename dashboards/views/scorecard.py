"""The scorecard of a partnership, on one page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.scorecard import gather_scorecard
from evidence.access import may_enter
from partnerships.access import get_partnership


@require_safe
def scorecard(request, slug):
    """Everybody of the partnership reads the same, which is what the public may read."""
    partnership = get_partnership(request.user, slug)
    context = {
        "partnership": partnership,
        "section": "scorecard",
        "scorecard": gather_scorecard(partnership, request.user),
        "enters": may_enter(request.user, partnership),
        "meeting": partnership.meetings.first(),
    }
    return render(request, "dashboards/scorecard/scorecard.html", context)
