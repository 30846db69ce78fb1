"""The figures of a measure over years, and how it changed, by each way to read that. Exact fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from determinations.models import ChangeUnit, Quantity, QuantityKind, YearsCompared

from .facts import QuantityFigure
from .words import in_figures


@dataclass(frozen=True)
class YearFigure:
    year: str
    """As documents print it: 2018-2019."""
    number: Fraction | None
    why_none: str = ""
    """A sentence, where there is no number: “There is no figure of 2018-2019.”"""
    why_broken: str = ""
    """A sentence, where it is not comparable with the figure before it."""


@dataclass(frozen=True)
class YearSeries:
    """The years that end with the round's own, the oldest first, one after the other."""

    years: tuple[YearFigure, ...]

    def last(self, number: int | None) -> tuple[YearFigure, ...]:
        """The last so many years; None for all."""
        return self.years[-number:] if number else self.years


def figure_of(quantity: Quantity, series: YearSeries) -> QuantityFigure:
    """What a value or a change comes to. Without a figure of one of its years it comes to nothing, and says why."""
    if not series.years:
        return QuantityFigure(None, "No row of the evidence answers it.")
    if quantity.kind == QuantityKind.VALUE:
        last = series.years[-1]
        if last.number is None:
            return QuantityFigure(None, last.why_none)
        return QuantityFigure(last.number, f"{in_figures(last.number)} in {last.year}")
    return _change(quantity, series)


def _change(quantity: Quantity, series: YearSeries) -> QuantityFigure:
    years = series.last(quantity.years)
    if missing := [one.why_none for one in years if one.number is None]:
        return QuantityFigure(None, " ".join(missing))
    if broken := why_broken(years):
        return QuantityFigure(None, broken)
    numbers = [one.number for one in years if one.number is not None]
    printed = ", ".join(f"{in_figures(one.number)} in {one.year}" for one in years if one.number is not None)
    changed = change_over(numbers, ChangeUnit(quantity.change), YearsCompared(quantity.span))
    if changed is None:
        return QuantityFigure(None, f"{printed}: of 0 there is no percentage.")
    sign = "+" if changed > 0 else "−" if changed < 0 else ""
    return QuantityFigure(changed, f"{sign}{in_figures(abs(changed))} {quantity.change} ({printed})")


def why_broken(years: Sequence[YearFigure]) -> str:
    """Why figures of these years are not comparable with each other, in a sentence; empty where they are."""
    return next((one.why_broken for one in years[1:] if one.why_broken), "")


def change_over(numbers: Sequence[Fraction], change: ChangeUnit, span: YearsCompared) -> Fraction | None:
    """How figures of years in a row, two at least, changed. None where it would be a percentage of nothing."""
    if span == YearsCompared.FIRST_TO_LAST:
        return _step(numbers[0], numbers[-1], change)
    if span == YearsCompared.BEFORE_TO_LAST:
        before = numbers[:-1]
        return _step(sum(before, Fraction(0)) / len(before), numbers[-1], change)
    steps = [_step(one, other, change) for one, other in pairwise(numbers)]
    known = [step for step in steps if step is not None]
    if len(known) < len(steps):
        return None
    return min(known) if span == YearsCompared.EACH_YEAR else sum(known, Fraction(0)) / len(known)


def _step(before: Fraction, after: Fraction, change: ChangeUnit) -> Fraction | None:
    if change == ChangeUnit.POINTS:
        return after - before
    return 100 * (after - before) / before if before else None
