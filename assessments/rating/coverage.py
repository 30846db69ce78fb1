"""How much of a document was judged, how much was only said not to be, and what moved since a cycle earlier."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessments.models import Assessment
from core.words import in_words
from partnerships.comparison import LevelChange
from partnerships.models import RatingLevel, Word

from .lines import WorkspaceLine
from .previous_ratings import when_of
from .scales import ScalesInUse
from .tally import Tally


@dataclass(frozen=True)
class Coverage:
    """“28 of 38 criteria rated”, of those on the edition's scale. What else was given says why the rest is not."""

    tally: Tally
    item: Word

    @property
    def rest(self) -> list[tuple[RatingLevel, int]]:
        """The kinds of what is not judged."""
        return [(level, count) for level, count in self.tally.levels if count and not level.is_judgement]

    @property
    def judged(self) -> int:
        return self.tally.judged

    @property
    def total(self) -> int:
        return self.tally.total

    @property
    def words(self) -> str:
        return f"{self.judged} of {self.item.counted(self.total)} rated"

    @property
    def sentence(self) -> str:
        """“28 of 38 criteria rated. Of the others 4 not rated, 1 not observed, 5 left blank.”"""
        others = [f"{count} {level.label[0].lower()}{level.label[1:]}" for level, count in self.rest]
        others += [f"{self.tally.unrated} without an answer yet"] if self.tally.unrated else []
        return f"{self.words}. Of the others {in_words(others)}." if others else f"{self.words}."


def coverage_of(
    assessment: Assessment, lines: Iterable[WorkspaceLine], scales: ScalesInUse
) -> Coverage | None:
    """Of an assessment; None while it gives nothing but judgements: then its progress says as much."""
    counted = [
        line
        for line in lines
        if line.item.is_rated and scales.of(line.item) == assessment.cycle.edition.scale
    ]
    tally = Tally.of((line.level for line in counted), scales.levels, assessment.cycle.edition.scale.met_from)
    coverage = Coverage(tally, assessment.words.item)
    return coverage if coverage.rest else None


MOVES = {
    LevelChange.ROSE: "rose",
    LevelChange.FELL: "fell",
    LevelChange.CHANGED: "changed from or to what is no score",
    LevelChange.STAYED: "stayed",
    LevelChange.STILL_NO_SCORE: "still no score",
}


def moved_since(lines: Iterable[WorkspaceLine], previous: Assessment | None) -> str:
    """“Since October 2023: 2 rose, 1 fell and 25 stayed.” Empty where nothing can be compared yet."""
    counts = Counter(line.change for line in lines if line.item.is_rated)
    told = [f"{counts[change]} {words}" for change, words in MOVES.items() if counts[change]]
    return f"Since {when_of(previous)}: {in_words(told)}." if previous and told else ""


def rated_too(lines: Iterable[Any]) -> str:
    """“domains, dimensions and questions”: the kinds of what may be rated too; empty where nothing may."""
    kinds = dict.fromkeys(line.item.get_kind_display() for line in lines if line.item.may_be_rated)
    return in_words([f"{kind}s" for kind in kinds]) if kinds else ""
