"""What is done next: what families say, and the steps that answer it."""

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
from .steps import Action, ActionStep, Hours, Repeats, StepStatus

__all__ = [
    "Action",
    "ActionPlan",
    "ActionStep",
    "AnswerLanguage",
    "FamilyForm",
    "FamilyMessage",
    "Feedback",
    "FeedbackSource",
    "FeedbackState",
    "Helped",
    "Hours",
    "PlanStatus",
    "Progress",
    "Repeats",
    "StepStatus",
]
