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
from .rules import EditionRules, Method, NextLevel, Option, Outcome

__all__ = [
    "REASON_MAX_LENGTH",
    "Absent",
    "ChangeUnit",
    "Comparator",
    "Criterion",
    "Determination",
    "DeterminationEvent",
    "DeterminationEventKind",
    "EditionRules",
    "Method",
    "NextLevel",
    "Option",
    "OptionChoice",
    "Outcome",
    "Quantity",
    "QuantityKind",
    "Verdict",
    "YearsCompared",
]
