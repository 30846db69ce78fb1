"""What the public reads of values, by what their rows say of them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from evidence.models import Breakdown, BreakdownPart, PartsAdd, RowKind
from evidence.public.reader import decide
from evidence.suppression.cells import MINIMUM
from evidence.suppression.outcome import HIDDEN

from .tables import GROUPS, period, row, value

YEAR = period(1)


def read(*texts, **fields):
    """One value for each text, each of a row of its own."""
    values = [value(key, row(key, **fields), YEAR, text) for key, text in enumerate(texts, 1)]
    return decide(values, MINIMUM)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("CBI - 8 students", "fewer than 10 students"),
        ("8.0", "fewer than 10 students"),
        ("100% (30/30)", "it speaks of everyone, 100% of 30"),
        ("82% (n=45)", "all but fewer than 10 students, 37 of 45"),
        ("Seniors - 30\nCollege - 17\nArmy - 13\nMilitary - 0", "fewer than 10 students"),
        (
            "4 of 5 students have a placement that was found with the help of the school",
            "fewer than 10 students",
        ),
        ("95%, for two students moved away", "fewer than 10 students"),
        ("of n=250, n=4", "it speaks of fewer than 10 students"),
        ("three students", "fewer than 10 students"),
        ("95% (n=300)\nfewer than ten moved", "a figure in its words was not understood"),
        ("n=4", "it speaks of fewer than 10 students"),
        ("<5", "fewer than 10 students"),
        ("1,9 %", "fewer than 10 students"),
        ("about 1900 students", "a figure in its words was not understood"),
        ("40 of 96, and 45 of them twice", "a figure in its words was not understood"),
        ("4 of 57 districts, or 7.02%", "fewer than 10 students"),
        ("All seniors graduated", "it speaks of everyone, 100%"),
        ("95%", "nobody entered of how many students it is"),
        ("2021-2022: 31.7% Prof/Adv (74.6% non-IEP)", "nobody entered of how many students it is"),
        ("EMBARGOED\n5 of 8", "fewer than 10 students"),
    ],
)
def test_a_value_that_says_too_much_is_hidden(text, why):
    hidden = read(text).hidden[1]
    assert (hidden.words, hidden.instead) == (why, HIDDEN)


@pytest.mark.parametrize(
    "text",
    [
        "30 students",
        "All students - 95% (n=300)",
        "Class of 2023 Graduating Seniors - 30",
        "At least 80% in gen ed - 83.5% (n=300)",
        "*",
        "February 2024",
        "Seniors - 30\nCollege - 17\nWork - 13",
        "-448.98%",
        "Percentage of Students with Growth",
    ],
)
def test_what_says_no_more_than_it_may_is_shown(text):
    assert read(text).hidden == {}


def test_a_share_at_the_end_of_a_large_group_is_said_in_a_band():
    assert read("340/340 (100%)").hidden[1].instead == "at least 95%"


def test_an_average_and_a_rank_count_nobody_unless_students_are_named():
    assert read("8", kind=RowKind.MEAN).hidden == {}
    assert read("Reading - 0%", unit="percentile").hidden == {}
    assert read("8 students", kind=RowKind.MEAN).hidden.keys() == {1}


def test_percentages_without_a_number_of_students_are_hidden_and_named():
    public = read("95%", "33% were assigned to students with an IEP", "45/60 (75%)", "100%")
    assert (public.unjudged, public.hidden.keys()) == ({1, 2}, {1, 2, 4})


def test_where_a_row_says_of_at_least_how_many_students_they_are_judged_by_that():
    texts = ["83.5%", "1.9%", "98.5%", "about 40%", "100%", "of 12, 40%"]
    public = read(*texts, students_at_least=300)
    assert (public.hidden.keys(), public.unjudged) == ({2, 3, 5, 6}, frozenset())
    assert public.hidden[2].words == "it may speak of fewer than 10 students"
    assert read("1.9%", students_at_least=600).hidden == {}


def test_a_number_that_is_recorded_counts_though_it_is_not_printed():
    known = value(1, row(1), YEAR, "83.3%", numerator=25, denominator=30)
    assert decide([known], MINIMUM).hidden[1].words == "all but fewer than 10 students, 25 of 30"


@pytest.mark.parametrize(
    ("text", "is_hidden"),
    [
        ("7067 or 82.5%", False),
        ("7067/8563*100% (8563 = all) 82.5%", False),
        ("7067 or 82.5%, 3 of them late", True),
        ("7067 of 8560 or 82.5%", True),
        ("7067 or 82.6%", True),  # of nobody knows how many: not the recorded share
    ],
)
def test_words_that_say_again_what_is_recorded_are_understood(text, is_hidden):
    recorded = {"number": Decimal("82.5"), "numerator": Decimal(7067), "denominator": Decimal(8563)}
    public = decide([value(1, row(1, unit="%"), YEAR, text, **recorded)], MINIMUM)
    assert bool(public.hidden) == is_hidden


def test_a_small_count_that_is_recorded_and_said_again_stays_hidden():
    for recorded in ({"numerator": Decimal(7), "denominator": Decimal(96)}, {"number": Decimal(7)}):
        assert decide([value(1, row(1), YEAR, "7 or so", **recorded)], MINIMUM).hidden
        assert not decide([value(1, row(1), YEAR, "70 or so", number=Decimal(70))], MINIMUM).hidden


def test_a_note_that_says_what_is_hidden_is_not_printed():
    values = [
        value(1, row(1), YEAR, "25 out of 30", note="25 came."),
        value(2, row(2), YEAR, "40 students", note="Five students fewer than in 2020."),
        value(3, row(3), YEAR, "41 students", note="Counted on 9/28/2022."),
    ]
    public = decide(values, MINIMUM)
    assert (public.hidden.keys(), public.without_note) == ({1}, {1, 2})
    assert [public.note_of(one) for one in values] == ["", "", "Counted on 9/28/2022."]


@pytest.mark.parametrize("parts_add", [PartsAdd.TO_WHOLE, PartsAdd.NOT])
def test_another_row_beneath_is_hidden_where_the_total_is_printed_marked_as_such_or_not(parts_add):
    above = row(1, parts_add=parts_add)
    texts = ["70 students", "5", "25", "40"]
    values = [value(1, above, YEAR, texts[0])]
    values += [value(key, row(key, parent=above), YEAR, text) for key, text in enumerate(texts[1:], 2)]
    assert decide(values, MINIMUM).hidden.keys() == {2, 3}


def test_students_with_and_without_an_iep_are_all_students():
    above = row(1)
    rows = [row(key, parent=above, student_group=group) for key, group in enumerate(GROUPS, 2)]
    texts = ["80/412 (19.4%)", "20/25 (80%)", "60/387 (15.5%)"]
    values = [
        value(key, of, YEAR, text)
        for key, (of, text) in enumerate(zip([above, *rows], texts, strict=True), 1)
    ]
    assert len(decide(values, MINIMUM).hidden) == 2


def test_two_half_years_are_their_year():
    of = row(1)
    halves = [period(1, 6), period(1, 6, after=6)]
    assert halves[1].start == halves[0].end + timedelta(days=1)
    said = [(halves[0], "4"), (halves[1], "36"), (YEAR, "40")]
    values = [value(key, of, when, text) for key, (when, text) in enumerate(said, 1)]
    hidden = decide(values, MINIMUM).hidden
    assert 1 in hidden
    assert len(hidden) == 2


@pytest.mark.parametrize(
    ("shares", "hidden"),
    [
        (["60%", "40%", "0%"], {1, 2, 3}),
        (["60% (n=200)", "38% (n=200)", "2% (n=200)"], {2, 3}),
        (["50% (n=8)", "50% (n=8)"], {1, 2}),
        (["60% (n=200)", "40% (n=200)"], set()),
    ],
)
def test_shares_that_add_up_to_100_percent_give_each_other_away(shares, hidden):
    of = row(1)
    by = Breakdown(pk=1, row=of, name="Place", parts_add=PartsAdd.TO_HUNDRED)
    values = [
        value(key, of, YEAR, text, BreakdownPart(pk=key, breakdown=by, label=str(key)))
        for key, text in enumerate(shares, 1)
    ]
    public = decide(values, MINIMUM)
    assert (public.hidden.keys(), public.known_anyway) == (hidden, frozenset())


def test_a_row_that_another_edition_repeats_is_hidden_in_both():
    rows = [row(1, lineage="same"), row(2, lineage="same", category_id=2)]
    values = [value(key, of, YEAR, "25 out of 30") for key, of in enumerate(rows, 1)]
    assert decide(values, MINIMUM).hidden.keys() == {1, 2}


def test_an_agreement_sets_another_number():
    values = [value(1, row(1), YEAR, "8 students")]
    assert decide(values, 5).hidden == {}
    assert decide(values, 16).hidden[1].words == "fewer than 16 students"
