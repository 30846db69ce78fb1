import re
from urllib.parse import unquote

import pytest
from django.utils import translation

from assessments.rating.tally import Tally
from partnerships.models import Category, EditionWords, RatingLevel
from reports.charts import ChartMark, Series, lines_chart, lines_in_words, ratings_chart, ratings_in_words
from reports.gather.ratings import RatedCategory

ONE, TWO, NOT_APPLICABLE = SCALE = (
    RatingLevel(pk=1, code="1", colour="ink-1", value=1),
    RatingLevel(pk=2, code="2", colour="ink-2", value=2),
    RatingLevel(pk=3, code="N/A", colour="outside", value=None),
)


def category(*levels, number=1, title="Staffing"):
    return RatedCategory(Category(number=number, title=title), (), Tally.of(levels, SCALE, met_from=2))


def test_the_alternative_text_says_the_chart_in_plain_words():
    first = category(ONE, ONE, TWO, NOT_APPLICABLE, None, None)
    second = category(*[TWO] * 11, number=2, title="Data")
    assert ratings_in_words([first, second], EditionWords()) == (
        "Category 1 Staffing: two items at level 1, one item at level 2, one item at N/A, "
        "two items not rated yet. Category 2 Data: 11 items at level 2."
    )


def test_a_category_of_headings_has_no_rated_items():
    assert ratings_in_words([category()], EditionWords()) == "Category 1 Staffing: no rated items."


def test_bars_carry_counts_and_levels_as_text():
    svg = ratings_chart([category(ONE, ONE, TWO, None)], EditionWords()).svg
    for words in ("2 at 1", "1 at 2", "1 not rated", "1 Staffing"):
        assert f">{words}<" in svg
    assert 'font: 12px "Atkinson Hyperlegible"' in svg


def test_a_narrow_part_of_a_bar_has_a_bare_number_or_none():
    svg = ratings_chart(
        [category(*[ONE] * 15, TWO), category(*[ONE] * 70, TWO, number=2)], EditionWords()
    ).svg
    assert ">1</text>" in svg
    assert ">70 at 1</text>" in svg
    assert "1 at 2" not in svg


def test_the_same_ratings_give_the_same_picture():
    assert ratings_chart([category(ONE, TWO)], EditionWords()) == ratings_chart(
        [category(ONE, TWO)], EditionWords()
    )


def test_markup_in_a_title_is_text_in_the_picture():
    svg = ratings_chart([category(ONE, title="<script>alert(1)</script>")], EditionWords()).svg
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_without_ratings_there_are_only_titles():
    assert "<text" in ratings_chart([category()], EditionWords()).svg


COLUMNS = ("2021-2022", "2022-2023", "2023-2024")


def series(*marks, title=""):
    return (Series(title, marks),)


def joins(svg):
    """How many lines lead from one mark to the next."""
    return svg.count('stroke-width="1.6"')


def test_a_line_says_in_words_what_it_shows():
    marks = (
        ChartMark("level 1", "1", 1),
        ChartMark("not rated", "not rated"),
        ChartMark("level 2", "2", 2, is_broken=True),
    )
    assert lines_in_words(COLUMNS, series(*marks, title="1.1")) == (
        "1.1: 2021-2022, level 1; 2022-2023, not rated; then not comparable with before; 2023-2024, level 2."
    )


def test_marks_are_joined_unless_something_is_missing_or_not_comparable():
    one, two, three = (ChartMark(f"level {n}", str(n), n, f"ink-{n}") for n in (1, 2, 3))
    gap = ChartMark("not rated", "not rated")
    apart = ChartMark("level 3", "3", 3, "ink-3", is_joined=False, is_broken=True)
    assert joins(lines_chart(COLUMNS, series(one, two, three), 0, 3).svg) == 2
    assert joins(lines_chart(COLUMNS, series(one, gap, three), 0, 3).svg) == 0
    broken = lines_chart(COLUMNS, series(one, two, apart), 0, 3).svg
    assert joins(broken) == 1
    assert "comparable</tspan>" in broken


