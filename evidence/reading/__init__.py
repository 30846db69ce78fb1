"""What a person types into a cell of an evidence table: understood, shown back, checked."""

from .cells import LONGEST_CELL, in_unit, is_percent, read_value
from .problems import problems
from .remarks import ValueRemark, agrees, half_a_unit, remark_on_shares, remarks
from .values import BARE, Reading, ValueFigure, ValueKind, in_short, printed, rounded
from .wording import figure_in_words, in_words

__all__ = [
    "BARE",
    "LONGEST_CELL",
    "Reading",
    "ValueFigure",
    "ValueKind",
    "ValueRemark",
    "agrees",
    "figure_in_words",
    "half_a_unit",
    "in_short",
    "in_unit",
    "in_words",
    "is_percent",
    "printed",
    "problems",
    "read_value",
    "remark_on_shares",
    "remarks",
    "rounded",
]
