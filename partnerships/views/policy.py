"""What an agreement's plan leaves to the agency: everybody in the agreement reads it, its directors answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.conflicts import Conflict
from partnerships.access import asks_all_of, get_agreement_seen
from partnerships.policy.recording import PolicyAnswerForm, answer


@require_safe
def policy_choices(request, slug):
    """The questions as printed, each with what is chosen and how that was decided, the last answer first."""
    agreement = get_agreement_seen(request.user, slug)
    choices = list(agreement.policy_choices.prefetch_related("options", "events__by", "events__option"))
    context = {
        "agreement": agreement,
        "choices": choices,
        "unanswered": sum(choice.chosen_id is None for choice in choices),
        "answers": asks_all_of(request.user, agreement),
    }
    return render(request, "partnerships/policy/choices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def policy_choice(request, slug, public_id):
    """GET asks for the answer; POST records it."""
    agreement = get_agreement_seen(request.user, slug)
    if not asks_all_of(request.user, agreement):
        raise PermissionDenied("The answers are recorded by the directors of all partnerships.")
    choice = agreement.policy_choices.filter(public_id=public_id).first()
    if choice is None:
        raise Http404("No such choice.")
    form, conflict, status = PolicyAnswerForm(request.POST or None, choice=choice), None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                answer(form, by=request.user)
            except Conflict as met:
                conflict, status = met, 409
                form.see_what_stands()
            else:
                messages.success(request, "The answer is recorded.")
                return redirect(f"{reverse('policy-choices', args=[slug])}#choice-{choice.public_id}")
    context = {"agreement": agreement, "choice": choice, "form": form, "conflict": conflict}
    return render(request, "partnerships/policy/choice.html", context, status=status)
