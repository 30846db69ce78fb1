"""What WeasyPrint 70 leaves out of the tags of a PDF/UA, put right with pikepdf.

- It tags a table that breaks across pages as one table a page, each with its header repeated, and finds headers
  without minding cells that span rows. Here each is one table again, and what heads each cell is worked out from
  the grid of the HTML. This reads WeasyPrint's private page boxes: it is pinned, and the tests look at the tags.
- It gives running headers and page numbers tags outside the tree. They become artifacts, as repeated headers do.
- The pairs of a `dl` become the items of a list; a list in an item stands in that item; the box of a figure is
  measured as the page is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pikepdf

from .table_grid import MarkupCell, MarkupGrid, grid_of

MARKED_CONTENT = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC")
POINTS = 0.75
"""Of a CSS pixel."""


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


def finish_tags(pdf: pikepdf.Pdf, printed: list[PrintedTable]) -> None:
    """`printed` is from `printed_tables`."""
    root = pdf.Root.StructTreeRoot
    headers: dict[bytes, Any] = {}
    parts_of_tables = groupby(
        zip(printed, list(_tables(root)), strict=True), key=lambda part: id(part[0].element)
    )
    for number, (_, parts) in enumerate(parts_of_tables):
        headers |= _join_table(f"{number:03}", list(parts))
    if headers:
        names = [part for name in sorted(headers) for part in (pikepdf.String(name), headers[name])]
        root.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
    owned = defaultdict(set)
    for element in list(_elements(root)):
        if element.S == "/L":
            _tidy_list(element)
        elif element.S == "/Figure":
            _measure_in_points(element)
        if marked := [kid for kid in element.K if isinstance(kid, int)]:
            owned[element.Pg.objgen].update(marked)
    numbers = list(root.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in pdf.pages:
        _make_artifacts(pdf, page, owned[page.obj.objgen], parents[int(page.obj.StructParents)])


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
            tagged = list(zip(elements, filter(_is_element, tag.K), strict=True))
            if row not in rows:
                rows[row] = tag
                cells.update(tagged)
            elif row not in heads:
                for element, later in tagged:
                    _adopt(cells[element], later.K)
    first = parts[0][1]
    groups = []
    for _, members in grid.groups:
        group = rows[members[0]].P
        group.P = first
        group.K = pikepdf.Array()
        _adopt(group, [rows[row] for row in members])
        groups.append(group)
    captions = [kid for kid in first.K if _is_element(kid) and kid.S == "/Caption"]
    first.K = pikepdf.Array([*captions, *groups])
    for _, table in parts[1:]:
        table.P.K = pikepdf.Array([kid for kid in table.P.K if not _is_same(kid, table)])
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


def _tidy_list(tag: Any) -> None:
    """A list holds items: a `div` with the `dt` and `dd` of a `dl` is one, and a list in a list belongs to one."""
    items: list[Any] = []
    for kid in tag.K:
        if _is_element(kid) and kid.S == "/L" and items:
            _adopt(items[-1].K[-1], [kid])
            continue
        if _is_element(kid) and kid.S == "/Div":
            kid.S = pikepdf.Name.LI
            for part in kid.K:
                _make_part_of_item(
                    part, "/LBody" if len(kid.K) == 1 or not _is_same(part, kid.K[0]) else "/Lbl"
                )
        elif _is_element(kid) and kid.S == "/LI":
            _label_item(kid)
        items.append(kid)
    tag.K = pikepdf.Array(items)


def _label_item(item: Any) -> None:
    """The number of an item of the agreement, a link to its own place, is its label: what follows is its body."""
    first = item.K[0]
    if first.S == "/LBody" and [kid.S for kid in first.K if _is_element(kid)] == ["/Link", "/Div"]:
        link, rest = first.K
        first.S, first.K = pikepdf.Name.Lbl, pikepdf.Array([link])
        rest.S = pikepdf.Name.LBody
        _adopt(item, [rest])


def _make_part_of_item(tag: Any, name: str) -> None:
    """A `dt` or `dd` is tagged as an item with a body: now it is the label or the body of one."""
    bodies = list(tag.K)
    tag.S = pikepdf.Name(name)
    tag.K = pikepdf.Array()
    for body in bodies:
        _adopt(tag, body.K)


def _measure_in_points(figure: Any) -> None:
    """WeasyPrint gives the box in CSS pixels, from the top left corner: a page counts points from the bottom."""
    left, top, right, bottom = (POINTS * float(length) for length in figure.A.BBox)
    height = float(figure.Pg.MediaBox[3])
    figure.A.BBox = pikepdf.Array([round(side, 3) for side in (left, height - bottom, right, height - top)])


def _make_artifacts(pdf: pikepdf.Pdf, page: pikepdf.Page, owned: set[int], parents: Any) -> None:
    """What is marked on a page and owned by no element of the tree is no content."""

    def replace(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        if number in owned:
            return match[0]
        parents[number] = None
        return b"/Artifact BMC"

    page.Contents = pdf.make_stream(MARKED_CONTENT.sub(replace, page.Contents.read_bytes()))


def _adopt(parent: Any, kids: Any) -> None:
    for kid in list(kids):
        if _is_element(kid):
            kid.P = parent
        parent.K.append(kid)


def _elements(element: Any) -> Iterator[Any]:
    """A structure element's descendants in reading order."""
    for kid in element.K:
        if _is_element(kid):
            yield kid
            yield from _elements(kid)


def _tables(element: Any) -> Iterator[Any]:
    """The tables beneath an element in reading order; none stands in another."""
    for kid in filter(_is_element, element.K):
        if kid.S == "/Table":
            yield kid
        else:
            yield from _tables(kid)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table on a page, its captions left out."""
    for kid in filter(_is_element, table.K):
        if kid.S == "/TR":
            yield kid
        elif kid.S != "/Caption":
            yield from _rows(kid)


def _is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _is_same(kid: Any, element: Any) -> bool:
    return _is_element(kid) and bool(kid.objgen == element.objgen)
