"""What rules are applied to: how many goals are met, and the values of measures. Nothing here asks the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from determinations.models import Quantity


@dataclass(frozen=True)
class QuantityFigure:
    """What a quantity comes to, with its working in words; or why it comes to nothing."""

    value: Fraction | None
    words: str


@dataclass(frozen=True)
class Count:
    """Of goals of one kind: how many are met, of how many there are. 0 <= met <= all."""

    met: int
    all: int


@dataclass(frozen=True)
class Facts:
    counts: Mapping[str, Count] = field(default_factory=dict)
    """By kind of goal. A kind that is left out has none."""
    values: Mapping[int, QuantityFigure] = field(default_factory=dict)
    """Of measures, by the key of the quantity."""
    chosen: frozenset[int] = frozenset()
    """The keys of the options that the partner is held to."""

    def figure(self, quantity: Quantity) -> QuantityFigure:
        if not quantity.counts_goals:
            return self.values.get(quantity.pk) or QuantityFigure(None, "There is no value.")
        count = self.count_of(quantity)
        if not count.all:
            return QuantityFigure(None, "There are none.")
        value = share(count.met, count.all) if quantity.is_share else Fraction(count.met)
        return QuantityFigure(value, f"{count.met} of {count.all}")

    def count_of(self, quantity: Quantity) -> Count:
        """Over all the kinds that the quantity counts."""
        found = [self.counts[kind] for kind in quantity.item_kinds if kind in self.counts]
        return Count(sum(one.met for one in found), sum(one.all for one in found))


@lru_cache(maxsize=4096)
def share(met: int, all_: int) -> Fraction:
    """Exact: two of three is two thirds."""
    return Fraction(met, all_)
