"""All items over the cycles: the figures of each, and what became of every item since the one before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from assessments.models import Assessment
from assessments.trends.changes import CycleComparison, compare_newest
from assessments.trends.cycles import (
    CYCLES,
    TrendColumn,
    gather_answers,
    gather_columns,
    standing_assessments,
)
from core.prepared import prepared
from partnerships.models import Partnership, Period
from reports.charts import Chart

from .figures import FigureRow, figure_charts, figure_rows


@dataclass(frozen=True)
class Trends:
    columns: list[TrendColumn]
    left_out: list[str]
    """Periods in which nothing was handed in that this person may read."""
    rows: list[FigureRow]
    """All items first, then the categories of the newest edition, then what is no longer in it."""
    charts: list[tuple[FigureRow, Chart]]
    """Of each row; none where there is one cycle alone."""
    comparison: CycleComparison | None

    @property
    def newest(self) -> TrendColumn:
        return self.columns[-1]

    @property
    def newest_first(self) -> list[TrendColumn]:
        return self.columns[::-1]


def gather_trends(partnership: Partnership, user: User) -> Trends:
    standing = standing_assessments(partnership, user)
    columns = gather_columns(standing[-CYCLES:])
    answers = gather_answers(partnership, columns) if columns else []
    rows = figure_rows(columns, answers)
    return Trends(
        columns,
        _left_out(partnership, standing),
        rows,
        figure_charts(columns, rows) if len(columns) > 1 else [],
        compare_newest(columns, answers) if len(columns) > 1 else None,
    )


def _left_out(partnership: Partnership, standing: list[Assessment]) -> list[str]:
    stands, shown = {one.cycle_id for one in standing}, standing[-CYCLES:]
    labels = (
        Period(kind=kind, label=label).name
        for cycle, start, kind, label in _cycles_of(partnership.pk)
        if cycle not in stands and (not shown or start >= shown[0].cycle.period.start)
    )
    return list(dict.fromkeys(labels))


@prepared
def _cycles_of(partnership: int) -> QuerySet[Assessment, tuple[int, date, str, str]]:
    rows = Assessment.objects.filter(partnership=partnership).order_by("cycle__period__start")
    return rows.values_list("cycle", "cycle__period__start", "cycle__period__kind", "cycle__period__label")
