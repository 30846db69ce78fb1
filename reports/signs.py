"""Characters that the typeface of documents does not have: they come out as empty boxes, and are named before."""

import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from fontpkg_atkinson_hyperlegible import ROOT as FONT_PACKAGE

FACES = sorted((FONT_PACKAGE / "files").glob("*.ttf"))
LIST_SIGNS = (
    "import sys; from fontTools.ttLib import TTFont; "
    "print(*set.intersection(*(set(TTFont(path).getBestCmap()) for path in sys.argv[1:])))"
)
HEADINGS = ("h1", "h2", "h3")
VOID = {"br", "img", "meta", "link", "hr"}


@dataclass(frozen=True)
class Unprintable:
    place: str
    """Where it stands in the document, as “3.8, comment of Clayton”."""
    signs: tuple[str, ...]
    """Letters that follow each other together, each such run once."""

    def __str__(self) -> str:
        return f"{self.place}: {', '.join(self.signs)}"


def unprintable(html: str) -> list[Unprintable]:
    """What of a document's text its typeface has no signs for, in the order of the document.

    The place is what `data-place` says of the nearest element that has it; else the headings above.
    """
    if not _foreign().search(unicodedata.normalize("NFC", html)):
        return []
    reader = _SignReader()
    reader.feed(html)
    reader.close()
    return [Unprintable(place, tuple(signs)) for place, signs in reader.found.items()]


class _SignReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, None]] = defaultdict(dict)
        self._open: list[tuple[str, str]] = []
        self._headings: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self._headings = {one: words for one, words in self._headings.items() if one < tag} | {tag: ""}
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("data-place") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        within = [tag for tag, _ in self._open]
        for heading in set(HEADINGS).intersection(within):
            self._headings[heading] += data
        for run in _foreign().findall(unicodedata.normalize("NFC", data)):
            if signs := run.strip("".join(filter(_is_invisible, set(run)))):
                self.found[self._place()][signs] = None

    def _place(self) -> str:
        named = next((place for _, place in reversed(self._open) if place), "")
        below = [" ".join(words.split()) for tag, words in self._headings.items() if tag != "h1"]
        return named or ", ".join(below) or "The first page"


def _is_invisible(sign: str) -> bool:
    """Whether it only joins or shapes the letters beside it, or is a space."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Zs", "Zl", "Zp") or "\ufe00" <= sign <= "\ufe0f"


@cache
def _foreign() -> re.Pattern[str]:
    """Runs of what the typeface has no signs for; spaces end them.

    Read once by a process of its own: fontTools would stay in every web process, with 10 MB.
    """
    command = [sys.executable, "-c", LIST_SIGNS, *map(str, FACES)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    signs = "".join(chr(int(number)) for number in done.stdout.split())
    return re.compile(rf"[^{re.escape(signs)}\s]+")
