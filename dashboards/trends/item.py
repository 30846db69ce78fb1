"""One promise over the cycles."""

from dataclasses import dataclass

from accounts.models import User
from assessments.trends.cycles import (
    CYCLES,
    TrendAnswer,
    TrendColumn,
    gather_answers,
    gather_columns,
    joined,
    span,
    standing_assessments,
)
from partnerships.comparison import Obstacle, breaks_between, obstacle_between
from partnerships.lineages import Lineage
from partnerships.models import LineageBreak
from reports.charts import Chart, ChartMark, Series, lines_chart

from .wordings import EditionWording, wordings


@dataclass(frozen=True)
class TrendPoint:
    """What one cycle says of the item."""

    column: TrendColumn
    answer: TrendAnswer | None
    breaks: list[LineageBreak]
    """Between the cycle before and this one."""
    is_on_another_scale: bool
    """Than the cycle before."""

    @property
    def missing(self) -> str:
        """In words, why there is no rating; empty where there is one."""
        if self.answer is None:
            return f"not in edition {self.column.edition.label}"
        if not self.answer.is_rated:
            return "a heading then, not rated"
        return "" if self.answer.level else "not rated"


@dataclass(frozen=True)
class ItemTrend:
    points: list[TrendPoint]
    """Oldest first."""
    chart: Chart | None
    wordings: list[EditionWording]
    """Newest first."""

    @property
    def newest_first(self) -> list[TrendPoint]:
        return self.points[::-1]


def gather_item_trend(line: Lineage, user: User) -> ItemTrend:
    columns = gather_columns(standing_assessments(line.partnership, user)[-CYCLES:])
    answers = gather_answers(line.partnership, columns, lineage=line.lineage) if columns else []
    points = [
        TrendPoint(
            column,
            answers[at].get(line.lineage),
            breaks_between(line.breaks, columns[at - 1].edition, column.edition) if at else [],
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
    return obstacle_between(old.item, answer.item, is_broken=False) == Obstacle.OTHER_SCALE


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
        return ChartMark(point.missing, point.missing, is_broken=broken)
    level, symbol = point.answer.level, point.answer.scale.flag_symbol if point.answer.flag else ""
    words = f"level {level.code}" if level.value is not None else level.code
    if symbol:
        words += f" with {symbol} ({point.answer.scale.flag_label})"
    return ChartMark(
        words,
        level.code + symbol,
        level.value,
        level.colour,
        is_joined=not (broken or point.is_on_another_scale),
        is_broken=broken,
    )
