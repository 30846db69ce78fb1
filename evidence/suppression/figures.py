"""The figures of cells as whole numbers, and the sums they stand in."""

from collections.abc import Collection

from .cells import Cell, CellFigure, Kind, Mention, Sum, counts_of

ASSUMED_DENOMINATOR = 1000
"""Of a percentage nobody recorded a denominator for: shares that add up give each other away all the same. Where it
is said of at least how many it is, that is taken: what is wide enough of so many is of more too."""

Steps = dict[int, int]
"""By how much which figures are moved."""


class Figures:
    """All figures by number, from 0. A sum lists its members with a sign, which balance: 1 the whole, -1 a part.

    `low` and `high` say how far a reader could believe a figure to go; no `high` is no limit. A denominator is a
    figure of its own only where something is known of it alone. Else it is a count and its rest; and where both
    counts and denominators add up, counts and rests do, which hang together less.
    """

    def __init__(self, cells: Collection[Cell], sums: Collection[Sum], with_denominator: set[str]) -> None:
        self.number: dict[CellFigure, int] = {}
        self.cells: list[list[str]] = []
        """Where each is printed: more than one cell where a denominator is the count of another."""
        self.values: list[int] = []
        self.inexact: list[int] = []
        """By how much more each may be."""
        self.low: list[int] = []
        self.high: list[int | None] = []
        self.known_elsewhere: set[int] = set()
        self.sums: list[list[tuple[int, int]]] = []
        self.sums_of: list[list[tuple[int, int]]] = []
        self._given = set(sums)
        self._with_rest = {cell.key for cell in cells if _rest_of(cell) is not None}
        self._alone: set[str] = set()
        while more := {key for one in sums for key in self._denominators_alone(one)} - self._alone:
            self._alone |= more
        for cell in cells:
            self._add_cell(cell, cell.key in self._alone | with_denominator)
        for one in sums:
            self._unite(one)

    def of(self, cell: str) -> list[int]:
        found = (self.number.get(CellFigure(cell, kind)) for kind in Kind)
        return [number for number in found if number is not None]

    def value(self, cell: str) -> int | None:
        """The count of a cell."""
        number = self.number.get(CellFigure(cell))
        return None if number is None else self.values[number]

    def add_sum(self, one: Sum) -> None:
        """A part that nobody recorded may be anything; without the whole, a sum says nothing."""
        if self._goes_by_rests(one):
            one = _of_kind(one, Kind.REST)
        whole = self.number.get(one.whole)
        if whole is None:
            return
        parts = [self.number[part] for part in one.parts if part in self.number]
        over = self.values[whole] - sum(self.values[part] for part in parts)
        if len(parts) < len(one.parts):
            parts.append(self._add(None, max(0, over), max(0, over)))
            over = min(0, over)
        wrong = max(0, abs(over) - sum(self.inexact[member] for member in (whole, *parts)))
        members = [(whole, 1), *((part, -1) for part in parts)]
        if [whole] == parts or members in self.sums:
            return
        for figure, sign in members:
            self.sums_of[figure].append((len(self.sums), sign))
            self.low[figure] += wrong  # who takes a wrong sum for right has that much less room
        self.sums.append(members)

    def out_of_balance(self, steps: Steps) -> dict[int, int]:
        """By how much these steps put which sums out of balance."""
        wrong: dict[int, int] = {}
        for figure, step in steps.items():
            for number, sign in self.sums_of[figure]:
                wrong[number] = wrong.get(number, 0) + sign * step
        return {number: by for number, by in wrong.items() if by}

    def allows(self, figure: int, step: int, shift: int) -> int | None:
        """How many such steps a figure can take from where it is shifted to; None is any number."""
        now = self.values[figure] + shift
        if step < 0:
            return max(0, now - self.low[figure]) // -step
        high = self.high[figure]
        return None if high is None else max(0, high - now) // step

    def _goes_by_rests(self, one: Sum) -> bool:
        figures = (one.whole, *one.parts)
        keys = {figure.cell for figure in figures}
        return (
            all(figure.kind == Kind.DENOMINATOR for figure in figures)
            and _of_kind(one, Kind.COUNT) in self._given
            and keys <= self._with_rest
            and keys.isdisjoint(self._alone)
        )

    def _denominators_alone(self, one: Sum) -> set[str]:
        figures = () if self._goes_by_rests(one) else (one.whole, *one.parts)
        return {figure.cell for figure in figures if figure.kind == Kind.DENOMINATOR}

    def _unite(self, one: Sum) -> None:
        """A denominator and the count that it is are one figure; where they differ, they are two."""
        if len(one.parts) > 1:
            return
        kept, gone = self.number.get(one.parts[0]), self.number.get(one.whole)
        if kept is None or gone is None or kept == gone or self.values[kept] != self.values[gone]:
            return
        for figure, number in self.number.items():
            if number == gone:
                self.number[figure] = kept
        self.cells[kept] += self.cells[gone]
        if gone in self.known_elsewhere:
            self.known_elsewhere.add(kept)
        for number, sign in self.sums_of[gone]:
            self.sums[number] = [
                (kept if member == gone else member, sign) for member, sign in self.sums[number]
            ]
            self.sums_of[kept].append((number, sign))
        self.sums_of[gone] = []

    def _add_cell(self, cell: Cell, with_denominator: bool) -> None:
        denominator, counts = _denominator_of(cell), _counts_of(cell)
        if counts:
            self._add(CellFigure(cell.key), *counts)
        if rests := _rest_of(cell):
            self._add(CellFigure(cell.key, Kind.REST), *rests)
        if denominator is None:
            return
        is_known = cell.denominator_is_known or cell.denominator is None
        if is_known or with_denominator or not rests:
            number = self._add(CellFigure(cell.key, Kind.DENOMINATOR), denominator, denominator)
            if is_known:
                self.known_elsewhere.add(number)
            if rests:
                parts = CellFigure(cell.key), CellFigure(cell.key, Kind.REST)
                self.add_sum(Sum(CellFigure(cell.key, Kind.DENOMINATOR), parts))

    def _add(self, figure: CellFigure | None, fewest: int, most: int) -> int:
        """A figure is taken at its fewest. That it may be more than that makes no other table impossible."""
        number = len(self.values)
        if figure:
            self.number[figure] = number
        self.cells.append([figure.cell] if figure else [])
        self.values.append(fewest)
        self.inexact.append(most - fewest)
        self.low.append(0)
        self.high.append(None)
        self.sums_of.append([])
        return number


def _denominator_of(cell: Cell) -> int | None:
    share_alone = cell.denominator is None and cell.count is None and cell.percent is not None
    return (cell.at_least or ASSUMED_DENOMINATOR) if share_alone else cell.denominator


def _counts_of(cell: Cell) -> tuple[int, int] | None:
    return counts_of(Mention(cell.count, _denominator_of(cell), cell.percent))


def _rest_of(cell: Cell) -> tuple[int, int] | None:
    """The fewest and the most of its denominator that it does not count."""
    denominator, counts = _denominator_of(cell), _counts_of(cell)
    if denominator is None or counts is None or counts[1] > denominator:
        return None
    return denominator - counts[1], denominator - counts[0]


def _of_kind(one: Sum, kind: Kind) -> Sum:
    return Sum(CellFigure(one.whole.cell, kind), tuple(CellFigure(part.cell, kind) for part in one.parts))
