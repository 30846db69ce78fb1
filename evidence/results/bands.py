"""A value with a figure for each band of its target, and how far each is from what it is to reach."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evidence.models import TargetBand
from evidence.reading import ValueFigure, in_short

WHOLE = 100
ROUNDED_BY = Fraction(1, 2)
"""By how much each share of a whole may be rounded."""


@dataclass(frozen=True)
class BandFigure:
    band: TargetBand
    number: Decimal
    """What the value has of this band, with those above it where it prints shares of a whole."""
    added: str = ""
    """What was added up to it: “Proficient 15 and Advanced 11”. Empty where it stands there itself."""
    printed_gap: Decimal | None = None
    """As the value prints it behind the figure: -20 of “10% (-20%)”."""

    @property
    def met(self) -> bool:
        return self.number >= self.band.at_least

    @property
    def gap(self) -> Decimal:
        """How far it is above what it is to reach; below 0 where it is not."""
        return self.number - self.band.at_least

    @property
    def gap_in_words(self) -> str:
        """“20 below”, “reached”."""
        return f"{in_short(-self.gap)} below" if self.gap < 0 else "reached"

    @property
    def gap_differs(self) -> bool:
        return self.printed_gap is not None and self.printed_gap != self.gap


def figures_of_bands(figures: Sequence[ValueFigure], bands: Sequence[TargetBand]) -> list[BandFigure]:
    """Told by the band's name or, where none is named, by its place; in the order of the bands.

    Bands lie within each other (90% Basic has the 30% Advanced in it). Where a value prints shares of a whole
    instead, so that its figures come to 100%, those of the bands above are added. Empty where a band has no figure.
    """
    named = {
        band.pk: next((one for one in figures if band.label.casefold() in _words_of(one)), None)
        for band in bands
    }
    if not any(named.values()) and len(figures) == len(bands):
        named = {band.pk: one for band, one in zip(bands, figures, strict=True)}
    found = [(band, one, one.number) for band in bands if (one := named[band.pk])]
    if len(found) < len(bands) or any(number is None for *_, number in found):
        return []
    read = [(band, figure, number) for band, figure, number in found if number is not None]
    if _is_whole(figures, bands):
        return list(_with_those_above(read))
    return [BandFigure(band, number, printed_gap=figure.beside) for band, figure, number in read]


def _is_whole(figures: Sequence[ValueFigure], bands: Sequence[TargetBand]) -> bool:
    """Whether the figures are shares of a whole and one of them is in no band: “56% Below”."""
    numbers = [Fraction(one.number) for one in figures if one.number is not None]
    is_all = abs(sum(numbers, Fraction(0)) - WHOLE) <= ROUNDED_BY * len(numbers)
    return is_all and len(figures) > len(bands) and sum(one.at_least for one in bands) > WHOLE


def _with_those_above(read: list[tuple[TargetBand, ValueFigure, Decimal]]) -> Iterator[BandFigure]:
    """The bands that ask for the least are the highest levels."""
    for band, _, number in read:
        above = [(other.label, more) for other, _, more in read if other.at_least < band.at_least]
        parts = [(band.label, number), *sorted(above, key=lambda one: one[1], reverse=True)]
        added = " and ".join(f"{label} {more.normalize():f}" for label, more in parts) if above else ""
        yield BandFigure(band, sum((more for _, more in parts), Decimal(0)), added)


def _words_of(figure: ValueFigure) -> str:
    return f"{figure.label} {figure.words}".casefold()
