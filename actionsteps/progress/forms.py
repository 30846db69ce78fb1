"""What a person says about how far a step is."""

from typing import Any

from django import forms

from core.forms import DayField, TextField

from ..models import StepStatus

WORDS_MAX_LENGTH = 2000
ASKED_MAX_LENGTH = 1000


class NoteForm(forms.Form):
    """One line of progress. The button that is pressed says the status, or the occasion that is ticked off."""

    status = forms.ChoiceField(choices=StepStatus, required=False)
    words = TextField(
        label="What was done",
        required=False,
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on = DayField(label="On another day than today", required=False)
    occasion = DayField(required=False, earliest=1950)
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ticking off an occasion says that the step is under way."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["status"] = cleaned.get("status") or StepStatus.UNDER_WAY
        return cleaned


class AskOwnerForm(forms.Form):
    words = TextField(
        label="Your question", max_length=ASKED_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
