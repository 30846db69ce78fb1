"""Characters that no face of documents has: they come out as empty boxes, and are named before.

python -m reports.signs     the characters that one has, as the class of a regular expression
"""

import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from .places import texts_of


@dataclass(frozen=True)
class Unprintable:
    place: str
    """Where it stands in the document, as “3.8, comment of Clayton”."""
    signs: tuple[str, ...]
    """Letters that follow each other together, each such run once."""

    def __str__(self) -> str:
        return f"{self.place}: {', '.join(self.signs)}"


def unprintable(html: str) -> list[Unprintable]:
    """What of a document's text no face has signs for, in the order of the document."""
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
    """Runs of what no face has signs for; spaces end them.

    Read once by a process of its own: fontTools would stay in every web process, with 10 MB.
    """
    command = [sys.executable, "-m", "reports.signs"]
    done = subprocess.run(  # noqa: S603 # this very module
        command, stdout=subprocess.PIPE, cwd=settings.BASE_DIR, text=True, check=True
    )
    return re.compile(rf"[^{done.stdout}\s]+")


def main() -> None:
    from . import fallbacks, typeface

    ranges = fallbacks.ranges_of(typeface.covered() | fallbacks.covered())
    sys.stdout.write("".join(rf"\U{first:08x}-\U{last:08x}" for first, last in ranges))


if __name__ == "__main__":
    main()
