"""Figures worked out of counts, each by a formula that a source states. Exact fractions; none is ever stored.

The formulas are those of the West Virginia State Performance Plan of February 15, 2013: a rate is “a. divided by
b.” (indicator 4), the relative difference “SWD rate - SWOD rate/swod rate*100” (indicator 4), risk and weighted
risk ratio are the three steps of indicators 9 and 10.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction

FEWEST_ENROLLED = 20
"""“Do not calculate if less than 20 enrolled” (indicator 9)."""


@dataclass(frozen=True)
class Group:
    """Students of one group: how many are counted, and how many there are in all."""

    counted: Number
    enrolled: Number

    @property
    def risk(self) -> Fraction:
        """Step 1: “Black Students with Disabilities/Black Enrolled”. There must be some."""
        return Fraction(self.counted) / Fraction(self.enrolled)


def rate(numerator: Number, denominator: Number) -> Fraction | None:
    """In percent; None of nobody."""
    return 100 * Fraction(numerator) / Fraction(denominator) if denominator else None


def relative_difference(value: Number, other: Number) -> Fraction | None:
    """By how many percent a rate is above another: (1.8% - 1.2%) / 1.2% * 100 = 50. None above nothing."""
    return 100 * (Fraction(value) - Fraction(other)) / Fraction(other) if other else None


def risk_ratio(group: Group, others: Group) -> Fraction | None:
    """The risk of a group divided by that of all others. None where either has under 20, or the others' is 0."""
    if min(group.enrolled, others.enrolled) < FEWEST_ENROLLED or not others.counted:
        return None
    return group.risk / others.risk


def weighted_risk_ratio(
    name: str, groups: Mapping[str, Group], enrolled_in_state: Mapping[str, Number]
) -> Fraction | None:
    """A district's risk for one group against that for all others, weighted by the state's composition.

    [(1 - composition of the group) x its risk] / [sum over the others of composition x risk]. Risks are the
    district's, compositions the state's: “Enrolled Black students/all enrolled”. None where fewer than 20 of the
    group are enrolled in the district, and where nobody of the others is counted. Groups of which the district
    enrols nobody have no risk and are left out.
    """
    group = groups[name]
    if group.enrolled < FEWEST_ENROLLED:
        return None
    in_all = sum((Fraction(number) for number in enrolled_in_state.values()), Fraction(0))
    composition = {one: Fraction(number) / in_all for one, number in enrolled_in_state.items()}
    others = sum(
        (composition[one] * other.risk for one, other in groups.items() if one != name and other.enrolled),
        Fraction(0),
    )
    return (1 - composition[name]) * group.risk / others if others else None
