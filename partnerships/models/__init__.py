"""What was agreed, between whom."""

from .addenda import Addendum, AddendumStatus, holding_on
from .caretakers import Caretaker, keys_in, looked_after
from .cohorts import Cohort, Counted, PrintedCount
from .conference_points import ConferencePoint, ConferencePointKind
from .editions import (
    Agreement,
    Edition,
    EditionStatus,
    Endorsement,
    GlossaryTerm,
    Numbering,
    Section,
    SignatoryRole,
    SignatorySide,
    in_force_or_newest,
)
from .events import EditionEvent, EditionEventKind, SignatureEvent, SignatureEventKind
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
from .scales import LevelColour, LevelKind, RatingLevel, RatingScale
from .text import (
    FOR_ITS_SCHOOLS,
    GOAL_KINDS,
    OF_ANOTHER_AGREEMENT,
    Category,
    Direction,
    Item,
    ItemKind,
    ItemQuerySet,
    Measure,
)
from .words import WORD_FIELDS, Word, Words

__all__ = [
    "FOR_ITS_SCHOOLS",
    "GOAL_KINDS",
    "OF_ANOTHER_AGREEMENT",
    "WORD_FIELDS",
    "Addendum",
    "AddendumStatus",
    "Agreement",
    "Caretaker",
    "Category",
    "Cohort",
    "ConferencePoint",
    "ConferencePointKind",
    "Counted",
    "Direction",
    "Edition",
    "EditionEvent",
    "EditionEventKind",
    "EditionStatus",
    "Endorsement",
    "GlossaryTerm",
    "Item",
    "ItemKind",
    "ItemQuerySet",
    "LevelColour",
    "LevelKind",
    "LineageBreak",
    "Measure",
    "NarrowedMembership",
    "Numbering",
    "Partnership",
    "Party",
    "Period",
    "PeriodKind",
    "PrintedCount",
    "RatingLevel",
    "RatingScale",
    "Scan",
    "Section",
    "SignatoryRole",
    "SignatorySide",
    "Signature",
    "SignatureEvent",
    "SignatureEventKind",
    "Word",
    "Words",
    "holding_on",
    "in_force_or_newest",
    "keys_in",
    "looked_after",
]
