"""Which rows are copied, and where."""

from typing import Any

from django import forms

from partnerships.models import Edition, Partnership

from .outline import newest_period, outline_of, periods_of

ALL, SOME = "all", "some"


class CopyForm(forms.Form):
    """Categories whose rows are copied, the partnerships that get them, and a period for a column there."""

    fields: Any
    category = forms.MultipleChoiceField(
        label="The rows of",
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Tick the categories whose rows are copied."
        ),
    )
    period: Any = forms.ChoiceField(
        label="With a column for",
        required=False,
        help_text="Their tables get it where they have none, so that values can be entered.",
    )
    scope = forms.ChoiceField(
        label="To which partnerships",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose all, or only those ticked below."
        ),
    )
    partnership: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Partnerships",
        error_messages={"invalid_choice": "“%(value)s” is not another partnership of this agreement."},
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, edition: Edition) -> None:
        outlines = [one for one in outline_of(partnership, edition) if one.rows.lines]
        self.categories = {one.category.number: one.category for one in outlines}
        self.periods = {str(one.period.pk): one.period for one in periods_of(outlines)}
        newest = newest_period(outlines)
        initial = {"category": list(self.categories), "scope": ALL, "period": newest and newest.pk}
        super().__init__(data, initial=initial)
        others = Partnership.objects.filter(agreement=partnership.agreement_id).exclude(pk=partnership.pk)
        self.others = others.select_related("partner").order_by("partner__sort_key", "pk")
        self.count = len(self.others) if outlines else 0
        self.fields["category"].choices = [
            (one.category.number, f"{one.category} ({len(one.rows.lines)})") for one in outlines
        ]
        none = [("", "no period")]
        self.fields["period"].choices = none + [(key, one.name) for key, one in self.periods.items()]
        every = f"All {self.count} others" if self.count > 1 else "The only other one"
        self.fields["scope"].choices = [(ALL, every), (SOME, "Only those ticked below")]
        self.fields["partnership"].queryset = self.others
        self.fields["partnership"].label_from_instance = lambda one: one.partner.short_name

    def clean(self) -> dict[str, Any]:
        """Where partnerships are ticked and all are chosen too, it is asked which is meant."""
        chosen = super().clean() or self.cleaned_data
        if chosen.get("scope") == ALL and (ticked := len(chosen.get("partnership") or ())):
            self.add_error(
                "scope",
                f"{ticked} of them {'is' if ticked == 1 else 'are'} ticked below. "
                "Choose “Only those ticked below”, or take the ticks away.",
            )
        if chosen.get("scope") == SOME and not chosen.get("partnership") and "partnership" not in self.errors:
            self.add_error("partnership", "Tick the partnerships that get the rows: one at least.")
        return chosen

    @property
    def chosen(self) -> dict[str, Any]:
        """What `plan_copying` is asked."""
        data = self.cleaned_data
        return {
            "categories": [self.categories[number] for number in data["category"]],
            "targets": list(self.others if data["scope"] == ALL else data["partnership"]),
            "period": self.periods.get(data["period"]),
        }
