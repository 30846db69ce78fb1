"""The picture of a launch plan: its tasks over its periods, these as wide as they are long."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from actionsteps.launch.table import LaunchTable, TaskRow
from actionsteps.models import LaunchPeriod, LaunchStatus
from reports.charts import BARS_FROM, BARS_TO, LINE, Chart, draw, wrap

TITLE_LETTERS = 34
LETTERS_A_PERCENT = 1.2
"""How many letters of a period's label fit above each percent of the width, where the picture is narrowest."""
PARTED = 12
"""Pixels between a row and the next."""

TONES = {
    LaunchStatus.NOT_STARTED: "ink-0",
    LaunchStatus.UNDER_WAY: "ink-1",
    LaunchStatus.HELD_UP: "held",
    LaunchStatus.DONE: "ink-3",
    LaunchStatus.DROPPED: "outside",
}


def launch_chart(table: LaunchTable, today: date) -> Chart | None:
    """A bar for each run of periods a task is marked for; None where the plan has no task or no period."""
    if not table.periods or not table.rows:
        return None
    place = _Days(table.periods)
    columns = [
        {
            "x": place.of(period.first_day),
            "middle": (place.of(period.first_day) + place.after(period.last_day)) / 2,
            "label": wrap(period.label, max(4, round(place.width(period) * LETTERS_A_PERCENT))),
        }
        for period in table.periods
    ]
    head = LINE * max(len(column["label"]) for column in columns) + PARTED  # type: ignore[arg-type]
    rows, top = [], float(head)
    for heading, tasks in table.groups:
        if heading:
            rows.append({"heading": heading, "top": top + PARTED / 2})
            top += LINE + PARTED
        for row in tasks:
            drawn = _drawn(row, top, place)
            rows.append(drawn)
            top += drawn["height"]
    svg = draw(
        "launch",
        {
            "columns": columns,
            "end": BARS_TO,
            "rows": rows,
            "today": place.of(today) if place.first <= today <= place.last else None,
            "head": head,
            "height": top,
        },
    )
    return Chart(svg, " ".join(_in_words(table)))


class _Days:
    """Where a day stands across the picture, in percent of its width."""

    def __init__(self, periods: Sequence[LaunchPeriod]) -> None:
        self.first = min(period.first_day for period in periods)
        self.last = max(period.last_day for period in periods)

    def of(self, day: date) -> float:
        """Where a day begins."""
        whole = (self.last - self.first).days + 1
        return round(BARS_FROM + (BARS_TO - BARS_FROM) * (day - self.first).days / whole, 2)

    def after(self, day: date) -> float:
        return self.of(day + timedelta(days=1))

    def width(self, period: LaunchPeriod) -> float:
        return self.after(period.last_day) - self.of(period.first_day)


def _drawn(row: TaskRow, top: float, place: _Days) -> dict[str, Any]:
    title = wrap(row.task.words, TITLE_LETTERS)
    status = LaunchStatus(row.task.status)
    says = "" if status == LaunchStatus.NOT_STARTED else status.label
    height = LINE * (len(title) + bool(says)) + PARTED
    bars = [(place.of(span[0].first_day), place.after(span[-1].last_day)) for span in row.spans]
    return {
        "title": title,
        "says": says,
        "top": top + PARTED / 2 - 2,
        "rule": top,
        "middle": top + height / 2,
        "bars": [(start, round(stop - start, 2)) for start, stop in bars],
        "tone": TONES[status],
        "height": height,
    }


def _in_words(table: LaunchTable) -> Iterator[str]:
    """What the picture shows, for those who do not see it."""
    yield f"Timeline of {table.size}, from {table.periods[0]} to {table.periods[-1]}: {table.standing}."
    for row in table.rows:
        if row.marked:
            labels = ", ".join(period.label for period in row.marked)
            yield f"{row.task.words}: {labels}, {row.task.get_status_display()}."
