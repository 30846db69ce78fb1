"""A launch plan as it is read: its tasks beneath their headings, each with a cell for every period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, pairwise

from actionsteps.models import LaunchMark, LaunchPeriod, LaunchPlan, LaunchStatus, LaunchTask
from core.words import counted, day_in_words


@dataclass(frozen=True)
class LaunchCell:
    period: LaunchPeriod
    is_marked: bool


@dataclass(frozen=True)
class TaskRow:
    task: LaunchTask
    cells: Sequence[LaunchCell]

    @property
    def marked(self) -> list[LaunchPeriod]:
        return [cell.period for cell in self.cells if cell.is_marked]

    @property
    def spans(self) -> list[list[LaunchPeriod]]:
        """The marked periods, those together of which one goes on where the other ends."""
        spans: list[list[LaunchPeriod]] = []
        for period in self.marked:
            if spans and period.first_day <= spans[-1][-1].last_day + timedelta(days=1):
                spans[-1].append(period)
            else:
                spans.append([period])
        return spans


@dataclass(frozen=True)
class LaunchTable:
    plan: LaunchPlan
    periods: Sequence[LaunchPeriod]
    rows: Sequence[TaskRow]

    @property
    def groups(self) -> Iterator[tuple[str, list[TaskRow]]]:
        """The rows by the heading they stand under, in the order of the plan."""
        for heading, rows in groupby(self.rows, key=lambda row: row.task.heading):
            yield heading, list(rows)

    @property
    def size(self) -> str:
        return f"{counted(len(self.rows), 'task')} by {counted(len(self.periods), 'period')}"

    @property
    def standing(self) -> str:
        """How far it is, in words: “5 of 18 tasks are marked; 2 done, 1 held up”."""
        marked = sum(1 for row in self.rows if row.marked)
        said = (
            f"{marked or 'none'} of {counted(len(self.rows), 'task')} {'is' if marked < 2 else 'are'} marked"
        )
        statuses = [row.task.status for row in self.rows]
        counts = [
            f"{statuses.count(status)} {status.label}"
            for status in LaunchStatus
            if status != LaunchStatus.NOT_STARTED and status in statuses
        ]
        return f"{said}; {', '.join(counts)}" if counts else said


def table_of(plan: LaunchPlan) -> LaunchTable:
    """In three queries."""
    periods = list(plan.periods.all())
    marks = set(LaunchMark.objects.filter(task__plan=plan).values_list("task", "period"))
    rows = [_row(task, periods, marks) for task in plan.tasks.all()]
    return LaunchTable(plan, periods, rows)


def _row(task: LaunchTask, periods: Sequence[LaunchPeriod], marks: set[tuple[int, int]]) -> TaskRow:
    return TaskRow(task, [LaunchCell(period, (task.pk, period.pk) in marks) for period in periods])


def days_of(period: LaunchPeriod) -> str:
    """“Dec 1, 2018 to Feb 28, 2019, 90 days”."""
    days = f"{day_in_words(period.first_day)} to {day_in_words(period.last_day)}"
    return f"{days}, {counted(period.length, 'day')}"


def remarks_on(periods: Sequence[LaunchPeriod]) -> list[str]:
    """What does not add up in the periods as they are printed: said to readers, never mended."""
    if not periods:
        return []
    shortest, longest = (of(periods, key=lambda period: period.length) for of in (min, max))
    remarks = []
    # Months differ by three days, and nobody calls them uneven.
    if longest.length - shortest.length > 3:
        shorter = counted(shortest.length, "day")
        remarks.append(f"The periods are uneven: “{shortest}” has {shorter}, “{longest}” {longest.length}.")
    for before, after in pairwise(periods):
        if after.first_day <= before.last_day:
            remarks.append(f"“{before}” and “{after}” overlap.")
        elif after.first_day > before.last_day + timedelta(days=1):
            remarks.append(f"Between “{before}” and “{after}” lie days that belong to no period.")
    return remarks
