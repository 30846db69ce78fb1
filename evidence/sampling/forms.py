"""What a person says of how a row's figures are sampled, and of who is asked in which period."""

from typing import Any

from django import forms

from core.forms import TextField
from evidence.models import SamplingPlan, SamplingTurn
from evidence.results.forms import OfRowForm
from partnerships.models import Period

from .turns import districts_of


class SamplingPlanForm(OfRowForm):
    class Meta:
        model = SamplingPlan
        fields = ["from_period", "kind", "every", "method", "reason", "source", "note"]
        field_classes = {"method": TextField, "reason": TextField, "note": TextField}
        widgets = {
            "method": forms.Textarea({"rows": 5}),
            "reason": forms.Textarea({"rows": 2}),
            "note": forms.Textarea({"rows": 2}),
        }
        labels = {
            "from_period": "From which period on",
            "method": "How it is done",
            "reason": "Why it replaces the one before",
            "source": "Where this stands",
            "note": "What the source leaves out",
        }

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.row = self.row
        self.offer_periods("from_period")


class SamplingTurnForm(OfRowForm):
    class Meta:
        model = SamplingTurn
        fields = ["period", "label", "number", "text", "districts"]
        field_classes = {"text": TextField}
        widgets = {"text": forms.Textarea({"rows": 2}), "districts": forms.CheckboxSelectMultiple()}
        labels = {
            "label": "As the plan calls it",
            "number": "How many districts the source prints",
            "text": "As the source has it",
            "districts": "Who is asked",
        }

    def __init__(self, data: Any = None, *, plan: SamplingPlan, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.plan = self.plan = plan
        districts: Any = self.fields["districts"]
        districts.queryset = districts_of(self.row.edition.agreement_id)
        self.offer_periods("period")

    def clean_period(self) -> Period:
        period: Period = self.cleaned_data["period"]
        if period.start < self.plan.from_period.start:
            raise forms.ValidationError(
                f"This plan holds from {self.plan.from_period.name} on. What was before is another plan’s."
            )
        return period
