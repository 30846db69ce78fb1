"""Links: each beneath a tag that says so, printed, and described in words."""

from collections.abc import Iterable
from typing import Any

import pikepdf

from .tree import is_element, is_same

PRINT_FLAG = 1 << 2


def tag_links(tree: Iterable[tuple[Any, list[Any]]], parents: dict[int, Any]) -> None:
    """The parts of a link that stand apart in it, as a number at the margin, are links of the same tag.

    WeasyPrint hangs them on the part's own tag.
    """
    for element, kids in tree:
        links = [kid for kid in kids if not isinstance(kid, int) and not is_element(kid)]
        if not links or element.S == "/Link":
            continue
        element.K = pikepdf.Array([kid for kid in kids if isinstance(kid, int) or is_element(kid)])
        link = element.P
        while link.S != "/Link":
            link = link.P
        for one in links:
            link.K.append(one)
            parents[int(one.Obj.StructParent)] = link


def drop_inner_links(pdf: pikepdf.Pdf, parents: dict[int, Any]) -> None:
    """A link is reached by the keyboard once a line, and not once more for each part that stands in it."""
    for page in pdf.pages:
        kept: list[Any] = []
        for one in sorted(page.get("/Annots", []), key=_area, reverse=True):
            link = parents[int(one.StructParent)]
            if any(_holds(other, one) and is_same(parents[int(other.StructParent)], link) for other in kept):
                link.K = pikepdf.Array([kid for kid in link.K if not _leads_by(kid, one)])
                del parents[int(one.StructParent)]
            else:
                kept.append(one)
        if kept:
            places = {one.objgen for one in kept}
            page.Annots = pikepdf.Array([one for one in page.Annots if one.objgen in places])


def _sides(annotation: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = map(float, annotation.Rect)
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _area(annotation: Any) -> float:
    left, bottom, right, top = _sides(annotation)
    return (right - left) * (top - bottom)


def _holds(outer: Any, inner: Any) -> bool:
    a, b = _sides(outer), _sides(inner)
    return a[0] - 1 < b[0] and a[1] - 1 < b[1] and b[2] < a[2] + 1 and b[3] < a[3] + 1


def _leads_by(kid: Any, annotation: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid and kid.Obj.objgen == annotation.objgen


def describe_links(pdf: pikepdf.Pdf) -> None:
    """They get the print flag, and words instead of the name of an anchor."""
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            annotation.F = PRINT_FLAG
            if "/Dest" in annotation:
                annotation.Contents = str(annotation.Contents).replace("-", " ")
