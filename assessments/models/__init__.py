"""How well the agreement is carried out: cycles, assessments, ratings, strengths and areas of focus."""

from .assessments import Assessment
from .conferences import MINUTES_MAX_LENGTH, Minutes
from .cycles import Cycle, DueDate
from .highlights import HIGHLIGHT_MAX_LENGTH, Dismissal, Highlight, HighlightKind
from .ratings import COMMENT_MAX_LENGTH, Rating, RatingMeasure
from .status import HANDED_IN, OPEN, TAKEN_BACK, AssessmentStatus

__all__ = [
    "COMMENT_MAX_LENGTH",
    "HANDED_IN",
    "HIGHLIGHT_MAX_LENGTH",
    "MINUTES_MAX_LENGTH",
    "OPEN",
    "TAKEN_BACK",
    "Assessment",
    "AssessmentStatus",
    "Cycle",
    "Dismissal",
    "DueDate",
    "Highlight",
    "HighlightKind",
    "Minutes",
    "Rating",
    "RatingMeasure",
]
