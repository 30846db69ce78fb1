"""What a person types into a cell, understood or kept as text."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.dates import UnlikelyDate

from .lines import Figures, read_line
from .numbers import NARROW, UNITS, NumberStyle, number_style
from .statuses import read_status
from .values import BARE, Reading, ValueFigure, ValueKind

LONGEST_CELL = 5000
"""Characters, as the column has it. What is longer is not looked at."""

_MOST_LINES = 100
_DIGIT = re.compile(r"\d")
"""Of any script: what is not understood is not passed over either."""

_LOOSE = re.compile(rf"[\t\v\f\r]|(?<![0-9])[{NARROW}]|[{NARROW}](?![0-9]{{3}})")
"""Any other space than one between thousands."""

_COUNT_BELOW = re.compile(r"\n *(\([nN] ?= ?[0-9,]{1,15}\))")
"""“(n=25)” on a line of its own belongs to the one above."""

_WHOLE_DATE = re.compile(r"[0-9]{4}|[0-9]/[0-9]{1,2}/[0-9]")
"""“Aug. 15” and 1.2.3 are asked nothing: they are no dates with a slip in it."""

_YES_NO = frozenset(("yes", "no", "yes.", "no."))

_KIND_BY_UNIT = {
    **dict.fromkeys(("%", "percent", "percentage", "per cent"), ValueKind.PERCENT),
    **dict.fromkeys(("$", "usd", "dollars", "us dollars"), ValueKind.MONEY),
    **dict.fromkeys(
        ("mean", "average", "score", "scale score", "mean score", "average score"), ValueKind.MEAN
    ),
    **dict.fromkeys(("percentile", "%ile", "national percentile", "national %ile"), ValueKind.PERCENTILE),
    **{word: ValueKind.DURATION for words in UNITS.values() for word in words},
}


def read_value(
    text: str, *, unit: str = "", period: tuple[date, date] | None = None, decimal_comma: bool = False
) -> Reading:
    """All the figures of `text`, or none: where a line with digits is not understood, the whole is kept as text.

    `unit` is the row's: bare digits are percentages where it is %. A month that begins after `period`, which is its
    first and last day, is when the value is expected. `decimal_comma` is for exports that write 95,5.
    """
    plain = text.strip()
    if not plain:
        return Reading(text, ValueKind.BLANK, status="blank")
    if len(plain) > LONGEST_CELL:
        return Reading(text, ValueKind.TEXT)
    if plain.casefold() in _YES_NO:
        return Reading(text, ValueKind.YES_NO)
    status, expected, is_month = read_status(plain)
    if status:
        return Reading(text, ValueKind.STATUS, status=status, expected=expected, is_month=is_month)
    try:
        figures = _figures(_lines(plain), number_style(decimal_comma=decimal_comma), unit)
    except UnlikelyDate as unlikely:
        return Reading(text, ValueKind.TEXT, question=str(unlikely) if _WHOLE_DATE.search(plain) else "")
    if not figures:
        return Reading(text, ValueKind.TEXT)
    kind = figures[0].kind if len(figures) == 1 else ValueKind.SEVERAL
    if kind == ValueKind.MONTH and period and figures[0].day and figures[0].day > period[1]:
        return Reading(text, kind, figures, status="forthcoming", expected=figures[0].day, is_month=True)
    return Reading(text, kind, figures)


def is_percent(unit: str) -> bool:
    """Whether a row's unit is the percentage."""
    return _KIND_BY_UNIT.get(unit.strip().casefold()) == ValueKind.PERCENT


def in_unit(figure: ValueFigure, unit: str) -> Decimal | None:
    """The figure's number in the row's unit; None where it is of another: 8 students in a row of percentages.

    The percentage of a fraction is one. A row without a unit takes what is printed.
    """
    named = unit.strip().casefold()
    kind = _KIND_BY_UNIT.get(named)
    if not named or figure.kind == kind:
        is_other_time = kind == ValueKind.DURATION and figure.unit and named not in UNITS[figure.unit]
        return None if is_other_time else figure.number
    if kind in (ValueKind.PERCENT, ValueKind.PERCENTILE):
        return figure.number if figure.kind in (ValueKind.PERCENT, ValueKind.FRACTION) else None
    return figure.number if kind is None and figure.kind in (*BARE, ValueKind.MEAN) else None


def _lines(text: str) -> list[str]:
    plain = _LOOSE.sub(" ", text.replace("\r\n", "\n"))
    joined = _COUNT_BELOW.sub(r" \1", plain)
    return [line for one in joined.split("\n") if (line := " ".join(word for word in one.split(" ") if word))]


def _figures(lines: list[str], style: NumberStyle, unit: str) -> Figures:
    if len(lines) > _MOST_LINES:
        return ()
    kind = _KIND_BY_UNIT.get(unit.strip().casefold())
    figures: list[ValueFigure] = []
    for line in lines:
        if not _DIGIT.search(line):
            continue
        found = read_line(line, style, has_unit=bool(unit))
        if not found:
            return ()
        figures.extend(_of_kind(one, kind) for one in found)
    return tuple(figures)


def _of_kind(figure: ValueFigure, kind: ValueKind | None) -> ValueFigure:
    is_bare = figure.kind in BARE and not figure.words
    return replace(figure, kind=kind) if kind and is_bare else figure
