"""What is entered of the goals that are presented at the forum."""

from typing import Any

from django import forms

from assessments.models import ForumGoals
from core.forms import TextField
from core.record_forms import RecordForm
from partnerships.models import Partnership, Period


class ForumGoalsForm(RecordForm):
    class Meta:
        model = ForumGoals
        fields = ["numeracy", "literacy", "social_emotional", "survey"]
        field_classes = dict.fromkeys(fields, TextField)
        widgets = dict.fromkeys(fields, forms.Textarea({"rows": 4}))

    def __init__(self, data: Any = None, *, partnership: Partnership, period: Period, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.partnership, self.instance.period = partnership, period

    def written_first(self) -> ForumGoals | None:
        of = {"partnership": self.instance.partnership, "period": self.instance.period}
        return ForumGoals.objects.filter(**of).first()
