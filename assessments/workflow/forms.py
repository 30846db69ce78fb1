"""The words that go with a transition of an assessment."""

from typing import Any

from django import forms

from assessments.models import COMMENT_MAX_LENGTH
from core.forms import TextField

from .definition import WordsAsked


class TransitionWordsForm(forms.Form):
    """An explanation, a remark, a reason."""

    words = TextField(strip=True, max_length=COMMENT_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self,
        asked: WordsAsked,
        data: Any = None,
        *,
        initial: dict[str, Any] | None = None,
        required: bool = True,
    ) -> None:
        super().__init__(data, initial=initial)
        words = self.fields["words"]
        words.label, words.help_text, words.required = asked.label, asked.help_text, required
        words.error_messages |= {
            "required": asked.missing,
            "max_length": "This has %(show_value)d characters and %(limit_value)d fit: shorten it, then try again.",
        }
