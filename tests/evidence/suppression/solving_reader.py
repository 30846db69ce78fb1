"""A reader who knows all that is public of a table, and solves for what is not."""

from functools import cached_property

import numpy as np
from scipy.optimize import linprog

from evidence.suppression.cells import CellFigure, Kind, half_a_step
from evidence.suppression.outcome import HIDDEN


class SolvingReader:
    """Of every cell that is shown they know the denominator too, and of every table which figures add up.

    How the product guards a table is not asked: this is a linear program over what is printed.
    """

    def __init__(self, cells, sums, outcome):
        self.cells = {cell.key: cell for cell in cells}
        self.sums = [*sums]
        self.outcome = outcome
        self.column = {}
        self.equal, self.below = [], []
        """Rows of (coefficients by column, right-hand side)."""
        for cell in cells:
            self._read(cell)
        for one in sums:
            terms = {self._of(one.whole): 1.0}
            for part in one.parts:
                terms[self._of(part)] = terms.get(self._of(part), 0.0) - 1.0
            self.equal.append((terms, 0.0))

    def range_of(self, cell, kind=Kind.COUNT):
        """The least and the most that a figure can be."""
        if kind == Kind.REST:
            goal = {self._of(CellFigure(cell, Kind.DENOMINATOR)): 1.0, self._of(CellFigure(cell)): -1.0}
        else:
            goal = {self._of(CellFigure(cell, kind)): 1.0}
        return self._solve(goal, 1.0), self._solve(goal, -1.0)

    def known_to_within(self, cell, kind=Kind.COUNT):
        least, most = self.range_of(cell, kind)
        return most - least

    def _of(self, figure):
        return self.column.setdefault(figure, len(self.column))

    def _read(self, cell):
        count, group = self._of(CellFigure(cell.key)), None
        if cell.denominator is not None:
            group = self._of(CellFigure(cell.key, Kind.DENOMINATOR))
            self.below.append(({count: 1.0, group: -1.0}, 0.0))
        hidden = self.outcome.hidden.get(cell.key)
        if group is not None and (not hidden or cell.denominator_is_known):
            self.equal.append(({group: 1.0}, float(cell.denominator)))
        if hidden is None and cell.count is not None:
            self.equal.append(({count: 1.0}, float(cell.count)))
        elif hidden is None and cell.percent is not None:
            half = half_a_step(cell.percent)
            self._share(count, group, float(cell.percent - half), float(cell.percent + half))
        elif hidden is not None and hidden.instead != HIDDEN:
            at, _, percent = hidden.instead.rstrip("%").partition(" ")
            assert at == "at"
            end, percent = percent.split()
            self._share(count, group, *((float(percent), 100.0) if end == "least" else (0.0, float(percent))))

    def _share(self, count, group, lowest, highest):
        self.below.append(({count: -1.0, group: lowest / 100}, 0.0))
        self.below.append(({count: 1.0, group: -highest / 100}, 0.0))

    def _solve(self, goal, sign):
        found = linprog(sign * self._row(goal), *self._below, *self._equal, method="highs")
        if found.status == 3:  # no end to it
            return -sign * np.inf
        assert found.status == 0, found.message
        return sign * found.fun

    @cached_property
    def _below(self):
        return self._matrix(self.below)

    @cached_property
    def _equal(self):
        return self._matrix(self.equal)

    def _matrix(self, rows):
        return np.array([self._row(terms) for terms, _ in rows]) if rows else None, [
            right for _, right in rows
        ]

    def _row(self, terms):
        row = np.zeros(len(self.column))
        for column, by in terms.items():
            row[column] = by
        return row
