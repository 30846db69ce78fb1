"""Which e-mails a person wants."""

from django.contrib import messages
from django.forms import modelform_factory
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .models import ReminderChoice

ChoiceForm = modelform_factory(
    ReminderChoice,
    fields=["opened", "submitted", "decided", "due"],
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
