"""What a parent reads first: where the partnership stands, in numbers, names and a few words.

Plain values alone: the first page, the handout and what is public say the same of them, in any language, and they
can be kept as JSON (`dataclasses.asdict`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A strength or an area of focus."""

    place: str
    """Which text it is, for its translation."""
    text: str


@dataclass(frozen=True)
class CategoryStanding:
    """How a category of the agreement stands."""

    place: str
    title: str
    met: int
    scored: int


@dataclass(frozen=True)
class MovedSince:
    """What became of the items since the cycle before."""

    before: str
    rose: int
    fell: int
    stayed: int
    apart: int
    why_apart: str


@dataclass(frozen=True)
class Steps:
    """How many steps the plan has, by how far they are today."""

    done: int
    under_way: int
    not_started: int
    stopped: int

    @property
    def total(self) -> int:
        return self.done + self.under_way + self.not_started + self.stopped


@dataclass(frozen=True)
class Essence:
    agreement: str
    partner: str
    lead: str
    period: str
    period_word: str
    """“school year”, “cycle”."""
    assessed_on: str
    """“2023-09-15”, or “2023-09” where the month alone is known; empty where nobody wrote it down."""
    status_note: str
    item: str
    items: str
    """What the edition calls one, and several."""
    met: int
    """Items at the level from which on they count as met, or above."""
    scored: int
    """Items with a score; `judged` has those that are only said not to be."""
    judged: int
    total: int
    met_level: str
    """What the scale calls that level."""
    met_place: str
    """Which text this is, for its translation."""
    moved: MovedSince | None
    """None where there is no cycle before."""
    steps: Steps | None
    """None where there is no plan."""
    said: int
    """How many things families said are told."""
    heard: tuple[Point, ...]
    """A few of them, short ones."""
    categories: tuple[CategoryStanding, ...]
    strengths: tuple[Point, ...]
    focus: tuple[Point, ...]
    as_of: str
    """The day of which the states of steps are: “2026-11-27”."""

    @property
    def share(self) -> int | None:
        """Percent; of the items with a score."""
        return round(100 * self.met / self.scored) if self.scored else None
