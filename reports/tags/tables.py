"""Tables that are one over all their pages, whose cells say what heads them.

WeasyPrint tags a table that breaks as one table a page, each with its header repeated, and finds headers without
minding cells that span rows. Here what heads each cell is worked out from the grid of the HTML. This reads
WeasyPrint's private page boxes: it is pinned, and the tests look at the tags.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pikepdf

from reports.table_grid import MarkupCell, MarkupGrid, grid_of

from .tree import adopt, is_element, is_same


@dataclass(frozen=True)
class PrintedTable:
    """A table on a page, or the part of it that stands there, as the HTML elements behind its tags."""

    element: Any
    rows: list[tuple[Any, list[Any]]] = field(default_factory=list)
    """(`tr`, its `th`s and `td`s), in the order of the tags. One that is broken over pages comes once for each."""


def printed_tables(document: Any) -> list[PrintedTable]:
    """The tables that WeasyPrint tags, in the order of the tags."""

    def walk(box: Any, table: PrintedTable | None = None) -> Iterator[PrintedTable]:
        if getattr(box, "is_table_wrapper", False):
            table = PrintedTable(box.element)
            yield table
        elif table and box.element is not None and box.element_tag == "tr":
            table.rows.append((box.element, [cell.element for cell in box.children]))
            return
        for child in getattr(box, "children", ()):
            yield from walk(child, table)

    return [table for page in document.pages for table in walk(page._page_box)]


def join_tables(root: Any, printed: list[PrintedTable]) -> dict[bytes, Any]:
    """`printed` is from `printed_tables`. Returns the headers of all tables by ID."""
    headers: dict[bytes, Any] = {}
    parts_of_tables = groupby(
        zip(printed, list(tables_of(root)), strict=True), key=lambda part: id(part[0].element)
    )
    for number, (_, parts) in enumerate(parts_of_tables):
        headers |= _join_table(f"{number:03}", list(parts))
    return headers


def _join_table(name: str, parts: list[tuple[PrintedTable, Any]]) -> dict[bytes, Any]:
    """All rows of a table go into its first part, and its cells say what heads them. Returns its headers by ID.

    Repeated headers stay behind. Of a row that was broken, the cells' later parts go into the first.
    """
    grid = grid_of(parts[0][0].element)
    heads = {row for group, rows in grid.groups if group.tag == "thead" for row in rows}
    rows: dict[Any, Any] = {}
    cells: dict[Any, Any] = {}
    for printed, table in parts:
        for (row, elements), tag in zip(printed.rows, list(_rows(table)), strict=True):
            tagged = list(zip(elements, filter(is_element, tag.K), strict=True))
            if row not in rows:
                rows[row] = tag
                cells.update(tagged)
            elif row not in heads:
                for element, later in tagged:
                    adopt(cells[element], later.K)
    first = parts[0][1]
    groups = []
    for _, members in grid.groups:
        group = rows[members[0]].P
        group.P = first
        group.K = pikepdf.Array()
        adopt(group, [rows[row] for row in members])
        groups.append(group)
    captions = [kid for kid in first.K if is_element(kid) and kid.S == "/Caption"]
    first.K = pikepdf.Array([*captions, *groups])
    for _, table in parts[1:]:
        table.P.K = pikepdf.Array([kid for kid in table.P.K if not is_same(kid, table)])
    return _name_headers(name, grid, cells)


def _name_headers(name: str, grid: MarkupGrid, cells: dict[Any, Any]) -> dict[bytes, Any]:
    def id_of(cell: MarkupCell) -> bytes:
        return f"{name}-{cell.rows.start}-{cell.columns.start}".encode()

    for cell in grid.cells:
        attributes = pikepdf.Dictionary(O=pikepdf.Name.Table)
        if cell.is_header:
            cells[cell.element].ID = pikepdf.String(id_of(cell))
            attributes.Scope = pikepdf.Name.Column if cell.heads_columns else pikepdf.Name.Row
        if len(cell.rows) > 1:
            attributes.RowSpan = len(cell.rows)
        if len(cell.columns) > 1:
            attributes.ColSpan = len(cell.columns)
        if headers := grid.headers_of(cell):
            attributes.Headers = pikepdf.Array([pikepdf.String(id_of(header)) for header in headers])
        cells[cell.element].A = attributes
    return {id_of(cell): cells[cell.element] for cell in grid.cells if cell.is_header}


def tables_of(element: Any) -> Iterator[Any]:
    """The tables beneath an element in reading order; none stands in another."""
    for kid in filter(is_element, element.K):
        if kid.S == "/Table":
            yield kid
        else:
            yield from tables_of(kid)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table on a page, its captions left out."""
    for kid in filter(is_element, table.K):
        if kid.S == "/TR":
            yield kid
        elif kid.S != "/Caption":
            yield from _rows(kid)
