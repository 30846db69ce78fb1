"""What people enter about a request, the decision about it, and what the money did."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from assessments.cycles.periods import school_years_around
from core.forms import AmountField, TextField, boxes
from core.words import dollars
from evidence.models import EvidenceRow
from partnerships.models import Period, PeriodKind

from ..access import edition_of
from ..models import (
    MOST_DOLLARS,
    ActivityCategory,
    FundingActivity,
    FundingOutcome,
    FundingRequest,
    FundPriority,
    Shown,
)
from ..steps.rows import FormWithRows
from .reading import goals_of, rows_of, subjects_of

WORDS_MAX_LENGTH = 2000


class ActivityRow(forms.Form):
    fields: Any
    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    what = TextField(
        label="What is done",
        required=False,
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )
    category_id = forms.ChoiceField(
        label="Activity category",
        required=False,
        error_messages={"invalid_choice": "Choose one of the fund's categories."},
    )
    amount = AmountField(label="Amount asked, in dollars", required=False, most=MOST_DOLLARS)

    def __init__(self, *args: Any, categories: list[ActivityCategory], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(one.pk), one.name) for one in categories]
        self.fields["category_id"].choices = [("", "Choose one"), *choices]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("what") and (said.get("amount") is not None or said.get("category_id")):
            if "what" not in self.errors:
                self.add_error("what", "Write down what is done, or empty the whole activity.")
        elif said.get("what") and not said.get("category_id") and "category_id" not in self.errors:
            self.add_error("category_id", "Say which of the fund's categories this activity is of.")
        return said


class RequestForm(FormWithRows):
    """A request as it is written. It may be saved unfinished; what it lacks is said before it is submitted."""

    fields: Any
    instance: FundingRequest
    part, row_form, row_model = "activities", ActivityRow, FundingActivity
    columns = ("what", "category_id", "amount")
    row_key, row_of = "public_id", "request"
    activities = forms.Field(label="Activities", required=False, widget=forms.HiddenInput)
    period = forms.ChoiceField(
        label="For which period",
        error_messages=dict.fromkeys(("invalid_choice", "required"), "Choose a period from the list."),
    )

    class Meta:
        model = FundingRequest
        fields = [
            "title",
            "subject",
            "period",
            "items",
            "rationale",
            "priorities",
            "effectiveness",
            "evidence",
        ]
        field_classes = dict.fromkeys(("rationale", "effectiveness"), TextField)
        widgets = {
            "items": boxes(),
            "priorities": boxes(),
            "evidence": boxes(),
            "rationale": forms.Textarea({"rows": 6}),
            "effectiveness": forms.Textarea({"rows": 4}),
        }
        labels = {
            "title": "What it is called",
            "subject": "For whom",
            "items": "Goals it serves",
            "rationale": "Rationale",
            "priorities": "Priorities it serves",
            "effectiveness": "Measures of effectiveness",
            "evidence": "Evidence that shows it",
        }
        help_texts = {
            "title": "A few words by which you will find it again.",
            "subject": "",
            "rationale": "How it follows from the goals, and what will be different.",
            "effectiveness": "By what you will see whether it works, and when.",
        }
        error_messages = {
            "title": {"required": "Give it a name."},
            "items": {"invalid_pk_value": "Reload the page.", "invalid_choice": "Choose from the list."},
            "subject": {
                "required": "Say whom it is for.",
                "invalid_choice": "Choose the partner or one of its schools.",
            },
        }

    def __init__(self, data: Any = None, *, request: FundingRequest, **options: Any) -> None:
        """A new request has its partnership and fund already."""
        partnership = request.partnership
        self.categories = list(request.fund.categories.all())
        super().__init__(data, instance=request, **options)
        edition = edition_of(partnership)
        named = {"funding_requests": request} if request.pk else {"pk": None}
        self.goals = goals_of(partnership, edition)
        offered = {
            "items": self.goals.model.objects.filter(pk__in=[one.pk for one in self.goals]),
            "evidence": EvidenceRow.objects.filter(pk__in=[one.pk for one in rows_of(partnership, edition)]),
        }
        for name, choices in offered.items():
            model = choices.model
            choices = (choices | model.objects.filter(**named)).distinct()
            self.fields[name].queryset = choices.order_by("category__position", "position", "pk")
        self.fields["items"].queryset = self.fields["items"].queryset.select_related(
            "category__edition", "subject"
        )
        self.fields["evidence"].queryset = self.fields["evidence"].queryset.select_related("parent")
        self.fields["evidence"].label_from_instance = lambda row: row.name
        self.fields["priorities"].queryset = FundPriority.objects.filter(fund=request.fund_id)
        self.fields["subject"].queryset = subjects_of(partnership)
        self.fields["subject"].empty_label = None
        self._offer_periods()

    def _offer_periods(self) -> None:
        """Those around now that are no months, a school year that nobody wrote down yet among them."""
        today = timezone.localdate()
        kept = self.instance.period if self.instance.period_id else None
        offered = Period.objects.offered_in(self.instance.partnership.agreement_id)
        written = offered.exclude(kind__in=[PeriodKind.MONTH, PeriodKind.HALF_YEAR])
        around = [
            one for one in written if one.end.year >= today.year - 1 and one.start.year <= today.year + 3
        ]
        known = {one.key for one in around}
        around += [one for one in school_years_around(today) if one.key not in known]
        around += [kept] if kept and kept.key not in known else []
        around.sort(key=lambda one: (one.start, one.end))
        self.periods = {one.key: one for one in around}
        self.fields["period"].choices = [("", "Choose one"), *((one.key, one.name) for one in around)]
        self.initial["period"] = kept.key if kept else school_years_around(today)[0].key

    def row_options(self) -> dict[str, Any]:
        return {"categories": self.categories}

    def clean_period(self) -> Period:
        period = self.periods[self.cleaned_data["period"]]
        if period.pk is None:
            days = {"start": period.start, "end": period.end}
            period, _ = Period.objects.get_or_create(kind=period.kind, label=period.label, defaults=days)
        return period

    def show_standing(self, name: str, standing: Any) -> None:
        if name == "period":
            self.data[self.add_prefix(name)] = standing.period.key  # type: ignore[index]
        else:
            super().show_standing(name, standing)

    def _in_words(self, record: Any, name: str) -> str:
        if name != self.part:
            return super()._in_words(record, name)
        names = {one.pk: one.name for one in self.categories}
        return "\n".join(
            f"{one.what} ({names[one.category_id]}, {dollars(one.amount) if one.amount else 'no amount yet'})"
            for one in record.activities.all()
        )

    @property
    def items_by_category(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Boxes with their items by category."""
        found: dict[Any, list[Any]] = {}
        for box in self["items"]:
            item = box.data["value"].instance
            found.setdefault(item.category, []).append((box, item))
        return list(found.items())


