"""Trying rules out on example counts of goals, before they are adopted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from django import forms

from determinations.models import Outcome
from partnerships.models import ItemKind

from .deciding import decide
from .facts import Count, Facts
from .problems import overlapping
from .rulebook import Rulebook
from .working import Working, work_out

MOST_GOALS = 12
"""Goals of a kind that a grid shows: more columns fit no page."""


class TrialForm(forms.Form):
    """Of each kind that the rules count: how many goals there are, and how many are met."""

    def __init__(self, rulebook: Rulebook, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds = [ItemKind(kind) for kind in rulebook.goal_kinds]
        for kind in self.kinds:
            self.fields[f"{kind}-met"] = self._number(f"{kind.label}s met", 2)
            self.fields[f"{kind}-all"] = self._number(f"{kind.label}s in all", 3)

    def _number(self, label: str, initial: int) -> forms.IntegerField:
        field = forms.IntegerField(min_value=0, max_value=MOST_GOALS, initial=initial)
        field.widget.attrs["aria-label"] = label
        return field

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A line for each kind: how many are met, of how many."""
        return [
            {"label": f"{kind.label}s", "fields": [self[f"{kind}-met"], self[f"{kind}-all"]]}
            for kind in self.kinds
        ]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for kind in self.kinds:
            met, all_ = given.get(f"{kind}-met"), given.get(f"{kind}-all")
            if met is not None and all_ is not None and met > all_:
                self.add_error(f"{kind}-met", f"There are {all_} in all.")
        return given

    def counts(self) -> dict[str, Count]:
        """What was entered. A kind of which there are none is left out."""
        given = self.cleaned_data
        counts = {str(kind): Count(given[f"{kind}-met"], given[f"{kind}-all"]) for kind in self.kinds}
        return {kind: count for kind, count in counts.items() if count.all}


@dataclass(frozen=True)
class TrialCell:
    outcome: Outcome | None
    others: list[Outcome]
    """Outcomes further down that hold too: rules overlap here, and the first counts."""
    is_entered: bool


@dataclass(frozen=True)
class TrialGrid:
    """What comes of every number of goals met of two kinds, with so many met of the third."""

    title: str
    columns: list[int]
    rows: list[tuple[int, list[TrialCell]]]


@dataclass(frozen=True)
class Trial:
    rulebook: Rulebook
    counts: Mapping[str, Count]

    @cached_property
    def working(self) -> Working:
        """Of the counts that were entered."""
        return work_out(self.rulebook, Facts(self.counts), rules="")[1]

    @property
    def down(self) -> str:
        return self._label(0)

    @property
    def across(self) -> str:
        return self._label(1)

    def _label(self, place: int) -> str:
        kinds = list(self.counts)
        return f"{ItemKind(kinds[place]).label}s met" if place < len(kinds) else ""

    @cached_property
    def grids(self) -> list[TrialGrid]:
        """Down the first kind, across the second; a grid for each number of the others that can be met."""
        kinds = list(self.counts)
        first, second, others = kinds[0], kinds[1] if len(kinds) > 1 else None, kinds[2:]
        found = []
        for met in product(*(range(self.counts[kind].all + 1) for kind in others)):
            fixed = dict(zip(others, met, strict=True))
            columns = list(range(self.counts[second].all + 1)) if second else [0]
            rows = [
                (
                    down,
                    [
                        self._cell({first: down, **({second: across} if second else {}), **fixed})
                        for across in columns
                    ],
                )
                for down in range(self.counts[first].all + 1)
            ]
            title = ", ".join(
                f"{number} of {self.counts[kind].all} {ItemKind(kind).label}s met"
                for kind, number in fixed.items()
            )
            found.append(TrialGrid(title, columns, rows))
        return found

    def _cell(self, met: Mapping[str, int]) -> TrialCell:
        facts = Facts({kind: Count(met[kind], count.all) for kind, count in self.counts.items()})
        outcome = decide(self.rulebook, facts)
        is_entered = all(count.met == met[kind] for kind, count in self.counts.items())
        others = [one for one in overlapping(self.rulebook, facts) if one != outcome]
        return TrialCell(outcome, others, is_entered)
