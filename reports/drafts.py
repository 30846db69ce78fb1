"""The mark of a document that may still change: a word across each page, and its status in words on the first."""

from typing import Any
from xml.etree.ElementTree import Element

from .typeface import outlined

WORDS = {"en": ("Draft", "Draft: it may still change"), "es": ("Borrador", "Borrador: todavía puede cambiar")}
"""By language, the word across the pages and the sentence."""

INK = "#ebe9e3"
"""Light enough for the text above it to keep its contrast."""


def say_draft(root: Any) -> None:
    """Say it beneath the title, unless the document says its status itself. `root` is the tree of its HTML."""
    if any("status-note" in one.get("class", "").split() for one in root.iter()):
        return
    for parent in root.iter():
        for place, child in enumerate(parent):
            if child.tag == "h1":
                note = Element("p", {"class": "status-note"})
                note.text = _words_of(root)[1]
                note.tail, child.tail = child.tail, None
                parent.insert(place + 1, note)
                return


def watermark(root: Any) -> str:
    """A rule of a stylesheet. The word is drawn as outlines: nothing reads it aloud or finds it in a search."""
    return (
        f'@page {{ background: url("{outlined(_words_of(root)[0].upper(), INK)}") center / 150mm no-repeat }}'
    )


def _words_of(root: Any) -> tuple[str, str]:
    return WORDS.get(root.get("lang", "en")[:2], WORDS["en"])
