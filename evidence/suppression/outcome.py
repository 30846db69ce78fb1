"""What becomes of the cells of a table: which are hidden, why, and what is printed instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

HIDDEN = "hidden to protect privacy"
"""What stands in every hidden cell, whatever the reason: “fewer than 10” would say where the small count is."""


class Reason(Enum):
    SMALL = "small"
    REST = "rest"
    EVERYONE = "everyone"
    UNJUDGED = "unjudged"
    """Nobody recorded how many students it speaks of."""
    UNREAD = "unread"
    """A text with a figure that was not understood."""
    OTHERS = "others"
    TEXT = "text"


@dataclass(frozen=True)
class Hidden:
    """Why a cell is hidden, in `words` for the people of the partnership alone, and what others read `instead`."""

    reason: Reason
    words: str
    instead: str = HIDDEN


@dataclass(frozen=True)
class Suppression:
    hidden: dict[str, Hidden]
    """By the key of the cell or text."""
    known_anyway: tuple[str, ...] = ()
    """Hidden cells of which a reader learns more from what is known elsewhere than hiding can prevent."""

    def shows(self, keys: Iterable[str]) -> bool:
        """Whether all of these are shown. Only then may what is worked out of them be: a change, a gap, a ratio."""
        return self.hidden.keys().isdisjoint(keys)
