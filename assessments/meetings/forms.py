"""What is entered of a meeting and of a point of its agenda."""

from typing import Any

from django import forms

from assessments.models import AgendaPoint, Meeting
from core.forms import DayField, TextField
from core.record_forms import RecordForm
from partnerships.models import Partnership

LONGEST_MEETING = 24 * 60
"""Minutes that a point can be planned for."""


class MeetingForm(RecordForm):
    class Meta:
        model = Meeting
        fields = ["title", "subtitle", "held_on", "begins", "place", "notice", "attendance"]
        field_classes = {
            "held_on": DayField,
            "place": TextField,
            "notice": TextField,
            "attendance": TextField,
        }
        widgets = {
            "place": forms.Textarea({"rows": 3}),
            "notice": forms.Textarea({"rows": 3}),
            "attendance": forms.Textarea({"rows": 3}),
        }
        labels = {"title": "What it is called", "subtitle": "Beneath the title", "begins": "Begins at"}

    def __init__(self, data: Any = None, *, partnership: Partnership, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.partnership = partnership


class AgendaPointForm(RecordForm):
    """For those who do not read closed sessions without what makes a point one."""

    class Meta:
        model = AgendaPoint
        fields = [
            "position",
            "is_section",
            "number",
            "title",
            "time",
            "minutes",
            "presenter",
            "purpose",
            "text",
            "is_closed",
            "citation",
            "submitted_by",
            "materials",
            "outcome",
        ]
        field_classes = {"text": TextField, "materials": TextField, "outcome": TextField}
        widgets = {
            "text": forms.Textarea({"rows": 4}),
            "materials": forms.Textarea({"rows": 2}),
            "outcome": forms.Textarea({"rows": 4}),
        }
        labels = {"is_section": "It is the heading of a section", "is_closed": "It is a closed session"}

    def __init__(self, data: Any = None, *, meeting: Meeting, may_close: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.meeting = meeting
        if not may_close:
            del self.fields["is_closed"], self.fields["citation"]
        if self.instance.pk is None:
            last = meeting.points.order_by("position").last()
            self.initial["position"] = last.position + 1 if last else 1

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and minutes > LONGEST_MEETING:
            raise forms.ValidationError(f"At most {LONGEST_MEETING:,} minutes can be planned for a point.")
        return minutes
