"""Averages and shares of each cycle, in all and by category."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.template.defaultfilters import floatformat

from assessments.rating.tally import Tally
from assessments.trends.cycles import Answers, TrendColumn, joined, span
from partnerships.models import Word
from reports.charts import Chart, ChartMark, Series, lines_chart

IN_ALL, OF_A_CATEGORY = 48, 34
"""Heights of plots: pixels from one level to the next."""


@dataclass(frozen=True)
class Figure:
    """The average and the share of the items of one category, or of all, in one cycle."""

    tally: Tally
    item: Word
    """What the edition calls one."""

    @cached_property
    def average(self) -> str:
        return floatformat(self.tally.average, 2)

    @cached_property
    def share(self) -> str:
        return f"{floatformat(self.tally.share, 0)}%"

    @cached_property
    def rests_on(self) -> str:
        scored, total = self.tally.scored, self.tally.total
        of = f"{scored} of {total}" if scored < total else str(total)
        return f"{of} {self.item.of(total)}"

    @property
    def words(self) -> str:
        if not self.tally.scored:
            return f"no score in {self.item.counted(self.tally.total)}"
        return (
            f"average {self.average}, {self.share} at {self.tally.met_from} or above, scored {self.rests_on}"
        )


@dataclass(frozen=True)
class FigureRow:
    columns: Sequence[TrendColumn]
    number: str | None
    title: str
    figures: list[Figure | None]
    """One for each column; None where none of these items were rated then."""

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def cells(self) -> Iterable[tuple[TrendColumn, Figure | None]]:
        return zip(self.columns, self.figures, strict=True)


def figure_rows(columns: Sequence[TrendColumn], answers: Answers) -> list[FigureRow]:
    """Every rated item of a cycle counts in all, and once more: in the category where it stands today."""
    if not columns:
        return []
    home = {lineage: answer.item.category for lineage, answer in answers[-1].items()}
    every = {lineage for of_column in answers for lineage in of_column}
    rows = [FigureRow(columns, None, "In all", _figures(columns, answers, every))]
    for category in dict.fromkeys(home.values()):
        own = {lineage for lineage in home if home[lineage] == category}
        rows.append(FigureRow(columns, category.number, category.title, _figures(columns, answers, own)))
    gone = _figures(columns, answers, every - home.keys())
    rows.append(FigureRow(columns, None, f"No longer in edition {columns[-1].edition.label}", gone))
    return [row for row in rows if any(row.figures)]


def _figures(columns: Sequence[TrendColumn], answers: Answers, lineages: set[str]) -> list[Figure | None]:
    """Of the items of these lineages."""
    figures: list[Figure | None] = []
    for column, of_column in zip(columns, answers, strict=True):
        found = [of_column[lineage] for lineage in lineages if lineage in of_column]
        rated = [answer.level for answer in found if answer.is_counted]
        tally = Tally.of(rated, column.levels.values(), column.scale.met_from)
        figures.append(Figure(tally, column.edition.words.item) if rated else None)
    return figures


def figure_charts(columns: Sequence[TrendColumn], rows: Iterable[FigureRow]) -> list[tuple[FigureRow, Chart]]:
    """One for each row. The plot of all items is the tallest."""
    lowest, highest = span(column.scale for column in columns)
    digits = tuple((value, str(value)) for value in range(lowest, highest + 1))
    labels = tuple(column.label for column in columns)
    charts: list[tuple[FigureRow, Chart]] = []
    for row in rows:
        marks = tuple(
            _figure_mark(figure, columns[at], joined(columns, at)) for at, figure in enumerate(row.figures)
        )
        height = (IN_ALL if not charts else OF_A_CATEGORY) * max(1, highest - lowest)
        charts.append(
            (row, lines_chart(labels, (Series("", marks),), lowest, highest, height=height, digits=digits))
        )
    return charts


def _figure_mark(figure: Figure | None, column: TrendColumn, is_joined: bool) -> ChartMark:
    if figure is None:
        nothing = f"no {column.edition.words.item.many}"
        return ChartMark(nothing, nothing)
    average = figure.tally.average
    if average is None:
        return ChartMark(figure.words, "no score")
    scores = [(level.value, level.colour) for level in column.levels.values() if level.value is not None]
    beneath = f"{figure.share} at {figure.tally.met_from} or above"
    _, colour = min(scores, key=lambda score: (abs(score[0] - average), -score[0]))
    return ChartMark(figure.words, figure.average, average, colour, beneath, is_joined=is_joined)
