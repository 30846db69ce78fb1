"""What a director enters to open a cycle."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from assessments.models import Cycle, why_outside
from core.forms import DayField
from core.words import in_words, natural
from partnerships.models import (
    CYCLE,
    Agreement,
    Edition,
    EditionStatus,
    Partnership,
    Party,
    Period,
    in_force_or_newest,
)
from partnerships.scope import ALL, ScopeForm

from .opening import RaterKind, sides_of, without_items
from .periods import LATEST_DUE, question_of_year, rates, school_years_around

MOST_NAMED = 5
"""Partnerships that are named in a sentence."""


class OpenCycleForm(ScopeForm):
    """Which edition, when, until when, in which partnerships, and who is asked there."""

    initial: Any
    field_order = [
        *("edition", "period", "outside_reason", "due_on", "scope", "partnerships", "named", "asked")
    ]
    outside = ""
    """What is said of the edition and period that are offered, where the one does not cover the other."""
    edition: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="label",
        empty_label=None,
        error_messages=dict.fromkeys(
            ("invalid_choice", "required"), "Choose an adopted edition of this agreement."
        ),
        help_text="The text that is rated. Drafts cannot be rated.",
    )
    period = forms.ChoiceField(
        error_messages=dict.fromkeys(("invalid_choice", "required"), "Choose a period from the list.")
    )
    outside_reason = forms.CharField(
        label="Why it is rated by this edition",
        required=False,
        max_length=Cycle._meta.get_field("outside_reason").max_length,
        help_text="Everybody asked reads it.",
        error_messages={"max_length": "At most %(limit_value)s characters fit. Shorten it, then try again."},
    )
    due_on = DayField(
        latest=LATEST_DUE,
        label="Due date",
        help_text="By this day everybody asked submits. It holds for all who are asked.",
        error_messages={"required": "Choose the day by which everybody asked submits."},
    )
    asked = forms.MultipleChoiceField(
        label="Who is asked",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each rates apart. Nobody sees how another rates before all of them have submitted.",
        error_messages={"required": "Tick who is asked to assess: one at least."},
    )

    def __init__(
        self, data: Any = None, *, agreement: Agreement, partnerships: QuerySet[Partnership]
    ) -> None:
        """`partnerships` are those of the agreement in which the person opens a cycle."""
        super().__init__(data)
        self.agreement = agreement
        adopted = agreement.editions.filter(status=EditionStatus.ADOPTED)
        self.editions = list(adopted.select_related("agreement").newest_first())
        self.round = self.editions[0].words.round if self.editions else CYCLE
        self.whom = f"the partnerships to open the {self.round} for"
        self.fields["edition"].queryset = adopted.newest_first()
        self.fields["edition"].label_from_instance = lambda edition: edition.label
        count = partnerships.count()
        self.everybody = f"all {count} partnerships"
        all_of_them = f"All {count} of them" if count > 1 else "The only partnership"
        self.offer(partnerships.select_related("agreement__lead", "partner"), all_of_them=all_of_them)
        self.fields["asked"].choices = self._asked_choices()
        self._offer_periods()
        self.initial |= {"scope": ALL, "asked": [RaterKind.PARTNER, RaterKind.LEAD]}

    def _asked_choices(self) -> list[tuple[str, str]]:
        others = (
            Party.objects.filter(partnership__in=self.reached.order_by().values("pk"))
            .order_by()
            .values_list("organization__short_name", flat=True)
            .distinct()
        )
        names = sorted(others, key=natural)
        choices: list[tuple[str, str]] = [
            (RaterKind.PARTNER, "Each partner, of itself"),
            (RaterKind.LEAD, f"{self.agreement.lead.short_name}, of each partnership"),
        ]
        if names:
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            choices.append((RaterKind.OTHERS, f"Other parties, where there are any: {shown}"))
        return choices

    def _offer_periods(self) -> None:
        """Those that an adopted edition is assessed in, the newest first; of school years also the coming ones."""
        written = list(Period.objects.offered_in(self.agreement))
        known = {period.key for period in written}
        coming = [year for year in school_years_around(timezone.localdate()) if year.key not in known]
        fitting = [
            period
            for period in sorted([*written, *coming], key=lambda period: period.start, reverse=True)
            if any(rates(edition, period) for edition in self.editions)
        ]
        cycles = Cycle.objects.filter(edition__in=self.editions).select_related("period")
        self.cycles = {(cycle.edition_id, cycle.period.key): cycle for cycle in cycles}
        self.periods = {period.key: period for period in fitting}
        self.fields["period"].choices = [(period.key, self._words(period)) for period in fitting]
        if self.round != CYCLE:
            self.fields["period"].help_text = f"An administrator enters {self.round.a} that is not listed."
        edition = in_force_or_newest(self.editions)
        if edition:
            self.initial |= {"edition": edition.label, "period": self._next_period(edition)}
            period = self.periods.get(self.initial["period"] or "")
            self.outside = why_outside(edition, period) if period else ""
            if self.outside and not self.is_bound:
                reason = self.fields["outside_reason"]
                reason.help_text = f"{self.outside} {reason.help_text}"

    def _words(self, period: Period) -> str:
        """“2024-2025 (has a cycle, due May 30, 2025)”."""
        cycle = next((c for (_, key), c in self.cycles.items() if key == period.key), None)
        if cycle is None:
            return capfirst(period.name)
        due = f", due {date_format(cycle.due_on, 'M j, Y')}" if cycle.due_on else ""
        return f"{capfirst(period.name)} (has {self.round.a}{due})"

    def _next_period(self, edition: Edition) -> str | None:
        """Of those after the newest cycle, the newest that has begun, else the first to come.

        After a named span no school year comes next: where no other span is written down, it is that one again.
        """
        starts = {key: period.start for key, period in self.periods.items()}
        opened = [key for (pk, key) in self.cycles if pk == edition.pk and key in starts]
        newest = max(opened, key=lambda key: starts[key], default=None)
        free = [
            key
            for key, period in self.periods.items()
            if (edition.pk, key) not in self.cycles
            and rates(edition, period)
            and (newest is None or period.kind == self.periods[newest].kind)
        ]
        later = [key for key in free if newest is None or starts[key] > starts[newest]]
        begun = [key for key in later if starts[key] <= timezone.localdate()]
        return next(iter(begun or later[::-1] or free), newest)

    def due_now(self) -> str:
        """The due date of each cycle there is, for the page to send back: what was seen is what is replaced."""
        return " ".join(f"{cycle.public_id}:{cycle.due_on or ''}" for cycle in self.cycles.values())

    def _due_seen(self, cycle: Cycle | None) -> str:
        pairs = (pair.partition(":") for pair in self.data.get("due_seen", "").split())
        return next((day for public_id, _, day in pairs if cycle and public_id == cycle.public_id), "")

    def clean_period(self) -> Period:
        return self.periods[self.cleaned_data["period"]]

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen = self.cleaned_data
        self._clean_period_of_edition(chosen.get("edition"), chosen.get("period"))
        self._clean_outside(chosen.get("edition"), chosen.get("period"))
        self._clean_due(chosen.get("edition"), chosen.get("period"), chosen.get("due_on"))
        chosen["partnerships"] = self.chosen_partnerships()
        if chosen.get("partnerships") and "asked" in chosen:
            self._clean_asked(chosen)
        if chosen.get("partnerships") and chosen.get("edition") and chosen.get("period"):
            self._clean_items(chosen["edition"], chosen["period"], chosen["partnerships"])
        return chosen

    def _clean_period_of_edition(self, edition: Edition | None, period: Period | None) -> None:
        if edition and period and not rates(edition, period):
            self.add_error(
                "period", f"This edition is assessed by {edition.cycle_word}: choose a {edition.cycle_word}."
            )

    def _clean_outside(self, edition: Edition | None, period: Period | None) -> None:
        """A new cycle says why its period does not lie within the edition; one that is there has said so."""
        if "outside_reason" not in self.cleaned_data or "period" in self.errors or not (edition and period):
            return
        outside = "" if (edition.pk, period.key) in self.cycles else why_outside(edition, period)
        if not outside:
            self.cleaned_data["outside_reason"] = ""
        elif not self.cleaned_data["outside_reason"]:
            self.add_error("outside_reason", outside)

    @property
    def asks_why(self) -> bool:
        """Whether the page asks for `outside_reason`: once it was needed, or where the edition and period that are
        offered need it."""
        if self.is_bound:
            return bool(self["outside_reason"].value() or self["outside_reason"].errors)
        return bool(self.outside)

    def _clean_due(self, edition: Edition | None, period: Period | None, due_on: date | None) -> None:
        """In the future, or as it is: a cycle that is late from its first day helps nobody."""
        if not (period and due_on):
            return
        if due_on < period.start:
            day = date_format(period.start, "M j, Y")
            self.add_error("due_on", f"{capfirst(period.name)} begins on {day}. Choose a day after that.")
        elif question := question_of_year(due_on, period):
            self.add_error("due_on", question)
        elif due_on < timezone.localdate():
            cycle = self.cycles.get((edition.pk, period.key)) if edition else None
            if not (cycle and cycle.due_on == due_on):
                self.add_error("due_on", "This day is over. Choose a day from today on.")

    def _clean_items(self, edition: Edition, period: Period, partnerships: list[Partnership]) -> None:
        """Where each has its own, none is asked before that is adopted."""
        names = [one.partner.short_name for one in without_items(edition, period, partnerships)]
        if names:
            shown = in_words(names[:MOST_NAMED]) + (" and others" if len(names) > MOST_NAMED else "")
            day = date_format(period.start, "M j, Y")
            self.add_error(
                "scope",
                f"{shown} {'has' if len(names) == 1 else 'have'} nothing to rate on {day}, when {period.name} "
                "begins: what each agreed on for itself is adopted first. Leave out who is not ready.",
            )

    def for_opening(self) -> dict[str, Any]:
        """The arguments of `open_cycle`."""
        names = ("edition", "period", "outside_reason", "partnerships", "asked", "due_on")
        chosen = {name: self.cleaned_data[name] for name in names}
        seen = self._due_seen(self.cycles.get((chosen["edition"].pk, chosen["period"].key)))
        try:
            return chosen | {"due_seen": date.fromisoformat(seen) if seen else None}
        except ValueError:  # not what the page sent
            return chosen | {"due_seen": None}

    def _clean_asked(self, chosen: dict[str, Any]) -> None:
        if not any(sides_of(chosen["partnerships"], chosen["asked"]).values()):
            self.add_error(
                "asked", "None of these partnerships has another party. Ask somebody else as well."
            )
