"""What a person may enter in an assessment."""

from crispy_forms.helper import FormHelper
from django import forms

from assessments.models import COMMENT_MAX_LENGTH, Assessment
from core.forms import DayOrMonthField, TextField, day_or_month
from core.history import save_as
from partnerships.models import RatingLevel

NOT_RATED = ""
"""What the radio button “not rated” posts."""


class RatingForm(forms.Form):
    """One item's rating. `version` is the one the person saw: 0 where there was none."""

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

    def __init__(self, data, *, item, levels):
        """`levels` are those of the scale the item is rated on, by code."""
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
        fields = ["date", "date_is_month", "participants", "updated_at"]
        save_as(self.instance, by=by, update_fields=fields)
        return self.instance
