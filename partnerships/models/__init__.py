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
)
from .organizations import Membership, Organization, OrganizationKind, Role
from .partnerships import LineageBreak, Partnership, Party, Period, PeriodKind, Scan, Signature
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
    "Membership",
    "Organization",
    "OrganizationKind",
    "Partnership",
    "Party",
    "Period",
    "PeriodKind",
    "RatingLevel",
    "RatingScale",
    "Role",
    "Scan",
    "Section",
    "SignatoryRole",
    "Signature",
]
