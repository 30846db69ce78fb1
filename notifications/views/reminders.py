"""Which e-mails a person wants, and reminding those who still rate."""

from django.contrib import messages
from django.forms import modelform_factory
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments.models import Cycle
from core.words import in_words
from partnerships.access import get_agreement, partnerships_asked_by

from ..forms import RemindForm
from ..models import ReminderChoice
from ..reminding import open_rounds, remind

ChoiceForm = modelform_factory(
    ReminderChoice,
    fields=["opened", "submitted", "decided", "answered", "due"],
    labels={
        "opened": "When a cycle opens or a conference begins",
        "submitted": "When an assessment is submitted or taken back",
        "decided": "When an assessment is returned, reopened or final, is no longer asked for or asked for again",
    },
)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_choices(request):
    choice = ReminderChoice.of(request.user)
    if request.method == "POST":
        ChoiceForm(request.POST, instance=choice).save()  # four boxes, ticked or not: nothing can be wrong
        messages.success(request, "Your choice is saved.")
        return redirect("reminder-choices")
    return render(request, "notifications/reminder_choices.html", {"form": ChoiceForm(instance=choice)})


@require_http_methods(["GET", "HEAD", "POST"])
def remind_people(request, slug, public_id):
    """Those who still rate in a cycle: the late ones are ticked."""
    agreement = get_agreement(request.user, slug)
    cycle = get_object_or_404(
        Cycle.objects.select_related("period"), edition__agreement=agreement, public_id=public_id
    )
    partnerships = partnerships_asked_by(request.user, agreement)
    partnerships = partnerships.select_related("partner__parent", "agreement__lead")
    rounds = open_rounds(cycle, partnerships.order_by("partner__sort_key", "pk"))
    form = RemindForm(
        request.POST if request.method == "POST" else None,
        rounds=rounds,
        by=request.user,
        ticked=request.GET.getlist("partnership"),
    )
    if form.is_valid():
        chosen = form.cleaned_data
        done = remind(chosen["rounds"], chosen["words"], by=request.user)
        for level, sentence in _what_was_done(done):
            messages.add_message(request, level, sentence)
        return redirect(f"{reverse('grid', args=[agreement.slug])}?cycle={cycle.public_id}")
    context = {"agreement": agreement, "cycle": cycle, "form": form}
    return render(request, "notifications/remind.html", context, status=422 if form.is_bound else 200)


def _what_was_done(done):
    if done.people:
        yield (
            messages.SUCCESS,
            f"{done.people} {'person was' if done.people == 1 else 'people were'} reminded.",
        )
    if done.failed:
        yield messages.ERROR, f"The e-mail to {in_words(done.failed)} could not be sent. Try it again later."
    if done.nobody:
        yield (
            messages.WARNING,
            f"There is nobody to remind in {in_words(done.nobody)}: invite somebody first.",
        )