def test_each_mark_carries_its_digit_in_its_ink():
    svg = lines_chart(COLUMNS[:1], series(ChartMark("level 3", "3*", 3, "ink-3")), 0, 3).svg
    assert ">3*</text>" in svg
    assert 'class="box ink-3"' in svg
    assert ".ink-3 { fill: #0b5563; }" in svg


def test_a_line_that_never_moves_can_be_drawn():
    svg = lines_chart(COLUMNS, series(*[ChartMark("0", "0", 0)] * 3), 0, 0).svg
    assert joins(svg) == 2


def test_the_same_lines_are_drawn_once():
    marks = series(ChartMark("level 1", "1", 1, "ink-1"), title="<b>")
    assert lines_chart(COLUMNS[:1], marks, 0, 3) is lines_chart(COLUMNS[:1], marks, 0, 3)
    assert "<b>" not in lines_chart(COLUMNS[:1], marks, 0, 3).svg


def share(percent, **more):
    return ChartMark(f"{percent}%", f"{percent}%", percent, **more)


ALL = Series("All students", (share(90), share(92), share(95, is_joined=False, is_broken=True)))
IEP = Series("Students with an IEP", (share(70), ChartMark("forthcoming", "Forthcoming"), share(81)))
AT_LEAST = Series("Target", (share(75), share(75), share(80)))


def test_groups_share_a_plot_and_are_told_apart_without_colour():
    chart = lines_chart(COLUMNS, (ALL, IEP), 0, 100, together=True)
    assert [chart.svg.count(f'<use href="#symbol-{n}"') for n in range(2)] == [3 + 1, 2 + 1]  # and in the key
    assert joins(chart.svg) == 1  # neither over what is not comparable, nor over what is missing
    for words in ("All students", "92%", "Students with an IEP", "Forthcoming", "comparable"):
        assert f">{words}<" in chart.svg


def test_a_target_is_drawn_at_each_period_and_said_last():
    chart = lines_chart(COLUMNS, (IEP,), 0, 100, target=AT_LEAST)
    assert chart.svg.count('<line class="target"') == 3
    assert chart.alt.endswith("2023-2024, 81%. Target: 2021-2022, 75%; 2022-2023, 75%; 2023-2024, 80%.")


def test_more_lines_than_shapes_are_refused():
    with pytest.raises(ValueError, match="More than 4 lines"):
        lines_chart(COLUMNS, (ALL,) * 5, 0, 100, together=True)


def test_an_image_brings_its_typeface_and_fetches_nothing():
    svg = unquote(lines_chart(COLUMNS, (ALL,), 0, 100).uri)
    assert "url(data:font/woff2;base64," in svg
    assert svg.count("url(") == 1
    assert svg.count("http") == 1  # the name of the format


def test_a_scale_that_ends_at_100_says_so():
    digits = ((0.0, "0"), (100.0, "100"), (50.0, "A code of its own"))
    svg = lines_chart(COLUMNS, (ALL,), 0, 100, digits=digits).svg
    assert ">100</text>" in svg and "own" not in svg


def test_each_fill_has_one_for_the_dark():
    light, dark = lines_chart(COLUMNS, (ALL,), 0, 100).svg.split("prefers-color-scheme: dark")
    for tone in ("ink-0", "ink-1", "ink-2", "ink-3", "outside", "unrated", "symbol", "hollow", "soft"):
        assert re.search(rf"\.{tone}\b[^}}]* fill: #", light), tone
        assert re.search(rf"\.{tone}\b[^}}]* fill: #", dark), tone


def test_places_keep_their_point_where_numbers_are_written_with_a_comma():
    with translation.override("de"):
        svg = (
            lines_chart(COLUMNS, (IEP,), 0, 100).svg
            + ratings_chart([category(ONE, TWO, None)], EditionWords()).svg
        )
    assert not re.search(r'="[\d-]+,\d', svg)
