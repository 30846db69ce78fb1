"""Who does a step, until when, how often and with what: the form of one step."""

from calendar import monthrange
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import AmountField, DayOrMonthField, boxes, day_or_month

from ..models import MOST_DOLLARS, ActionStep, Repeats
from ..timelines.occasions import MONTH_NAMES, NoRecurrence, months_of, occasions
from ..timelines.offers import DAYS
from .forms import ids_for
from .people import people_of
from .rows import FormWithHours


class DoingForm(FormWithHours):
    """Who does a step, until when and with what. It stays open whatever is released."""

    fields: Any
    instance: ActionStep
    repeats_in = forms.MultipleChoiceField(
        label="In which months",
        required=False,
        choices=[(str(number), name) for number, name in enumerate(MONTH_NAMES, 1)],
        widget=boxes(),
        help_text="Of a step that repeats each year. None: the month it starts in.",
    )

    class Meta:
        model = ActionStep
        fields = [
            "owner",
            "owner_role",
            "owner_side",
            *DAYS,
            "partners",
            "cost",
            "cost_in_words",
            "hours_stated",
        ]
        widgets = {
            "starts_on_is_month": forms.HiddenInput,
            "due_on_is_month": forms.HiddenInput,
            "hours_stated": forms.TextInput({"inputmode": "decimal", "class": "short"}),
            "repeats_every": forms.TextInput({"inputmode": "numeric", "class": "short"}),
        }
        labels = {
            "owner": "Person",
            "owner_role": "Or a role",
            "owner_side": "Of which side",
            "repeats": "How often",
            "repeats_every": "Every how many weeks, months or years",
            "partners": "Who helps",
            "cost_in_words": "About the cost",
            "hours_stated": "Hours in all, as the plan states them",
        }
        help_texts = {"repeats_every": "2 for every other one.", "partners": ""}

    cost = AmountField(label="Cost, in dollars", required=False, least=Decimal(), most=MOST_DOLLARS)
    starts_on = DayOrMonthField(label="Starts", required=False, help_text="A month is enough.")
    due_on = DayOrMonthField(
        label="Due",
        required=False,
        help_text="A month is enough: then it is due on its last day. If it repeats, the end of that.",
    )

    def __init__(self, data: Any = None, *, step: ActionStep, **options: Any) -> None:
        super().__init__(data, instance=step, auto_id=ids_for(step), **options)
        self.step = step
        people = people_of(step.plan.partnership)
        self.left = step.owner if step.owner and step.owner not in people else None
        owner: Any = self.fields["owner"]
        owner.queryset = owner.queryset.filter(pk__in=[one.pk for one in people])
        owner.choices = [("", "nobody yet"), *((one.pk, str(one)) for one in people)]
        owner.error_messages["invalid_choice"] = (
            "This person no longer works in the partnership. Choose who does it now, or a role."
        )
        self.initial["starts_on"] = day_or_month(step.starts_on, step.starts_on_is_month)
        self.initial["due_on"] = day_or_month(step.due_on, step.due_on_is_month)
        self.initial["repeats_in"] = step.repeats_in.split(",") if step.repeats_in else []
        self.fields["owner_side"].choices = [("", "either"), *self.fields["owner_side"].choices[1:]]
        self.fields["repeats_every"].min_value = 1

    @property
    def has_means(self) -> bool:
        """Whether who helps, the cost or the hours are filled in, or wrong."""
        names = ("partners", "cost", "cost_in_words", "hours_stated")
        return any(self[name].value() or self[name].errors for name in (*names, "hours")) or bool(
            self.rows.initial_form_count()
        )

    def clean_starts_on(self) -> Any:
        return self._split("starts_on")

    def clean_due_on(self) -> Any:
        return self._split("due_on", last=True)

    def _split(self, name: str, *, last: bool = False) -> Any:
        day, is_month = self.cleaned_data[name]
        self._months[f"{name}_is_month"] = is_month
        return day.replace(day=monthrange(day.year, day.month)[1]) if last and is_month else day

    def _clean_fields(self) -> None:
        self._months: dict[str, bool] = {}
        super()._clean_fields()  # type: ignore[misc]
        self.cleaned_data.update(self._months)

    def clean_repeats_in(self) -> str:
        return ",".join(sorted(self.cleaned_data["repeats_in"], key=int))

    def clean_repeats_every(self) -> int:
        every: int = self.cleaned_data["repeats_every"]
        if not 1 <= every <= 60:
            raise forms.ValidationError("A step repeats every 1 to 60 weeks, months or years.")
        return every

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, due, repeats = (cleaned.get(name) for name in ("starts_on", "due_on", "repeats"))
        if repeats and not starts and "starts_on" not in self.errors:
            self.add_error("starts_on", "A step that repeats begins on a day: say when it starts.")
        if repeats and not due and "due_on" not in self.errors:
            self.add_error("due_on", "A step that repeats needs an end: say until when.")
        if starts and due and due < starts:
            self.add_error(
                "due_on", "It would be due before it starts. Enter a later day, or an earlier start."
            )
        if repeats != Repeats.YEARLY and "repeats_in" in cleaned:
            cleaned["repeats_in"] = ""
        if repeats and not self.errors:
            self._must_have_occasions(cleaned)
        return cleaned

    def _must_have_occasions(self, cleaned: dict[str, Any]) -> None:
        """Not so many that a date must be wrong, and not none."""
        months = months_of(cleaned["repeats_in"])
        days = (cleaned["starts_on"], cleaned["due_on"])
        by_month = cleaned["starts_on_is_month"]
        try:
            occasions(cleaned["repeats"], cleaned["repeats_every"], months, *days, whole_months=by_month)
        except NoRecurrence as why:
            self.add_error("due_on", str(why))

    def show_standing(self, name: str, standing: Any) -> None:
        if name in ("starts_on", "due_on"):
            words = day_or_month(getattr(standing, name), getattr(standing, f"{name}_is_month"))
            self.data[self.add_prefix(name)] = words  # type: ignore[index]
        elif name == "repeats_in":
            months = standing.repeats_in.split(",") if standing.repeats_in else []
            self.data.setlist(self.add_prefix(name), months)  # type: ignore[attr-defined]
        else:
            super().show_standing(name, standing)

    def _in_words(self, record: Any, name: str) -> str:
        if name in ("starts_on", "due_on"):
            return day_or_month(getattr(record, name), getattr(record, f"{name}_is_month"))
        if name == "repeats_in":
            return ", ".join(MONTH_NAMES[month - 1] for month in months_of(record.repeats_in))
        return super()._in_words(record, name)
