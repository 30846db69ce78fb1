"""What came of the reviews of each partner and school, in the order of the reviews: its path."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from determinations.verdicts.history import OutcomeMove, move_between

SIGNS = ("●", "◐", "○")
"""Beside the words, of the first outcome of an edition, those between, and the last."""


class PlacedOutcome(NamedTuple):
    """An outcome of an edition, with its place among them."""

    name: str
    position: int
    edition_id: int
    sign: str

    @classmethod
    def of_edition(cls, edition: int, outcomes: Iterable[tuple[str, int]]) -> "list[PlacedOutcome]":
        """`outcomes` are (name, position), the best first."""
        found = list(outcomes)
        signs = [SIGNS[0], *[SIGNS[1]] * (len(found) - 2), SIGNS[2]]
        return [
            cls(name, position, edition, sign) for (name, position), sign in zip(found, signs, strict=False)
        ]


class PathStep(NamedTuple):
    """What came of one review."""

    cycle: int
    outcome: PlacedOutcome | None
    """None where the rules gave none: no goals, or no data."""
    by_rules: PlacedOutcome | None
    """What the rules gave, where the conference agreed on another."""
    move: OutcomeMove | None
    """From the review before."""


Path = tuple[PathStep, ...]
"""The first review first."""


class Paths:
    """The paths of all partners and schools of an agreement. Thousands of them share a few dozen courses, each of
    which is read once."""

    def __init__(
        self, rows: Iterable[tuple[int, int, str]], cycles: list[int], outcomes: Mapping[int, PlacedOutcome]
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
                (
                    step
                    for part in course.split("|")
                    if (step := tuple(map(int, part.split(" "))))[0] in self._order
                ),
                key=lambda step: self._order[step[0]],
            )
            before: PlacedOutcome | None = None
            path = []
            for cycle, agreed, computed in steps:
                outcome = self._outcomes.get(agreed or computed)
                by_rules = self._outcomes.get(computed) if agreed else None
                path.append(PathStep(cycle, outcome, by_rules, move_between(before, outcome)))
                before = outcome
            self._read[course] = tuple(path)
        return self._read[course]

    def of(self, partnership: int) -> Mapping[int, Path]:
        """By the key of the subject."""
        return self.by_partnership.get(partnership, {})
