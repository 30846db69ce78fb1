"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    rows: Sequence[T]
    number: int
    pages: int


def page_number(text: str) -> int:
    """As an address has it; 1 where it has nothing that is a number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def page_of(rows: Sequence[T], number: int, size: int) -> Page[T]:
    """The page with a number, or the nearest there is."""
    pages = max(1, ceil(len(rows) / size))
    number = min(max(1, number), pages)
    return Page(rows[(number - 1) * size : number * size], number, pages)
