"""A file of open data and its columns: what is in them, and how it is read from a line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from reports.public.text import Json

Line = dict[str, Any]


@dataclass(frozen=True)
class DataColumn:
    name: str
    meaning: str
    """As a sentence."""
    unit: str = "text"
    """What its values are: text, day, number, true or false."""
    hidden: str = ""
    """What stands there where a value is not public, or empty means something of its own."""


@dataclass(frozen=True)
class DataFile:
    name: str
    meaning: str
    """What a line of it is, as a sentence."""
    part: str
    """The part of the content it is made of; it is there only where that was published."""
    columns: tuple[DataColumn, ...]
    lines: Callable[[Json], Iterable[Line]]
    """Of the whole content, each with a value for every column."""

    def is_of(self, content: Json) -> bool:
        """Whether its part was published, and there is a line in it."""
        return bool(content[self.part]) and any(True for _ in self.lines(content))
