"""What only WeasyPrint's building of the tags knows: of which element and of which text each of them is.

It is wrapped while it runs.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags as weasyprint_tags

Texts = dict[int, dict[int, str]]
"""By page, counted from 0, the text of a piece of marked content, by its number."""

WHOLE = ("html", "body")
SHAPED = re.compile("[\u0300-\u036f\u1e00-\u1eff\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff]")
"""Letters that are put together of parts, and not in their order: read from the page, they would fall apart."""


@contextmanager
def followed_building() -> Iterator[Texts]:
    """While it lasts, WeasyPrint tags an element that has a `lang` with that language.

    Gives the texts of shaped letters that were tagged.
    """
    build = weasyprint_tags._build_box_tree
    texts: Texts = defaultdict(dict)

    def follow(box: Any, parent: Any, pdf: Any, page: int, nums: Any, links: Any, tags: Any) -> Iterator[Any]:
        box = getattr(box, "_box", box)  # a positioned one stands in a placeholder
        for text in _texts_in(box):
            if text in tags and SHAPED.search(text.text):
                texts[page][tags[text]["mcid"]] = text.text
        element = box.element
        language = None if element is None or element.tag in WHOLE else element.get("lang")
        for tag in build(box, parent, pdf, page, nums, links, tags):
            if language:
                tag["Lang"] = pydyf.String(language)
            yield tag

    weasyprint_tags._build_box_tree = follow
    try:
        yield texts
    finally:
        weasyprint_tags._build_box_tree = build


def _texts_in(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        for one in child.children if isinstance(child, boxes.LineBox) else [child]:
            if isinstance(one, boxes.TextBox):
                yield one
