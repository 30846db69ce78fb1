"""The text of a document by the places where it stands."""

from collections import defaultdict
from collections.abc import Collection
from html.parser import HTMLParser

HEADINGS = ("h1", "h2", "h3")
VOID = {"br", "img", "meta", "link", "hr"}
INLINE = {"a", "abbr", "b", "code", "del", "em", "i", "ins", "small", "span", "strong", "sub", "sup"}

FOREWORD = "Foreword"
"""What a foreword calls its own place."""


def texts_of(html: str, *, without: Collection[str] = ()) -> dict[str, str]:
    """What is to be read in a document, by place, in its order. Each block and line begins a line.

    The place is what `data-place` says of the nearest element that has it, as “3.8, comment of Clayton”; else the
    headings above. Elements of the classes `without` are left out.
    """
    reader = _PlaceReader(without)
    reader.feed(html)
    reader.close()
    return {place: "".join(found) for place, found in reader.found.items()}


class _PlaceReader(HTMLParser):
    def __init__(self, without: Collection[str]) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = defaultdict(list)
        self._without = set(without)
        self._open: list[tuple[str, str, bool]] = []
        """Of each element that is open its tag, its `data-place`, and whether it is left out."""
        self._headings: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self._headings = {one: words for one, words in self._headings.items() if one < tag} | {tag: ""}
        self._end_line(tag)
        if tag not in VOID:
            named = dict(attrs)
            is_out = not self._without.isdisjoint((named.get("class") or "").split())
            self._open.append((tag, named.get("data-place") or "", is_out))

    def handle_endtag(self, tag: str) -> None:
        self._end_line(tag)
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag, _, _ in self._open:
            if tag in HEADINGS:
                self._headings[tag] += data
        if not any(is_out for _, _, is_out in self._open):
            self.found[self._place()].append(data)

    def _end_line(self, tag: str) -> None:
        if tag not in INLINE and (lines := self.found.get(self._place())):
            lines.append("\n")

    def _place(self) -> str:
        named = next((place for _, place, _ in reversed(self._open) if place), "")
        below = [" ".join(words.split()) for tag, words in self._headings.items() if tag != "h1"]
        return named or ", ".join(below) or "The first page"
