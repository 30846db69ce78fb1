"""Notes of cells and steps as numbered remarks beneath their table."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    number: int
    text: str


class Remarks:
    """The remarks beneath one table. `numbers` run through all tables of a kind; the same words come once."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._numbers = numbers
        self._by_text: dict[str, Remark] = {}

    def of(self, note: str) -> Remark | None:
        """The remark that a note becomes; None for an empty one."""
        if note and note not in self._by_text:
            self._by_text[note] = Remark(next(self._numbers), note)
        return self._by_text.get(note)

    @property
    def all(self) -> tuple[Remark, ...]:
        return tuple(self._by_text.values())
