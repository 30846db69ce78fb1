"""An answer is recorded, changed or taken back: by whom, when, and how it was decided."""

from typing import Any

from django import forms
from django.db import transaction

from accounts.models import User
from core.forms import TextField
from core.record_forms import RecordForm
from partnerships.models import MUST_SAY, PolicyChoice, PolicyEvent, PolicyEventKind

WORDS_MAX_LENGTH = 2000


class PolicyAnswerForm(RecordForm):
    words = TextField(
        label="How it was decided",
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": MUST_SAY},
        help_text="By which policy, who approved it and when. Everybody of the agreement reads it.",
    )

    class Meta:
        model = PolicyChoice
        fields = ["chosen"]
        widgets = {"chosen": forms.RadioSelect}
        labels = {"chosen": "What holds"}
        help_texts = {"chosen": ""}
        error_messages = {"chosen": {"invalid_choice": "This is none of the options that are printed."}}

    def __init__(self, data: Any = None, *, choice: PolicyChoice) -> None:
        super().__init__(data, instance=choice)
        chosen: Any = self.fields["chosen"]
        chosen.queryset = choice.options.all()
        chosen.empty_label = "None of them: it is open"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if len(self.data.getlist("chosen")) > 1:  # type: ignore[attr-defined]  # no browser's radio buttons do
            self.add_error("chosen", "Only one of them may hold.")
        elif not self.errors and not self.changes_something():
            self.add_error("chosen", "This is what stands already.")
        return cleaned


@transaction.atomic
def answer(form: PolicyAnswerForm, *, by: User) -> PolicyChoice:
    """Record what a valid form says. Raises what `RecordForm.save_by` raises."""
    choice: PolicyChoice = form.save_by(by)
    kind = PolicyEventKind.CHOSEN if choice.chosen_id else PolicyEventKind.REOPENED
    PolicyEvent.objects.create(
        choice=choice, kind=kind, option=choice.chosen, words=form.cleaned_data["words"], by=by
    )
    return choice
