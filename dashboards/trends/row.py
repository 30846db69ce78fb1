"""What a row of evidence's figures come to: targets, changes, gaps between groups, and their chart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from django.db.models import Q
from django.utils.text import capfirst

from evidence.models import Definition, EvidenceRow, Observation, ObservationStatus, StudentGroupKind
from evidence.results.comparing import Difference, Gap, change, gap
from evidence.results.judging import PERCENT, Result, in_unit, number_of
from evidence.results.meanings import Meanings, meanings_of
from partnerships.models import Period
from reports.charts import Chart, ChartMark, Series, lines_chart

COMPARED = (StudentGroupKind.ALL, StudentGroupKind.WITHOUT_IEP)
"""Groups that the students a row is about are held against, each a line of its own."""


LONGEST_MARK = 9
"""Characters of a value that stand in its mark as they are printed."""


@dataclass(frozen=True)
class RowFigure:
    """What follows of a value."""

    value: Observation
    number: Fraction | None
    target: str
    """In words; empty where there is none."""
    result: Result
    change: Difference | None
    """From the value before it, unless the line breaks between them."""
    gaps: list[Gap]
    redefined: Definition | None
    """The definition that came into force since the value before."""


@dataclass(frozen=True)
class RowFigures:
    row: EvidenceRow
    figures: list[RowFigure]
    """One for each value, the oldest first."""
    meanings: Meanings
    compared: list[tuple[str, dict[int, Observation]]]
    """By the name of the group: its values by period."""

    @property
    def last_reported(self) -> RowFigure | None:
        is_reported = (
            one for one in reversed(self.figures) if one.value.status == ObservationStatus.REPORTED
        )
        return next(is_reported, None)

    @property
    def awaited(self) -> Observation | None:
        """The last value, where it is still to come or says why it does not."""
        last = self.figures[-1].value if self.figures else None
        waits = last and last.status not in (ObservationStatus.REPORTED, ObservationStatus.BLANK)
        return last if waits else None

    @property
    def latest(self) -> RowFigure | None:
        """The last that is a number."""
        return next((one for one in reversed(self.figures) if one.number is not None), None)


def figures_of_rows(
    values: Mapping[EvidenceRow, Sequence[Observation]], broken: Iterable[int] = ()
) -> list[RowFigures]:
    """Of rows of one partnership with their values (`whole_or_group`), the oldest first. In two queries.

    `broken` are the primary keys of values that a person said are not comparable with those before.
    """
    meanings, apart = meanings_of(list(values)), set(broken)
    found = []
    for row, of_row in values.items():
        groups: dict[str, list[Observation]] = defaultdict(list)
        for value in of_row:
            if value.part and value.part.student_group:
                groups[value.part.student_group.label].append(value)
        whole = [value for value in of_row if value.part_id is None]
        found.append(
            RowFigures(
                row,
                list(_figures(row, whole, meanings[row.lineage], groups, apart)),
                meanings[row.lineage],
                [(name, {one.period_id: one for one in of_group}) for name, of_group in groups.items()],
            )
        )
    return found


def whole_or_group() -> Q:
    """Of values: those of a whole, and those of parts that are a group it is held against."""
    return Q(part=None) | Q(part__student_group__kind__in=COMPARED, part__organization=None)


def _figures(
    row: EvidenceRow,
    values: Sequence[Observation],
    meanings: Meanings,
    groups: dict[str, list[Observation]],
    broken: set[int],
) -> Iterable[RowFigure]:
    before = None
    for value in values:
        number = number_of(value, row)
        redefined = meanings.broken_between(before, value) if before else None
        is_joined = before is not None and redefined is None and value.pk not in broken
        others = [one for of_group in groups.values() for one in of_group if one.period_id == value.period_id]
        yield RowFigure(
            value,
            number,
            meanings.target_in_words(row, value),
            meanings.result(row, value),
            change(row, before, value) if before and is_joined else None,
            [found for one in others if (found := gap(row, value, one))],
            redefined,
        )
        if number is not None:
            before = value


def row_chart(
    figures: RowFigures, periods: Sequence[Period], *, height: int = 110, broken: Iterable[int] = ()
) -> Chart | None:
    """The row's line with its targets and, beside it, those of the groups it is held against.

    None where fewer than two values are numbers, or one that is reported is none, or is of another kind. What is
    not reported is said in words below the line.
    """
    row, apart = figures.row, set(broken)
    by_period = {one.value.period_id: one for one in figures.figures}
    shown = [by_period.get(period.pk) for period in periods]
    reported = [one for one in shown if one and one.value.status == ObservationStatus.REPORTED]
    numbers = [one.number for one in reported if one.number is not None]
    is_percentage = {"%" in one.value.text for one in reported}
    if len(numbers) < max(2, len(reported)) or (not row.unit and len(is_percentage) > 1):
        return None
    targets = [figures.meanings.target_of(one.value) if one else None for one in shown]
    aims = [target.number if target else None for target in targets]
    others = [
        (name, [number_of(values.get(period.pk), row) for period in periods])
        for name, values in figures.compared
    ]
    every = [float(one) for one in [*numbers, *aims, *(n for _, of in others for n in of)] if one is not None]
    is_share = row.unit in PERCENT or True in is_percentage
    lowest, highest = _ends(every, 100.0 if is_share and max(every) <= 100 else None)
    own = tuple(_mark(one, row, apart) for one in shown)
    name = str(row.student_group or row)
    series = [Series(name if others else "", own)]
    series += [Series(of, tuple(_plain_mark(number, row) for number in of_group)) for of, of_group in others]
    target = (
        Series("Target", tuple(_plain_mark(None if one is None else Fraction(one), row) for one in aims))
        if any(one is not None for one in aims)
        else None
    )
    return lines_chart(
        tuple(capfirst(period.name) for period in periods),
        tuple(series),
        lowest,
        highest,
        height=height,
        digits=tuple((end, text) for end in (lowest, highest) if len(text := f"{end:g}") <= len("100")),
        target=target,
        together=bool(others),
    )


def _ends(values: Sequence[float], most: float | None) -> tuple[float, float]:
    """The lowest and highest of a scale on which the values can be seen to move.

    It begins at 0 unless they lie close together far above it; then at the round number below them. It ends at
    `most`, the highest there can be, unless they lie far below it.
    """
    lowest, highest = min(0.0, *values), max(*values, 0.0)
    room = max(values) - min(values)
    if min(values) > 0 and 0 < room < (most or highest) / 5 and lowest + room < min(values):
        step = 10.0 ** floor(log10(room))
        lowest = max(0.0, (floor(min(values) / step) - 1) * step)
        highest = (ceil(max(values) / step) + 1) * step
        return lowest, min(highest, most) if most else highest
    if most and highest > most / 5:
        return lowest, most
    return lowest, highest or 1.0


def _mark(figure: RowFigure | None, row: EvidenceRow, broken: set[int]) -> ChartMark:
    if figure is None:
        return ChartMark("no value", "")
    is_broken = figure.redefined is not None or figure.value.pk in broken
    if figure.number is None:
        words = figure.value.get_status_display()
        return ChartMark(words, words, is_broken=is_broken)
    text = figure.value.text.strip()
    if len(text) > LONGEST_MARK:
        text = in_unit(figure.number, row)
    return ChartMark(text, text, float(figure.number), "ink-0", is_joined=not is_broken, is_broken=is_broken)


def _plain_mark(number: Fraction | None, row: EvidenceRow) -> ChartMark:
    if number is None:
        return ChartMark("none", "")
    text = in_unit(number, row)
    return ChartMark(text, text, float(number))
