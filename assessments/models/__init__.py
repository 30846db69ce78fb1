"""How well the agreement is carried out: cycles, assessments, ratings, strengths and areas of focus."""

from .assessments import Assessment
from .conferences import (
    DECISION_MAX_LENGTH,
    MINUTES_MAX_LENGTH,
    NOTE_MAX_LENGTH,
    WHO_MAX_LENGTH,
    ConferenceNote,
    Decision,
    Minutes,
)
from .confirmations import Confirmation
from .cycles import Cycle, DueDate, why_outside
from .events import ASKED, AssessmentEvent, AssessmentEventKind, CycleEvent, CycleEventKind
from .forum_goals import GOAL_AREAS, ForumGoals
from .highlights import HIGHLIGHT_MAX_LENGTH, Dismissal, Highlight, HighlightKind, HighlightOutcome
from .meetings import AgendaPoint, Meeting
from .observations import ClassRule, ObservedClass
from .ratings import COMMENT_MAX_LENGTH, Rating, RatingMeasure
from .status import HANDED_IN, OPEN, AssessmentStatus

__all__ = [
    "ASKED",
    "COMMENT_MAX_LENGTH",
    "DECISION_MAX_LENGTH",
    "GOAL_AREAS",
    "HANDED_IN",
    "HIGHLIGHT_MAX_LENGTH",
    "MINUTES_MAX_LENGTH",
    "NOTE_MAX_LENGTH",
    "OPEN",
    "WHO_MAX_LENGTH",
    "AgendaPoint",
    "Assessment",
    "AssessmentEvent",
    "AssessmentEventKind",
    "AssessmentStatus",
    "ClassRule",
    "ConferenceNote",
    "Confirmation",
    "Cycle",
    "CycleEvent",
    "CycleEventKind",
    "Decision",
    "Dismissal",
    "DueDate",
    "ForumGoals",
    "Highlight",
    "HighlightKind",
    "HighlightOutcome",
    "Meeting",
    "Minutes",
    "ObservedClass",
    "Rating",
    "RatingMeasure",
    "why_outside",
]
