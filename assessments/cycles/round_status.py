"""A round in words, as one person sees it: how far it is, and what is said of each side. Never its levels."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils import timezone

from assessments.models import Assessment, AssessmentStatus
from assessments.rounds import Round
from core.words import day_in_words

DRAFT, SUBMITTED, RETURNED = AssessmentStatus.DRAFT, AssessmentStatus.SUBMITTED, AssessmentStatus.RETURNED


class RoundState(StrEnum):
    """How far a partnership is in a cycle, all sides together."""

    FINAL = "final"
    SUBMITTED = "submitted"
    OPEN = "open"
    NOT_STARTED = "not-started"
    NOT_ASKED = "not-asked"


class Awaited(StrEnum):
    """What a round waits for next, whoever is to do it."""

    ASSESSMENTS = "assessments"
    CONFERENCE = "conference"
    CONFIRMATION = "confirmation"
    REVIEW = "review"
    NOTHING = "nothing"
    OPENING = "opening"
    """Nobody was ever asked, or nobody is any longer."""


@dataclass(eq=False)
class RoundStatus(Round):
    """A round of assessments as one person sees it. Each also says `started` and, where counted, `rated`."""

    total: int = 0
    """Items to rate."""
    begins: bool = False
    """Whether this person is of either side, and so may begin the conference."""
    is_earlier: bool = False
    """Whether the partnership has a round in a later cycle."""

    @property
    def name(self) -> str:
        return self.partnership.partner.short_name

    @property
    def is_being_agreed(self) -> bool:
        """Whether the conference has begun and its result was not handed in yet, not even once."""
        return self.joint is not None and self.is_in_conference and self.joint.status == DRAFT

    @cached_property
    def state(self) -> RoundState:
        if not self.asked:
            return RoundState.NOT_ASKED
        if self.is_open:
            asked: list[Any] = self.asked
            untouched = all(one.status == DRAFT and not one.started for one in asked)
            return RoundState.NOT_STARTED if untouched else RoundState.OPEN
        return RoundState.FINAL if all(one.is_final for one in self.decisive) else RoundState.SUBMITTED

    @property
    def status(self) -> str:
        """In words."""
        match self.state:
            case RoundState.NOT_ASKED:
                return "No longer asked" if self.no_longer_asked else "Not asked yet"
            case RoundState.NOT_STARTED:
                return "Not started"
            case RoundState.FINAL:
                telling = next((one for one in self.decisive if one.closing_reason), self.decisive[0])
                return telling.status_word.capitalize()
            case RoundState.SUBMITTED if self.to_confirm:
                return "Joint: to be confirmed"
            case RoundState.SUBMITTED if self.joint or len(self.sides) == 1:
                return "Submitted: review"
            case RoundState.SUBMITTED:
                return f"{'Both' if len(self.sides) == 2 else 'All'} submitted: conference"
        if self.joint and self.joint.is_open:
            return f"Joint: {self.joint.came_back}" if self.joint.status == RETURNED else "In conference"
        back = [side.came_back for side in self.sides if side.status == RETURNED]
        return back[0].capitalize() if back else "Draft"

    @property
    def awaits(self) -> Awaited:
        match self.state:
            case RoundState.NOT_ASKED:
                return Awaited.OPENING
            case RoundState.FINAL:
                return Awaited.NOTHING
            case RoundState.SUBMITTED if self.to_confirm:
                return Awaited.CONFIRMATION
            case RoundState.SUBMITTED if self.joint or len(self.sides) == 1:
                return Awaited.REVIEW
            case RoundState.SUBMITTED:
                return Awaited.CONFERENCE
        return Awaited.CONFERENCE if self.is_in_conference else Awaited.ASSESSMENTS

    def called(self, assessment: Assessment) -> str:
        """“Yours” of the one side this person writes for; else whose it is."""
        if assessment.is_joint:
            return "Conference" if self.is_being_agreed else "Joint assessment"
        return "Yours" if self.mine == [assessment] else assessment.rater

    @property
    def mine(self) -> list[Assessment]:
        """The sides this person writes for: one at most, but for somebody who belongs to both."""
        return [side for side in self.sides if side.is_writer]

    @property
    def said(self) -> list[tuple[str, str, Assessment]]:
        """(whose, where it stands, assessment) of what the round is about now, this person's own first.

        Then who is no longer asked.
        """
        shown = sorted(self.decisive, key=lambda one: one not in self.mine)
        shown += [] if self.joint else self.no_longer_asked
        return [(self.called(one), self.words_of(one), one) for one in shown]

    def words_of(self, assessment: Assessment) -> str:
        """“31 of 55 rated”, “submitted Apr 2, 2024”. The assessment's items are counted."""
        rated = f"{assessment.rated} of {self.total} {'agreed' if self.is_being_agreed else 'rated'}"
        match assessment.status:
            case AssessmentStatus.DRAFT:
                return rated if assessment.rated or assessment.is_joint else "not begun"
            case AssessmentStatus.RETURNED:
                return f"{assessment.came_back}{_on(assessment.returned_at)}, {rated}"
            case AssessmentStatus.SUBMITTED:
                return f"submitted{_on(assessment.submitted_at)}{self._confirmed_in_words(assessment)}"
            case AssessmentStatus.FINAL:
                final, apart, unconfirmed = assessment.status_word.partition(", ")
                return f"{final}{_on(assessment.made_final_at, 'since ')}{apart}{unconfirmed}"
        return assessment.status_word

    def _confirmed_in_words(self, assessment: Assessment) -> str:
        sides = self.at_the_table if assessment.is_joint else []
        return f", confirmed by {len(self.confirmed)} of {len(sides)}" if sides else ""


def _on(moment: datetime | None, since: str = "") -> str:
    return f" {since}{day_in_words(timezone.localdate(moment))}" if moment else ""
