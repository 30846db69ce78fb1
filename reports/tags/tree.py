"""Walking the tag tree of a PDF."""

from collections.abc import Iterator
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


def adopt(parent: Any, kids: Any) -> None:
    for kid in list(kids):
        if is_element(kid):
            kid.P = parent
        parent.K.append(kid)


def marks_of(element: Any) -> list[int]:
    """The numbers of the marked content that an element owns itself."""
    return [kid for kid in element.K if isinstance(kid, int)]
