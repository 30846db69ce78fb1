"""What a person may enter in an assessment."""

import re
from datetime import date, datetime

from crispy_forms.helper import FormHelper
from django import forms

from partnerships.models import RatingLevel

from .models import COMMENT_MAX_LENGTH, HIGHLIGHT_MAX_LENGTH, Assessment, Highlight

NOT_RATED = ""
"""What the radio button “not rated” posts."""


class RatingForm(forms.Form):
    """One item's rating. `version` is the one the person saw: 0 where there was none."""

    level = forms.CharField(required=False, max_length=10)
    flag = forms.BooleanField(required=False)
    comment = forms.CharField(
        required=False,
        max_length=COMMENT_MAX_LENGTH,
        error_messages={
            "max_length": "The comment has %(show_value)d characters and %(limit_value)d fit: "
            "shorten it, then save again."
        },
    )
    version = forms.IntegerField(
        min_value=0,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"),
            "This form is incomplete. Copy what you typed, reload the page and enter it again.",
        ),
    )

    def __init__(self, data, *, item, levels):
        """`levels` are those of the edition's scale, by code."""
        super().__init__(data, prefix=item.reference)
        self.levels = levels

    def clean_level(self) -> RatingLevel | None:
        code = self.cleaned_data["level"]
        if code == NOT_RATED:
            return None
        if code not in self.levels:
            *most, last = self.levels
            raise forms.ValidationError(f"“{code}” is not on the scale. Choose {', '.join(most)} or {last}.")
        return self.levels[code]

    def clean_comment(self):
        return self.cleaned_data["comment"].replace("\r\n", "\n")


class DayOrMonthField(forms.CharField):
    """A date of which a month is enough. Cleans to (date or None, whether only the month is known)."""

    DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y")
    MONTHS = ("%B %Y", "%b %Y", "%Y-%m", "%m/%Y")

    def clean(self, value) -> tuple[date | None, bool]:
        text = re.sub(r"\s+", " ", super().clean(value)).strip()
        if not text:
            return None, False
        for formats, month_only in ((self.DAYS, False), (self.MONTHS, True)):
            for pattern in formats:
                try:
                    return datetime.strptime(text, pattern).date(), month_only
                except ValueError:
                    continue
        raise forms.ValidationError("Enter a day or a month, for example 9/27/2024 or September 2024.")


def day_or_month(value, month_only):
    """A date as people write it here: “September 2023”, “September 27, 2024”."""
    if value is None:
        return ""
    return f"{value:%B} {value.year}" if month_only else f"{value:%B} {value.day}, {value.year}"


class DetailsForm(forms.ModelForm):
    """When it was assessed and who took part."""

    when = DayOrMonthField(
        label="Date",
        required=False,
        help_text="A month is enough: “September 2024”.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Assessment
        fields = ["participants"]
        widgets = {"participants": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"participants": "Everyone who took part, as the report is to name them."}

    def __init__(self, data=None, *, instance):
        initial = {
            "when": day_or_month(instance.date, instance.date_is_month),
            "seen": self.stamp(instance),
        }
        super().__init__(data and data.copy(), instance=instance, initial=initial)
        self.order_fields(["when", "participants", "seen"])
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.now_saved = (self.initial["when"], instance.participants)

    @staticmethod
    def stamp(assessment):
        return assessment.updated_at.isoformat()

    def clean(self):
        cleaned = self.cleaned_data
        if cleaned.get("seen") != self.initial["seen"]:
            when, participants = self.now_saved
            self.data["seen"] = self.initial["seen"]  # type: ignore[index]  # the next try has seen this
            raise forms.ValidationError(
                f"Somebody else changed this after you opened the page. It now says: “{when or 'no date'}”, "
                f"“{participants or 'no participants'}”. Yours is still below; save again to replace theirs."
            )
        return cleaned

    def save_details(self, *, by):
        self.instance.date, self.instance.date_is_month = self.cleaned_data["when"]
        self.instance._history_user = by
        self.instance.save(update_fields=["date", "date_is_month", "participants", "updated_at"])
        return self.instance


class WordsForm(forms.Form):
    """The words that go with a step of the workflow: an explanation, a remark, a reason."""

    words = forms.CharField(
        strip=True, max_length=COMMENT_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, asked, data=None, *, initial=None, required=True):
        """`asked`: label, help_text, and what is said when they are `missing`."""
        super().__init__(data, initial=initial)
        words = self.fields["words"]
        words.label, words.help_text, words.required = asked["label"], asked["help_text"], required
        words.error_messages |= {
            "required": asked["missing"],
            "max_length": "This has %(show_value)d characters and %(limit_value)d fit: shorten it, then try again.",
        }

    def clean_words(self):
        return self.cleaned_data["words"].replace("\r\n", "\n")


def as_typed(text):
    """Without what browsers make of it on the way: their line ends, blanks around it."""
    return text.replace("\r\n", "\n").strip()


class HighlightForm(forms.ModelForm):
    """A strength or area of focus. `was` is the text the person saw before changing it."""

    was = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    class Meta:
        model = Highlight
        fields = ["text"]
        error_messages = {
            "text": {
                "required": "Write down what it is, then save.",
                "max_length": f"At most {HIGHLIGHT_MAX_LENGTH} characters fit. Shorten it, then save again.",
            }
        }

    def clean_text(self):
        return as_typed(self.cleaned_data["text"])

    def clean_was(self):
        return as_typed(self.cleaned_data["was"])
