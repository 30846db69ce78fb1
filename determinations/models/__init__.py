"""What follows by rule: the rules of an edition, what a partner chose to be held to, and what came of it."""

from .choices import OptionChoice
from .criteria import (
    Absent,
    ChangeUnit,
    Comparator,
    Criterion,
    Quantity,
    QuantityKind,
    YearsCompared,
)
from .determinations import (
    REASON_MAX_LENGTH,
    Determination,
    DeterminationEvent,
    DeterminationEventKind,
    Verdict,
)
from .reviews import PracticeReview, PracticeReviewEvent, PracticeReviewEventKind, ReviewResult
from .rules import EditionRules, Method, NextLevel, Option, Outcome
from .screens import (
    CellOf,
    DistrictCount,
    PrintedScreening,
    Screen,
    ScreenCounts,
    ScreenKind,
    ScreenRule,
    ScreenStep,
)

__all__ = [
    "REASON_MAX_LENGTH",
    "Absent",
    "CellOf",
    "ChangeUnit",
    "Comparator",
    "Criterion",
    "Determination",
    "DeterminationEvent",
    "DeterminationEventKind",
    "DistrictCount",
    "EditionRules",
    "Method",
    "NextLevel",
    "Option",
    "OptionChoice",
    "Outcome",
    "PracticeReview",
    "PracticeReviewEvent",
    "PracticeReviewEventKind",
    "PrintedScreening",
    "Quantity",
    "QuantityKind",
    "ReviewResult",
    "Screen",
    "ScreenCounts",
    "ScreenKind",
    "ScreenRule",
    "ScreenStep",
    "Verdict",
    "YearsCompared",
]
