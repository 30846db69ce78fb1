"""What a person enters about a case and its clocks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from actionsteps.access import edition_of
from actionsteps.models import (
    MOST_OF,
    TOO_MUCH,
    WITH_REASON,
    ClockEvent,
    ClockEventKind,
    ClockRule,
    ClockUnit,
    ExceptionEffect,
    Prong,
)
from core.forms import DayField, TextField
from determinations.models import PracticeReview
from partnerships.models import Item, Partnership

from .deeds import deed_of
from .names import as_number, why_no_number
from .reckoning import rule_in_words

NEVER_A_NAME = "Never a student’s name."


class RuleChoice(forms.ModelChoiceField):
    """The rules of an agreement, with how long each lets, and from what on."""

    def label_from_instance(self, rule: Any) -> str:
        counted = rule_in_words(rule)
        if rule.unit not in (ClockUnit.AGE, ClockUnit.FIXED_DATE):
            counted += f" {rule.from_event}" if rule.counts_back else f" from {rule.from_event}"
        return f"{rule.number} {rule.title} ({counted})"


def rules_to_start(partnership: Partnership) -> Any:
    return ClockRule.objects.filter(agreement=partnership.agreement_id).exclude(unit=ClockUnit.TRAINING_HOURS)


class _NumberForm(forms.Form):
    number = forms.CharField(
        label="Local number",
        max_length=20,
        help_text=f"As your office files it: 2026-014, IEP-12. {NEVER_A_NAME}",
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        if problem := why_no_number(typed):
            raise ValidationError(problem)
        return as_number(typed)


class StartForm(forms.Form):
    """Which rule's clock starts, and when."""

    rule = RuleChoice(
        queryset=ClockRule.objects.none(),
        label="Which clock",
        empty_label="Choose a rule",
        error_messages={"required": "Choose the rule whose clock starts."},
    )
    day = DayField(
        label="Counted from",
        help_text="The day of what the rule names. Of a rule that counts back, such as from a hearing, the day to "
        "come; of an age, the day on which the student reaches it.",
        error_messages={"required": "Say from which day it is counted."},
    )
    at = forms.TimeField(
        label="At (optional)",
        required=False,
        widget=forms.TimeInput({"type": "time"}),
        help_text="Only where a rule counts hours.",
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, **options: Any) -> None:
        super().__init__(data, **options)
        rule: Any = self.fields["rule"]
        rule.queryset = rules_to_start(partnership)
        self.initial.setdefault("day", timezone.localdate())
        if not rule.queryset.filter(unit=ClockUnit.HOURS).exists():
            del self.fields["at"]


class TimelineForm(StartForm, _NumberForm):
    """A new case, with its first clock."""

    field_order = ["number", "rule", "day", "at"]


