"""What a person writes down of a plan as a whole."""

from typing import Any

from django import forms

from core.record_forms import RecordForm
from partnerships.models import Edition, Partnership, Period

from ..models import ActionPlan
from ..models.plans import VERSION_MAX_LENGTH
from .versions import following_version

LABELS = {
    "period": "Period it is for",
    "uses_causes": "Steps have outcomes, causes and solutions, as a plan of “big rocks” has",
    "names_targets": "Steps name strengths and what they target, as a plan of key drivers does",
}


def _offer_periods(form: Any, partnership: Partnership) -> None:
    form.fields["period"].queryset = Period.objects.offered_in(partnership.agreement_id)


class PlanForm(forms.ModelForm):
    """A new plan, in its first version."""

    class Meta:
        model = ActionPlan
        fields = ["title", "version", "edition", "period", "uses_causes", "names_targets"]
        labels = {"edition": "Edition of the agreement that it carries out", **LABELS}
        help_texts = dict.fromkeys(LABELS, "")

    def __init__(self, *args: Any, partnership: Partnership, editions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.partnership = partnership
        edition: Any = self.fields["edition"]
        edition.queryset, edition.empty_label = editions, None
        _offer_periods(self, partnership)

    def _get_validation_exclusions(self) -> set[str]:
        """The partnership stands fast, and its versions are unique."""
        return super()._get_validation_exclusions() - {"partnership"}  # type: ignore[misc]


class ChangePlanForm(RecordForm):
    """What a plan in preparation is called, and the period it is for."""

    class Meta:
        model = ActionPlan
        fields = ["title", "period", "uses_causes", "names_targets"]
        labels = LABELS
        help_texts = dict.fromkeys(LABELS, "")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_periods(self, self.instance.partnership)


class ReleaseForm(forms.Form):
    version = forms.CharField(
        label="Version", max_length=VERSION_MAX_LENGTH, help_text="As the document will be headed."
    )


class CarryForm(forms.Form):
    """Another year's plan, which takes over what is still open."""

    edition = forms.ModelChoiceField(
        Edition.objects.none(), label="Edition of the agreement that it carries out", empty_label=None
    )
    period = forms.ModelChoiceField(Period.objects.none(), label="Period it is for", required=False)
    title = forms.CharField(label="Title", max_length=200)
    version = forms.CharField(label="Version", max_length=VERSION_MAX_LENGTH)

    def __init__(self, *args: Any, plan: ActionPlan, editions: Any, **options: Any) -> None:
        initial = {
            "title": plan.title,
            "version": following_version(plan.version),
            "edition": editions.first(),
        }
        options.setdefault("initial", initial)
        super().__init__(*args, **options)
        edition: Any = self.fields["edition"]
        edition.queryset = editions
        _offer_periods(self, plan.partnership)