class RequestWordsForm(forms.Form):
    """A remark, or a reason; which, the page says."""

    words = TextField(max_length=WORDS_MAX_LENGTH, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, data: Any = None, *, label: str, missing: str = "") -> None:
        super().__init__(data)
        words = self.fields["words"]
        words.label, words.required = label, bool(missing)
        words.error_messages["required"] = missing


class RequestDecisionForm(forms.Form):
    """What is granted, whole or in part, in all or by activity, and why."""

    fields: Any
    outcome = forms.ChoiceField(
        label="Decision",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is decided."},
    )
    amount = AmountField(label="Amount in all, in dollars", required=False, most=MOST_DOLLARS)
    words = TextField(
        label="Reason",
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        help_text="Everybody in the partnership reads it.",
        error_messages={"required": "Say why it is decided so."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, request: FundingRequest, seen: str) -> None:
        super().__init__(data and data.copy(), initial={"seen": seen})
        self.asked = request.asked
        self.activities = list(request.activities.all())
        self.fields["outcome"].choices = [
            (FundingOutcome.WHOLE.value, f"Grant it as asked: {dollars(self.asked)}"),
            (FundingOutcome.PART.value, "Grant it in part"),
            (FundingOutcome.DECLINED.value, "Decline it"),
        ]
        if len(self.activities) > 1:
            for one in self.activities:
                self.fields[self._name(one)] = AmountField(
                    label=f"{one.what} (asked: {dollars(one.amount or Decimal())})",
                    required=False,
                    least=Decimal(),
                    most=MOST_DOLLARS,
                )

    @staticmethod
    def _name(activity: FundingActivity) -> str:
        return f"of-{activity.public_id}"

    @property
    def of_activities(self) -> list[Any]:
        return [self[self._name(one)] for one in self.activities if self._name(one) in self.fields]

    def has_seen(self, seen: str) -> None:
        self.data["seen"] = seen  # type: ignore[index]  # a copy, made in __init__

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = said.get("outcome")
        self.shares = self._shares(said)
        if outcome != FundingOutcome.PART:
            if outcome and (self.shares or said.get("amount")):
                self.add_error(
                    "outcome", "Amounts are for what is granted in part: choose that, or empty the amounts."
                )
            said["amount"] = self.asked if outcome == FundingOutcome.WHOLE else Decimal()
        elif not self.errors:
            self._clean_part(said)
        return said

    def _shares(self, said: dict[str, Any]) -> dict[int, Decimal]:
        """By activity, those left empty with nothing; empty where no amount is typed for any."""
        typed = {one.pk: said.get(self._name(one)) for one in self.activities}
        for one in self.activities:
            amount = typed[one.pk]
            if amount is not None and one.amount is not None and amount > one.amount:
                self.add_error(self._name(one), f"More than was asked for it: {dollars(one.amount)}.")
        if all(amount is None for amount in typed.values()):
            return {}
        return {key: amount or Decimal() for key, amount in typed.items()}

    def _clean_part(self, said: dict[str, Any]) -> None:
        total, typed = sum(self.shares.values(), Decimal()), said.get("amount")
        if self.shares and typed is not None and typed != total:
            self.add_error(
                "amount", f"The activities add up to {dollars(total)}. Leave this empty, or make it so."
            )
        amount = total if self.shares else typed
        if amount is None:
            self.add_error("amount", "Say how much is granted, in all or for each activity.")
        elif amount > self.asked:
            self.add_error("amount", f"No more can be granted than was asked: {dollars(self.asked)}.")
        elif amount == self.asked:
            self.add_error("outcome", "That is all that was asked: choose “as asked”.")
        elif not amount:
            self.add_error("outcome", "That grants nothing: choose to decline it, or name an amount.")
        said["amount"] = amount


class ResultForm(forms.Form):
    """What the data shows of one activity."""

    fields: Any
    shown = forms.ChoiceField(
        label="Is it shown to work?",
        choices=Shown.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one. “Not known yet” is an answer, with the reason below."},
    )
    words = TextField(
        label="What the data shows",
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        help_text="With the figures. If nothing is known yet: why, and when it will be. Never a student’s name.",
        error_messages={"required": "Say what the data shows or, if nothing is known yet, why."},
    )
    row = forms.ModelChoiceField(
        EvidenceRow.objects.none(),
        label="Evidence that shows it (optional)",
        required=False,
        empty_label="none",
        error_messages={"invalid_choice": "Choose a row of this partnership's evidence."},
    )

    def __init__(self, data: Any = None, *, activity: FundingActivity) -> None:
        super().__init__(data)
        partnership = activity.request.partnership
        self.fields["row"].queryset = rows_of(partnership, edition_of(partnership))
        self.fields["row"].label_from_instance = lambda row: row.name
