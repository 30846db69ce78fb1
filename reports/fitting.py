"""Texts cut to so many lines, and lists to so many entries, for a document that has so many pages and no more.

How wide letters are is reckoned, a little generously, and not measured: nothing that prints is loaded for it.
Widths, heights and sizes are in points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.workbooks.heights import lines_of

T = TypeVar("T")

DIGIT = 5.25
"""Of a column's width in `lines_of`, which counts it in digits."""

BROADER = 1.1
"""How much broader the typeface of documents is than the one whose widths are reckoned with."""

SIZE, LEADING, AROUND = 10.5, 1.36, 6.0
"""Of text, from line to line as a share of that, and above and beneath an entry of a list or table."""

CUT = "…"


@dataclass(frozen=True)
class Listed(Generic[T]):
    """A list as far as it is shown."""

    shown: tuple[T, ...]
    more: int
    """How many are left out."""


@dataclass(frozen=True)
class Candidates(Generic[T]):
    """What may be shown of a list, each with its height."""

    sized: Sequence[tuple[T, float]]
    count: int
    """How many there are in all."""

    def first(self, number: int) -> Listed[T]:
        return Listed(tuple(one for one, _ in self.sized[:number]), self.count - min(number, len(self.sized)))


def share_out(room: float, *lists: Candidates[Any]) -> list[Listed[Any]]:
    """As many entries of each list as fit in a height together: in turn one more of each that still fits."""
    taken = [0] * len(lists)
    full = False
    while not full:
        full = True
        for at, one in enumerate(lists):
            if taken[at] < len(one.sized) and one.sized[taken[at]][1] <= room:
                room -= one.sized[taken[at]][1]
                taken[at] += 1
                full = False
    return [one.first(number) for one, number in zip(lists, taken, strict=True)]


class Fitting:
    """Cuts texts of one document, and says whether any was."""

    def __init__(self) -> None:
        self.has_cut = False

    def fit(self, text: str, *, lines: int, width: float, size: float = SIZE) -> str:
        """As much of a text as fits, at a word's end where there is one.

        What was typed on several lines goes on in one.
        """
        text = " ".join(text.split())
        if _lines(text, width, size) <= lines:
            return text
        self.has_cut = True
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            tried = (fits + too_long) // 2
            if _lines(text[:tried] + CUT, width, size) <= lines:
                fits = tried
            else:
                too_long = tried
        kept = text[:fits]
        words = kept.rpartition(" ")[0]
        return (words if len(words) > len(kept) / 2 else kept).rstrip(" ,;:") + CUT


def height_of(*cells: tuple[str, float]) -> float:
    """Of an entry whose cells are texts in so much width."""
    return max(_lines(text, width, SIZE) for text, width in cells) * SIZE * LEADING + AROUND


BREAKS = re.compile(r"(?<=[/|–—])")
"""Where a printed line may end besides between words: there a long address goes on in the next one."""


def _lines(text: str, width: float, size: float) -> int:
    return lines_of(BREAKS.sub(" ", text), width / DIGIT, size=size * BROADER)
