from reports.charts import Mark, Series, lines_chart, lines_in_words, ratings_chart, ratings_in_words
from reports.gather import Level, Line, RatedCategory, Scale, tally_of

ONE, TWO = Level("1", "Begun", "Begun.", "ink-1", 1), Level("2", "Done", "Done.", "ink-2", 2)
NOT_APPLICABLE = Level("N/A", "Not applicable", "Not applicable", "outside", None)
SCALE = Scale((ONE, TWO, NOT_APPLICABLE), 2, "*", "Flagged")


def category(*levels, number=1, title="Staffing"):
    lines = tuple(Line(f"{number}.{n}", "Text", False, True, level) for n, level in enumerate(levels, 1))
    return RatedCategory(number, title, "", lines, tally_of(lines, SCALE))


def test_the_alternative_text_says_the_chart_in_plain_words():
    first = category(ONE, ONE, TWO, NOT_APPLICABLE, None, None)
    second = category(*[TWO] * 11, number=2, title="Data")
    assert ratings_in_words([first, second]) == (
        "Category 1 Staffing: two items at level 1, one item at level 2, one item at N/A, "
        "two items not rated yet. Category 2 Data: 11 items at level 2."
    )


def test_a_category_of_headings_has_no_rated_items():
    assert ratings_in_words([category()]) == "Category 1 Staffing: no rated items."


def test_bars_carry_counts_and_levels_as_text():
    svg = ratings_chart([category(ONE, ONE, TWO, None)]).svg
    for words in ("2 at 1", "1 at 2", "1 not rated", "1 Staffing"):
        assert f">{words}</text>" in svg
    assert 'font-family="Atkinson Hyperlegible"' in svg


def test_a_narrow_part_of_a_bar_has_a_bare_number_or_none():
    svg = ratings_chart([category(*[ONE] * 15, TWO), category(*[ONE] * 70, TWO, number=2)]).svg
    assert ">1</text>" in svg
    assert ">70 at 1</text>" in svg
    assert "1 at 2" not in svg


def test_the_same_ratings_give_the_same_picture():
    assert ratings_chart([category(ONE, TWO)]) == ratings_chart([category(ONE, TWO)])


def test_markup_in_a_title_is_text_in_the_picture():
    svg = ratings_chart([category(ONE, title="<script>alert(1)</script>")]).svg
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_without_ratings_there_are_only_titles():
    assert "<text" in ratings_chart([category()]).svg


COLUMNS = ("2021-2022", "2022-2023", "2023-2024")


def series(*marks, title=""):
    return (Series(title, marks),)


def joins(svg):
    """How many lines lead from one mark to the next."""
    return svg.count('stroke-width="1.6"')


def test_a_line_says_in_words_what_it_shows():
    marks = (Mark("level 1", "1", 1), Mark("not rated", "not rated"), Mark("level 2", "2", 2, is_broken=True))
    assert lines_in_words(COLUMNS, series(*marks, title="1.1")) == (
        "1.1: 2021-2022, level 1; 2022-2023, not rated; then not comparable with before; 2023-2024, level 2."
    )


def test_marks_are_joined_unless_something_is_missing_or_not_comparable():
    one, two, three = (Mark(f"level {n}", str(n), n, f"ink-{n}") for n in (1, 2, 3))
    gap = Mark("not rated", "not rated")
    apart = Mark("level 3", "3", 3, "ink-3", is_joined=False, is_broken=True)
    assert joins(lines_chart(COLUMNS, series(one, two, three), 0, 3).svg) == 2
    assert joins(lines_chart(COLUMNS, series(one, gap, three), 0, 3).svg) == 0
    broken = lines_chart(COLUMNS, series(one, two, apart), 0, 3).svg
    assert joins(broken) == 1
    assert "comparable</tspan>" in broken


def test_each_mark_carries_its_digit_in_its_ink():
    svg = lines_chart(COLUMNS[:1], series(Mark("level 3", "3*", 3, "ink-3")), 0, 3).svg
    assert ">3*</text>" in svg
    assert 'fill="#0b5563"' in svg


def test_a_line_that_never_moves_can_be_drawn():
    svg = lines_chart(COLUMNS, series(*[Mark("0", "0", 0)] * 3), 0, 0).svg
    assert joins(svg) == 2


def test_the_same_lines_are_drawn_once():
    marks = series(Mark("level 1", "1", 1, "ink-1"), title="<b>")
    assert lines_chart(COLUMNS[:1], marks, 0, 3) is lines_chart(COLUMNS[:1], marks, 0, 3)
    assert "<b>" not in lines_chart(COLUMNS[:1], marks, 0, 3).svg
