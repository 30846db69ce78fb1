"""The deadline or the cadence that a goal names in its own words."""

import re
from dataclasses import dataclass
from datetime import date

from actionsteps.timelines.moments import MONTH
from actionsteps.timelines.reading import read_timeline
from core.words import day_in_words

_DEADLINE = re.compile(
    rf"\bby (?:the )?(?P<when>{MONTH}(?: \d{{1,2}}\b)?(?:,? 20\d\d)?|end of SY \d\d-\d\d)", re.I
)
_CADENCE = re.compile(
    r"\b(?:yearly|annual(?:ly)?|monthly|weekly|quarterly|(?:per|each|every|once a) (?:year|quarter|month|week))\b",
    re.I,
)


@dataclass(frozen=True)
class When:
    words: str
    """As printed: “by June 1”, “per quarter”; empty where a goal names neither."""
    day: date | None = None
    """The last day of a deadline."""

    @property
    def day_in_words(self) -> str:
        return day_in_words(self.day) if self.day else ""


def when_of(text: str, school_year: tuple[date, date]) -> When:
    """A deadline comes before a cadence. A month without a year is that of the school year."""
    if found := _DEADLINE.search(text):
        named = found["when"]
        if named.casefold().startswith("end of sy"):
            return When(found[0], date(2000 + int(named[-2:]), 6, 30))
        proposal = read_timeline(named, school_year)
        return When(found[0], proposal.due_on if proposal else None)
    cadence = _CADENCE.search(text)
    return When(cadence[0] if cadence else "")
