"""Where a value stands on the ladder of its definition. It is worked out; the printed value stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import ge, le

from evidence.models import EvidenceRow, LadderStep
from partnerships.models import Direction

from .judging import with_unit


@dataclass(frozen=True)
class OnLadder:
    """The first step from the top that a number reaches, the steps being as they are printed."""

    row: EvidenceRow
    steps: Sequence[LadderStep]
    number: Fraction
    place: int
    """1 for the top; one more than there are steps, where none is reached."""
    missed_below: Sequence[LadderStep]
    """Steps further down that it does not reach: the ladder is not in order there."""

    @property
    def step(self) -> LadderStep | None:
        return self.steps[self.place - 1] if self.place <= len(self.steps) else None

    @property
    def words(self) -> str:
        """“step 9 of 9, from 0 on; 15 is the next”."""
        if self.step is None:
            return f"below all {len(self.steps)} steps, the last from {self._from(self.steps[-1])} on"
        label = f" ({self.step.label})" if self.step.label else ""
        of = f"step {self.place} of {len(self.steps)}{label}, from {self._from(self.step)} on"
        above = f"; {self._from(self.steps[self.place - 2])} is the next" if self.place > 1 else ""
        return f"{of}{above}"

    @property
    def remark(self) -> str:
        """A sentence where the order of the steps leaves open where it stands."""
        if not self.missed_below:
            return ""
        steps = ", ".join(f"step {one.position} ({self._from(one)})" for one in self.missed_below)
        return f"The ladder is printed out of order: {steps} further down is not reached."

    def _from(self, step: LadderStep) -> str:
        return with_unit(step.threshold, self.row)


def place_on_ladder(
    row: EvidenceRow, steps: Sequence[LadderStep], number: Decimal | Fraction | None
) -> OnLadder | None:
    """None without a ladder or a number. Where fewer are better a step is reached from below."""
    if not steps or number is None:
        return None
    reaches = le if row.better == Direction.LOWER else ge
    exact = Fraction(number)
    reached = [reaches(exact, Fraction(step.threshold)) for step in steps]
    place = next((at for at, one in enumerate(reached, 1) if one), len(steps) + 1)
    below = [step for step, one in zip(steps[place:], reached[place:], strict=True) if not one]
    return OnLadder(row, steps, exact, place, below)
