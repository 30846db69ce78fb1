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
from .reconciliations import Reconciliation, ReconciliationTerm, TermFigure, TermSide
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
    "Reconciliation",
    "ReconciliationTerm",
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
    "TermFigure",
    "TermSide",
    "evidence_storage",
]
