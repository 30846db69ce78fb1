"""Characters that the typeface of documents does not have: they come out as empty boxes, and are named before."""

import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

from fontpkg_atkinson_hyperlegible import ROOT as FONT_PACKAGE

from .places import texts_of

FACES = sorted((FONT_PACKAGE / "files").glob("*.ttf"))
LIST_SIGNS = (
    "import sys; from fontTools.ttLib import TTFont; "
    "print(*set.intersection(*(set(TTFont(path).getBestCmap()) for path in sys.argv[1:])))"
)


@dataclass(frozen=True)
class Unprintable:
    place: str
    """Where it stands in the document, as “3.8, comment of Clayton”."""
    signs: tuple[str, ...]
    """Letters that follow each other together, each such run once."""

    def __str__(self) -> str:
        return f"{self.place}: {', '.join(self.signs)}"


def unprintable(html: str) -> list[Unprintable]:
    """What of a document's text its typeface has no signs for, in the order of the document."""
    if not _foreign().search(unicodedata.normalize("NFC", html)):
        return []
    found = ((place, tuple(_signs_of(text))) for place, text in texts_of(html).items())
    return [Unprintable(place, signs) for place, signs in found if signs]


def _signs_of(text: str) -> dict[str, None]:
    runs = _foreign().findall(unicodedata.normalize("NFC", text))
    signs = (run.strip("".join(filter(_is_invisible, set(run)))) for run in runs)
    return dict.fromkeys(one for one in signs if one)


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
