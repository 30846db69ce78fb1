"""A row of evidence over the periods, or a measure with the rows that answer it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.text import capfirst

from evidence.models import EvidenceRow, Observation, ObservationStatus
from evidence.order import place_of
from evidence.reading import BARE, ValueKind, read_value
from evidence.tables import TableCell, how_to_read
from partnerships.comparison import breaks_between, edition_order
from partnerships.lineages import Lineage
from partnerships.models import Edition, LineageBreak, Measure
from reports.charts import Chart, ChartMark, Series, lines_chart

from .cycles import CYCLES
from .wordings import EditionWording, wordings


@dataclass(frozen=True)
class TrendValue:
    """What stands for a period: the value of the newest edition that has one."""

    cell: TableCell
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
    above: list[Measure] | list[EvidenceRow]
    """What it stands beneath or answers in the newest edition."""
    beneath: list[EvidenceRow]
    """The partnership's rows beneath it in the newest edition, each with a trend of its own."""

    @property
    def newest_first(self):
        return self.values[::-1]


def gather_measure_trend(line: Lineage) -> MeasureTrend:
    newest = line.newest
    if isinstance(newest, Measure):
        values: list[TrendValue] = []
        beneath = list(newest.evidence_rows.for_partnership(line.partnership))
        above = [newest.parent] if newest.parent else []
    else:
        values, beneath, above = _of_row(line)
    return MeasureTrend(
        values[-CYCLES:],
        _measure_chart(values[-CYCLES:]),
        wordings(line, lambda record: (str(record.category), record.label)),
        above,
        beneath,
    )


def _of_row(line):
    """(values, rows beneath, what is above) of a row's line."""
    keys = [row.pk for row in line.records]
    observed = Observation.objects.of_the_whole().select_related("period", "data_period")
    found = EvidenceRow.objects.filter(Q(pk__in=keys) | Q(parent__in=keys))
    rows = list(found.prefetch_related("measures", Prefetch("observations", observed)))
    newest = next(row for row in rows if row.pk == line.newest.pk)
    return (
        _values(line, rows),
        [row for row in rows if row.parent_id == newest.pk],
        [line.newest.parent] if newest.parent_id else list(newest.measures.all()),
    )


def _values(line, rows):
    editions = {row.pk: row.edition for row in line.records}
    of_period, below = defaultdict(list), defaultdict(list)
    for row in rows:
        for value in row.observations.all():
            if row.pk in editions:
                of_period[value.period].append(value)
            else:
                below[row.parent_id, value.period].append(value)
    values: list[TrendValue] = []
    for period in sorted(of_period, key=place_of):
        *earlier, value = sorted(of_period[period], key=lambda value: edition_order(editions[value.row_id]))
        edition = editions[value.row_id]
        cell = TableCell(period, value, how_to_read(value, below[value.row_id, period]))
        other = [
            (editions[one.row_id], one.text or one.get_status_display())
            for one in earlier
            if (one.text, one.status) != (value.text, value.status)
        ]
        breaks = breaks_between(line.breaks, values[-1].edition, edition) if values else []
        values.append(TrendValue(cell, edition, other, breaks))
    return values


def number_in(text):
    """(number, whether it is a percentage) of a text that is nothing else, or None."""
    figure = read_value(text).figure
    if not figure or not figure.is_plain or figure.kind not in (*BARE, ValueKind.PERCENT):
        return None
    return float(figure.number or 0), figure.kind == ValueKind.PERCENT


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
    columns = tuple(capfirst(value.cell.period.name) for value in values)
    return lines_chart(columns, (Series("", marks),), lowest, highest, height=110, digits=digits)


def _value_mark(value, number):
    observation, broken = value.cell.observation, bool(value.breaks)
    if number is None:
        words = observation.get_status_display()
        return ChartMark(words, words, is_broken=broken)
    text = observation.text.strip()
    return ChartMark(text, text, number[0], "ink-0", is_joined=not broken, is_broken=broken)
