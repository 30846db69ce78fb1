"""What WeasyPrint 70 leaves out of the tags of a PDF/UA, put right with pikepdf.

- It tags a table that breaks across pages as one table a page, each with its header repeated. Here they become
  one table again. This reads WeasyPrint's private page boxes: it is pinned, and the tests look at the tags.
- It gives running headers and page numbers tags outside the tree. They become artifacts, as repeated headers do.
- Header cells get their scope, and the index through which cells find them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pikepdf

MARKED_CONTENT = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC")


def printed_tables(document: Any) -> list[Any]:
    """The HTML element behind each table that WeasyPrint tags, in the order of the tags."""

    def walk(box: Any) -> Iterator[Any]:
        if getattr(box, "is_table_wrapper", False):
            yield box.element
        else:
            for child in getattr(box, "children", ()):
                yield from walk(child)

    return [element for page in document.pages for element in walk(page._page_box)]


def finish_tags(pdf: pikepdf.Pdf, printed: list[Any]) -> None:
    """`printed` is from `printed_tables`."""
    root = pdf.Root.StructTreeRoot
    _join_tables(_tables(root), printed)
    headers, owned = {}, defaultdict(set)
    for element in _elements(root):
        if element.S == "/TH":
            element.A.Scope = pikepdf.Name.Column if element.P.P.S == "/THead" else pikepdf.Name.Row
            headers[bytes(element.ID)] = element
        if marked := [kid for kid in element.K if isinstance(kid, int)]:
            owned[element.Pg.objgen].update(marked)
    if headers:
        names = [part for name in sorted(headers) for part in (pikepdf.String(name), headers[name])]
        root.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
    numbers = list(root.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in pdf.pages:
        _make_artifacts(pdf, page, owned[page.obj.objgen], parents[int(page.obj.StructParents)])


def _join_tables(tables: Iterable[Any], printed: list[Any]) -> None:
    """The rows of a table's later parts go into its first part; their repeated headers stay behind."""
    parts_of_tables = groupby(zip(printed, list(tables), strict=True), key=lambda part: id(part[0]))
    for _, parts in parts_of_tables:
        first, *later = [table for _, table in parts]
        for table in later:
            if not _headers(first):  # a first row longer than its page drives the header to the next
                for head in [part for part in table.K if part.S == "/THead"]:
                    head.P = first
                    first.K.insert(0, head)
            pairs = zip(_headers(table), _headers(first), strict=False)
            names = {bytes(repeated.ID): header.ID for repeated, header in pairs}
            for part in [part for part in table.K if part.S != "/THead"]:
                for cell in _elements(part):
                    if cell.S == "/TD":
                        cell.A.Headers = pikepdf.Array([names.get(bytes(n), n) for n in cell.A.Headers])
                part.P = first
                first.K.append(part)
            kids = [kid for kid in table.P.K if not _is_element(kid) or kid.objgen != table.objgen]
            table.P.K = pikepdf.Array(kids)


def _make_artifacts(pdf: pikepdf.Pdf, page: pikepdf.Page, owned: set[int], parents: Any) -> None:
    """What is marked on a page and owned by no element of the tree is no content."""

    def replace(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        if number in owned:
            return match[0]
        parents[number] = None
        return b"/Artifact BMC"

    page.Contents = pdf.make_stream(MARKED_CONTENT.sub(replace, page.Contents.read_bytes()))


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


def _headers(table: Any) -> list[Any]:
    """The header cells of a table's head."""
    return [cell for part in table.K if part.S == "/THead" for cell in _elements(part) if cell.S == "/TH"]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid
