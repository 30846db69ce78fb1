"""Names of what one can press, as a screen reader lists them."""

from collections import defaultdict
from html.parser import HTMLParser

PRESSED = {"a", "button", "summary"}
VOID = {"br", "img", "input", "meta", "link", "hr", "source", "wbr", "col", "circle", "path", "rect", "use"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.places = defaultdict(set)
        self._open = []  # (tag, attributes, texts)
        self._form = ""

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "img":
            self.handle_data(attributes.get("alt") or "")
        if tag == "form":
            self._form = f"{attributes.get('action')} {self.getpos()}"
        if tag not in VOID:
            self._open.append((tag, attributes, []))

    def handle_data(self, data):
        if any(attributes.get("aria-hidden") == "true" for _, attributes, _ in self._open):
            return
        for _, _, texts in self._open:
            texts.append(data)

    def handle_endtag(self, tag):
        while self._open:
            closed, attributes, texts = self._open.pop()
            if closed in PRESSED and not any("hidden" in one for _, one, _ in self._open):
                name = attributes.get("aria-label") or "".join(texts)
                self.places[" ".join(name.split())].add(self._place(closed, attributes))
            if closed == tag:
                break

    def _place(self, tag, attributes):
        if tag == "a":
            return attributes.get("href")
        if tag == "button" and attributes.get("popovertarget"):
            return attributes["popovertarget"]
        return f"{tag} {attributes.get('formaction') or self._form if tag == 'button' else self.getpos()}"


def shared_names(html):
    """{name: places} of links, buttons and disclosures that bear one name and lead to different places."""
    reader = _Reader()
    reader.feed(html)
    return {name: places for name, places in reader.places.items() if len(places) > 1}
