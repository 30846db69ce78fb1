"""What follows of a review by rule, and what its conference agreed on, for print."""

from dataclasses import dataclass

from assessments.models import Assessment
from determinations.rules.rulebook import rulebook_of
from determinations.verdicts.gathering import Determined, determined_in

from .cover import Cover, cover_of


@dataclass(frozen=True)
class PrintedDeterminations(Cover):
    determined: tuple[Determined, ...]
    """The partner, then its schools."""

    @property
    def title(self) -> str:
        return f"Determinations, {self.period}"


def determinations(assessment: Assessment) -> PrintedDeterminations:
    """Of the round that this assessment decides. Its edition has rules."""
    rulebook = rulebook_of(assessment.cycle.edition_id)
    return PrintedDeterminations(
        **cover_of(assessment), determined=tuple(determined_in(assessment, rulebook))
    )
