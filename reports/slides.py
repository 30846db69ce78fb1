"""The State of the Partnership for the evening of the forum: one thing at a time, in large letters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from evidence.public.reader import read_by_public
from partnerships.models import Partnership

from .charts import ratings_chart
from .first_page import first_page
from .gather import StateOfThePartnership, ToldFigures, told_in
from .gather.evidence_shown import HighlightedRow
from .gather.said_and_done import StepToday
from .places import texts_of
from .row_charts import row_chart
from .translating import Translations

STEPS, CHARTS, CHANGES, POINTS = 4, 2, 5, 7
"""On one slide at most."""
MOST_STEPS = 12


@dataclass(frozen=True)
class Slide:
    key: str
    """Its place on the page."""
    title: str
    template: str
    """Of `templates/reports/slides/`, without its underscore and end."""
    shows: Any = None

    @property
    def include(self) -> str:
        return f"reports/slides/_{self.template}.html"


def slides_of(report: StateOfThePartnership) -> list[Slide]:
    return list(_slides(report))


def told_in_slides(
    html: str, report: StateOfThePartnership, partnership: Partnership
) -> tuple[ToldFigures, ...]:
    """Of the prose on slides what may tell a small count of students. Their charts are judged value by value."""
    public = report.evidence.public if report.evidence else read_by_public(partnership)
    return tuple(told_in(texts_of(html, without=("bar", "evidence", "number")).items(), public))


def _slides(report: StateOfThePartnership) -> Iterator[Slide]:
    essence, words = report.essence, report.words
    first = first_page(essence, Translations())
    yield Slide("begin", report.title, "title")
    yield Slide("stands", "Where we stand", "stands", first)
    yield from _pages("strengths", "Strengths", "points", [one.text for one in essence.strengths], POINTS)
    yield from _pages("focus", "Areas of focus", "points", [one.text for one in essence.focus], POINTS)
    if report.goals.goals:
        yield Slide("goals", "Goals", "goals", report.goals)
    yield Slide("changed", f"What changed since last {report.period_word}", "changed", report.changed)
    if report.changed:
        for kind, moved in report.changed.moved:
            yield from _pages(kind.lower(), kind, "moved", moved, CHANGES)
    if drawn := [category for category in report.categories if category.tally.total]:
        title = f"{words.level.many} by {words.category}"
        yield Slide("standing", title[:1].upper() + title[1:], "chart", (ratings_chart(drawn, words), first))
    charts = [(one, _chart(one)) for one in report.shown.drawn]
    yield from _pages("evidence", "Evidence", "evidence", charts, CHARTS)
    yield from _families(report)
    yield from _pages("next", f"Next {report.period_word}’s focus", "ahead", report.ahead, STEPS)


def _chart(shown: HighlightedRow) -> Any:
    return row_chart(shown.row.figures, shown.row.periods, height=150)


def _families(report: StateOfThePartnership) -> Iterator[Slide]:
    families = report.families
    if families.total:
        yield Slide("families", "What families said and what was done", "families", families)
    steps: list[StepToday] = [step for of in families.categories for step in of.steps if step.said]
    yield from _pages("done", "You said, we do", "steps", steps[:MOST_STEPS], STEPS)


def _pages(key: str, title: str, template: str, shown: Sequence[Any], most: int) -> Iterator[Slide]:
    """As many slides as it takes, equally full; none of nothing."""
    size = ceil(len(shown) / ceil(len(shown) / most)) if shown else most
    parts = [shown[start : start + size] for start in range(0, len(shown), size)]
    for number, part in enumerate(parts, 1):
        of = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
        yield Slide(f"{key}-{number}" if number > 1 else key, f"{title}{of}", template, part)
