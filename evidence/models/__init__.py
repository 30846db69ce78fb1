"""What is measured: rows of evidence, what their figures mean, and a value for a row and a period."""

from .breakdowns import Breakdown, BreakdownPart, PartsAdd, StudentGroup, StudentGroupKind
from .definitions import (
    Component,
    CompositionGroup,
    Definition,
    LadderStep,
    Target,
    TargetBand,
    TargetKind,
)
from .observations import (
    TO_COME,
    ComponentValue,
    DocumentedText,
    EvidenceFile,
    Observation,
    ObservationStatus,
    evidence_storage,
)
from .populations import PopulationGroup
from .requests import UNSETTLED, AnswerState, DataRequest, RequestedCell
from .rows import EvidenceColumn, EvidenceRow, EvidenceTable, RowKind
from .sampling import SamplingKind, SamplingPlan, SamplingTurn

__all__ = [
    "TO_COME",
    "UNSETTLED",
    "AnswerState",
    "Breakdown",
    "BreakdownPart",
    "Component",
    "ComponentValue",
    "CompositionGroup",
    "DataRequest",
    "Definition",
    "DocumentedText",
    "EvidenceColumn",
    "EvidenceFile",
    "EvidenceRow",
    "EvidenceTable",
    "LadderStep",
    "Observation",
    "ObservationStatus",
    "PartsAdd",
    "PopulationGroup",
    "RequestedCell",
    "RowKind",
    "SamplingKind",
    "SamplingPlan",
    "SamplingTurn",
    "StudentGroup",
    "StudentGroupKind",
    "Target",
    "TargetBand",
    "TargetKind",
    "evidence_storage",
]
