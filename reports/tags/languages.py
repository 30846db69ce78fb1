"""The languages of parts of a document: WeasyPrint tags only that of the whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf import tags as weasyprint_tags

WHOLE = ("html", "body")


@contextmanager
def tagged_languages() -> Iterator[None]:
    """While it lasts, WeasyPrint tags an element that has a `lang` with that language.

    It follows WeasyPrint's own building of the tags, the one place that knows which tag is of which element.
    """
    build = weasyprint_tags._build_box_tree

    def build_with_language(box: Any, *rest: Any) -> Iterator[Any]:
        element = getattr(box, "_box", box).element  # a positioned box stands in a placeholder
        language = None if element is None or element.tag in WHOLE else element.get("lang")
        for tag in build(box, *rest):
            if language:
                tag["Lang"] = pydyf.String(language)
            yield tag

    weasyprint_tags._build_box_tree = build_with_language
    try:
        yield
    finally:
        weasyprint_tags._build_box_tree = build
