"""Text that begins with the items it is about: “4B, 13, 14: They are new or revised.”"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.forms import as_typed
from partnerships.models import Item

NAMED = re.compile(r"(?P<references>[0-9A-Za-z.]{1,30}(?:, ?[0-9A-Za-z.]{1,30})*): +(?P<text>\S.*)")


class NamedLine(NamedTuple):
    items: tuple[Item, ...]
    text: str

    def __str__(self) -> str:
        references = ", ".join(item.reference for item in self.items)
        return f"{references}: {self.text}" if references else self.text


def read_lines(typed: str, items: Mapping[str, Item]) -> list[NamedLine]:
    """Its lines that are not empty. `items` are those that may be named, by reference.

    What stands before a colon and is not all references is text: “Note: see 4B”.
    """
    return [_read(line.strip(), items) for line in as_typed(typed).split("\n") if line.strip()]


def in_lines(lines: Iterable[NamedLine]) -> str:
    return "\n".join(map(str, lines))


def _read(line: str, items: Mapping[str, Item]) -> NamedLine:
    if found := NAMED.fullmatch(line):
        references = re.split(r", ?", found["references"])
        if all(reference in items for reference in references):
            named = dict.fromkeys(references)
            return NamedLine(tuple(items[reference] for reference in named), found["text"])
    return NamedLine((), line)
