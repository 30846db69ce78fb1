"""How many items stand at each level, and the figures that rest on it.

A level that is not a score, and what is not rated, are counted; neither enters a share or an average.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self


@dataclass(frozen=True)
class Tally:
    levels: tuple[tuple[Any, int], ...]
    """Those of a scale in its order, each with how many items stand there. A level has a `value`."""
    unrated: int = 0
    met_from: int = 0

    @classmethod
    def of(cls, given: Iterable[Any], levels: Iterable[Any], met_from: int) -> Self:
        """Of the levels that items were given, None for those not rated."""
        counts = Counter(given)
        return cls(tuple((level, counts[level]) for level in levels), counts[None], met_from)

    @classmethod
    def together(cls, tallies: Sequence["Tally"], met_from: int) -> Self:
        """Of items that were tallied apart, at the levels of one scale."""
        counts: Counter[Any] = Counter()
        for tally in tallies:
            counts.update(dict(tally.levels))
        return cls(tuple(counts.items()), sum(tally.unrated for tally in tallies), met_from)

    @property
    def total(self) -> int:
        return self.rated + self.unrated

    @cached_property
    def rated(self) -> int:
        return sum(count for _, count in self.levels)

    @property
    def judged(self) -> int:
        """Those rated, without what was only said not to be."""
        return sum(count for level, count in self.levels if level.is_judgement)

    @cached_property
    def scores(self) -> list[tuple[int, int]]:
        """(value, how many items)"""
        return [(level.value, count) for level, count in self.levels if level.value is not None]

    @cached_property
    def scored(self) -> int:
        return sum(count for _, count in self.scores)

    @property
    def met(self) -> int:
        return sum(count for value, count in self.scores if value >= self.met_from)

    @property
    def share(self) -> float | None:
        """Of the items with a score, the percentage at `met_from` or above; None without scores."""
        return 100 * self.met / self.scored if self.scored else None

    @cached_property
    def average(self) -> float | None:
        """None without scores."""
        scored = self.scored
        return sum(value * count for value, count in self.scores) / scored if scored else None

    @property
    def reached(self) -> Any:
        """The highest level that the average reaches, which gives it its tone; None without scores."""
        average = self.average
        if average is None:
            return None
        reached = (one for one, _ in self.levels if one.value is not None and one.value <= average)
        return max(reached, key=lambda level: level.value)
