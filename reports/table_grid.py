"""The grid of an HTML table, and which header cells speak of each of its cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

GROUPS = ("thead", "tbody", "tfoot")
COLUMN, ROW = ("col", "colgroup"), ("row", "rowgroup")


@dataclass(frozen=True)
class MarkupCell:
    element: Any
    """The `th` or `td`: an element of ElementTree."""
    rows: range
    columns: range

    @property
    def is_header(self) -> bool:
        return bool(self.element.tag == "th")

    @property
    def heads_columns(self) -> bool:
        return self.is_header and self.element.get("scope") in COLUMN

    @property
    def heads_rows(self) -> bool:
        return self.is_header and self.element.get("scope") in ROW


@dataclass
class MarkupGrid:
    """`cells` in document order; `groups` are the `thead`, `tbody` and `tfoot` elements with their `tr`s."""

    groups: list[tuple[Any, list[Any]]] = field(default_factory=list)
    cells: list[MarkupCell] = field(default_factory=list)
    taken: dict[tuple[int, int], MarkupCell] = field(default_factory=dict)
    """By row and column, the cell that stands there."""
    named: dict[str, MarkupCell] = field(default_factory=dict)
    """The headers that have an `id`, by it."""
    column_headers: list[MarkupCell] = field(default_factory=list)
    """Those with the scope of columns, in document order."""

    @property
    def rows(self) -> int:
        return sum(len(rows) for _, rows in self.groups)

    @property
    def columns(self) -> int:
        return max((cell.columns.stop for cell in self.cells), default=0)

    @property
    def is_closed(self) -> bool:
        """Whether each place of the grid is taken, by one cell."""
        places = sum(len(cell.rows) * len(cell.columns) for cell in self.cells)
        return places == len(self.taken) == self.rows * self.columns

    def headers_of(self, cell: MarkupCell) -> list[MarkupCell]:
        """The cells that head a cell's rows, then those that head its columns, each once.

        A header of rows brings along those that its attribute `headers` names, before itself: the row above it that
        it belongs to.
        """
        found: dict[int, MarkupCell] = {}
        for header in [*self._beside(cell), *self._above(cell)]:
            above = header.element.get("headers", "").split()
            for one in [*(self.named[name] for name in above), header]:
                found.setdefault(id(one), one)
        for name in cell.element.get("headers", "").split():
            found.setdefault(id(self.named[name]), self.named[name])
        return list(found.values())

    def _beside(self, cell: MarkupCell) -> Iterator[MarkupCell]:
        for row in cell.rows:
            for column in range(cell.columns.start):
                one = self.taken.get((row, column))
                if one and one.heads_rows:
                    yield one

    def _above(self, cell: MarkupCell) -> Iterator[MarkupCell]:
        for column in cell.columns:
            for one in self.column_headers:
                if column in one.columns and one.rows.start < cell.rows.start:
                    yield one


def grid_of(table: Any) -> MarkupGrid:
    """As HTML lays it out: a cell takes the next free place of its row, and spans no rows beyond its group."""
    grid = MarkupGrid()
    loose = [row for row in table if row.tag == "tr"]
    groups = [(part, [row for row in part if row.tag == "tr"]) for part in table if part.tag in GROUPS]
    first = 0
    for part, rows in [*groups, *([(table, loose)] if loose else [])]:
        grid.groups.append((part, rows))
        for place, row in enumerate(rows):
            _set_row(grid, row, first + place, first + len(rows))
        first += len(rows)
    return grid


def _set_row(grid: MarkupGrid, row: Any, number: int, end: int) -> None:
    column = 0
    for element in row:
        if element.tag not in ("th", "td"):
            continue
        while (number, column) in grid.taken:
            column += 1
        down = int(element.get("rowspan", 1)) or end - number
        columns = range(column, column + int(element.get("colspan", 1)))
        cell = MarkupCell(element, range(number, min(number + down, end)), columns)
        grid.cells.append(cell)
        if cell.is_header and (name := element.get("id")):
            grid.named[name] = cell
        if cell.heads_columns:
            grid.column_headers.append(cell)
        grid.taken.update({(r, c): cell for r in cell.rows for c in cell.columns})
