"""What would be published: cells, how their figures add up, and texts that carry figures."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from math import ceil, floor
from typing import NamedTuple

MINIMUM = 10
"""A count of fewer students than this is hidden, unless an agreement sets another number."""


class Kind(Enum):
    COUNT = "count"
    DENOMINATOR = "denominator"
    REST = "rest"
    """Those of the denominator that are not counted: 5 where 25 of 30 are."""


class CellFigure(NamedTuple):
    """One number of a cell."""

    cell: str
    kind: Kind = Kind.COUNT


@dataclass(frozen=True)
class Cell:
    """One cell of a table: “22/23 (96%)”, “30” or “31.7%”. Whoever reads it is taken to know all its figures.

    `count` and `denominator` are whole numbers from 0, where they are recorded, printed or not; `percent` is a
    share of the denominator from 0 to 100, as printed, with its decimals. A rate that is no share comes without.
    """

    key: str
    count: int | None = None
    denominator: int | None = None
    percent: Decimal | None = None
    counts_students: bool = True
    period: int = 0
    """Periods are published one after the other, the lowest first, and a reader keeps what they had: what an
    earlier one showed or hid stays so. A total over several periods comes with its last; what is added to a period
    later comes with the one in which it is first published."""
    denominator_is_known: bool = False
    """From elsewhere (a state's report card), so that hiding the cell does not hide it."""
    at_least: int | None = None
    """Of at least how many students it is, where the denominator is not recorded."""
    is_printed: bool = False
    """In a document that was made before, so that hiding it now does not hide it."""
    is_withheld: bool = False
    """A document that was made before hid it; it adds up with what that one showed."""

    def __post_init__(self) -> None:
        if any(number is not None and number < 0 for number in (self.count, self.denominator)):
            raise ValueError(f"{self.key}: a count is never below 0.")
        if self.percent is not None and not 0 <= self.percent <= 100:
            raise ValueError(f"{self.key}: {self.percent}% is no share of a group.")


@dataclass(frozen=True)
class Sum:
    """That figures add up to another: parts to a total, periods to several years, one count to a denominator."""

    whole: CellFigure
    parts: tuple[CellFigure, ...]


def total(whole: str, *parts: str) -> Sum:
    """The count of a cell is the sum of those of other cells."""
    return Sum(CellFigure(whole), tuple(CellFigure(part) for part in parts))


def denominators_total(whole: str, *parts: str) -> Sum:
    """So is its denominator: those of schools add up, those of the ways one group is divided do not."""
    parts_of = (CellFigure(part, Kind.DENOMINATOR) for part in parts)
    return Sum(CellFigure(whole, Kind.DENOMINATOR), tuple(parts_of))


def out_of(cell: str, group: str) -> Sum:
    """The denominator of a cell is the count of another: 30 graduates."""
    return Sum(CellFigure(cell, Kind.DENOMINATOR), (CellFigure(group),))


@dataclass(frozen=True)
class Mention:
    """A figure that was read in a text."""

    count: int | None = None
    denominator: int | None = None
    percent: Decimal | None = None
    at_least: int | None = None
    """Of at least how many students, where no denominator is printed beside a percentage."""

    @property
    def is_size(self) -> bool:
        """Whether it only says how many people something is of: “n=4”."""
        return self.denominator is not None and self.count is None and self.percent is None


@dataclass(frozen=True)
class Text:
    """Words that are published beside cells: a value that is a text, a note, a footnote.

    `about` names the cells whose figures it may carry; without, it may carry those of any.
    """

    key: str
    mentions: tuple[Mention, ...]
    about: frozenset[str] | None = None
    counts_students: bool = True
    is_unread: bool = False
    """Whether it has figures beside percentages that nobody could read: they may be small counts."""


def counts_of(said: Cell | Mention) -> tuple[int, int] | None:
    """The fewest and the most it can be, where need be worked out as a reader would from a percentage.

    Of a percentage that no count prints (65% of 25) it is the nearest below.
    """
    if said.count is not None:
        return said.count, said.count
    if said.percent is None or said.denominator is None:
        return None
    half = half_a_step(said.percent)
    fewest = max(0, ceil((said.percent - half) * said.denominator / 100))
    most = min(said.denominator, floor((said.percent + half) * said.denominator / 100))
    return min(fewest, most), most


def half_a_step(percent: Decimal) -> Decimal:
    """How far a printed percentage may be from the exact one: 31.7% is 31.65% to 31.75%."""
    exponent = percent.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101
    return Decimal(5).scaleb(min(exponent, 0) - 1)
