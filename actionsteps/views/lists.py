"""What is done to steps in the lists of them: given to somebody, moved on a board."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from core.words import counted

from ..access import get_partnership_to_write, get_step_to_write
from ..models import StepStatus
from ..progress.noting import CLOSED, NotNoted, note
from ..steps.lists import NOBODY, reassign
from ..steps.people import people_of


@require_POST
def reassign_steps(request, slug):
    """Gives the chosen steps to one person, or takes them from whoever has them."""
    partnership = get_partnership_to_write(request.user, slug)
    address = request.POST.get("owner", "")
    person = next((one for one in people_of(partnership) if one.email == address), None)
    chosen = request.POST.getlist("step")
    if not address:
        messages.error(request, "Choose who is to do the steps.")
    elif address != NOBODY and person is None:
        messages.error(request, "This person no longer belongs to the partnership. Choose somebody else.")
    elif not chosen:
        messages.error(request, "Choose the steps first: tick the boxes before them.")
    else:
        given = reassign(partnership, chosen, person, by=request.user)
        steps = counted(given, "step")
        whose = f"given to {person}" if person else "without a person now"
        messages.success(request, f"{steps} {whose}.")
    return redirect("steps-by-owner", partnership.slug)


@require_POST
def step_to_status(request, slug, public_id):
    """A card of the board in another column. What needs words is finished on the page that asks for them."""
    step = get_step_to_write(request.user, slug, public_id)
    wanted = request.POST.get("status", "")
    if wanted in CLOSED and wanted != step.status:
        page = reverse("action-step-progress", args=[slug, step.public_id])
        return redirect(f"{page}?{urlencode({'status': wanted, 'from': 'board'})}")
    if wanted in StepStatus.values and wanted != step.status:
        try:
            note(step, status=wanted, by=request.user)
        except NotNoted as why:
            messages.error(request, str(why))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('steps-board', args=[slug])}{query}#card-{step.public_id}")
