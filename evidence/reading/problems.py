"""Why a typed value is not accepted, as sentences a person reads."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from .cells import LONGEST_CELL
from .values import Reading, ValueFigure, ValueKind, in_digits
from .wording import day_in_full, figure_in_words

_SHARES = (ValueKind.PERCENT, ValueKind.FRACTION)
_FROM_ZERO = (ValueKind.COUNT, ValueKind.DURATION, ValueKind.PERCENTILE)


def problems(
    reading: Reading,
    *,
    lowest: Decimal | None = None,
    highest: Decimal | None = None,
    of_a_whole: bool = True,
    unless: str = "",
    is_change: bool = False,
    period: tuple[date, date] | None = None,
) -> list[str]:
    """`lowest` and `highest` are the row's range.

    Where they are None, percentages lie between 0 and 100 if they are `of_a_whole`: a rate, a share, and not growth
    or what is left of a budget. `unless` is a sentence for one that does not. Counts and times begin at 0, unless
    they are what something changed by. `period` is its first and last day, between which days and months lie,
    unless the value is yet to come.
    """
    if len(reading.text) > LONGEST_CELL:
        return [f"This is {len(reading.text):,} characters long. A cell holds up to {LONGEST_CELL:,}."]
    if reading.question:
        return [reading.question]
    found: list[str] = []
    for figure in reading.figures:
        name = f"{figure.label}: " if figure.label else ""
        found += [f"{name}{one}" for one in _in_counts(figure)]
        found += [
            f"{name}{one}" for one in _out_of_range(figure, lowest, highest, of_a_whole, unless, is_change)
        ]
        if period and figure.day and not reading.status:
            found += [f"{name}{one}" for one in _of_day(figure.day, figure.kind == ValueKind.MONTH, *period)]
    return found


def _in_counts(figure: ValueFigure) -> Iterator[str]:
    if figure.n == 0 or figure.denominator == 0:
        yield "Nothing is out of 0."
    elif figure.numerator is not None and figure.denominator is not None:
        if figure.numerator < 0:
            yield f"A count is never negative: {figure.numerator:,}."
        if figure.numerator > figure.denominator:
            yield f"{figure.numerator:,} is more than the {figure.denominator:,} it is out of."


def _out_of_range(
    figure: ValueFigure,
    lowest: Decimal | None,
    highest: Decimal | None,
    of_a_whole: bool,
    unless: str,
    is_change: bool,
) -> Iterator[str]:
    number = figure.number
    if number is None:
        return
    is_share = figure.kind in _SHARES
    if figure.kind == ValueKind.FRACTION:  # so many of so many, whatever the row allows
        lowest, highest, of_a_whole, is_change, unless = None, None, True, False, ""
    more = f" {unless}" if unless and is_share and lowest is None and highest is None else ""
    if lowest is None and (of_a_whole if is_share else figure.kind in _FROM_ZERO and not is_change):
        lowest = Decimal(0)
    if highest is None and (of_a_whole if is_share else figure.kind == ValueKind.PERCENTILE):
        highest = Decimal(100)
    sign = "%" if is_share else ""
    shown = f"{in_digits(number)}%" if is_share else figure_in_words(figure)
    if lowest is not None and number < lowest:
        if figure.kind == ValueKind.COUNT and lowest == 0:
            yield f"A count is never negative: {shown}."
        else:
            yield f"{shown} is less than {_bound(lowest)}{sign}, the least this row allows.{more}"
    if highest is not None and number > highest:
        yield f"{shown} is more than {_bound(highest)}{sign}, the most this row allows.{more}"


def _bound(number: Decimal) -> str:
    """Without the zeros a column fills it up with."""
    return in_digits(number.normalize())


def _of_day(day: date, is_month: bool, first: date, last: date) -> Iterator[str]:
    end = (day + timedelta(days=31)).replace(day=1) - timedelta(days=1) if is_month else day
    if end < first or day > last:
        shown = day_in_full(day, is_month=is_month)
        yield f"{shown} is not in the period, which is {day_in_full(first)} to {day_in_full(last)}."
