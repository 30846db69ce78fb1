"""What a person may enter as a strength or area of focus."""

from django import forms

from assessments.models import HIGHLIGHT_MAX_LENGTH, Highlight
from core.forms import TextField, as_typed


class HighlightForm(forms.ModelForm):
    """A strength or area of focus. `was` is the text the person saw before changing it."""

    was = TextField(required=False, strip=False, widget=forms.HiddenInput)

    class Meta:
        model = Highlight
        fields = ["text"]
        field_classes = {"text": TextField}
        error_messages = {
            "text": {
                "required": "Write down what it is, then save.",
                "max_length": f"At most {HIGHLIGHT_MAX_LENGTH} characters fit. Shorten it, then save again.",
            }
        }

    def clean_text(self) -> str:
        return as_typed(self.cleaned_data["text"])

    def clean_was(self) -> str:
        return as_typed(self.cleaned_data["was"])
