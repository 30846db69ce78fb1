"""A breakdown's values: a line for each part, a column for each period, and whether the parts come to the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evidence.models import Breakdown, BreakdownPart, EvidenceRow, Observation, PartsAdd, RowKind
from evidence.reading import ValueKind, half_a_unit, read_value
from partnerships.models import Period

from .judging import in_unit, plain
from .rates import Group, rate, relative_difference, risk_ratio

ROUNDED = (ValueKind.PERCENT, ValueKind.FRACTION)
"""What is printed is rounded, even without decimals."""


@dataclass(frozen=True)
class PartLine:
    part: BreakdownPart | None
    """None for the whole."""
    values: list[Observation | None]
    """One for each period."""


@dataclass(frozen=True)
class PartsTable:
    periods: list[Period]
    lines: list[PartLine]
    """The whole first."""
    remarks: list[str]
    """Where the parts do not come to the whole, a sentence for each period."""


def parts_table(row: EvidenceRow, breakdown: Breakdown, periods: Iterable[Period] = ()) -> PartsTable:
    """With a column for each period that has a value of the row, and for those given. In two queries."""
    parts = list(breakdown.parts.select_related("student_group"))
    values = {
        (value.part_id, value.period_id): value
        for value in row.observations.select_related("period", "part__student_group")
    }
    found = {value.period for value in values.values()} | set(periods)
    in_order = sorted(found, key=lambda period: (period.start, -period.end.toordinal(), period.pk))
    lines = [
        PartLine(part, [values.get((part.pk if part else None, period.pk)) for period in in_order])
        for part in [None, *parts]
    ]
    remarks = []
    for at, period in enumerate(in_order):
        whole, *of_parts = (line.values[at] for line in lines)
        if missed := why_parts_miss(row, breakdown, whole, of_parts):
            remarks.append(f"{period.name}: {missed}")
    return PartsTable(in_order, lines, remarks)


@dataclass(frozen=True)
class WorkedOut:
    """What follows of a part's counts in a period, in words. Nothing of it is stored."""

    part: BreakdownPart
    rate: str
    relative: str
    """By how much its rate is above that of the whole."""
    risk: str
    """Its rate divided by that of all others; empty where the parts are not all there is, or too small."""


def worked_out(row: EvidenceRow, table: PartsTable, *, adds: bool) -> tuple[Period, list[WorkedOut]] | None:
    """Of the newest period in which two parts have counts; None without one, and of a row of shares.

    A share of what was counted is no rate of its group. `adds`: the parts are all there is.
    """
    if row.kind == RowKind.SHARE:
        return None
    for at, period in reversed(list(enumerate(table.periods))):
        counted = [(line.part, group) for line in table.lines if (group := _group(line.values[at]))]
        parts = [(part, group) for part, group in counted if part]
        if len(parts) > 1:
            whole = next((group for part, group in counted if part is None), None)
            return period, [_work_out(part, group, parts, whole, adds=adds) for part, group in parts]
    return None


def _group(value: Observation | None) -> Group | None:
    if value is None or value.numerator is None or not value.denominator:
        return None
    return Group(value.numerator, value.denominator)


def _work_out(
    part: BreakdownPart,
    group: Group,
    parts: list[tuple[BreakdownPart, Group]],
    whole: Group | None,
    *,
    adds: bool,
) -> WorkedOut:
    above = relative_difference(group.risk, whole.risk) if whole else None
    others = [other for one, other in parts if one != part]
    counted = sum((Fraction(one.counted) for one in others), Fraction(0))
    enrolled = sum((Fraction(one.enrolled) for one in others), Fraction(0))
    ratio = risk_ratio(group, Group(counted, enrolled)) if adds else None
    share = rate(group.counted, group.enrolled)
    return WorkedOut(
        part,
        "" if share is None else f"{plain(share)}%",
        "" if above is None else _apart(above),
        "" if ratio is None else plain(ratio),
    )


def _apart(above: Fraction) -> str:
    if not above:
        return "the same"
    return f"{plain(abs(above))}% {'above' if above > 0 else 'below'}"


def why_parts_miss(
    row: EvidenceRow,
    adds: Breakdown | EvidenceRow,
    whole: Observation | None,
    parts: list[Observation | None],
) -> str:
    """A sentence where parts that should come to a whole do not; empty where they do, or one is missing.

    Of counts, the numerators are added where all have one, else the numbers. `adds` states by how much they may
    miss; where it does not, by half a unit of the last printed place for each part, which rounding can make.
    """
    if not adds.parts_add or len(parts) < 2:
        return ""
    known = [part for part in parts if part is not None]
    is_hundred = adds.parts_add == PartsAdd.TO_HUNDRED
    in_counts = not is_hundred and all(
        value is not None and value.numerator is not None for value in [whole, *known]
    )
    numbers = [part.numerator if in_counts else part.number for part in known]
    if len(known) < len(parts) or None in numbers:
        return ""
    added = _sum(numbers)
    if is_hundred:
        goal = Fraction(100)
    elif whole is not None and (number := whole.numerator if in_counts else whole.number) is not None:
        goal = Fraction(number)
    else:
        return ""
    by_rounding = Fraction(0) if in_counts else _by_rounding(known, row)
    allowed = by_rounding if adds.tolerance is None else Fraction(adds.tolerance)
    if abs(added - goal) <= allowed:
        return ""
    come_to, should = (plain(one) if in_counts else in_unit(one, row) for one in (added, goal))
    return f"the parts come to {come_to}, not {should}; a difference of {plain(allowed, 4)} is allowed."


def _sum(numbers: Iterable[Decimal | None]) -> Fraction:
    return sum((Fraction(number) for number in numbers if number is not None), Fraction(0))


def _by_rounding(parts: list[Observation], row: EvidenceRow) -> Fraction:
    """Half a unit of the last printed place for each part that is a percentage or has decimals."""
    figures = [read_value(part.text, unit=row.unit).figure for part in parts]
    rounded = [one for one in figures if one and (one.decimals or one.kind in ROUNDED)]
    return sum((half_a_unit(one.number) for one in rounded if one.number is not None), Fraction(0))
