"""One value at a place of a line: 22/23 (96%), 34% (-26%), 82% (n=45), $1,250, 15.8 min, 8."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from .numbers import UNITS, NumberStyle
from .values import ValueFigure, ValueKind


def figure_at(text: str, place: int, style: NumberStyle) -> tuple[ValueFigure, int] | None:
    """(the value that begins there, where it ends)."""
    for read in (_ratio, _percent, _other):
        if found := read(text, place, style):
            break
    else:
        return None
    figure, end = found
    if figure.kind == ValueKind.PERCENT and (count := style.count_of.match(text, end)):
        return replace(figure, n=style.whole(count["n"])), count.end()
    return figure, end


def _ratio(text: str, place: int, style: NumberStyle) -> tuple[ValueFigure, int] | None:
    found = _first((style.ratio_percent, style.percent_ratio, style.ratio), text, place)
    if not found:
        return None
    parts = found.groupdict()
    figure = ValueFigure(
        ValueKind.FRACTION,
        style.decimal(parts["percent"]) if parts.get("percent") else None,
        style.whole(found["top"]),
        style.whole(found["bottom"]),
        words=(parts.get("words") or "").strip(),
    )
    return figure, found.end()


def _percent(text: str, place: int, style: NumberStyle) -> tuple[ValueFigure, int] | None:
    if not (found := style.percent.match(text, place)):
        return None
    beside = style.decimal(found["beside"]) if found["beside"] else None
    figure = ValueFigure(ValueKind.PERCENT, style.decimal(found["percent"]), beside=beside, unit="%")
    return figure, found.end()


def _other(text: str, place: int, style: NumberStyle) -> tuple[ValueFigure, int] | None:
    """Money, a duration, a percentile, bare digits."""
    if found := style.money.match(text, place):
        return ValueFigure(ValueKind.MONEY, style.decimal(found["number"]), unit="$"), found.end()
    if found := style.duration.match(text, place):
        unit = next(unit for unit, words in UNITS.items() if found["unit"] in words)
        return ValueFigure(ValueKind.DURATION, style.decimal(found["number"]), unit=unit), found.end()
    if found := style.rank.match(text, place):
        return ValueFigure(
            ValueKind.PERCENTILE, style.decimal(found["number"]), unit="percentile"
        ), found.end()
    if found := style.number.match(text, place):
        number = style.decimal(found["number"])
        return ValueFigure(_kind_of(number), number), found.end()
    return None


def _kind_of(number: Decimal) -> ValueKind:
    return ValueKind.COUNT if number.as_tuple().exponent == 0 else ValueKind.NUMBER


def _first(patterns: Iterable[re.Pattern[str]], text: str, place: int) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.match(text, place))), None)
