"""How far something is, where a value says so in words: “On Track 95.48%”, “Off Track: 1) # of families ...”."""

import re
from enum import StrEnum


class PrintedStanding(StrEnum):
    ON_TRACK = "on track"
    OFF_TRACK = "off track"
    UNDER_WAY = "under way"
    """“Intermittent progress”, “In progress!”: neither is said."""


_WORDS = {
    PrintedStanding.ON_TRACK: re.compile(r"\bon[ -]track\b"),
    PrintedStanding.OFF_TRACK: re.compile(r"\boff[ -]track\b"),
    PrintedStanding.UNDER_WAY: re.compile(r"\b(?:intermittent|in) progress\b"),
}


def read_standing(text: str) -> PrintedStanding | None:
    """What a printed value says of it; None where it says nothing, or two things at once. “Not on track” is off."""
    plain = re.sub(r"\bnot on[ -]track\b", "off track", text.casefold())
    found = [standing for standing, words in _WORDS.items() if words.search(plain)]
    return found[0] if len(found) == 1 else None
