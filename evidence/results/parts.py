"""A breakdown's values: a line for each part, a column for each period, and whether the parts come to the whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.text import capfirst

from evidence.models import Breakdown, BreakdownPart, Definition, EvidenceRow, Observation, PartsAdd, RowKind
from evidence.reading import ValueKind, half_a_unit, in_short, read_value
from evidence.tables import TableRow
from partnerships.models import Period

from .judging import definition_in_force, with_unit
from .rates import FEWEST_ENROLLED, Group, rate, relative_difference, risk_ratio, weighted_risk_ratio

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
    """Its rate divided by that of all others, or why it is not."""
    composition: str
    """Its share of all enrolled in the state, or whatever is weighed by; empty where that is not known."""
    weighted: str
    """Its rate against those of the others, weighted by that composition, or why it is not."""


@dataclass(frozen=True)
class WorkedOutParts:
    period: Period
    parts: list[WorkedOut]
    definition: Definition | None
    """The one in force in the period."""
    without_risk: str
    """Why there are no risk ratios, as a sentence; empty where there are."""
    without_weights: str
    """Why there are no weighted ones."""

    @property
    def has_risk(self) -> bool:
        return not self.without_risk

    @property
    def has_weights(self) -> bool:
        return not self.without_weights


def worked_out(
    row: EvidenceRow, table: PartsTable, definitions: list[Definition], *, adds: bool
) -> WorkedOutParts | None:
    """Of the newest period in which two parts have counts; None without one, and of a row of shares.

    A share of what was counted is no rate of its group. `adds`: the parts are all there is.
    """
    if row.kind == RowKind.SHARE:
        return None
    for at, period in reversed(list(enumerate(table.periods))):
        counted = [(line.part, group) for line in table.lines if (group := _group(line.values[at]))]
        parts = {part: group for part, group in counted if part}
        if len(parts) > 1:
            whole = next((group for part, group in counted if part is None), None)
            definition = definition_in_force(definitions, Observation(period=period))
            state = {one.label: one.enrolled for one in definition.composition.all()} if definition else {}
            without = _why_no_risk(adds=adds, is_whole=len(parts) == len(table.lines) - 1)
            unweighted = without or _why_unweighted(parts, state)
            weights = None if unweighted else state
            return WorkedOutParts(
                period,
                [_work_out(part, parts, whole, weights, has_risk=not without) for part in parts],
                definition,
                without,
                unweighted,
            )
    return None


def _why_no_risk(*, adds: bool, is_whole: bool) -> str:
    if not adds:
        return "There are no risk ratios: the parts are not said to add up to the whole."
    return "" if is_whole else "There are no risk ratios: not all parts have counts, such as 12/340."


def _why_unweighted(parts: Iterable[BreakdownPart], state: Mapping[str, int]) -> str:
    if not any(state.values()):
        return "There is no weighted risk ratio: the definition says no composition to weigh by."
    unnamed = [f"“{part.label}”" for part in parts if part.label not in state]
    if unnamed:
        return f"There is no weighted risk ratio: the composition to weigh by does not name {', '.join(unnamed)}."
    return ""


def _group(value: Observation | None) -> Group | None:
    if value is None or value.numerator is None or not value.denominator:
        return None
    return Group(value.numerator, value.denominator)


def _work_out(
    part: BreakdownPart,
    parts: Mapping[BreakdownPart, Group],
    whole: Group | None,
    state: Mapping[str, int] | None,
    *,
    has_risk: bool,
) -> WorkedOut:
    group = parts[part]
    above = relative_difference(group.risk, whole.risk) if whole else None
    others = [other for one, other in parts.items() if one != part]
    counted = sum((Fraction(one.counted) for one in others), Fraction(0))
    enrolled = sum((Fraction(one.enrolled) for one in others), Fraction(0))
    together = Group(counted, enrolled)
    share = rate(group.counted, group.enrolled)
    by_label = {one.label: other for one, other in parts.items()}
    weighted = weighted_risk_ratio(part.label, by_label, state) if state else None
    of_state = rate(state[part.label], sum(state.values())) if state else None
    return WorkedOut(
        part,
        "" if share is None else f"{in_short(share)}%",
        "" if above is None else _apart(above),
        _ratio(risk_ratio(group, together), group, together) if has_risk else "",
        "" if of_state is None else f"{in_short(of_state)}%",
        _ratio(weighted, group, together) if state else "",
    )


def _ratio(ratio: Fraction | None, group: Group, others: Group) -> str:
    if ratio is not None:
        return in_short(ratio)
    if min(group.enrolled, others.enrolled) < FEWEST_ENROLLED:
        return f"fewer than {FEWEST_ENROLLED}"
    return "nobody counted among the others"


def _apart(above: Fraction) -> str:
    if not above:
        return "the same"
    return f"{in_short(abs(above))}% {'above' if above > 0 else 'below'}"


def sums_missed(row: TableRow, rows: Iterable[TableRow]) -> list[str]:
    """For each cell of a row a sentence, where the rows beneath it in its table do not come to what they should."""
    beneath = (
        [one for one in rows if one.above and one.above.pk == row.record.pk] if row.record.parts_add else []
    )
    return [
        capfirst(
            why_parts_miss(
                row.record, row.record, cell.observation, [one.cells[at].observation for one in beneath]
            )
        )
        for at, cell in enumerate(row.cells)
    ]


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
    come_to, should = (in_short(one) if in_counts else with_unit(one, row) for one in (added, goal))
    return f"the parts come to {come_to}, not {should}; a difference of {in_short(allowed, 4)} is allowed."


def _sum(numbers: Iterable[Decimal | None]) -> Fraction:
    return sum((Fraction(number) for number in numbers if number is not None), Fraction(0))


def _by_rounding(parts: list[Observation], row: EvidenceRow) -> Fraction:
    """Half a unit of the last printed place for each part that is a percentage or has decimals."""
    figures = [read_value(part.text, unit=row.unit).figure for part in parts]
    rounded = [one for one in figures if one and (one.decimals or one.kind in ROUNDED)]
    return sum((half_a_unit(one.number) for one in rounded if one.number is not None), Fraction(0))
