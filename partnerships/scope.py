"""For which partnerships something is done: for all, for those of a cohort, or for single ones."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Count, F, QuerySet

from core.forms import TextField

from .models import Partnership

ALL, SOME = "all", "some"
OF_COHORT = "cohort "
"""Before the label of a cohort: those of it."""

MOST_BOXES = 100
"""Partnerships that are offered to tick. Where there are more, their names are written down."""

UNKNOWN_SHOWN = 5
"""Names that are said not to be known."""


class ScopeForm(forms.Form):
    """Asks for which partnerships. Single ones are ticked or, of very many, named: `is_ticked` tells which."""

    fields: Any
    everybody = ""
    """What is chosen with all of them, in a sentence."""
    whom = ""
    """What single ones are chosen for, after “Tick” or “Name”."""

    scope = forms.ChoiceField(
        label="Which partnerships",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("invalid_choice", "required"), "Choose all, or only those below."),
    )
    partnerships: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Partnerships",
        error_messages={"invalid_choice": "“%(value)s” is none of these partnerships. Reload the page."},
    )
    named = TextField(
        label="Their names",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One a line, as in your list of partnerships. You can paste them from a spreadsheet.",
    )

    def offer(
        self, partnerships: QuerySet[Partnership], *, all_of_them: str, chosen: Collection[str] = ()
    ) -> None:
        """`all_of_them` is the choice of all; empty where it is not to be had. `chosen` are slugs to begin with."""
        self.reached = partnerships
        cohorts = _counted_by_cohort(partnerships)
        self.count = sum(cohorts.values())
        self.is_ticked = self.count <= MOST_BOXES
        self.some = f"Only those {'ticked' if self.is_ticked else 'named'} below"
        of_cohorts = [(f"{OF_COHORT}{label}", f"{label} ({n})") for label, n in cohorts.items() if label]
        choices = [(ALL, all_of_them), *of_cohorts, (SOME, self.some)]
        self.fields["scope"].choices = choices if all_of_them else choices[1:]
        if self.is_ticked:
            self.fields["partnerships"].queryset = partnerships
            self.fields["partnerships"].label_from_instance = lambda one: one.partner.short_name
            self.fields["partnerships"].initial = list(chosen)
        elif chosen:
            self.fields["named"].initial = "\n".join(
                one.partner.short_name for one in partnerships.filter(slug__in=chosen)
            )
        del self.fields["named" if self.is_ticked else "partnerships"]

    def chosen_partnerships(self) -> list[Partnership]:
        """All, those of a cohort, or single ones, one at least. They exclude each other: else it is said."""
        name = "partnerships" if self.is_ticked else "named"
        scope = self.cleaned_data.get("scope")
        if scope is None or name not in self.cleaned_data:
            return []
        some = list(self.cleaned_data[name]) if self.is_ticked else self._named(self.cleaned_data[name])
        if scope == SOME and not some and name not in self.errors:
            self.add_error(name, f"{'Tick' if self.is_ticked else 'Name'} {self.whom}: one at least.")
        cohort = scope.removeprefix(OF_COHORT) if scope.startswith(OF_COHORT) else ""
        if scope != SOME and some:
            done, undo = ("ticked", "take the ticks away") if self.is_ticked else ("named", "empty the list")
            chosen = f"You chose {cohort or self.everybody} and also {done} {len(some)}."
            self.add_error("scope", f"{chosen} Choose “{self.some}”, or {undo}.")
        if cohort:
            return list(self.reached.filter(cohort__label=cohort))
        return list(self.reached) if scope == ALL else some

    def _named(self, text: str) -> list[Partnership]:
        """The partnerships whose partner has one of these names, short or full, one a line."""
        wanted = {
            " ".join(line.split()).casefold(): line.strip() for line in text.splitlines() if line.strip()
        }
        if not wanted:
            return []
        found: dict[str, list[Partnership]] = {}
        for partnership in self.reached:
            names = {partnership.partner.short_name.casefold(), partnership.partner.name.casefold()}
            for name in names & wanted.keys():
                found.setdefault(name, []).append(partnership)
        unknown = [words for name, words in wanted.items() if name not in found]
        if unknown:
            more = f" and {len(unknown) - UNKNOWN_SHOWN} more" if len(unknown) > UNKNOWN_SHOWN else ""
            self.add_error("named", f"Not in your list: {', '.join(unknown[:UNKNOWN_SHOWN])}{more}.")
        for name, several in found.items():
            if len(several) > 1:
                self.add_error(
                    "named", f"{len(several)} partners are called {wanted[name]}. Write the full name."
                )
        return list(dict.fromkeys(one for several in found.values() for one in several))


def _counted_by_cohort(partnerships: QuerySet[Partnership]) -> dict[str | None, int]:
    """How many are of each cohort, by its label, in the order in which the cohorts began; None: of no cohort."""
    counted = partnerships.order_by(F("cohort__began_on").asc(nulls_last=True), "cohort__sort_key")
    return dict(counted.values_list("cohort__label").annotate(n=Count("pk", distinct=True)))
