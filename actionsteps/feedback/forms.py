"""What people enter about feedback."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.forms import DayOrMonthField, TextField, day_or_month
from core.history import save_as
from core.record_forms import RecordForm
from partnerships.models import Category

from ..models import ActionStep, Feedback, FeedbackSource, PlanStatus
from ..models.feedback import FEEDBACK_MAX_LENGTH
from .listing import categories_of

NOT_CHOSEN = {FeedbackSource.FORM, FeedbackSource.SEVERAL}
"""Sources that say how feedback came about here, which nobody chooses."""


class FeedbackForm(RecordForm):
    """Feedback as it was said: by whom, when, about what."""

    fields: Any
    instance: Feedback
    said = DayOrMonthField(
        label="When it was said (optional)", required=False, help_text="A month is enough."
    )

    class Meta:
        model = Feedback
        fields = ["text", "source", "category", "people"]
        field_classes = {"text": TextField}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "people": forms.NumberInput(attrs={"min": 1}),
        }
        labels = {
            "text": "What was said",
            "source": "Where it comes from",
            "category": "What it is about (optional)",
            "people": "How many people said it (optional)",
        }
        help_texts = {
            "text": "In the words it was said in, without the names of students.",
            "category": "",
            "people": "Leave it empty where nobody counted.",
        }
        error_messages = {
            "text": {"required": "Write down what was said."},
            "category": {"invalid_choice": "Choose one of these, or none."},
        }

    field_order = ["text", "source", "said", "category", "people"]

    def __init__(self, data: Any = None, *, feedback: Feedback, **options: Any) -> None:
        """New feedback has its partnership already."""
        super().__init__(data, instance=feedback, **options)
        categories = categories_of(feedback.partnership)
        if feedback.category_id:  # which may be of an earlier edition
            categories = (categories | Category.objects.filter(pk=feedback.category_id)).distinct()
        self.fields["category"].queryset = categories
        self.fields["category"].empty_label = "not sorted yet"
        if feedback.source in NOT_CHOSEN:
            del self.fields["source"]
        else:
            chosen = [choice for choice in FeedbackSource.choices if choice[0] not in NOT_CHOSEN]
            self.fields["source"].choices = chosen
        if self.is_printed:
            del self.fields["text"]
        self.order_fields(self.field_order)

    @property
    def is_printed(self) -> bool:
        """Whether a released plan prints what was said: these words stay as they are."""
        released = Q(feedback=self.instance.pk, plan__status=PlanStatus.RELEASED)
        return self.instance.pk is not None and ActionStep.with_removed.filter(released).exists()

    def said_beside(self, record: Any) -> dict[str, object]:
        return {"said": day_or_month(record.said_on, record.said_on_is_month)}

    def clean_said(self) -> str:
        """In the words that stand, so that it compares with them."""
        day, is_month = self.cleaned_data["said"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("This day is still to come. Enter the day on which it was said.")
        self.said_on = day, is_month
        return day_or_month(day, is_month)

    def clean_people(self) -> int | None:
        people: int | None = self.cleaned_data["people"]
        if people == 0:
            raise forms.ValidationError("At least one person said it. Leave it empty where nobody counted.")
        return people

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.instance.pk is None and "said" in said:
            self.instance.said_on, self.instance.said_on_is_month = self.said_on
        return said

    def write_beside(self, record: Any, name: str, value: Any, user: User) -> None:
        if (record.said_on, record.said_on_is_month) != self.said_on:
            record.said_on, record.said_on_is_month = self.said_on
            save_as(record, by=user, update_fields=["said_on", "said_on_is_month"])


class KeyForm(forms.Form):
    """What new feedback will be called in addresses: sent twice, it is recorded once."""

    key = forms.RegexField(r"^[\w-]{12}$", widget=forms.HiddenInput)


class FeedbackWordsForm(forms.Form):
    """An answer, a reason or words for families; which, the page says."""

    words = TextField(
        max_length=FEEDBACK_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        error_messages={"required": "Write it down first."},
    )
    send = forms.BooleanField(required=False)


class MergeForm(forms.Form):
    """Under which of them, or under which new words, several stand."""

    statement = forms.CharField(required=False)
    """The public id of one of them; empty for new words."""
    words = TextField(
        label="New words",
        required=False,
        max_length=FEEDBACK_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "aria-label": "New words"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("statement") and not said.get("words") and "words" not in self.errors:
            self.add_error("words", "Choose one of them, or write the words under which they stand.")
        return said
