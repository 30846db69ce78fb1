"""What families enter, and what a director does to let them."""

import re
from typing import Any

from django import forms

from core.forms import TextField, as_typed
from core.record_forms import RecordForm

from ..models import FamilyForm, Helped
from ..models.feedback import FEEDBACK_MAX_LENGTH
from .words import FamilyWords

LINK = re.compile(r"(?:https?://|www\.).*|[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?:[/?#].*)?", re.IGNORECASE)
AROUND = "()[]<>{}\"'“”.,;:!?*-"


def is_nothing_but_links(text: str) -> bool:
    """Whether no word with a letter is left without the links."""
    words = [word.strip(AROUND) for word in text.split()]
    others = (word for word in words if not (LINK.fullmatch(word) or "://" in word))
    return bool(words) and not any(letter.isalpha() for word in others for letter in word)


class MessageForm(forms.Form):
    """What a family tells. Its sentences are in the language of the page."""

    fields: Any
    text = TextField(max_length=FEEDBACK_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 8}))
    reply_address = forms.EmailField(
        required=False, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    website = forms.CharField(required=False)
    """Nobody sees it: what fills it in is no person."""

    def __init__(self, data: Any = None, *, words: FamilyWords) -> None:
        super().__init__(data)
        self.words = words
        self.fields["text"].error_messages |= {"required": words.nothing, "max_length": words.too_long}
        wrong_address = dict.fromkeys(("invalid", "max_length"), words.no_address)
        self.fields["reply_address"].error_messages |= wrong_address
        for name in ("text", "reply_address"):
            self.fields[name].widget.attrs |= {"class": "form-control", "id": name}
            if self.is_bound and self.errors.get(name):
                wrong = {"aria-invalid": "true", "aria-describedby": f"about-{name} wrong-{name}"}
                self.fields[name].widget.attrs |= wrong
            else:
                self.fields[name].widget.attrs["aria-describedby"] = f"about-{name}"

    def clean_text(self) -> str:
        text = as_typed(self.cleaned_data["text"])
        if is_nothing_but_links(text):
            raise forms.ValidationError(self.words.only_links)
        return text


class HelpedForm(forms.Form):
    """Whether what became of it helped."""

    helped = forms.ChoiceField(choices=Helped.choices)
    helped_words = TextField(required=False, max_length=2000)


class SwitchForm(RecordForm):
    """Whether families may use the form, and what stands above it."""

    class Meta:
        model = FamilyForm
        fields = ["is_open", "words", "words_in_spanish"]
        field_classes = {"words": TextField, "words_in_spanish": TextField}
        widgets = {
            "words": forms.Textarea(attrs={"rows": 3}),
            "words_in_spanish": forms.Textarea(attrs={"rows": 3, "lang": "es"}),
        }
        labels = {
            "is_open": "Families may use the form",
            "words": "What stands above it (optional)",
            "words_in_spanish": "The same in Spanish (optional)",
        }
        help_texts = {
            "words": "What you would like to hear about, say.",
            "words_in_spanish": "Families who read Spanish see nothing there where this is empty.",
        }
