"""One promise over the cycles."""

from dataclasses import dataclass

from partnerships.lineages import Line, between
from partnerships.models import LineageBreak
from reports.charts import Chart, Mark, Series, lines_chart

from .cycles import (
    CYCLES,
    Answer,
    Column,
    are_on_one_scale,
    gather_answers,
    gather_columns,
    joined,
    span,
    standing_assessments,
)
from .wordings import Wording, wordings


@dataclass(frozen=True)
class Point:
    column: Column
    answer: Answer | None
    breaks: list[LineageBreak]
    """Between the cycle before and this one."""
    is_on_another_scale: bool
    """Than the cycle before."""

    @property
    def missing(self):
        """In words, why there is no rating; empty where there is one."""
        if self.answer is None:
            return f"not in edition {self.column.edition.label}"
        if not self.answer.is_rated:
            return "a heading then, not rated"
        return "" if self.answer.level else "not rated"


@dataclass(frozen=True)
class ItemTrend:
    points: list[Point]
    """Oldest first."""
    chart: Chart | None
    wordings: list[Wording]
    """Newest first."""

    @property
    def newest_first(self):
        return self.points[::-1]


def gather_item_trend(line: Line, user):
    columns = gather_columns(standing_assessments(line.partnership, user)[-CYCLES:])
    answers = gather_answers(line.partnership, columns, lineage=line.lineage) if columns else []
    points = [
        Point(
            column,
            answers[at].get(line.lineage),
            between(line.breaks, columns[at - 1].edition, column.edition) if at else [],
            _is_on_another_scale(columns, answers, at, line.lineage),
        )
        for at, column in enumerate(columns)
    ]
    return ItemTrend(
        points, _item_chart(points), wordings(line, lambda item: (item.reference, item.full_text))
    )


def _is_on_another_scale(columns, answers, at, lineage):
    """Than in the cycle before. Where one of the two has no such item, the editions' scales are compared."""
    if at == 0:
        return False
    old, answer = answers[at - 1].get(lineage), answers[at].get(lineage)
    if old is None or answer is None:
        return not joined(columns, at)
    return not are_on_one_scale(columns[at - 1], old, columns[at], answer)


def _item_chart(points):
    if sum(bool(point.answer and point.answer.level) for point in points) < 2:
        return None
    lowest, highest = span(point.answer.scale if point.answer else point.column.scale for point in points)
    digits = tuple((value, str(value)) for value in range(lowest, highest + 1))
    columns = tuple(point.column.label for point in points)
    series = Series("", tuple(map(_item_mark, points)))
    return lines_chart(columns, (series,), lowest, highest, height=40 * (highest - lowest), digits=digits)


def _item_mark(point):
    broken = bool(point.breaks)
    if point.missing:
        return Mark(point.missing, point.missing, is_broken=broken)
    level, symbol = point.answer.level, point.answer.scale.flag_symbol if point.answer.flag else ""
    words = f"level {level.code}" if level.value is not None else level.code
    if symbol:
        words += f" with {symbol} ({point.answer.scale.flag_label})"
    return Mark(
        words,
        level.code + symbol,
        level.value,
        level.colour,
        is_joined=not (broken or point.is_on_another_scale),
        is_broken=broken,
    )
