"""A row of evidence over the periods, or a measure with the rows that answer it."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import IntegerField, Prefetch, Q, TextField, Value
from django.utils.text import capfirst

from evidence.entry.beside import with_remarks
from evidence.models import Breakdown, EvidenceRow, Observation
from evidence.order import place_of
from evidence.public.marks import marked
from evidence.public.reader import read_by_public
from evidence.results.figures import DRAWN, RowFigure, RowFigures, figures_of_rows, whole_or_group
from evidence.results.ladder import OnLadder
from evidence.results.parts import why_parts_miss
from evidence.tables import TableCell, how_to_read
from partnerships.comparison import breaks_between, edition_order
from partnerships.lineages import Lineage
from partnerships.models import Edition, LineageBreak, Measure
from reports.charts import Chart
from reports.row_charts import row_chart

from .wordings import EditionWording, wordings

SHOWN = 12
"""Periods at most in the table; the chart shows the last `DRAWN`."""


@dataclass(frozen=True)
class TrendValue:
    """What stands for a period: the value of the newest edition that has one."""

    cell: TableCell
    """With what of it is not public, and where its figures disagree."""
    edition: Edition
    printed_before: list[tuple[Edition, str]]
    """What earlier editions say of the same period, where that is something else."""
    breaks: list[LineageBreak]


@dataclass(frozen=True)
class MeasureTrend:
    values: list[tuple[TrendValue, RowFigure]]
    """Oldest first, each with what follows of it."""
    chart: Chart | None
    figures: RowFigures | None
    """Of a row of evidence."""
    wordings: list[EditionWording]
    above: Measure | EvidenceRow | None
    """What it stands beneath in the newest edition."""
    answers: list[Measure]
    """The measures that a row answers there."""
    beneath: list[EvidenceRow]
    """The partnership's rows beneath it there, or those that answer a measure, each with a trend of its own."""
    breakdowns: list[Breakdown]
    """What a row is broken down by."""
    ladders: dict[int, OnLadder]
    """Where values stand on the ladder of their definition, by their primary key."""

    @property
    def has_targets(self) -> bool:
        return any(one.target for _, one in self.values)

    @property
    def newest_first(self):
        """Each value with what follows of it, and where it stands on its ladder, if there is one."""
        return [(value, one, self.ladders.get(one.value.pk)) for value, one in reversed(self.values)]


def gather_measure_trend(line: Lineage) -> MeasureTrend:
    newest = line.newest
    if isinstance(newest, Measure):
        values: list[TrendValue] = []
        figures = chart = None
        beneath = list(newest.evidence_rows.for_partnership(line.partnership))
        answers, breakdowns = [], []
    else:
        row, values, beneath, of_groups = _of_row(line)
        answers, breakdowns = _named_beside(row)
        values = values[-SHOWN:]
        if newest.counts_students:
            public = read_by_public(line.partnership)
            values = [replace(value, cell=marked(value.cell, public)) for value in values]
        observed = [value.cell.observation for value in values if value.cell.observation] + of_groups
        broken = [value.cell.observation.pk for value in values if value.breaks and value.cell.observation]
        (figures,) = figures_of_rows({row: observed}, broken)
        chart = row_chart(figures, figures.last_periods(DRAWN))
    return MeasureTrend(
        list(zip(values, figures.figures, strict=True)) if figures else [],
        chart,
        figures,
        wordings(line, lambda record: (str(record.category), record.label)),
        newest.parent,
        answers,
        beneath,
        breakdowns,
        _on_ladders(figures) if figures else {},
    )


def _on_ladders(figures: RowFigures) -> dict[int, OnLadder]:
    meanings = figures.meanings
    standing = ((one.value.pk, meanings.on_ladder(figures.row, one.value)) for one in figures.figures)
    return {key: found for key, found in standing if found}


def _of_row(line):
    """(the newest row, values, rows beneath, values of groups) of a row's line."""
    keys = [row.pk for row in line.records]
    observed = (
        Observation.objects.filter(whole_or_group())
        .with_file_count()
        .select_related("period", "data_period", "part__student_group", "owed_by")
    )
    found = EvidenceRow.objects.filter(Q(pk__in=keys) | Q(parent__in=keys))
    observations = Prefetch("observations", observed)
    found = found.select_related("student_group", "parent")
    rows = list(found.prefetch_related(observations))
    newest = next(row for row in rows if row.pk == line.newest.pk)
    return (
        newest,
        _values(line, rows),
        [row for row in rows if row.parent_id == newest.pk],
        [value for row in rows if row.pk in keys for value in row.observations.all() if value.part_id],
    )


def _named_beside(row):
    """(the measures that a row answers, what it is broken down by), in order. In one query."""
    order = "category__position", "position", "pk"
    measures = row.measures.order_by().values_list(Value("", TextField()), "lineage", "label", *order)
    same_order = Value(0, IntegerField()), "position", "pk"
    breakdowns = row.breakdowns.order_by().values_list(
        "public_id", Value("", TextField()), "name", *same_order
    )
    found = sorted(measures.union(breakdowns, all=True), key=lambda one: one[3:])
    return (
        [Measure(lineage=lineage, label=label) for key, lineage, label, *_ in found if not key],
        [Breakdown(public_id=key, name=name) for key, _, name, *_ in found if key],
    )


def _remarks(cell, rows):
    """Where the figures of a value disagree, and where the rows beneath do not come to it."""
    row = next(row for row in rows if row.pk == cell.observation.row_id)
    beneath = [
        next((one for one in child.observations.all() if one.period_id == cell.period.pk), None)
        for child in rows
        if row.parts_add and child.parent_id == row.pk
    ]
    missed = why_parts_miss(row, row, cell.observation, beneath)
    return [*with_remarks(row, cell).remarks, *([capfirst(missed)] if missed else [])]


def _values(line, rows):
    editions = {row.pk: row.edition for row in line.records}
    of_period, below = defaultdict(list), defaultdict(list)
    for row in rows:
        for value in row.observations.all():
            if value.part_id:
                continue
            if row.pk in editions:
                of_period[value.period].append(value)
            else:
                below[row.parent_id, value.period].append(value)
    values: list[TrendValue] = []
    for period in sorted(of_period, key=place_of):
        *earlier, value = sorted(of_period[period], key=lambda value: edition_order(editions[value.row_id]))
        edition = editions[value.row_id]
        cell = TableCell(period, value, how_to_read(value, below[value.row_id, period]))
        cell = replace(cell, remarks=_remarks(cell, rows))
        other = [
            (editions[one.row_id], one.text or one.get_status_display())
            for one in earlier
            if (one.text, one.status) != (value.text, value.status)
        ]
        breaks = breaks_between(line.breaks, values[-1].edition, edition) if values else []
        values.append(TrendValue(cell, edition, other, breaks))
    return values
