"""Words that stay apart where they are read without being seen.

WeasyPrint paints neither the space at which a line breaks nor one between two elements. The eye needs none; what
reads the tags would run the words around it together: “togetherfor”. Here it is painted with the word before it.
This reads WeasyPrint's private boxes, and wraps its breaking of lines while it runs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline


@contextmanager
def followed_breaking() -> Iterator[None]:
    """While it lasts, what is set says of a line whether it breaks at a space."""
    split = inline.split_first_line

    def follow(text: str, *args: Any, **options: Any) -> Any:
        found = split(text, *args, **options)
        layout, _, resumes_at, *_ = found
        layout.breaks_at_space = resumes_at and text.encode()[resumes_at - 1 : resumes_at].isspace()
        return found

    inline.split_first_line = follow
    try:
        yield
    finally:
        inline.split_first_line = split


def keep_words_apart(document: Any) -> None:
    """Of pages laid out by `followed_breaking`. Where text runs from right to left a space would move it."""
    for page in document.pages:
        for line in _lines_of(page._page_box):
            before = None
            for box in _texts_of(line):
                if getattr(box, "text", "").strip():
                    before = box.pango_layout
                    if getattr(before, "breaks_at_space", False):
                        _end_with_space(before)
                elif before is not None:
                    _end_with_space(before)


def _end_with_space(layout: Any) -> None:
    if not layout.text.endswith(" ") and not layout.first_line_direction % 2:
        layout.text += " "


def _lines_of(box: Any) -> Iterator[Any]:
    """Those that stand in no other, running headers aside."""
    box = getattr(box, "_box", box)  # a positioned one stands in a placeholder
    if isinstance(box, boxes.LineBox):
        yield box
    elif not isinstance(box, boxes.MarginBox):
        for child in getattr(box, "children", ()):
            yield from _lines_of(child)


def _texts_of(box: Any) -> Iterator[Any]:
    """Its texts, and where a line is broken by hand."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.TextBox) or box.element_tag == "br":
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts_of(child)
