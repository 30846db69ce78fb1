"""The rules of one edition as they are applied: read whole, in two queries."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from determinations.models import Criterion, Method, Option, Outcome, Quantity
from partnerships.models import Edition


@dataclass(frozen=True)
class MethodRules:
    method: Method
    criteria: Sequence[Criterion]
    """In their order, each with its quantity and option at hand."""

    @cached_property
    def groups(self) -> list[list[Criterion]]:
        """Criteria of which one is enough, together; every other by itself. In order."""
        groups: dict[tuple[int | None, str], list[Criterion]] = {}
        for place, criterion in enumerate(self.criteria):
            key = (criterion.option_id, criterion.either or f"#{place}")
            groups.setdefault(key, []).append(criterion)
        return list(groups.values())


@dataclass(frozen=True)
class OutcomeRules:
    outcome: Outcome
    methods: Sequence[MethodRules]

    @property
    def is_what_is_left(self) -> bool:
        return not self.methods


@dataclass(frozen=True)
class Rulebook:
    outcomes: Sequence[OutcomeRules]
    """In order: the first that holds is the outcome."""

    def __bool__(self) -> bool:
        return bool(self.outcomes)

    @cached_property
    def criteria(self) -> list[Criterion]:
        return [
            criterion
            for outcome in self.outcomes
            for rules in outcome.methods
            for criterion in rules.criteria
        ]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Each once, in the order in which criteria name them."""
        return list({one.quantity_id: one.quantity for one in self.criteria}.values())

    @property
    def options(self) -> list[Option]:
        """Those that criteria belong to, in their order."""
        found = {one.option_id: one.option for one in self.criteria if one.option}
        return sorted(found.values(), key=lambda option: option.position)

    @property
    def digest(self) -> str:
        """Eight characters that are others as soon as a rule is."""
        rows: list[Any] = [outcome.outcome for outcome in self.outcomes] + self.criteria + self.quantities
        rows += [method.method for outcome in self.outcomes for method in outcome.methods]
        told = [
            (type(row).__name__, [str(field.value_from_object(row)) for field in row._meta.concrete_fields])
            for row in rows
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:8]

    @property
    def goal_kinds(self) -> list[str]:
        """The kinds of goals that any quantity counts, in order."""
        return list(dict.fromkeys(kind for one in self.quantities for kind in one.item_kinds))


def rulebook_of(edition: Edition | int) -> Rulebook:
    """The rules of an edition; of one without rules an empty, false one."""
    outcomes = Outcome.objects.filter(edition=edition)
    criteria = Criterion.objects.filter(edition=edition).select_related(
        "method__outcome", "quantity__measure", "option"
    )
    return bound(outcomes, criteria)


def bound(outcomes: Iterable[Outcome], criteria: Iterable[Criterion]) -> Rulebook:
    """Outcomes and criteria, each in order, as one. A method without criteria is in none."""
    of_method: dict[int, list[Criterion]] = defaultdict(list)
    methods: dict[int, dict[int, Method]] = defaultdict(dict)
    for criterion in criteria:
        of_method[criterion.method_id].append(criterion)
        methods[criterion.method.outcome_id][criterion.method_id] = criterion.method
    return Rulebook(
        [
            OutcomeRules(
                outcome,
                [MethodRules(method, of_method[method.pk]) for method in methods[outcome.pk].values()],
            )
            for outcome in outcomes
        ]
    )
