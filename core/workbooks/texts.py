"""Texts as a workbook can carry them, and the names of its sheets."""

import re
from collections.abc import Iterable, Mapping

SHEET_NAME_LENGTH = 31
"""Characters of UTF-16, as Excel counts them."""


def sheet_names(titles: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """“1 Staffing” by key: what Excel takes as a name, each only once. `taken` are the names of other sheets."""
    used = {*(name.casefold() for name in taken), "history"}
    names = {}
    for key, title in titles.items():
        words = _NOT_IN_NAMES.sub(" ", title)
        name = shortened(" ".join(words.split()))
        # A number in front makes it unique; this holds if ever it does not.
        for turn in range(2, len(titles) + 2):
            if name.casefold() not in used:
                break
            name = shortened(words, f" ({turn})")
        used.add(name.casefold())
        names[key] = name
    return names


def shortened(words: str, ending: str = "") -> str:
    """As many whole words of it as fit in a sheet's name, with an ellipsis where some are left out."""
    if _utf16_length(words + ending) <= SHEET_NAME_LENGTH:
        return words.rstrip(" '") + ending
    room = (SHEET_NAME_LENGTH - len(ending) - 1) * 2
    cut = words.encode("utf-16-le")[:room].decode("utf-16-le", "ignore")
    number, _, title = cut.partition(" ")
    if " " in title and not words[len(cut)].isspace():
        title = title.rpartition(" ")[0]
    return f"{number} {title}".rstrip(" ,;-–'") + "…" + ending


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# Text in a workbook is XML, which knows no control characters; Excel writes them, and whatever looks like that,
# as _x0001_.
_FORBIDDEN = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_TO_ESCAPE = re.compile(rf"[{_FORBIDDEN}]|_(?=x[0-9A-Fa-f]{{4}}[_{_FORBIDDEN}])")
_NOT_IN_NAMES = re.compile(rf"[\[\]:*?/\\{_FORBIDDEN}]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def encoded(text: str) -> str:
    """Any text as a workbook's XML can carry it."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def decoded(text: str) -> str:
    """What `encoded` was given."""
    return decoded_pairs(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def decoded_pairs(text: str) -> str:
    """Surrogates that stand in pairs become the character they mean; single ones stay."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def starts_like_a_formula(text: str) -> bool:
    return text.startswith(("=", "+", "-", "@", "\t", "\r", "'"))
