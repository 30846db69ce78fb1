"""What is entered of a table of activities that a submission to come will print, and of its lines."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator

from core.forms import TextField, boxes
from core.record_forms import RecordForm
from partnerships.models import Edition, Item, Partnership, Submission

from ..models import ActivityLine, ActivityTable
from ..models.activities import NO_WORDS
from .tables import Activity

NEW_ACTIVITY = "A new activity"


def items_to_name(edition: Edition) -> Any:
    """What tables and activities may be for: the items of an edition that all have, in its order."""
    found = Item.objects.filter(edition=edition, local_to=None, addendum=None).select_related("category")
    return found.order_by("category__position", "position")


class ItemsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, item: Any) -> str:
        return Truncator(f"{item.reference} {item.title or item.text}").chars(120)


class TableForm(RecordForm):
    """A table of a submission to come: what it is for, and what stands above it."""

    fields: Any
    instance: ActivityTable

    class Meta:
        model = ActivityTable
        fields = ["submission", "heading", "items", "introduction", "note"]
        field_classes = {"introduction": TextField, "note": TextField, "items": ItemsField}
        widgets = {
            "items": boxes(),
            "introduction": forms.Textarea({"rows": 3}),
            "note": forms.Textarea({"rows": 2}),
        }
        labels = {
            "submission": "In which submission",
            "items": "What it is for",
            "note": "A note for readers",
        }
        help_texts = {
            "submission": "One that is still to come. When it is handed in, the table becomes a document.",
            "heading": "",
            "items": "It is printed at each of them.",
        }

    def __init__(
        self, data: Any = None, *, partnership: Partnership, edition: Edition, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.instance.partnership = partnership
        to_come = Submission.objects.to_come().filter(agreement=partnership.agreement_id)
        self.fields["submission"].queryset = to_come
        self.fields["submission"].empty_label = None
        self.fields["items"].queryset = items_to_name(edition)


class LineForm(RecordForm):
    """How a table prints an activity. What earlier tables say of it stays as it is."""

    fields: Any
    instance: ActivityLine

    class Meta:
        model = ActivityLine
        fields = ["number", "text", "timeline", "resources", "status", "status_year"]
        field_classes = {"text": TextField}
        widgets = {"text": forms.Textarea({"rows": 4})}
        labels = {"text": "What is done", "resources": "Who and what carries it"}
        help_texts = {
            "number": "For example “9.1 / 10.1” where it serves several.",
            "resources": "",
            "timeline": "For example “2013-2014”.",
            "status_year": "The year in which it became new or was revised.",
        }

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["number"].required = True
        self.fields["text"].error_messages["required"] = NO_WORDS
        self.fields["status"].choices = [
            ("", "Not said yet"),
            *[choice for choice in self.fields["status"].choices if choice[0]],
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        year = cleaned.get("status_year")
        if year and not cleaned.get("status"):
            self.add_error("status", "Choose the status that the year belongs to.")
        if year and not 2000 <= year <= timezone.localdate().year + 5:
            self.add_error("status_year", "Enter a year with four figures, for example 2013.")
        return cleaned


class NewLineForm(LineForm):
    """A line for an activity that other tables print, or for a new one with the items that it serves."""

    activity = forms.ChoiceField(label="Which activity", required=False)
    items = ItemsField(
        queryset=Item.objects.none(),
        required=False,
        widget=boxes(),
        label="What a new activity serves",
        help_text="It may serve several. One that is printed already keeps its own.",
    )
    field_order = ["activity", "number", "text", "items"]

    def __init__(
        self,
        data: Any = None,
        *,
        table: ActivityTable,
        activities: list[Activity],
        edition: Edition,
        **options: Any,
    ) -> None:
        super().__init__(data, instance=ActivityLine(table=table), **options)
        here = set(table.lines.values_list("step__lineage", flat=True))
        self.offered = {one.step.lineage: one for one in activities if one.step.lineage not in here}
        self.fields["activity"].choices = [
            ("", NEW_ACTIVITY),
            *((key, str(one.newest)[:120]) for key, one in self.offered.items()),
        ]
        self.fields["items"].queryset = items_to_name(edition)
        for name in ("number", "text"):
            self.fields[name].required = False
        self.fields["text"].help_text = "Empty: the words that were printed last."
        self.fields["number"].help_text += " Empty: the one that was printed last."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.found = self.offered.get(cleaned.get("activity") or "")
        if self.found is not None:
            cleaned["number"] = cleaned.get("number") or next(iter(self.found.numbers), "")
            cleaned["text"] = cleaned.get("text") or self.found.newest.text
        for name, sentence in (("number", "Give it a number."), ("text", NO_WORDS)):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if self.found is None and "activity" not in self.errors and not cleaned.get("items"):
            self.add_error("items", "Tick what the new activity serves.")
        return cleaned
