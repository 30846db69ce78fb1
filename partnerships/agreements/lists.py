"""Lists that are typed or pasted: a line for each, its parts apart by a semicolon or, from a spreadsheet, a tab."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class ListLine:
    """One line that says something. `number` counts the empty ones, too, from 1."""

    number: int
    parts: list[str]

    def part(self, place: int) -> str:
        """What stands in a place, 0 for the first; empty where nothing does."""
        return self.parts[place] if place < len(self.parts) else ""

    def says(self, sentence: str) -> str:
        return f"Line {self.number}: {sentence}"


def lines_of(text: str) -> Iterator[ListLine]:
    for number, line in enumerate(text.splitlines(), 1):
        parts = [" ".join(part.split()) for part in re.split(r"[;\t]", line)]
        if any(parts):
            yield ListLine(number, parts)


def twice(lines: Iterable[ListLine], place: int) -> Iterator[str]:
    """Of what stands in one place of several lines, where it stood before, in sentences."""
    seen: dict[str, int] = {}
    for line in lines:
        said = line.part(place)
        first = seen.setdefault(said.casefold(), line.number)
        if said and first != line.number:
            yield line.says(f"“{said}” stands in line {first} already. Take one of the two away.")
