"""What waits for a person in a round: the one thing to do next, and where."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator

from assessments.cycles.round_status import DRAFT, RETURNED, SUBMITTED, RoundStatus


class NextStep(IntEnum):
    """What may wait, the most urgent first. To follow is no work: it is offered where nothing else is."""

    CHANGE = 0
    CONFIRM = 1
    REVIEW = 2
    BEGIN = 3
    CONFER = 4
    WRITE = 5
    FOLLOW = 6


@dataclass(frozen=True)
class Waiting:
    """One step for one person. Its words need the assessment's items counted."""

    round: RoundStatus
    assessment: Any
    step: NextStep

    @property
    def address(self):
        if self.step == NextStep.BEGIN:
            page = reverse("assessments", args=[self.round.partnership.slug])
            return f"{page}#cycle-{self.round.cycle.public_id}"
        name = "conference" if self.step in (NextStep.CONFER, NextStep.FOLLOW) else "assessment"
        if self.step == NextStep.WRITE and self.all_rated:
            name = "assessment-submit"
        return reverse(name, args=[self.assessment.public_id])

    @property
    def title(self):
        """Which partnership, which cycle, and what of it."""
        conferring = self.step in (NextStep.BEGIN, NextStep.CONFER, NextStep.FOLLOW)
        of = "conference" if conferring else self.assessment.perspective
        return f"{self.round.name}: {self.round.cycle.period.name}, {of}"

    @property
    def all_rated(self):
        return self.assessment.rated == self.round.total

    @property
    def words(self):
        """What a link in a list says."""
        match self.step:
            case NextStep.CHANGE:
                return f"See to it: {self.assessment.came_back}"
            case NextStep.REVIEW:
                return "Review it"
            case NextStep.CONFIRM:
                return "Confirm the joint assessment"
            case NextStep.BEGIN:
                return "Begin the conference"
            case NextStep.CONFER:
                return "Finish the conference" if self.all_rated else "Continue the conference"
            case NextStep.WRITE if self.button == "Continue":
                return "Continue rating"
        return self.button

    @property
    def button(self):
        match self.step:
            case NextStep.CHANGE:
                return "See to it"
            case NextStep.REVIEW:
                return "Review it"
            case NextStep.CONFIRM:
                return "Read and confirm it"
            case NextStep.BEGIN:
                return "Go to the conference"
            case NextStep.CONFER:
                return "Go on with the conference"
            case NextStep.FOLLOW:
                return "Read along"
            case NextStep.WRITE if self.all_rated:
                return "Check and submit"
            case NextStep.WRITE:
                return "Continue" if self.assessment.rated else "Begin rating"
        return "Read it"

    @property
    def sentence(self):
        """Where it stands, and that a later cycle has begun where one has."""
        return f"{self._stands} It is of an earlier cycle." if self.round.is_earlier else self._stands

    @property
    def _stands(self):
        rated, total = self.assessment.rated, self.round.total
        count = f"{rated} of {total} rated"
        match self.step:
            case NextStep.CHANGE:
                return (
                    f"{_who_sent_it_back(self.assessment)}: “{Truncator(self.assessment.remark).words(40)}”"
                )
            case NextStep.REVIEW:
                return f"{count}, submitted and waiting for your review."
            case NextStep.CONFIRM:
                confirmed, sides = len(self.round.confirmed), len(self.round.at_the_table)
                return (
                    f"{count}, submitted. It becomes final when each side has confirmed what it says; "
                    f"{confirmed} of {sides} {'has' if confirmed == 1 else 'have'}."
                )
            case NextStep.BEGIN:
                return "Everybody asked has submitted. The conference can begin."
            case NextStep.CONFER | NextStep.FOLLOW:
                return f"The conference is running: {rated} of {total} agreed.{self._due}"
            case NextStep.WRITE if self.all_rated:
                return f"All {total} are rated.{self._due}"
            case NextStep.WRITE:
                return f"{count}.{self._due}"
        return f"{count}, {self.assessment.status_word}."

    @property
    def urgency(self):
        return urgency(self.step, self.assessment.submitted_at, self.round.cycle.period.start)

    @property
    def _due(self):
        due = self.round.due_on
        verb = "It was due" if self.round.days_late else "Due"
        return f" {verb} {date_format(due, 'M j, Y')}." if due else ""


def _who_sent_it_back(assessment):
    by = assessment.returned_by.name if assessment.returned_by else "The director"
    done = {
        "asked again": "asks for it again",
        "reopened": "reopened it",
        "returned": "returned it",
        "sent back": "sent it back",
    }
    return f"{by} {done[assessment.came_back]}"


def waiting_in(round: RoundStatus) -> Waiting | None:
    """What this person has to do next in a round, or None. Of several, the joint one, then the partner's own."""
    for step, of in STEPS:
        assessment = next((one for one in round.asked if of(round, one)), None)
        if assessment:
            return Waiting(round, assessment, step)
    return None


def to_follow_in(round: RoundStatus) -> Waiting | None:
    """The running conference, for whoever may read along."""
    if round.joint and round.joint.readable and round.is_being_agreed:
        return Waiting(round, round.joint, NextStep.FOLLOW)
    return None


def urgency(step: NextStep, submitted_at: datetime | None, cycle_start: date) -> tuple[int, float, int]:
    """What sorts what waits: of what is to be read and decided the oldest first, else the newest cycle's."""
    since = submitted_at.timestamp() if step in (NextStep.CONFIRM, NextStep.REVIEW) and submitted_at else 0
    return step, since, -cycle_start.toordinal()


def _is_own(round, assessment):
    """Whether a writer is to fill it in. Of the partner's a director only gets the result, to review."""
    return not assessment.is_reviewer or assessment.by_id == round.partnership.agreement.lead_id


def _change(round, assessment):
    own = _is_own(round, assessment) or (assessment.is_joint and bool(round.sides))
    return assessment.status == RETURNED and assessment.is_writer and own


def _review(round, assessment):
    waits = assessment.status == SUBMITTED and assessment.is_reviewer and not assessment.is_joint
    return waits and round.needs_no_conference(assessment)


def _confirm(round, assessment):
    return assessment.is_joint and assessment.status == SUBMITTED and bool(assessment.confirms_for)


def _begin(round, assessment):
    return round.can_begin_conference and round.begins


def _confer(round, assessment):
    confers = assessment.is_joint and bool(round.sides)
    return assessment.status == DRAFT and assessment.is_writer and confers


def _write(round, assessment):
    return assessment.status == DRAFT and assessment.is_writer and _is_own(round, assessment)


STEPS = (
    (NextStep.CHANGE, _change),
    (NextStep.CONFIRM, _confirm),
    (NextStep.REVIEW, _review),
    (NextStep.BEGIN, _begin),
    (NextStep.CONFER, _confer),
    (NextStep.WRITE, _write),
)
