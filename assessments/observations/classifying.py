"""What a printed rule makes of one class. Where it says nothing, nothing is said for it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from assessments.models import ClassRule

Percent = Decimal | Fraction | int


class ClassStanding(Enum):
    EXEMPLARY = "exemplary"
    MINIMUM = "meets minimum expectations"
    BELOW = "below minimum expectations"
    UNDEFINED = "not defined by the printed rule"


@dataclass(frozen=True)
class Classified:
    standing: ClassStanding
    working: str
    """A sentence: the figures, and what of the rule they meet or miss."""


def classify(observed: Percent, engaged: Percent, rule: ClassRule) -> Classified:
    """The percentages of quality indicators observed and of students engaged, compared exactly, never rounded.

    - Exemplary: both at least what is asked for.
    - Below: fewer indicators, or fewer students engaged, than the minimum asks for, whatever the other is.
    - Minimum: students engaged within its span, both ends included. Any share of indicators from its own on is
      enough, since what is at least 90 is at least 75.
    - Not defined: more students engaged than the span of the minimum has, and yet not exemplary. That is so of 80
      and 92, and of any class between 89 and 90.
    """
    told = f"{_words(observed)}% of quality indicators and {_words(engaged)}% of students"
    seen, busy = Fraction(observed), Fraction(engaged)
    if seen >= rule.exemplary_observed and busy >= rule.exemplary_engaged:
        asked = f"at least {rule.exemplary_observed}% and {rule.exemplary_engaged}%"
        return Classified(ClassStanding.EXEMPLARY, f"{told}: {asked}.")
    missed = []
    if seen < rule.minimum_observed:
        missed.append(f"under {rule.minimum_observed}% of quality indicators")
    if busy < rule.minimum_engaged:
        missed.append(f"under {rule.minimum_engaged}% of students")
    if missed:
        return Classified(ClassStanding.BELOW, f"{told}: {' and '.join(missed)}.")
    span = f"{rule.minimum_engaged}-{rule.minimum_engaged_to}%"
    if busy <= rule.minimum_engaged_to:
        return Classified(
            ClassStanding.MINIMUM, f"{told}: at least {rule.minimum_observed}%, and within {span}."
        )
    if busy < rule.exemplary_engaged:
        why = f"the rule prints {span} and {rule.exemplary_engaged}%+, and nothing between"
    else:
        why = (
            f"the minimum ends at {rule.minimum_engaged_to}% of students, and exemplary asks for "
            f"{rule.exemplary_observed}% of quality indicators"
        )
    return Classified(ClassStanding.UNDEFINED, f"{told}: {why}.")


def _words(percent: Percent) -> str:
    """Without zeros at the end: 89.5, not 89.50."""
    return f"{percent.normalize():f}" if isinstance(percent, Decimal) else str(percent)
