"""Hiding what has to be hidden until no hidden count can be worked out, and no more than that."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .cells import CellFigure, Kind, Sum
from .figures import Figures, Steps
from .moves import Goal, Member, Move, cheapest_move, room

WAYS = (1000, False), (2500, False), (400, False), (1000, True)
"""How a search looks: what it guesses that a sum will cost, where hiding a cell costs 1000; and only upwards."""
LOOKING = 400
HIDING = 3000
"""How many states a search goes through, among what is hidden, and among what could be."""


@dataclass
class Witness:
    """Two other tables that print the same: by how much more and how much less which figures are there."""

    width: int = 0
    """By how much the two differ in the figure that they protect."""
    higher: Steps = field(default_factory=dict)
    lower: Steps = field(default_factory=dict)

    def rests_on(self, figures: set[int]) -> bool:
        return not (figures.isdisjoint(self.higher) and figures.isdisjoint(self.lower))


class Protection:
    """Which cells of a table are hidden, and for each figure that is protected the two tables that prove it.

    A figure is protected when two tables of whole numbers print the same and differ in it by `width` or more: no
    reader can tell them apart, by whatever arithmetic.
    """

    def __init__(self, figures: Figures, width: int) -> None:
        self.figures = figures
        self.width = width
        self.shown: set[str] = set()
        self.prices: dict[str, int] = {}
        """What it costs to hide a cell that is shown; without a price it cannot be hidden any more."""
        self.witnesses: dict[Goal, Witness] = {}
        self._hidden_for: dict[str, Goal] = {}
        """The figure for which a cell was hidden."""
        self._members: dict[tuple[bool, int], list[Member]] = {}

    def publish(self, prices: dict[str, int], sums: Iterable[Sum]) -> None:
        """Show more cells, which have a price, and let more sums be known. What was protected stays so."""
        self.shown.update(prices)
        self.prices = prices
        known = {figure for cell in prices for figure in self.figures.of(cell)}
        for one in sums:
            self.figures.add_sum(one)
        self._members.clear()
        for goal, witness in self.witnesses.items():
            for shift in (witness.higher, witness.lower):
                if self.figures.out_of_balance(shift) and (move := self._move(goal, shift, {}, hiding=True)):
                    self._hide(move.hides, goal)
                    shift.clear()
                    shift.update(move.steps)
            held = self._holds(witness.higher) and self._holds(witness.lower)
            if not held or witness.rests_on({figure for figure in known if self._is_shown(figure)}):
                self.protect(goal)

    def protect(self, goal: Goal) -> None:
        """Hide as little as it takes for a figure to be protected, or as nearly as can be."""
        self.witnesses[goal] = self._witness(goal, self.width, may_hide=True)

    @property
    def known_anyway(self) -> list[int]:
        """Figures that hiding cannot protect as far as it should."""
        return [goal.figure for goal, witness in self.witnesses.items() if witness.width < self.width]

    @property
    def unproven(self) -> list[Goal]:
        """Goals that a search gave up on: not those of a group that is known, from elsewhere, to be too small."""
        return [
            goal
            for goal, witness in self.witnesses.items()
            if witness.width < self.width and not self._is_boxed_in(goal.figure)
        ]

    def hide_around(self, goal: Goal) -> None:
        """Hide all that hangs together with a figure, as far as it can be hidden."""
        reached, asked = {goal.figure}, [goal.figure]
        while asked:
            for number, _ in self.figures.sums_of[asked.pop()]:
                more = {figure for figure, _ in self.figures.sums[number]} - reached
                reached |= more
                asked += more
        around = {cell for figure in reached for cell in self.figures.cells[figure]}
        self._hide(sorted(around & self.shown & self.prices.keys()), goal)

    def show_if_safe(self, cell: str) -> bool:
        """Show a cell after all, where the figures of the others stay as well protected."""
        own = self.figures.of(cell)
        before = dict(self.witnesses)
        self.shown.add(cell)
        self._forget(own)
        self.witnesses = {goal: witness for goal, witness in before.items() if goal.figure not in own}
        if self._all_keep(cell):
            return True
        self.shown.remove(cell)
        self._forget(own)
        self.witnesses = before
        return False

    def tell_if_safe(self, cell: str, lowest: int, highest: int) -> bool:
        """Tell in which band the count of a hidden cell is, where every figure stays as well protected.

        A reader then knows what it is out of too.
        """
        figures, own = self.figures, self.figures.of(cell)
        count, denominator = (
            figures.number[CellFigure(cell)],
            figures.number[CellFigure(cell, Kind.DENOMINATOR)],
        )
        before = dict(self.witnesses), figures.low[count], figures.high[count], set(figures.known_elsewhere)
        figures.low[count], figures.high[count] = lowest + before[1], highest - before[1]
        figures.known_elsewhere.add(denominator)
        self._forget(own)
        if self._all_keep(cell):
            return True
        self.witnesses, figures.low[count], figures.high[count], figures.known_elsewhere = before
        self._forget(own)
        return False

    def _is_boxed_in(self, figure: int) -> bool:
        figures = self.figures
        members = {member for number, _ in figures.sums_of[figure] for member, _ in figures.sums[number]}
        return any(figures.values[member] < self.width for member in members & figures.known_elsewhere)

    def _is_shown(self, figure: int) -> bool:
        return not self.shown.isdisjoint(self.figures.cells[figure])

    def _holds(self, shift: Steps) -> bool:
        return not shift or (not self.figures.out_of_balance(shift) and room(self.figures, shift, {}) > 0)

    def _all_keep(self, cell: str) -> bool:
        """Whether what rested on the figures of a cell can do without, by what is hidden anyway."""
        changed = set(self.figures.of(cell))
        likely = self._hidden_for.get(cell)
        for goal in sorted(self.witnesses, key=lambda goal: goal != likely):
            witness = self.witnesses[goal]
            if witness.rests_on(changed):
                around = None if goal.figure in changed else self._around(goal, witness, changed)
                found = around or self._witness(goal, witness.width, may_hide=False)
                if found.width < witness.width:
                    return False
                self.witnesses[goal] = found
        return True

    def _around(self, goal: Goal, witness: Witness, changed: set[int]) -> Witness | None:
        """The same two tables without moving these figures, mended where they moved."""
        found = Witness(witness.width)
        for shift, mended in ((witness.higher, found.higher), (witness.lower, found.lower)):
            start = {moved: by for moved, by in shift.items() if moved not in changed}
            if not self._holds(start):
                move = self._move(goal, start, {}, hiding=False)
                if move is None:
                    return None
                start = move.steps
            mended.update(start)
        return found

    def _witness(self, goal: Goal, width: int, *, may_hide: bool) -> Witness:
        """First with what is hidden anyway, then by hiding what does it at once, then bit by bit."""
        found = Witness()
        for hiding, at_once in ((False, False), (True, True), (True, False))[: 3 if may_hide else 1]:
            for step, shift in ((1, found.higher), (-1, found.lower)):
                while missing := width - found.width:
                    move = self._move(
                        goal, {goal.figure: step}, shift, hiding=hiding, at_least=missing if at_once else 1
                    )
                    if move is None:
                        break
                    self._hide(move.hides, goal)
                    times = min(missing, room(self.figures, move.steps, shift))
                    found.width += times
                    for moved, by in move.steps.items():
                        shift[moved] = shift.get(moved, 0) + by * times
                        if not shift[moved]:
                            del shift[moved]
        return found

    def _move(
        self, goal: Goal, start: Steps, shift: Steps, *, hiding: bool, at_least: int = 1
    ) -> Move | None:
        for each_sum, upwards in WAYS if hiding else WAYS[:1]:
            move = cheapest_move(
                self.figures,
                lambda number: self._members_of(number, hiding),
                goal,
                start,
                shift,
                at_least=at_least,
                patience=HIDING if hiding else LOOKING,
                each_sum=each_sum,
                upwards=upwards,
            )
            if move:
                return move
        return None

    def _members_of(self, number: int, hiding: bool) -> list[Member]:
        """What of a sum can move, as things stand, or by hiding it."""
        found = self._members.get((hiding, number))
        if found is None:
            found = []
            for figure, sign in self.figures.sums[number]:
                showing = tuple(cell for cell in self.figures.cells[figure] if cell in self.shown)
                if figure in self.figures.known_elsewhere or (showing and not hiding):
                    continue
                if self.prices.keys() >= set(showing):
                    price = sum(self.prices[cell] for cell in showing)
                    found.append(Member(figure, sign, price, showing))
            self._members[hiding, number] = found
        return found

    def _hide(self, cells: Iterable[str], goal: Goal) -> None:
        for cell in cells:
            self._hidden_for[cell] = goal
            self.shown.discard(cell)
            self._forget(self.figures.of(cell))

    def _forget(self, figures: Iterable[int]) -> None:
        for figure in figures:
            for number, _ in self.figures.sums_of[figure]:
                self._members.pop((False, number), None)
                self._members.pop((True, number), None)
