"""What is done next: what families say, and the steps that answer it."""

from .actions import Action, Hours
from .cases import (
    CASE_NUMBER,
    NO_NAME,
    WITH_REASON,
    Case,
    CaseClock,
    CaseKind,
    ClockEvent,
    ClockEventKind,
    Correction,
    Prong,
)
from .clocks import (
    MOST_OF,
    TOO_MUCH,
    ClockBound,
    ClockException,
    ClockRule,
    ClockUnit,
    DaysOff,
    ExceptionEffect,
    SchoolCalendar,
)
from .feedback import (
    AnswerLanguage,
    FamilyForm,
    FamilyMessage,
    Feedback,
    FeedbackSource,
    FeedbackState,
    Helped,
)
from .plans import ActionPlan, PlanStatus
from .progress import Progress
from .steps import ActionStep, Repeats, StepStatus

__all__ = [
    "CASE_NUMBER",
    "MOST_OF",
    "NO_NAME",
    "TOO_MUCH",
    "WITH_REASON",
    "Action",
    "ActionPlan",
    "ActionStep",
    "AnswerLanguage",
    "Case",
    "CaseClock",
    "CaseKind",
    "ClockBound",
    "ClockEvent",
    "ClockEventKind",
    "ClockException",
    "ClockRule",
    "ClockUnit",
    "Correction",
    "DaysOff",
    "ExceptionEffect",
    "FamilyForm",
    "FamilyMessage",
    "Feedback",
    "FeedbackSource",
    "FeedbackState",
    "Helped",
    "Hours",
    "PlanStatus",
    "Progress",
    "Prong",
    "Repeats",
    "SchoolCalendar",
    "StepStatus",
]
