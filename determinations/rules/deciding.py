"""Which outcome the rules give. Three answers are possible to each question: it holds, it does not, it waits.

Nothing here asks the database, and nothing is rounded: shares are exact fractions.
"""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from determinations.models import Absent, Comparator, Criterion, Outcome

from .facts import Facts
from .rulebook import MethodRules, OutcomeRules, Rulebook


class Answer(StrEnum):
    HOLDS = "holds"
    WAIVED = "waived"
    """It is not asked, since there is nothing of what it asks about. It stands in nothing's way."""
    FAILS = "fails"
    WAITS = "waits"
    """What it asks about is still to come."""


COMPARE = {
    Comparator.AT_LEAST: ge,
    Comparator.MORE_THAN: gt,
    Comparator.AT_MOST: le,
    Comparator.LESS_THAN: lt,
    Comparator.EQUAL: eq,
}

WITHOUT_A_FIGURE = {
    Absent.FAILS: Answer.FAILS,
    Absent.WAIVED: Answer.WAIVED,
    Absent.PENDING: Answer.WAITS,
}


def fulfils(value: Fraction, comparator: str, threshold: Fraction) -> bool:
    return COMPARE[Comparator(comparator)](value, threshold)


def answer_criterion(criterion: Criterion, facts: Facts) -> Answer:
    value = facts.figure(criterion.quantity).value
    if value is None:
        return WITHOUT_A_FIGURE[Absent(criterion.when_absent)]
    is_fulfilled = fulfils(value, criterion.comparator, criterion.threshold)
    return Answer.HOLDS if is_fulfilled else Answer.FAILS


def answer_method(rules: MethodRules, facts: Facts) -> Answer:
    """All that it asks holds: of those who choose, the criteria of the options they chose.

    Where they have not chosen as many as it says, it waits. One of which everything is waived does not hold:
    nothing speaks for it.
    """
    if wanted := rules.method.options_chosen:
        offered = {one.option_id for one in rules.criteria if one.option_id}
        if len(facts.chosen & offered) != wanted:
            return Answer.WAITS
    asked = [group for group in rules.groups if is_asked(group[0], rules, facts)]
    answers = [any_of(answer_criterion(one, facts) for one in group) for group in asked]
    if Answer.FAILS in answers:
        return Answer.FAILS
    if Answer.WAITS in answers:
        return Answer.WAITS
    return Answer.HOLDS if Answer.HOLDS in answers else Answer.FAILS


def is_asked(criterion: Criterion, rules: MethodRules, facts: Facts) -> bool:
    """Whether the method asks it of this partner: not, where it chose other options."""
    return not (rules.method.options_chosen and criterion.option_id) or criterion.option_id in facts.chosen


def any_of(answers: Iterable[Answer]) -> Answer:
    """Of alternatives the best."""
    found = set(answers)
    best = (Answer.HOLDS, Answer.WAIVED, Answer.WAITS, Answer.FAILS)
    return next(answer for answer in best if answer in found)


def answer_outcome(rules: OutcomeRules, facts: Facts) -> Answer:
    """It is reached by any of its methods; what is left, without one."""
    if rules.is_what_is_left:
        return Answer.HOLDS
    return any_of(answer_method(method, facts) for method in rules.methods)


def has_figures(rulebook: Rulebook, facts: Facts) -> bool:
    """Whether anything is there to judge by. Without it there is no outcome, not even what is left."""
    return any(facts.figure(quantity).value is not None for quantity in rulebook.quantities)


def decide(rulebook: Rulebook, facts: Facts) -> Outcome | None:
    """The first outcome that holds; none while one before it waits, or where there is nothing to judge by."""
    if not has_figures(rulebook, facts):
        return None
    for rules in rulebook.outcomes:
        answer = answer_outcome(rules, facts)
        if answer == Answer.WAITS:
            return None
        if answer == Answer.HOLDS:
            return rules.outcome
    return None
