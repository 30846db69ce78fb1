"""What comes of the other ways to read a rule that its source leaves open."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from itertools import product

from determinations.models import ChangeUnit, Comparator, Criterion, Quantity, YearsCompared

from .rulebook import MethodRules, OutcomeRules, Rulebook


@dataclass(frozen=True)
class RuleReading:
    """One way to read what is left open. None where nothing is left open of it."""

    change: ChangeUnit | None
    span: YearsCompared | None
    comparator: Comparator | None

    @property
    def words(self) -> str:
        """“in percent of the earlier figure; the last year with the first; at least”."""
        parts = [str(one.label) for one in (self.change, self.span, self.comparator) if one]
        return "; ".join(parts)


def other_readings(rulebook: Rulebook) -> list[tuple[RuleReading, Rulebook]]:
    """Every way to read what the edition's rules mark as open, each with the rules as they then are.

    The way that an administrator chose is not among them; where nothing is open there is none.
    """
    chosen = _signature(rulebook)
    ways = [(reading, read_so(rulebook, reading)) for reading in _ways(rulebook)]
    return [(reading, rules) for reading, rules in ways if _signature(rules) != chosen]


def _ways(rulebook: Rulebook) -> Iterator[RuleReading]:
    quantities = rulebook.quantities
    changes = list(ChangeUnit) if any(one.change_is_open for one in quantities) else [None]
    spans = list(YearsCompared) if any(one.span_is_open for one in quantities) else [None]
    is_open = any(one.is_open for one in rulebook.criteria)
    comparators = [Comparator.AT_LEAST, Comparator.EQUAL] if is_open else [None]
    for change, span, comparator in product(changes, spans, comparators):
        yield RuleReading(change, span, comparator)


def read_so(rulebook: Rulebook, reading: RuleReading) -> Rulebook:
    """The rules with what is open in them read in one way."""
    quantities = {one.pk: _quantity(one, reading) for one in rulebook.quantities}
    outcomes = [
        OutcomeRules(
            outcome.outcome,
            [
                MethodRules(
                    method.method,
                    [_criterion(one, quantities[one.quantity_id], reading) for one in method.criteria],
                )
                for method in outcome.methods
            ],
        )
        for outcome in rulebook.outcomes
    ]
    return replace(rulebook, outcomes=outcomes)


def _quantity(quantity: Quantity, reading: RuleReading) -> Quantity:
    read = copy(quantity)
    if quantity.change_is_open and reading.change:
        read.change = reading.change
    if quantity.span_is_open and reading.span:
        read.span = reading.span
    return read


def _criterion(criterion: Criterion, quantity: Quantity, reading: RuleReading) -> Criterion:
    read = copy(criterion)
    read.quantity = quantity
    if criterion.is_open and reading.comparator:
        read.comparator = reading.comparator
    return read


def _signature(rulebook: Rulebook) -> list[tuple[str, str, str]]:
    """What is read of everything that can be read in several ways."""
    return [(one.quantity.change, one.quantity.span, one.comparator) for one in rulebook.criteria]
