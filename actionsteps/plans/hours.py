"""The hours of a step: what its lines come to, beside the total that was stated."""

from dataclasses import dataclass
from decimal import Decimal

from ..models import ActionStep, Hours


@dataclass(frozen=True)
class HoursTotals:
    lines: tuple[Hours, ...]
    stated: Decimal | None
    """The total as the plan states it; nothing is made of it."""

    @property
    def planned(self) -> Decimal:
        return sum((one.planned or Decimal() for one in self.lines), Decimal())

    @property
    def spent(self) -> Decimal:
        return sum((one.spent or Decimal() for one in self.lines), Decimal())

    @property
    def unstated(self) -> int:
        """How many lines say no hours."""
        return sum(one.planned is None for one in self.lines)

    @property
    def remark(self) -> str:
        """Why the lines do not come to the total that is stated; empty where they do, or none is."""
        if not self.lines or self.stated is None:
            return ""
        if self.planned > self.stated or (self.planned < self.stated and not self.unstated):
            return "not what the lines come to"
        if self.unstated:
            return f"{self.unstated} line{' says' if self.unstated == 1 else 's say'} no hours"
        return ""

    def __bool__(self) -> bool:
        return bool(self.lines) or self.stated is not None


def totals_of(step: ActionStep) -> HoursTotals:
    """Of a step with its `hours`."""
    return HoursTotals(tuple(step.hours.all()), step.hours_stated)
