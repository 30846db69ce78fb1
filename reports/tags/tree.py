"""Walking the tag tree of a PDF."""

from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf


def is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def is_same(kid: Any, element: Any) -> bool:
    return is_element(kid) and bool(kid.objgen == element.objgen)


def elements_of(element: Any) -> Iterator[Any]:
    """A structure element's descendants in reading order."""
    for kid in element.K:
        if is_element(kid):
            yield kid
            yield from elements_of(kid)


def read_tree(root: Any) -> list[tuple[Any, list[Any]]]:
    """All elements in reading order, each with what stands in it: elements, numbers of content, objects.

    Asking pikepdf for it is most of what a walk takes, so that it is asked once for several readers.
    """
    found: list[tuple[Any, list[Any]]] = []

    def read(kids: Iterable[Any]) -> None:
        for kid in kids:
            if is_element(kid):
                within = list(kid.K)
                found.append((kid, within))
                read(within)

    read(root.K)
    return found


def adopt(parent: Any, kids: Any) -> None:
    for kid in list(kids):
        if is_element(kid):
            kid.P = parent
        parent.K.append(kid)


def marks_in(kids: Iterable[Any]) -> list[int]:
    """The numbers of the marked content that an element owns itself."""
    return [kid for kid in kids if isinstance(kid, int)]
