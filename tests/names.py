"""Names of what one can press, as a screen reader lists them."""

from collections import defaultdict
from html.parser import HTMLParser

PRESSED = {"a", "button", "summary"}
VOID = {"br", "img", "input", "meta", "link", "hr", "source", "wbr", "col", "circle", "path", "rect", "use"}


class _NameReader(HTMLParser):
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
            name = attributes.get("aria-label") or " ".join("".join(texts).split()) or attributes.get("title")
            if closed == "summary":
                self._open[-1][1]["name"] = name
            if closed in PRESSED and self._counts(name, attributes):
                self.places[name].add(self._place(closed, attributes))
            if closed == tag:
                break

    def _counts(self, name, attributes):
        """Not what is hidden, what stands there only without JavaScript, or a link to what the page says below.

        Nor the way in a disclosure, for those without JavaScript, to the page that holds the same.
        """
        around = [attributes, *(one for _, one, _ in self._open)]
        is_elsewhere = any("hidden" in one or "without-js" in (one.get("class") or "") for one in around)
        is_way = "href" in attributes or attributes.get("name") == "then"
        is_twin = is_way and any(one.get("name") == name for one in around)
        return not (is_elsewhere or is_twin or (attributes.get("href") or "").startswith("#"))

    def _place(self, tag, attributes):
        if tag == "a":
            return attributes.get("href")
        form = (
            attributes.get("formaction")
            or attributes.get("popovertarget")
            or attributes.get("form")
            or self._form
        )
        return f"button {form}" if tag == "button" else f"disclosure {self.getpos()}"


def shared_names(html):
    """{name: places} of links, buttons and disclosures that bear one name and lead to different places."""
    reader = _NameReader()
    reader.feed(html)
    return {name: places for name, places in reader.places.items() if len(places) > 1}
