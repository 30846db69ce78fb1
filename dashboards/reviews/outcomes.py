"""What came of the reviews of each partner and school, in the order of the reviews: its path."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .choices import Moved

SIGNS = ("●", "◐", "○")
"""Beside the words, of the first outcome of an edition, those between, and the last."""


class OutcomeShown(NamedTuple):
    """An outcome of an edition, with its place among them: 1 for the best."""

    place: int
    name: str
    among: tuple[str, ...]
    """The names of all outcomes of the edition, the best first."""

    @property
    def sign(self) -> str:
        return SIGNS[0 if self.place == 1 else 2 if self.place == len(self.among) else 1]


class Determined(NamedTuple):
    """What came of one review."""

    cycle: int
    outcome: OutcomeShown | None
    """None where the rules gave none: no goals, or no data."""
    by_rules: OutcomeShown | None
    """What the rules gave, where the conference agreed on another."""
    moved: Moved | None
    """None without an outcome before it."""


Path = tuple[Determined, ...]
"""The first review first."""


class Paths:
    """The paths of all partners and schools of an agreement. Thousands of them share a few dozen courses, each of
    which is read once."""

    def __init__(
        self, rows: Iterable[tuple[int, int, str]], cycles: list[int], outcomes: Mapping[int, OutcomeShown]
    ):
        """`rows` are (partnership, subject, course); `cycles` are in their order."""
        self._order = {cycle: place for place, cycle in enumerate(cycles)}
        self._outcomes = outcomes
        self._read: dict[str, Path] = {}
        self.by_partnership: dict[int, dict[int, Path]] = defaultdict(dict)
        for partnership, subject, course in rows:
            self.by_partnership[partnership][subject] = self._path(course)

    def _path(self, course: str) -> Path:
        """`course` is “cycle agreed computed” of each review, 0 for none, in no particular order."""
        if course not in self._read:
            steps = sorted(
                (tuple(map(int, part.split(" "))) for part in course.split("|")),
                key=lambda step: self._order[step[0]],
            )
            before: OutcomeShown | None = None
            path = []
            for cycle, agreed, computed in steps:
                outcome = self._outcomes.get(agreed or computed)
                by_rules = self._outcomes.get(computed) if agreed else None
                path.append(Determined(cycle, outcome, by_rules, moved(before, outcome)))
                before = outcome or before
            self._read[course] = tuple(path)
        return self._read[course]

    def of(self, partnership: int) -> Mapping[int, Path]:
        """By the key of the subject."""
        return self.by_partnership.get(partnership, {})


def moved(before: OutcomeShown | None, now: OutcomeShown | None) -> Moved | None:
    """None where one of them is missing, or the outcomes that there are have changed in between."""
    if before is None or now is None or before.among != now.among:
        return None
    if now.place == before.place:
        return Moved.SAME
    return Moved.UP if now.place < before.place else Moved.DOWN