class FindingForm(_NumberForm):
    """A finding of non-compliance."""

    rule = RuleChoice(
        queryset=ClockRule.objects.none(),
        required=False,
        label="The rule that was not kept (optional)",
        empty_label="None of these",
    )
    item: Any = forms.ModelChoiceField(
        queryset=Item.objects.none(),
        required=False,
        label="The indicator it is about (optional)",
        empty_label="None of these",
    )
    notified_on = DayField(
        label="Notified on",
        help_text="The day of the written notification. It is to be corrected within a year.",
        error_messages={"required": "Say on which day the finding was notified."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        partnership: Partnership,
        review: PracticeReview | None = None,
        **options: Any,
    ) -> None:
        """Of a review's finding, its indicator is known."""
        super().__init__(data, **options)
        rule: Any = self.fields["rule"]
        rule.queryset = ClockRule.objects.filter(agreement=partnership.agreement_id)
        edition = edition_of(partnership) if partnership.agreement.has_screens else None
        if edition and not review:
            items: Any = self.fields["item"]
            items.queryset = Item.objects.filter(edition=edition, local_to=None, addendum=None)
        else:
            del self.fields["item"]
        if review:
            self.initial.setdefault("notified_on", review.notified_on)


EFFECTS = {
    ClockEventKind.STOPPED: [ExceptionEffect.STOPS],
    ClockEventKind.RESTARTED: [ExceptionEffect.RESTARTS, ExceptionEffect.STARTS_EARLY],
    ClockEventKind.EXTENDED: [ExceptionEffect.EXTENDS],
    ClockEventKind.LIFTED: [ExceptionEffect.LIFTS],
}
"""Which of a rule's exceptions are a reason for what."""


class EventForm(forms.Form):
    """What happened to a clock: on which day, by how much, and why."""

    fields: Any
    day = DayField(error_messages={"required": "Say on which day."})
    at = forms.TimeField(label="At", required=False, widget=forms.TimeInput({"type": "time"}))
    amount = forms.IntegerField(
        label="By how much",
        min_value=1,
        max_value=max(MOST_OF.values()),
        error_messages={"required": "Say by how much.", "min_value": TOO_MUCH, "max_value": TOO_MUCH},
    )
    unit = forms.ChoiceField(label="Of what")
    exception = forms.ChoiceField(label="What the rule says about it", required=False)
    words = TextField(
        label="Why",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=NEVER_A_NAME,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, rule: ClockRule, kind: ClockEventKind, seen: str, **options: Any
    ) -> None:
        super().__init__(data and data.copy(), **options)
        self.kind, deed = kind, deed_of(kind, rule)
        self.fields["day"].label = deed.asks_day
        self.initial.update(day=timezone.localdate(), seen=seen)
        if rule.unit != ClockUnit.HOURS:
            del self.fields["at"]
        if kind != ClockEventKind.EXTENDED:
            del self.fields["amount"], self.fields["unit"]
        else:
            units = [
                ClockUnit.CALENDAR_DAYS,
                ClockUnit.SCHOOL_DAYS,
                ClockUnit.BUSINESS_DAYS,
                ClockUnit.MONTHS,
                *([ClockUnit.HOURS] if rule.unit == ClockUnit.HOURS else []),
            ]
            self.fields["unit"].choices = [(unit.value, unit.label) for unit in units]
            self.initial["unit"] = rule.unit
        found = [one for one in rule.exceptions.all() if one.effect in EFFECTS.get(kind, [])]
        self.exceptions = {str(one.pk): one for one in found}
        if found:
            choices = [(key, one.words) for key, one in self.exceptions.items()]
            self.fields["exception"].choices = [("", "Another reason: see below"), *choices]
            self.fields["exception"].widget = forms.RadioSelect(choices=self.fields["exception"].choices)
        else:
            del self.fields["exception"]
        if kind not in WITH_REASON:
            self.fields["words"].label = "A word about it (optional)"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("amount") and said.get("unit") and said["amount"] > MOST_OF[ClockUnit(said["unit"])]:
            self.add_error("amount", TOO_MUCH)
        chosen = self.exceptions.get(said.get("exception", ""))
        if chosen and not said.get("words"):
            said["words"] = chosen.words
        if self.kind in WITH_REASON and "words" not in self.errors and not said.get("words"):
            self.add_error("words", "Say why: whoever looks at the case later reads it.")
        return said

    def event(self) -> ClockEvent:
        said = self.cleaned_data
        return ClockEvent(
            kind=self.kind,
            happened_on=said["day"],
            happened_at=said.get("at"),
            amount=said.get("amount"),
            unit=said.get("unit", ""),
            words=said["words"],
        )

    def has_seen(self, seen: str) -> None:
        """After a conflict the next try has seen what stands."""
        data: Any = self.data
        data["seen"] = seen


class CorrectionForm(forms.Form):
    """One of the two prongs by which a finding is corrected."""

    fields: Any
    is_exempt = forms.TypedChoiceField(
        label="What became of it",
        choices=[("", "It is corrected"), ("1", "It is exempt: no correction is needed")],
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    happened_on = DayField(label="On", error_messages={"required": "Say on which day."})
    words = TextField(
        label="What was done",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=f"If it is exempt, why: the student left the district, for example. {NEVER_A_NAME}",
        error_messages={"required": "Say what was done or, if the case is exempt, why."},
    )

    def __init__(self, data: Any = None, *, prong: Prong, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial.setdefault("happened_on", timezone.localdate())
        if prong == Prong.SAMPLE:
            del self.fields["is_exempt"]
            self.fields["words"].label = "What was looked at, and what it showed"
            self.fields["words"].help_text = f"For example: 20 records from March to May. {NEVER_A_NAME}"
