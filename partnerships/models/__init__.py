"""What was agreed, between whom."""

from .editions import (
    Agreement,
    Edition,
    EditionStatus,
    Endorsement,
    GlossaryTerm,
    LevelColour,
    RatingLevel,
    RatingScale,
    Section,
    SignatoryRole,
    in_force_or_newest,
)
from .partnerships import (
    LineageBreak,
    NarrowedMembership,
    Partnership,
    Party,
    Period,
    PeriodKind,
    Scan,
    Signature,
)
from .text import Category, Direction, Item, ItemKind, Measure, MeasureKind

__all__ = [
    "Agreement",
    "Category",
    "Direction",
    "Edition",
    "EditionStatus",
    "Endorsement",
    "GlossaryTerm",
    "Item",
    "ItemKind",
    "LevelColour",
    "LineageBreak",
    "Measure",
    "MeasureKind",
    "NarrowedMembership",
    "Partnership",
    "Party",
    "Period",
    "PeriodKind",
    "RatingLevel",
    "RatingScale",
    "Scan",
    "Section",
    "SignatoryRole",
    "Signature",
    "in_force_or_newest",
]
