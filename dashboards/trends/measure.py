"""One measure over the periods."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch

from evidence.models import Observation, ObservationStatus
from evidence.tables import Cell, how_to_read
from partnerships.comparison import breaks_between, place
from partnerships.lineages import Lineage
from partnerships.models import Edition, LineageBreak, Measure
from reports.charts import Chart, ChartMark, Series, lines_chart

from .cycles import CYCLES
from .wordings import EditionWording, wordings

NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)\s*(%?)")


@dataclass(frozen=True)
class TrendValue:
    """What stands for a period: the value of the newest edition that has one."""

    cell: Cell
    edition: Edition
    printed_before: list[tuple[Edition, str]]
    """What earlier editions say of the same period, where that is something else."""
    breaks: list[LineageBreak]


@dataclass(frozen=True)
class MeasureTrend:
    values: list[TrendValue]
    """Oldest first."""
    chart: Chart | None
    wordings: list[EditionWording]
    beneath: list[Measure]
    """The partnership's rows beneath it in the newest edition, each with a trend of its own."""

    @property
    def newest_first(self):
        return self.values[::-1]


def gather_measure_trend(line: Lineage) -> MeasureTrend:
    keys = [measure.pk for measure in line.records]
    observed = Observation.objects.of(line.partnership).select_related("period", "data_period")
    rows = Measure.objects.rows_of(line.partnership).filter(parent__in=keys)
    beneath = list(rows.prefetch_related(Prefetch("observations", observed)))
    values = _values(line, observed.filter(measure__in=keys), beneath)[-CYCLES:]
    return MeasureTrend(
        values,
        _measure_chart(values),
        wordings(line, lambda measure: (str(measure.category), measure.label)),
        [row for row in beneath if row.parent_id == line.newest.pk],
    )


def _values(line, observations, beneath):
    editions = {measure.pk: measure.edition for measure in line.records}
    of_period = defaultdict(list)
    for value in sorted(observations, key=lambda value: place(editions[value.measure_id])):
        of_period[value.period].append(value)
    below = defaultdict(list)
    for row in beneath:
        for value in row.observations.all():
            below[row.parent_id, value.period].append(value)
    values: list[TrendValue] = []
    for period in sorted(of_period, key=lambda period: (period.start, -period.end.toordinal(), period.pk)):
        *earlier, value = of_period[period]
        edition = editions[value.measure_id]
        cell = Cell(period, value, how_to_read(value, below[value.measure_id, period]))
        other = [
            (editions[one.measure_id], one.text or one.get_status_display())
            for one in earlier
            if (one.text, one.status) != (value.text, value.status)
        ]
        breaks = breaks_between(line.breaks, values[-1].edition, edition) if values else []
        values.append(TrendValue(cell, edition, other, breaks))
    return values


def number_in(text):
    """(number, whether it is a percentage) of a text that is nothing else, or None."""
    found = NUMBER.fullmatch(text.strip())
    return (float(found[1].replace(",", "")), bool(found[2])) if found else None


def _measure_chart(values):
    """Only where every reported value is a plain number, or every one a percentage."""
    reported = [
        value.cell.observation
        for value in values
        if value.cell.observation.status == ObservationStatus.REPORTED
    ]
    numbers = {one.pk: number_in(one.text) for one in reported}
    found = [number for number in numbers.values() if number]
    if len(found) < max(len(reported), 2) or len({is_percentage for _, is_percentage in found}) > 1:
        return None
    lowest, highest = min(0, *(number for number, _ in found)), max(number for number, _ in found)
    if found[0][1]:
        highest = max(highest, 100)
    marks = tuple(_value_mark(value, numbers.get(value.cell.observation.pk)) for value in values)
    digits = tuple(
        (end, text) for end in (lowest, highest) if len(text := f"{end:g}") <= len("100")
    )  # there is room for no more beside the line
    columns = tuple(value.cell.period.label for value in values)
    return lines_chart(columns, (Series("", marks),), lowest, highest, height=110, digits=digits)


def _value_mark(value, number):
    observation, broken = value.cell.observation, bool(value.breaks)
    if number is None:
        words = observation.get_status_display()
        return ChartMark(words, words, is_broken=broken)
    text = observation.text.strip()
    return ChartMark(text, text, number[0], "ink-0", is_joined=not broken, is_broken=broken)
