"""How well the agreement is carried out: cycles, assessments, ratings, strengths and areas of focus."""

from .assessments import Assessment
from .conferences import MINUTES_MAX_LENGTH, Minutes
from .cycles import Cycle, DueDate, why_outside
from .events import ASKED, AssessmentEvent, AssessmentEventKind, CycleEvent, CycleEventKind
from .highlights import HIGHLIGHT_MAX_LENGTH, Dismissal, Highlight, HighlightKind
from .ratings import COMMENT_MAX_LENGTH, Rating, RatingMeasure
from .status import HANDED_IN, OPEN, AssessmentStatus

__all__ = [
    "ASKED",
    "COMMENT_MAX_LENGTH",
    "HANDED_IN",
    "HIGHLIGHT_MAX_LENGTH",
    "MINUTES_MAX_LENGTH",
    "OPEN",
    "Assessment",
    "AssessmentEvent",
    "AssessmentEventKind",
    "AssessmentStatus",
    "Cycle",
    "CycleEvent",
    "CycleEventKind",
    "Dismissal",
    "DueDate",
    "Highlight",
    "HighlightKind",
    "Minutes",
    "Rating",
    "RatingMeasure",
    "why_outside",
]
