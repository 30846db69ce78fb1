"""What values of measures would have to be for a better outcome: those of the last year, the others being what they
are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product
from math import ceil

from determinations.models import ChangeUnit, Comparator, Criterion, Outcome, QuantityKind, YearsCompared

from .deciding import Answer, answer_criterion, decide, is_asked
from .facts import Facts
from .rulebook import MethodRules, Rulebook
from .series import YearSeries, figure_of, why_broken
from .words import in_figures

MOST_TRIED = 200
"""Ways to fulfil a method that are tried: alternatives of eight groups of two, but for a few."""


@dataclass(frozen=True)
class ValuesNeeded:
    """By the key of each measure: the least its last value would have to be; and the outcome it then is."""

    values: Mapping[int, Fraction]
    outcome: Outcome

    def within(self, other: "ValuesNeeded") -> bool:
        """Whether it asks nothing that the other does not ask too."""
        return all(key in other.values and value <= other.values[key] for key, value in self.values.items())


def values_needed(rulebook: Rulebook, facts: Facts, series: Mapping[int, YearSeries]) -> list[ValuesNeeded]:
    """The ways to a better outcome by other last values alone. Each reaches it, and no smaller one does."""
    order = {one.outcome: place for place, one in enumerate(rulebook.outcomes)}
    now = decide(rulebook, facts)
    best = order[now] if now else len(order)
    found: list[ValuesNeeded] = []
    for rules in rulebook.outcomes[:best]:
        for method in rules.methods:
            for values in _ways(method, facts, series):
                outcome = decide(rulebook, with_values(rulebook, facts, series, values))
                if outcome and order[outcome] < best:
                    found.append(ValuesNeeded(values, outcome))
    return [
        one
        for place, one in enumerate(found)
        if not any(
            other.within(one) and (other.values != one.values or before < place)
            for before, other in enumerate(found)
            if before != place
        )
    ]


def with_values(
    rulebook: Rulebook, facts: Facts, series: Mapping[int, YearSeries], values: Mapping[int, Fraction]
) -> Facts:
    """The facts when the last values of measures were others."""
    changed = {key: _with_last(one, values[key]) if key in values else one for key, one in series.items()}
    figures = {
        one.pk: figure_of(one, changed[one.measure_id])
        for one in rulebook.quantities
        if one.measure_id in changed
    }
    return replace(facts, values={**facts.values, **figures})


def in_words(values: Mapping[int, Fraction], rulebook: Rulebook, series: Mapping[int, YearSeries]) -> str:
    """“MPI in Math at least 63.04 in 2019-2020 (it is 61.2)”. Rounded up, so that it does reach."""
    names = {one.measure_id: str(one.measure) for one in rulebook.quantities if one.measure_id}
    parts = []
    for key, value in values.items():
        last = series[key].years[-1]
        is_now = f" (it is {in_figures(last.number)})" if last.number is not None else ""
        parts.append(
            f"{names[key]} at least {in_figures(Fraction(ceil(value * 100), 100))} in {last.year}{is_now}"
        )
    return ", and ".join(parts)


def _with_last(series: YearSeries, number: Fraction) -> YearSeries:
    *before, last = series.years
    return replace(series, years=(*before, replace(last, number=number)))


def _ways(
    method: MethodRules, facts: Facts, series: Mapping[int, YearSeries]
) -> Iterator[Mapping[int, Fraction]]:
    """By alternatives: what is needed so that all that a method asks holds."""
    ways = []
    for group in method.groups:
        if not is_asked(group[0], method, facts):
            continue
        if any(answer_criterion(one, facts) in (Answer.HOLDS, Answer.WAIVED) for one in group):
            continue
        ways.append(
            [(one.quantity.measure_id, least) for one in group if (least := _needed(one, series)) is not None]
        )
    for number, way in enumerate(product(*ways)):
        if number >= MOST_TRIED:
            return
        values: dict[int, Fraction] = {}
        for key, least in way:
            if key is not None:
                values[key] = max(least, values.get(key, least))
        if values:
            yield values


def _needed(criterion: Criterion, series: Mapping[int, YearSeries]) -> Fraction | None:
    """The least last value by which a criterion holds; None where no last value does, or none is the least."""
    quantity = criterion.quantity
    of_measure = series.get(quantity.measure_id or 0)
    if of_measure is None or criterion.comparator != Comparator.AT_LEAST:
        return None
    if quantity.kind == QuantityKind.VALUE:
        return criterion.threshold if of_measure.years else None
    years = of_measure.last(quantity.years)
    numbers = [one.number for one in years]
    before = [number for number in numbers[:-1] if number is not None]
    if why_broken(years) or not before or len(before) < len(numbers) - 1 or min(before) <= 0:
        return None
    return _last(before, criterion.threshold, ChangeUnit(quantity.change), YearsCompared(quantity.span))


def _last(
    before: list[Fraction], threshold: Fraction, change: ChangeUnit, span: YearsCompared
) -> Fraction | None:
    """The last figure with which the change is exactly what is asked."""
    steps = [
        100 * (after - one) / one if change == ChangeUnit.PERCENT else after - one
        for one, after in pairwise(before)
    ]
    match span:
        case YearsCompared.FIRST_TO_LAST:
            return _raised(before[0], threshold, change)
        case YearsCompared.BEFORE_TO_LAST:
            return _raised(sum(before, Fraction(0)) / len(before), threshold, change)
        case YearsCompared.EACH_YEAR:
            return None if any(step < threshold for step in steps) else _raised(before[-1], threshold, change)
        case YearsCompared.AVERAGE_YEAR:
            wanted = threshold * (len(steps) + 1) - sum(steps, Fraction(0))
            return _raised(before[-1], wanted, change)


def _raised(number: Fraction, by: Fraction, change: ChangeUnit) -> Fraction:
    return number * (1 + by / 100) if change == ChangeUnit.PERCENT else number + by
