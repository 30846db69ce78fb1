"""The goals that are presented at the annual forum: entered by those of the two sides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.cycles.forum_goals import ForumGoalsForm
from partnerships.access import is_of_either_side

from .access import get_assessment

PRINTED_IN = "state-of-the-partnership"


@require_http_methods(["GET", "HEAD", "POST"])
def forum_goals(request, public_id):
    """Those of the assessed period, whichever assessment of it one came from."""
    assessment = get_assessment(request, public_id)
    partnership, period = assessment.partnership, assessment.cycle.period
    if not is_of_either_side(request.user, partnership):
        raise PermissionDenied("Goals are entered by the directors and liaisons of the two sides.")
    record = partnership.forum_goals.filter(period=period).first()
    form = ForumGoalsForm(request.POST or None, partnership=partnership, period=period, instance=record)
    attempt = form.attempt(request.user)
    if attempt.saved is not None:
        messages.success(request, "The goals are saved.")
        return redirect("forum-goals", public_id)
    context = {
        "partnership": partnership,
        "section": "reports",
        "period": period,
        "form": form,
        "conflict": attempt.conflict,
        "back": f"{reverse('document', args=[partnership.slug, PRINTED_IN])}?of={public_id}",
    }
    return render(request, "assessments/goals/form.html", context, status=attempt.status)
