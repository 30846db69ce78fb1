"""Gaps between groups and changes between periods, in the unit they are told in."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evidence.models import EvidenceRow, Observation, StudentGroup
from evidence.reading import in_short
from partnerships.models import Direction

from .judging import PERCENT, number_of, with_unit


@dataclass(frozen=True)
class Difference:
    by: Fraction
    """What the first is above the second, in the row's unit."""
    words: str
    """“2.7 percentage points higher”, “the same”."""
    is_better: bool | None
    """By the row's direction; None where neither is better, or they are the same."""


def difference(
    row: EvidenceRow, value: Decimal | Fraction, other: Decimal | Fraction, *, is_percent: bool = False
) -> Difference:
    """How far a figure of a row is above another: in percentage points where the unit is percent, or both
    are printed so in a row without a unit (`is_percent`).

    “Increase by 1%” of a percentage means percentage points (West Virginia State Performance Plan).
    """
    by = Fraction(value) - Fraction(other)
    if not by:
        return Difference(by, "the same", None)
    amount = f"{in_short(abs(by))} percentage point{'' if abs(by) == 1 else 's'}"
    if row.unit not in PERCENT and not is_percent:
        amount = with_unit(abs(by), row)
    better = {Direction.HIGHER: by > 0, Direction.LOWER: by < 0}.get(Direction(row.better))
    return Difference(by, f"{amount} {'higher' if by > 0 else 'lower'}", better)


def change(row: EvidenceRow, before: Observation, now: Observation) -> Difference | None:
    """From one period's value to another's; None where one of them is not a number."""
    earlier, number = number_of(before, row), number_of(now, row)
    if earlier is None or number is None:
        return None
    is_percent = not row.unit and all("%" in value.text for value in (before, now))
    return difference(row, number, earlier, is_percent=is_percent)


@dataclass(frozen=True)
class Gap:
    group: StudentGroup
    """Whom the row's figure is about."""
    against: StudentGroup
    difference: Difference

    @property
    def words(self) -> str:
        """“students with IEPs against all students: 10.2 percentage points lower”. Against whom is always said:
        all students include those with IEPs, so it is another gap than the one against those without."""
        return f"{self.group} against {self.against}: {self.difference.words}"


def gap(row: EvidenceRow, value: Observation, other: Observation) -> Gap | None:
    """Between the group a row is about and a group that one of its parts is about, in one period.

    None where either is not a number, or no group is named.
    """
    against = other.part.student_group if other.part else None
    number, theirs = number_of(value, row), number_of(other, row)
    if row.student_group is None or against is None or number is None or theirs is None:
        return None
    return Gap(row.student_group, against, difference(row, number, theirs))
