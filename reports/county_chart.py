"""The average of all partners' items over the years, as a picture."""

from django.template.defaultfilters import floatformat

from .charts import Chart, ChartMark, Series, lines_chart
from .gather.county_trends import CountyFigures, CountyTrends

HEIGHT = 34
"""Of a plot, from one level to the next, in pixels."""


def county_chart(trends: CountyTrends) -> Chart | None:
    """None where fewer than two years can be drawn."""
    whole = trends.rows[0]
    marks = tuple(map(_mark, whole.figures))
    if sum(mark.value is not None for mark in marks) < 2:
        return None
    scores = [level for level in trends.cycles[-1].edition.scale.levels.all() if level.value is not None]
    digits = tuple((level.value, level.code) for level in scores if level.value is not None)
    lowest, highest = min(value for value, _ in digits), max(value for value, _ in digits)
    columns = tuple(cycle.period.name for cycle in trends.cycles)
    height = HEIGHT * max(1, highest - lowest)
    return lines_chart(columns, (Series("", marks),), lowest, highest, height=height, digits=digits)


def _mark(figures: CountyFigures) -> ChartMark:
    tally = figures.tally
    if tally is None or tally.average is None or tally.share is None:
        words = "on another scale" if figures.is_on_another_scale else "no score"
        return ChartMark(words, words)
    average, share = floatformat(tally.average, 2), f"{floatformat(tally.share, 0)}%"
    at_or_above = f"{share} at {tally.met_from} or above"
    return ChartMark(
        f"average {average}, {at_or_above}", average, tally.average, tally.reached.colour, at_or_above
    )
