"""What WeasyPrint 70 leaves out of the tags of a PDF/UA, put right with pikepdf.

- `tables`: one table over all its pages, and what heads each cell.
- `links`: each beneath a tag that says so, described in words.
- `lists`: items and nothing else in a list; `headings`: each one piece of content.
- `content`: pages painted in the order in which they are read.
- `words`: kept apart where a line breaks, and between elements.
- `building`: the languages of parts that have their own, and the text of letters that are put together of parts.
- Running headers and page numbers, which WeasyPrint tags outside the tree, and repeated headers of tables become
  artifacts; the box of a figure is measured as the page is.
"""

from collections import defaultdict
from typing import Any

import pikepdf

from .building import Texts, followed_building
from .content import arranged
from .headings import join_headings
from .links import describe_links, drop_inner_links, tag_links
from .lists import tidy_list
from .tables import PrintedTable, join_tables, printed_tables
from .tree import marks_in, read_tree
from .words import followed_breaking, keep_words_apart

POINTS = 0.75
"""Of a CSS pixel."""


def finish_tags(pdf: pikepdf.Pdf, printed: list[PrintedTable], texts: Texts) -> None:
    """`printed` is from `printed_tables`, `texts` from `followed_building`."""
    root = pdf.Root.StructTreeRoot
    if headers := join_tables(root, printed):
        names = [part for name in sorted(headers) for part in (pikepdf.String(name), headers[name])]
        root.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
    numbers = list(root.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    tree = read_tree(root)
    tag_links(tree, parents)
    drop_inner_links(pdf, parents)
    for element, _ in tree:
        if element.S == "/L":
            tidy_list(element)
        elif element.S == "/Figure":
            _measure_in_points(element)
    tree = read_tree(root)  # as lists have it now
    read: dict[Any, list[int]] = defaultdict(list)
    for element, kids in tree:
        if marked := marks_in(kids):
            read[element.Pg.objgen] += marked
    joined: dict[Any, dict[int, list[int]]] = defaultdict(dict)
    for heading, first, others in join_headings(element for element, _ in tree):
        joined[heading.Pg.objgen][first] = others
        parents[int(heading.Pg.StructParents)][first] = heading
    for number, page in enumerate(pdf.pages):
        place = page.obj.objgen
        content = arranged(page.Contents.read_bytes(), read[place], joined[place], texts.get(number, {}))
        page.Contents = pdf.make_stream(content)
        _disown(parents[int(page.obj.StructParents)], set(read[place]).difference(*joined[place].values()))
    root.ParentTree.Nums = pikepdf.Array(
        [part for number in sorted(parents) for part in (number, parents[number])]
    )
    describe_links(pdf)


def _disown(parents: Any, owned: set[int]) -> None:
    """What no element owns, or went into another piece, leads to none."""
    for number in range(len(parents)):
        if number not in owned:
            parents[number] = None


def _measure_in_points(figure: Any) -> None:
    """WeasyPrint gives the box in CSS pixels, from the top left corner: a page counts points from the bottom."""
    left, top, right, bottom = (POINTS * float(length) for length in figure.A.BBox)
    height = float(figure.Pg.MediaBox[3])
    figure.A.BBox = pikepdf.Array([round(side, 3) for side in (left, height - bottom, right, height - top)])


__all__ = [
    "Texts",
    "finish_tags",
    "followed_breaking",
    "followed_building",
    "keep_words_apart",
    "printed_tables",
]
