"""What a person may enter in an assessment."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from accounts.models import User
from assessments.models import COMMENT_MAX_LENGTH, Assessment
from core.conflicts import Resolution, left_alone, marks_of, resolutions_of
from core.forms import DayOrMonthField, TextField, as_typed, day_or_month
from core.history import save_as
from partnerships.models import RatingLevel

NOT_RATED = ""
"""What the radio button “not rated” posts."""


class RatingForm(forms.Form):
    """One item's rating. `version` is the one the person saw: 0 where there was none; `seen` a mark of it."""

    level = forms.CharField(required=False, max_length=10)
    flag = forms.BooleanField(required=False)
    comment = TextField(
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

    seen = forms.CharField(required=False)

    def __init__(self, data, *, item, levels, saved=""):
        """`levels` are those of the scale the item is rated on, by code; `saved` is the comment that stands.

        A comment that the person left as it stands is not checked: it would keep them from what they changed.
        """
        super().__init__(data, prefix=item.reference)
        self.levels, self.saved = levels, saved
        self.is_same_comment = as_typed(data.get(self.add_prefix("comment"), "")) == as_typed(saved)
        if self.is_same_comment:
            self.fields["comment"].validators = []

    def clean_comment(self) -> str:
        return self.saved if self.is_same_comment else self.cleaned_data["comment"]

    def clean_level(self) -> RatingLevel | None:
        code = self.cleaned_data["level"]
        if code == NOT_RATED:
            return None
        if code not in self.levels:
            *most, last = self.levels
            raise forms.ValidationError(f"“{code}” is not on the scale. Choose {', '.join(most)} or {last}.")
        return self.levels[code]


DETAILS = {"when": "date", "participants": "participants"}
"""What a person calls the parts of the details."""


def details_of(assessment: Assessment) -> dict[str, Any]:
    """When it was assessed and who took part, part by part."""
    return {"when": (assessment.date, assessment.date_is_month), "participants": assessment.participants}


def save_details(assessment: Assessment, parts: dict[str, Any], *, by: User) -> None:
    """Write the parts of the details that are given, as `details_of` has them."""
    if "when" in parts:
        assessment.date, assessment.date_is_month = parts["when"]
    assessment.participants = parts.get("participants", assessment.participants)
    save_as(assessment, by=by, update_fields=["date", "date_is_month", "participants", "updated_at"])


class DetailsForm(forms.ModelForm):
    """When it was assessed and who took part. `seen` marks what the person saw of both."""

    when = DayOrMonthField(
        label="Date",
        required=False,
        help_text="A month is enough: “September 2024”.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Assessment
        fields = ["participants"]
        field_classes = {"participants": TextField}
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
        self.now = details_of(instance)
        self.theirs: list[str] = []
        """The words of what others changed meanwhile and this person did not: it stays."""

    @staticmethod
    def stamp(assessment: Assessment) -> str:
        return marks_of(details_of(assessment))

    def clean(self):
        cleaned = self.cleaned_data
        wanted = {name: cleaned[name] for name in DETAILS if name in cleaned}
        outcomes = resolutions_of(cleaned.get("seen", ""), self.now, wanted)
        if Resolution.CONFLICT in outcomes.values():
            when, participants = self.initial["when"], self.now["participants"]
            shown = {"when": when, "participants": participants}
            for name in left_alone(cleaned.get("seen", ""), self.now, wanted):
                self.data[name] = shown[name]  # type: ignore[index]  # a copy, made in __init__
            self.data["seen"] = self.initial["seen"]  # type: ignore[index]  # the next try has seen this
            raise forms.ValidationError(
                f"Somebody else changed this after you opened the page. It now says: “{when or 'no date'}”, "
                f"“{participants or 'no participants'}”. Yours is still below; save again to replace theirs."
            )
        for name, outcome in outcomes.items():
            if outcome is Resolution.THEIRS:
                cleaned[name] = self.now[name]
                self.theirs.append(DETAILS[name])
        return cleaned

    def save_details(self, *, by):
        save_details(self.instance, {name: self.cleaned_data[name] for name in DETAILS}, by=by)
