"""Which cells and texts of a table the public may not read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from .cells import MINIMUM, Cell, CellFigure, Kind, Sum, Text
from .figures import Figures
from .moves import Goal
from .outcome import Hidden, Reason, Suppression
from .protection import Protection
from .reasons import band, hidden_for_itself
from .texts import hidden_texts

OTHERS = Hidden(Reason.OTHERS, "it would let a reader work out another value")
COMPANY = Hidden(Reason.TEXT, "it stands in one text with what is hidden")
PART_COSTS, WHOLE_COSTS = 1000, 1500
"""Few cells are hidden; among as many, rather a part than what it adds up to, and rather a small figure."""


def suppress(
    cells: Iterable[Cell],
    sums: Iterable[Sum] = (),
    texts: Iterable[Text] = (),
    minimum: int = MINIMUM,
    together: Iterable[frozenset[str]] = (),
) -> Suppression:
    """What of a table is hidden from the public, so that no hidden count is known to within less than `minimum`.

    `sums` are all that a reader knows to add up. Cells that stand `together` are shown or hidden together, since
    they are the figures of one text; one that is hidden for company alone may be known from elsewhere. The order in
    which anything is given does not matter.
    """
    table = _Table(cells, tuple(sums), minimum, together)
    for period in sorted({cell.period for cell in table.cells}):
        table.publish(period)
    table.keep_company()
    hidden_cells = [cell for cell in table.cells if cell.key in table.hidden]
    return Suppression(
        hidden=table.hidden | hidden_texts(texts, hidden_cells, minimum),
        known_anyway=tuple(sorted(table.known_anyway)),
    )


class _Table:
    """A table that is published period by period, and what is hidden of it so far."""

    def __init__(
        self,
        cells: Iterable[Cell],
        sums: Collection[Sum],
        minimum: int,
        together: Iterable[frozenset[str]] = (),
    ) -> None:
        self.cells = sorted(cells, key=lambda cell: cell.key)
        self.minimum = minimum
        self.hidden: dict[str, Hidden] = {}
        self.company = {key: keys for keys in together for key in keys}
        banded = {cell.key for cell in self.cells if cell.counts_students and band(cell, minimum)}
        self.figures = Figures([_of_enough(cell, minimum) for cell in self.cells], sums, banded)
        self.printed = {cell.key for cell in self.cells if cell.is_printed}
        self.protection = Protection(self.figures, minimum)
        self.protection.shown |= self.printed
        self.wholes = {one.whole.cell for one in sums}
        period_of = {cell.key: cell.period for cell in self.cells}
        self.sums: dict[int, list[Sum]] = defaultdict(list)
        """By the period with which the last of its figures is published."""
        for one in sorted(sums, key=_in_order):
            periods = [period_of[at.cell] for at in (one.whole, *one.parts) if at.cell in period_of]
            if periods:
                self.sums[max(periods)].append(one)

    def publish(self, period: int) -> None:
        """Decide about the cells of a period; what earlier ones showed or hid stays so."""
        new = [cell for cell in self.cells if cell.period == period]
        for cell in new:
            if cell.counts_students and (why := hidden_for_itself(cell, self.minimum)):
                self.hidden[cell.key] = why
            elif cell.is_withheld:
                self.hidden[cell.key] = OTHERS
        self.keep_company()
        prices = {
            cell.key: self._price(cell) for cell in new if cell.key not in self.printed | self.hidden.keys()
        }
        self.protection.publish(prices, self.sums[period])
        self._protect_all(new)
        if unproven := self.protection.unproven:
            for goal in unproven:
                self.protection.hide_around(goal)
                self.protection.protect(goal)
            self._protect_all(new)
        if not self.protection.unproven:
            self._show_again()
        self.hidden |= dict.fromkeys(sorted(prices.keys() - self.protection.shown), OTHERS)
        self._say_in_bands(new)

    def keep_company(self) -> None:
        """Hide what stands in one text with what is hidden. It guards others as well as any hidden cell."""
        for key in [*self.hidden]:
            for other in self.company.get(key, ()):
                self.hidden.setdefault(other, COMPANY)

    @property
    def known_anyway(self) -> set[str]:
        return {cell for figure in self.protection.known_anyway for cell in self.figures.cells[figure]}

    def _price(self, cell: Cell) -> int:
        figure = self.figures.value(cell.key) or 0
        return (WHOLE_COSTS if cell.key in self.wholes else PART_COSTS) + min(400, figure)

    def _protect_all(self, cells: Sequence[Cell]) -> None:
        """Every hidden count, also of what is hidden for the sake of another."""
        done: set[str] = set()
        while pending := [cell for cell in cells if cell.key not in self.protection.shown | done]:
            for cell in pending:
                done.add(cell.key)
                if self.hidden.get(cell.key) is COMPANY:
                    continue
                for goal in self._goals(cell):
                    self.protection.protect(goal)

    def _goals(self, cell: Cell) -> list[Goal]:
        """Its count, and of students also the rest and the denominator where these are few."""
        count, denominator, rest = (self.figures.number.get(CellFigure(cell.key, kind)) for kind in Kind)
        values = self.figures.values
        goals = [] if count is None else [Goal(count, frozenset([count]))]
        if not cell.counts_students:
            return goals
        if rest is not None and values[rest] < self.minimum:
            goals.append(Goal(rest, frozenset([rest])))
        if denominator is not None and values[denominator] < self.minimum:
            goals.append(Goal(denominator, frozenset([denominator])))
        elif count is not None and rest is not None and values[count] + values[rest] < self.minimum:
            goals.append(Goal(count, frozenset([count, rest])))
        return [goal for goal in goals if goal.figure not in self.figures.known_elsewhere]

    def _show_again(self) -> None:
        """What turns out not to be needed, since others were hidden later; the dearest first."""
        prices = self.protection.prices
        for key in sorted(prices.keys() - self.protection.shown, key=lambda key: (-prices[key], key)):
            self.protection.show_if_safe(key)

    def _say_in_bands(self, cells: Sequence[Cell]) -> None:
        """“at least 95%” in place of a share near an end, where that leaves everything as well protected."""
        for cell in cells:
            why = self.hidden.get(cell.key)
            is_bound = cell.key in self.company or cell.is_printed or cell.is_withheld
            alone = why not in (None, OTHERS) and not is_bound
            found = band(cell, self.minimum) if alone else None
            if why and found and self.protection.tell_if_safe(cell.key, *found[1:]):
                self.hidden[cell.key] = replace(why, instead=found[0])


def _of_enough(cell: Cell, minimum: int) -> Cell:
    """A share of so few that all of them are hidden for themselves is not known to be of no more."""
    return replace(cell, at_least=None) if (cell.at_least or 0) < 2 * minimum else cell


def _in_order(one: Sum) -> tuple[str, ...]:
    return tuple(f"{figure.cell}\0{figure.kind.value}" for figure in (one.whole, *one.parts))
