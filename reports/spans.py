"""A picture of when things are done: a bar from its first to its last day for each, over the months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .charts import BARS_FROM, BARS_TO, LINE, Chart, draw, wrap

ROW, HEAD = 30, 24
"""Heights: of a bar with what parts it, and of the names of the months."""
MOST_MONTHS = 24


@dataclass(frozen=True)
class TimelineBar:
    """One bar. It has a last day; without a first one it is a mark on that day."""

    title: str
    words: str
    """How it stands, for the alternative text."""
    last: date
    first: date | None = None
    tone: str = "ink-2"
    days: tuple[date, ...] = ()
    """Marked on the bar: the occasions of what repeats."""


def spans_chart(spans: Sequence[TimelineBar], today: date) -> Chart:
    """The months from the first day to the last, at most `MOST_MONTHS`: what lies outside ends at the edge.

    A line marks today, where it is among them. Raises ValueError where there is nothing to draw.
    """
    begin = min(span.first or span.last for span in spans).replace(day=1)
    end = _months_after(max(span.last for span in spans).replace(day=1), 1)
    end = min(end, _months_after(begin, MOST_MONTHS))

    def x(day: date) -> float:
        part = (min(max(day, begin), end) - begin).days / (end - begin).days
        return round(BARS_FROM + (BARS_TO - BARS_FROM) * part, 2)

    months = []
    month = begin
    while month < end:
        months.append({"x": x(month), "name": _name(month, first=month == begin)})
        month = _months_after(month, 1)
    rows = []
    for at, span in enumerate(spans):
        middle, title = HEAD + ROW * (at + 0.5), wrap(span.title, 38)[:2]
        start, stop = x(span.first or span.last), x(span.last)
        rows.append(
            {
                "middle": middle,
                "top": middle - LINE * len(title) / 2 - 2,
                "title": title,
                "x": start,
                "width": max(stop - start, 0.8),
                "tone": span.tone,
                "days": [x(day) for day in span.days],
            }
        )
    step = 1 + len(months) // 13
    drawn = {
        "months": months,
        "named": months[::step],
        "rows": rows,
        "today": x(today) if begin <= today <= end else None,
        "top": HEAD,
        "height": HEAD + ROW * len(rows) + 6,
    }
    return Chart(draw("spans", drawn), " ".join(f"{span.title}: {_in_words(span)}." for span in spans))


def _in_words(span: TimelineBar) -> str:
    when = f"{_day(span.first)} to {_day(span.last)}" if span.first else f"due {_day(span.last)}"
    return f"{when}, {span.words}"


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _name(month: date, *, first: bool) -> str:
    return f"{month:%b} {month.year}" if first or month.month == 1 else f"{month:%b}"


def _months_after(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
