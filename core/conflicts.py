"""Two people at once: nobody replaces what they have not seen.

A form carries what its person saw: the value itself or, where that is long, a mark of it. When it is sent, what the
person saw, what stands now and what the person wants are compared, as a whole or part by part, by `resolution_of`.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final

UNKNOWN: Final = object()
"""What a person saw, where that cannot be told. It equals nothing, so whatever stands now is shown to them."""


class Resolution(Enum):
    NOTHING = auto()
    """What the person wants stands already."""
    MINE = auto()
    """The person changes what they saw: it is saved."""
    THEIRS = auto()
    """The person changed nothing, somebody else did: theirs stands."""
    CONFLICT = auto()
    """Both changed it, or what the person saw is not known: both are shown, and the person chooses."""


class Conflict(Exception):
    """Somebody else changed what this would replace. Nothing is written.

    `now` is what stands, to be shown beside what the person entered; `by` and `at` are who changed it and when,
    None where that is not known.
    """

    def __init__(self, now: Any = None, *, by: Any = None, at: datetime | None = None) -> None:
        super().__init__()
        self.now, self.by, self.at = now, by, at


def resolution_of(was: object, now: object, wanted: object) -> Resolution:
    """What becomes of a change: `was` is what the person saw, `now` what stands, `wanted` what is to stand."""
    if wanted == now:
        return Resolution.NOTHING
    if was == now:
        return Resolution.MINE
    if was == wanted:
        return Resolution.THEIRS
    return Resolution.CONFLICT


def mark_of(value: object) -> str:
    """A short text that stands in a form for a value of strings, numbers and days. Equal ones have equal marks.

    A choice has that of what is stored for it.
    """
    value = value.value if isinstance(value, Enum) else value
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def marks_of(parts: Mapping[str, object]) -> str:
    """The marks of several parts as one text, for a hidden field. The names hold neither blanks nor “=”."""
    return " ".join(f"{name}={mark_of(value)}" for name, value in parts.items())


def read_marks(text: str) -> dict[str, str]:
    """The marks by part, as a form sent them; what is not one of ours is left out."""
    pairs = (pair.partition("=") for pair in text.split())
    return {name: mark for name, _, mark in pairs if name and mark}


def resolutions_of(
    seen: str, now: Mapping[str, object], wanted: Mapping[str, object]
) -> dict[str, Resolution]:
    """What becomes of each part that a person wants; `seen` is what `marks_of` gave when the form was made."""
    was = read_marks(seen)
    return {
        name: resolution_of(was.get(name, UNKNOWN), mark_of(now[name]), mark_of(value))
        for name, value in wanted.items()
    }


def left_alone(seen: str, now: Mapping[str, object], wanted: Mapping[str, object]) -> list[str]:
    """The parts that somebody else changed and this person left as they saw them.

    A form that is shown once more for another part shows in these what stands: sent again, it replaces nothing that
    its person never touched.
    """
    return [
        name for name, outcome in resolutions_of(seen, now, wanted).items() if outcome is Resolution.THEIRS
    ]
