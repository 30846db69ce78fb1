"""What a row's values are made of: the counts behind a printed rate, each with what it was."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.models import EvidenceRow, Observation
from evidence.reading import in_short

from .rates import rate


@dataclass(frozen=True)
class CountedFigure:
    number: str
    what: str
    """Surveys returned."""
    letter: str
    """As the formula has it."""


@dataclass(frozen=True)
class MadeOf:
    """“26.9%” of 862 and 3,208, with what was counted."""

    value: Observation
    counts: list[CountedFigure]
    """Those that its definition names."""
    worked_out: str
    """The rate of its numerator and denominator; empty where it has none."""

    @property
    def fraction(self) -> str:
        """“862/3208”, or empty."""
        top, bottom = self.value.numerator, self.value.denominator
        return "" if top is None or bottom is None else f"{in_short(top)}/{in_short(bottom)}"


def made_of(row: EvidenceRow) -> list[MadeOf]:
    """Of the values of a row as a whole that have counts behind them, the oldest first. In two queries."""
    values = row.observations.of_the_whole().select_related("period", "data_period")
    return told_of(values.prefetch_related("components__component").order_by("period__start"))


def told_of(values: Iterable[Observation]) -> list[MadeOf]:
    """The same of values that were read, with their components."""
    told = []
    for value in values:
        counts = [
            CountedFigure(in_short(one.number), one.component.label, one.component.letter)
            for one in value.components.all()
        ]
        share = None
        if value.numerator is not None and value.denominator:
            share = rate(value.numerator, value.denominator)
        if counts or share is not None:
            told.append(MadeOf(value, counts, "" if share is None else f"{in_short(share, 2)}%"))
    return told
