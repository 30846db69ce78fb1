"""Text that runs from right to left: what HTML means by `dir="auto"`, which the printer does not know."""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import bidirectional

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
STRONG = ("L", "R", "AL")
BLOCKS = {
    "blockquote",
    "caption",
    "dd",
    "div",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "p",
    "td",
    "th",
}
APART = BLOCKS | {"dl", "ol", "section", "table", "tbody", "ul"}


def set_directions(html: str, root: Any) -> None:
    """A block whose first letter is of a script from right to left runs so; `root` is the tree of `html`."""
    if not RIGHT_TO_LEFT.search(html):
        return
    for element in root.iter():
        if element.tag in BLOCKS and "dir" not in element.attrib:
            letters = (letter for text in _own_text(element) for letter in text)
            first = next((one for one in map(bidirectional, letters) if one in STRONG), "L")
            if first != "L":
                element.set("dir", "rtl")


def _own_text(element: Any) -> Iterator[str]:
    """Without that of blocks in it."""
    yield element.text or ""
    for child in element:
        if child.tag not in APART:
            yield from _own_text(child)
        yield child.tail or ""
