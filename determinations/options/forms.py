"""The form by which a partner chooses its options."""

from typing import Any

from django import forms

from core.forms import TextField
from determinations.models import Option

from .choosing import Choosing, how_many


class OptionsForm(forms.Form):
    options: Any = forms.ModelMultipleChoiceField(
        Option.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Options"
    )
    reason = TextField(
        label="Why other options are chosen",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody in the partnership reads it. What was chosen before stays on record.",
    )
    seen: Any = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, data: Any = None, *, choosing: Choosing) -> None:
        super().__init__(data)
        self.choosing = choosing
        self.fields["options"].queryset = Option.objects.filter(pk__in=[one.pk for one in choosing.options])  # type: ignore[attr-defined]
        self.fields["options"].initial = list(choosing.chosen)
        self.fields["seen"].choices = [(one.pk, one.pk) for one in choosing.options]  # type: ignore[attr-defined]
        self.fields["seen"].initial = sorted(choosing.chosen)
        if not choosing.is_made:
            del self.fields["reason"]

    def clean_options(self) -> Any:
        options = self.cleaned_data["options"]
        if len(options) != self.choosing.wanted:
            raise forms.ValidationError(how_many(self.choosing, len(options)))
        return options
