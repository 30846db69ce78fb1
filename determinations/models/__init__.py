"""What follows by rule: the rules of an edition, what a partner chose to be held to, and what came of it."""

from .choices import OptionChoice
from .determinations import (
    REASON_MAX_LENGTH,
    Determination,
    DeterminationEvent,
    DeterminationEventKind,
    Verdict,
)
from .rules import (
    Absent,
    ChangeUnit,
    Comparator,
    Criterion,
    EditionRules,
    Method,
    NextLevel,
    Option,
    Outcome,
    Quantity,
    QuantityKind,
    YearsCompared,
)

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
