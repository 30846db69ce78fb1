"""The chart of a row of evidence, for pages and for print alike."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, log10

from django.utils.text import capfirst

from evidence.models import EvidenceRow, Target, TargetKind
from evidence.reading import in_short
from evidence.results.figures import RowFigure, RowFigures
from evidence.results.judging import PERCENT, in_words, number_of, with_unit
from partnerships.models import Period

from .charts import Chart, ChartMark, Series
from .line_plots import LinePlot

LONGEST_MARK, LONGEST_BAND = 9, 13
"""Characters of a value that stand in its mark as they are printed, and below the line: “at least 95%”."""


def row_chart(figures: RowFigures, periods: Sequence[Period], *, height: int = 110) -> Chart | None:
    """`row_plot`, drawn."""
    plot = row_plot(figures, periods, height=height)
    return plot.draw() if plot else None


def row_plot(figures: RowFigures, periods: Sequence[Period], *, height: int) -> LinePlot | None:
    """The row's line with its targets and, beside it, those of the groups it is held against.

    None where it cannot be drawn. What is not reported, and what is withheld, is said in words below the line.
    """
    if not figures.can_be_drawn(periods):
        return None
    row = figures.row
    by_period = {one.value.period_id: one for one in figures.figures}
    shown = [by_period.get(period.pk) for period in periods]
    drawn = [one for one in shown if one and one.number is not None]
    is_share = row.unit in PERCENT or (not row.unit and "%" in drawn[0].value.text)
    targets = (figures.meanings.target_of(one.value) if one else None for one in shown)
    aims = tuple(_aim(target, row, is_share=is_share) for target in targets)
    others = [
        (name, [number_of(values.get(period.pk), row) for period in periods])
        for name, values in figures.compared
    ]
    numbers = [*(one.number for one in drawn), *(number for _, of in others for number in of)]
    every = [float(number) for number in (*numbers, *(aim.value for aim in aims)) if number is not None]
    lowest, highest = _ends(every, 100.0 if is_share and max(every) <= 100 else None)
    own = tuple(_mark(one, figures) for one in shown)
    name = str(row.student_group or row)
    series = [Series(name if others else "", own)]
    series += [Series(of, tuple(_plain_mark(number, row) for number in of_group)) for of, of_group in others]
    has_aim = any(aim.value is not None for aim in aims)
    return LinePlot(
        tuple(capfirst(period.name) for period in periods),
        tuple(series),
        lowest,
        highest,
        height=height,
        digits=tuple((end, text) for end in (lowest, highest) if len(text := f"{end:g}") <= len("100")),
        target=Series("Target", aims) if has_aim else None,
        together=bool(others),
    )


def _aim(target: Target | None, row: EvidenceRow, *, is_share: bool) -> ChartMark:
    """Of “between” the line is drawn at the lower end. A number of districts has no place among percentages."""
    if target is None or target.number is None:
        return ChartMark("none", "")
    if target.kind == TargetKind.ENTITIES and is_share:
        return ChartMark(in_words(target, row), f"{in_short(target.number)} counted")
    if target.upper is not None:
        text = f"{in_short(target.number)}–{with_unit(target.upper, row)}"
        return ChartMark(in_words(target, row), text, float(target.number))
    return _plain_mark(Fraction(target.number), row)


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


def _mark(figure: RowFigure | None, of: RowFigures) -> ChartMark:
    if figure is None:
        return ChartMark("no value", "")
    is_broken = figure.redefined is not None or figure.value.pk in of.broken
    if figure.value.pk in of.withheld:
        text = figure.value.text
        return ChartMark(text, text if len(text) <= LONGEST_BAND else "hidden", is_broken=is_broken)
    if figure.number is None:
        words = figure.value.get_status_display()
        return ChartMark(words, words, is_broken=is_broken)
    text = figure.value.text.strip()
    if len(text) > LONGEST_MARK:
        is_percent = "%" in text and not of.row.unit
        text = with_unit(figure.number, of.row) + ("%" if is_percent else "")
    return ChartMark(text, text, float(figure.number), "ink-0", is_joined=not is_broken, is_broken=is_broken)


def _plain_mark(number: Fraction | None, row: EvidenceRow) -> ChartMark:
    if number is None:
        return ChartMark("none", "")
    text = with_unit(number, row)
    return ChartMark(text, text, float(number))
