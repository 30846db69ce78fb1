"""The picture of when things are done."""

from datetime import date

from reports.spans import TimelineBar, spans_chart


def test_bars_stand_over_their_months_and_the_words_say_the_same():
    spans = [
        TimelineBar("Meet monthly", "under way", date(2027, 5, 31), date(2026, 9, 1)),
        TimelineBar("Visit", "not started", date(2026, 12, 15)),
    ]
    chart = spans_chart(spans, date(2026, 11, 26))
    assert chart.alt == (
        "Meet monthly: September 1, 2026 to May 31, 2027, under way. Visit: due December 15, 2026, not started."
    )
    assert "Sep 2026" in chart.svg
    assert "Jan 2027" in chart.svg
    assert chart.svg.count("<rect") == 2
    assert 'class="break"' in chart.svg


def test_what_lies_beyond_two_years_ends_at_the_edge():
    spans = [TimelineBar("Long", "under way", date(2090, 1, 1), date(2026, 9, 1))]
    chart = spans_chart(spans, date(2020, 1, 1))
    assert 'width="63.8%"' in chart.svg
    assert 'class="break"' not in chart.svg
