"""A round, all assessments of one partnership in one cycle, as one person sees it: in words, never in levels."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format

from assessments.models import Assessment, AssessmentStatus, Cycle
from partnerships.models import Partnership

DRAFT, SUBMITTED = AssessmentStatus.DRAFT, AssessmentStatus.SUBMITTED
RETURNED, FINAL = AssessmentStatus.RETURNED, AssessmentStatus.FINAL


class State(StrEnum):
    """How far a partnership is in a cycle, all sides together."""

    FINAL = "final"
    SUBMITTED = "submitted"
    OPEN = "open"
    NOT_STARTED = "not-started"
    NOT_ASKED = "not-asked"


def as_seen_by(user, assessments):
    """Assessments that say `is_writer`, `is_reviewer`, `due_on` and `readable`: whether this person may see the
    levels."""
    visible = Assessment.objects.visible_to(user).filter(pk=OuterRef("pk"))
    return (
        assessments.within_reach_of(user)
        .annotate(readable=Exists(visible))
        .with_due_date()
        .select_related("by")
    )


@dataclass(eq=False)
class Round:
    """Each assessment says `is_writer`, `is_reviewer`, `due_on`, `readable` and, where it was counted, `rated`."""

    partnership: Partnership
    cycle: Cycle
    assessments: list[Any]
    total: int = 0
    """Items to rate."""
    begins: bool = False
    """Whether this person is of either side, and so may begin the conference."""

    def __post_init__(self):
        for assessment in self.assessments:
            assessment.partnership, assessment.cycle = self.partnership, self.cycle
        self.assessments = sorted(self.assessments, key=precedence)
        self.joint = next((one for one in self.assessments if one.is_joint), None)
        of_sides = [one for one in self.assessments if not one.is_joint]
        self.sides = [side for side in of_sides if not side.is_withdrawn]
        self.no_longer_asked = [side for side in of_sides if side.is_withdrawn]
        self.stands = standing(self.assessments)

    @property
    def name(self):
        return self.partnership.partner.short_name

    @property
    def asked(self):
        """The joint assessment and the sides."""
        return [*([self.joint] if self.joint else []), *self.sides]

    @property
    def open_ones(self):
        return [one for one in self.asked if one.is_open]

    @property
    def decides(self):
        """What the round is about now: the joint assessment once there is one, else the sides."""
        return [self.joint] if self.joint else self.sides

    @property
    def is_ready_for_conference(self):
        return (
            self.joint is None
            and len(self.sides) > 1
            and not self.open_ones
            and any(side.status == SUBMITTED for side in self.sides)
        )

    @property
    def is_running(self):
        """Whether the conference has begun and its result was not handed in yet."""
        return bool(self.sides and self.joint and self.joint.status == DRAFT)

    @property
    def due_on(self) -> date | None:
        """None where nobody is asked, or no day is set."""
        return self.assessments[0].due_on if self.assessments else None

    @property
    def days_late(self):
        due = self.due_on
        return max(0, (timezone.localdate() - due).days) if due and self.open_ones else 0

    @property
    def state(self):
        if not self.asked:
            return State.NOT_ASKED
        if self.open_ones:
            untouched = all(one.status == DRAFT and not one.started for one in self.asked)
            return State.NOT_STARTED if untouched else State.OPEN
        return State.FINAL if all(one.is_final for one in self.decides) else State.SUBMITTED

    @property
    def status(self):
        """In words."""
        match self.state:
            case State.NOT_ASKED:
                return "No longer asked" if self.no_longer_asked else "Not asked yet"
            case State.NOT_STARTED:
                return "Not started"
            case State.FINAL:
                return "Final"
            case State.SUBMITTED if self.joint or len(self.sides) == 1:
                return "Submitted: review"
            case State.SUBMITTED:
                return f"{'Both' if len(self.sides) == 2 else 'All'} submitted: conference"
        if self.joint and self.joint.is_open:
            return f"Joint: {came_back(self.joint)}" if self.joint.status == RETURNED else "In conference"
        back = [came_back(side) for side in self.sides if side.status == RETURNED]
        return back[0].capitalize() if back else "Draft"

    def called(self, assessment):
        """“Yours” of the one side this person writes for; else whose it is."""
        if assessment.is_joint:
            return "Conference" if self.is_running else "Joint assessment"
        return "Yours" if self.mine == [assessment] else assessment.by.short_name

    @property
    def mine(self):
        """The sides this person writes for: one at most, but for somebody who belongs to both."""
        return [side for side in self.sides if side.is_writer]

    @property
    def said(self):
        """(whose, where it stands, assessment) of what the round is about now, this person's own first.

        Then who is no longer asked.
        """
        shown = sorted(self.decides, key=lambda one: one not in self.mine)
        shown += [] if self.joint else self.no_longer_asked
        return [(self.called(one), self.words_of(one), one) for one in shown]

    def words_of(self, assessment):
        """“31 of 55 rated”, “handed in Apr 2, 2024”. The assessment's items are counted."""
        rated = f"{assessment.rated} of {self.total} {'agreed' if self.is_running else 'rated'}"
        match assessment.status:
            case AssessmentStatus.DRAFT:
                return rated if assessment.rated or assessment.is_joint else "not begun"
            case AssessmentStatus.RETURNED:
                return f"{came_back(assessment)}{_on(assessment.returned_at)}, {rated}"
            case AssessmentStatus.SUBMITTED:
                return f"handed in{_on(assessment.submitted_at)}"
            case AssessmentStatus.FINAL:
                return f"final{_on(assessment.made_final_at, 'since ')}"
        return assessment.get_status_display()


def came_back(assessment):
    if assessment.was_asked_again:
        return "asked again"
    return "reopened" if assessment.was_reopened else "returned"


def _on(moment, since=""):
    return f" {since}{date_format(timezone.localtime(moment), 'M j, Y')}" if moment else ""


def standing(assessments):
    """Which assessment of one partnership and cycle stands for it, or None while none may be shown.

    The joint one once it is handed in, else the partner's own, else another side's. While anyone asked is still
    writing, nobody's levels are shown, not even those of the side that looks.
    """
    if any(one.is_open and not one.is_joint for one in assessments):
        return None
    ready = [one for one in assessments if one.readable and one.is_handed_in]
    return min(ready, key=precedence, default=None)


def precedence(assessment):
    is_own = assessment.by_id == assessment.partnership.partner_id
    return (not assessment.is_joint, not is_own, assessment.pk)
