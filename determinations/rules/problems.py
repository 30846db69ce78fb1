"""What is wrong with rules before they are adopted: that nothing satisfies one, or that two say the same.

Goals are tried out: every way to meet up to a few goals of each kind. Values of measures are tried
just below, at and just above each threshold.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice, pairwise, product

from determinations.models import Criterion, Method, Option, Outcome, Quantity, QuantityKind

from .deciding import Answer, answer_method, answer_outcome, fulfils
from .facts import Count, Facts, QuantityFigure
from .rulebook import MethodRules, OutcomeRules, Rulebook

FEW = range(4)
"""Goals of a kind that are tried whatever is asked: none to three."""

MANY, MOST_GOALS = 12, 200
"""From so many goals on only some ways to meet them are tried; and there are no more than so many."""

MOST_TRIED = 40_000
"""Combinations that are tried. Where there are more, what only all of them would show is not said."""


def problems_in(
    rulebook: Rulebook, methods: Sequence[Method], options: Iterable[Option] = ()
) -> Iterator[str]:
    """Sentences, in the order of the rules. `methods` and `options` are all of the edition, those without criteria
    among them."""
    if not rulebook:
        if methods:
            yield "The rules have methods and no outcome."
        return
    yield from _incomplete(rulebook, methods)
    yield from _problems_of_choosing(rulebook, options)
    yield from (sentence for one in rulebook.criteria for sentence in _problems_of_criterion(one))
    unmet = [method for method in _methods(rulebook) if not can_hold(method)]
    yield from (f"{method.method}: nothing can satisfy it. {_clash(method)}" for method in unmet)
    if not unmet:
        yield from _problems_between(rulebook)


def _methods(rulebook: Rulebook) -> list[MethodRules]:
    return [method for outcome in rulebook.outcomes for method in outcome.methods]


def _incomplete(rulebook: Rulebook, methods: Sequence[Method]) -> Iterator[str]:
    asked = {rules.method.pk for rules in _methods(rulebook)}
    yield from (
        f"{method}: it asks for nothing. Give it a criterion." for method in methods if method.pk not in asked
    )
    *before, _ = rulebook.outcomes
    for rules in before:
        if rules.is_what_is_left and not any(method.outcome_id == rules.outcome.pk for method in methods):
            yield f"{rules.outcome}: without a method it is what is left, and so stands last."


def _problems_of_choosing(rulebook: Rulebook, options: Iterable[Option]) -> Iterator[str]:
    asked = {one.option_id for one in rulebook.criteria}
    yield from (
        f"{option}: it asks for nothing. Give it a criterion, or take it away."
        for option in options
        if option.pk not in asked
    )
    for rules in _methods(rulebook):
        wanted = rules.method.options_chosen
        offered = {one.option_id for one in rules.criteria if one.option_id}
        if wanted and len(offered) < wanted:
            yield f"{rules.method}: {wanted} options are to be chosen, and it has {len(offered)}."
        if offered and not wanted:
            yield f"{rules.method}: say how many of its options are chosen."
    numbers = sorted({rules.method.options_chosen or 0 for rules in _methods(rulebook)} - {0}, reverse=True)
    for more, fewer in pairwise(numbers):
        yield f"Partners choose once: {more} options in one method and {fewer} in another cannot both be."


def _problems_of_criterion(criterion: Criterion) -> Iterator[str]:
    quantity, threshold = criterion.quantity, criterion.threshold
    where = f"{criterion.method}, {quantity}"
    if quantity.is_share and threshold > 1:
        yield f"{where}: {criterion.numerator} of {criterion.denominator} is more than 100%."
    elif quantity.counts_goals and threshold < 0:
        yield f"{where}: less than none cannot be asked."
    if quantity.kind == QuantityKind.COUNT_MET and threshold.denominator != 1:
        yield f"{where}: a number of goals is a whole number."
    if quantity.measure and quantity.measure.local_to_id:
        yield f"{where}: “{quantity.measure}” is only one partnership's own measure."


# Whether a method can hold


def can_hold(rules: MethodRules) -> bool:
    """Whether any goals and any values satisfy a method; of options, some that can be chosen together."""
    wanted = rules.method.options_chosen
    options = sorted({one.option_id for one in rules.criteria if one.option_id})
    chosen = combinations(options, wanted) if wanted else iter([tuple(options)])
    return any(_can_hold(rules, frozenset(one)) for one in chosen)


def _can_hold(rules: MethodRules, chosen: frozenset[int]) -> bool:
    asked = [group for group in rules.groups if group[0].option_id is None or group[0].option_id in chosen]
    return any(_together(way) for way in islice(product(*asked), MOST_TRIED))


def _together(criteria: Sequence[Criterion]) -> bool:
    """Whether all of some criteria can hold at once."""
    by_quantity: dict[int, list[Criterion]] = defaultdict(list)
    for one in criteria:
        by_quantity[one.quantity_id].append(one)
    of_values = [group for group in by_quantity.values() if not group[0].quantity.counts_goals]
    of_goals = [one for one in criteria if one.quantity.counts_goals]
    return all(_value_for(group) for group in of_values) and (not of_goals or _goals_for(of_goals))


def _value_for(criteria: Sequence[Criterion]) -> bool:
    return any(
        all(fulfils(value, one.comparator, one.threshold) for one in criteria) for value in _around(criteria)
    )


def _around(criteria: Iterable[Criterion]) -> list[Fraction]:
    """Values below, at and above each threshold, and between two of them."""
    thresholds = sorted({one.threshold for one in criteria})
    between = [(one + other) / 2 for one, other in pairwise(thresholds)]
    return [thresholds[0] - 1, *thresholds, *between, thresholds[-1] + 1]


def _goals_for(criteria: Sequence[Criterion]) -> bool:
    tried = _counts_tried(criteria, [one.quantity for one in criteria])
    for counts in tried:
        facts = Facts(counts)
        values = [(one, facts.figure(one.quantity).value) for one in criteria]
        if all(value is not None and fulfils(value, one.comparator, one.threshold) for one, value in values):
            return True
    return not tried


def _clash(rules: MethodRules) -> str:
    """Which two criteria exclude each other, where it is two."""
    for one, other in combinations(rules.criteria, 2):
        if _together([one]) and _together([other]) and not _together([one, other]):
            return f"“{one}” and “{other}” exclude each other."
    alone = next((one for one in rules.criteria if not _together([one])), None)
    return f"“{alone}” is more than there can be." if alone else ""


# What outcomes are to each other


def _problems_between(rulebook: Rulebook) -> Iterator[str]:
    """Outcomes that always hold together, and those that none of all that can be comes to."""
    reached: set[int] = set()
    held: dict[tuple[int, int], bool] = {}
    judged = [rules for rules in rulebook.outcomes if not rules.is_what_is_left]
    for facts in _all_facts(rulebook):
        holding = [
            rules.outcome.pk for rules in rulebook.outcomes if answer_outcome(rules, facts) == Answer.HOLDS
        ]
        reached.update(holding[:1])
        for one, other in combinations(judged, 2):
            pair = one.outcome.pk, other.outcome.pk
            held[pair] = held.get(pair, True) and (pair[0] in holding) == (pair[1] in holding)
    if not reached:
        return  # too many to try
    together = [
        (one, other) for one, other in combinations(judged, 2) if held[one.outcome.pk, other.outcome.pk]
    ]
    for one, other in together:
        yield f"{one.outcome} and {other.outcome} always hold together: the second can never be the outcome."
    said = {other.outcome.pk for _, other in together}
    for rules in rulebook.outcomes:
        if rules.outcome.pk not in reached | said:
            yield f"{rules.outcome}: it can never be the outcome, since one before it always holds."


def _all_facts(rulebook: Rulebook) -> Iterator[Facts]:
    """Everything that can be, as far as rules tell it apart; nothing where that is too much."""
    values = {
        one.pk: [
            None,
            *_around(criterion for criterion in rulebook.criteria if criterion.quantity_id == one.pk),
        ]
        for one in rulebook.quantities
        if not one.counts_goals
    }
    counts = _counts_tried(rulebook.criteria, rulebook.quantities)
    options = [one.pk for one in rulebook.options]
    wanted = max((rules.method.options_chosen or 0 for rules in _methods(rulebook)), default=0)
    chosen = [frozenset(one) for one in combinations(options, wanted)] or [frozenset()]
    number = len(counts) * len(chosen)
    for one in values.values():
        number *= len(one)
    if number > MOST_TRIED:
        return
    for of_goals, choice in product(counts, chosen):
        for of_values in product(*values.values()):
            figures = {key: QuantityFigure(value, "") for key, value in zip(values, of_values, strict=True)}
            yield Facts(of_goals, figures, choice)


def _counts_tried(criteria: Iterable[Criterion], quantities: Iterable[Quantity]) -> list[Mapping[str, Count]]:
    """Ways to meet goals of each kind, as many as rules can tell apart; none of a kind among them. Empty where that
    is too much to try."""
    kinds = list(dict.fromkeys(kind for one in quantities for kind in one.item_kinds))
    ways = _ways_to_meet([one for one in criteria if one.quantity.counts_goals])
    if len(ways) ** len(kinds) > MOST_TRIED:
        return []
    return [
        {kind: count for kind, count in zip(kinds, way, strict=True) if count.all}
        for way in product(ways, repeat=len(kinds))
    ]


def _ways_to_meet(criteria: Sequence[Criterion]) -> list[Count]:
    """Few goals, and as many as thresholds divide by or ask for; all of them met, none, and just about as asked."""
    sizes = set(FEW)
    for one in criteria:
        asked = one.threshold.denominator if one.quantity.is_share else max(0, int(one.threshold)) + 1
        sizes.add(min(asked, MOST_GOALS))
    return [
        Count(met, all_)
        for all_ in sorted(sizes)
        for met in range(all_ + 1)
        if all_ < MANY or met in _about(all_, criteria)
    ]


def _about(all_: int, criteria: Iterable[Criterion]) -> set[int]:
    """Numbers of goals met at which an answer can change."""
    found = {0, 1, all_}
    for one in criteria:
        number = int(one.threshold * all_) if one.quantity.is_share else int(one.threshold)
        found |= {number - 1, number, number + 1}
    return found


def overlapping(rulebook: Rulebook, facts: Facts) -> list[Outcome]:
    """The outcomes whose methods hold, the first of them being the outcome. What is left is not among them."""
    return [rules.outcome for rules in rulebook.outcomes if _holds(rules, facts)]


def _holds(rules: OutcomeRules, facts: Facts) -> bool:
    return any(answer_method(method, facts) == Answer.HOLDS for method in rules.methods)
