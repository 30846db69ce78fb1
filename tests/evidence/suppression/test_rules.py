"""Which cells are hidden, why, and what stands there instead."""

from decimal import Decimal

import pytest

from evidence.suppression.cells import Cell, Mention, Text, denominators_total, out_of, total
from evidence.suppression.outcome import HIDDEN, Hidden, Reason
from evidence.suppression.suppress import suppress


def why(outcome):
    return {key: hidden.reason for key, hidden in outcome.hidden.items()}


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell("a", 9), "fewer than 10 students"),
        (Cell("a", 0), "fewer than 10 students"),
        (Cell("a", 3, 8), "fewer than 10 students"),
        (Cell("a", denominator=7), "fewer than 10 students"),
        (Cell("a", 25, 30), "all but fewer than 10 students, 25 of 30"),
        (Cell("a", 30, 30, Decimal("100")), "it speaks of everyone, 100% of 30"),
        (Cell("a", 0, 412), "it speaks of everyone, 0% of 412"),
        (Cell("a", percent=Decimal("100.0")), "it speaks of everyone, 100%"),
        (Cell("a", denominator=412, percent=Decimal("1.9")), "fewer than 10 students"),
        (Cell("a", denominator=25, percent=Decimal("65")), "all but fewer than 10 students, 16 of 25"),
    ],
)
def test_a_small_count_is_hidden_and_so_is_its_rest(cell, words):
    assert suppress([cell]).hidden["a"].words == words


def test_nothing_is_hidden_where_nothing_is_small():
    cells = [Cell("all", 70), Cell("a", 25), Cell("b", 10), Cell("c", 35), Cell("rate", 44, 412)]
    assert suppress(cells, [total("all", "a", "b", "c")]).hidden == {}


def test_staff_are_not_hidden():
    assert suppress([Cell("transfers", 1, 22, counts_students=False)]).hidden == {}


def test_an_agreement_sets_another_number():
    cells = [Cell("a", 6), Cell("b", 25, 30)]
    assert suppress(cells, minimum=5).hidden == {}
    assert why(suppress(cells, minimum=6)) == {"b": Reason.REST}


def test_another_part_is_hidden_where_the_total_would_give_one_away_and_it_is_the_smallest_that_does():
    cells = [Cell("all", 90), Cell("a", 5), Cell("b", 25), Cell("c", 60)]
    outcome = suppress(cells, [total("all", "a", "b", "c")])
    assert why(outcome) == {"a": Reason.SMALL, "b": Reason.OTHERS}
    assert outcome.hidden["b"].words == "it would let a reader work out another value"


def test_two_small_parts_do_not_guard_each_other():
    cells = [Cell("all", 67), Cell("a", 3), Cell("b", 4), Cell("c", 60)]
    assert why(suppress(cells, [total("all", "a", "b", "c")])).keys() == {"a", "b", "c"}


def test_four_small_parts_guard_each_other():
    cells = [Cell("all", 92), *(Cell(key, 8) for key in "abcd"), Cell("e", 60)]
    assert why(suppress(cells, [total("all", *"abcde")])).keys() == set("abcd")


def test_a_public_reader_does_not_learn_which_hidden_cell_is_the_small_one():
    outcome = suppress([Cell("all", 30), Cell("a", 25), Cell("b", 5)], [total("all", "a", "b")])
    assert [hidden.instead for hidden in outcome.hidden.values()] == [HIDDEN, HIDDEN]


def test_in_a_table_of_schools_and_groups_one_small_count_takes_three_others():
    counts = {(row, column): 20 + 3 * row + column for row in range(4) for column in range(4)}
    counts[1, 2] = 4
    cells = [Cell(f"{row}{column}", count) for (row, column), count in counts.items()]
    cells += [Cell(f"{row}+", sum(counts[row, column] for column in range(4))) for row in range(4)]
    cells += [Cell(f"+{column}", sum(counts[row, column] for row in range(4))) for column in range(4)]
    sums = [total(f"{row}+", *(f"{row}{column}" for column in range(4))) for row in range(4)]
    sums += [total(f"+{column}", *(f"{row}{column}" for row in range(4))) for column in range(4)]
    cells.append(Cell("++", sum(counts.values())))
    for ways in ([f"{row}+" for row in range(4)], [f"+{column}" for column in range(4)]):
        sums.append(total("++", *ways))
    assert len(suppress(cells, sums).hidden) == 4


def test_a_total_of_several_years_is_hidden_with_the_year_it_would_give_away():
    cells = [Cell("2022", 5, period=0), Cell("2023", 20, period=1), Cell("both", 25, period=1)]
    alone = suppress(cells[:1], [])
    together = suppress(cells, [total("both", "2022", "2023")])
    assert why(alone) == {"2022": Reason.SMALL}
    assert len(together.hidden) == 2


def test_what_last_year_showed_is_not_hidden_this_year():
    first = [Cell("all", 90), Cell("a", 25), Cell("b", 65)]
    second = [Cell("all 2", 60, period=1), Cell("a 2", 5, period=1), Cell("b 2", 55, period=1)]
    both = [Cell(f"{key} both", count, period=1) for key, count in (("all", 150), ("a", 30), ("b", 120))]
    sums = [total("all", "a", "b"), total("all 2", "a 2", "b 2"), total("all both", "a both", "b both")]
    sums += [total(f"{key} both", key, f"{key} 2") for key in ("all", "a", "b")]
    hidden = suppress([*first, *second, *both], sums).hidden
    assert hidden.keys() == {"a 2", "b 2", "a both", "b both"}


def test_the_size_of_a_group_that_is_the_count_of_another_cell_is_hidden_in_both():
    outcome = suppress([Cell("graduates", 5, 8), Cell("seniors", 8)], [out_of("graduates", "seniors")])
    assert outcome.hidden.keys() == {"graduates", "seniors"}


def test_what_is_known_of_a_small_group_from_elsewhere_cannot_be_hidden_and_is_said():
    outcome = suppress([Cell("graduates", 5, 8, denominator_is_known=True)])
    assert outcome.known_anyway == ("graduates",)


def test_denominators_add_up_too():
    cells = [Cell("all", 60, 120), Cell("a", 20, 25), Cell("b", 40, 95)]
    sums = [total("all", "a", "b"), denominators_total("all", "a", "b")]
    assert len(suppress(cells, sums).hidden) == 2


def test_a_share_near_an_end_of_a_large_group_is_said_in_a_band():
    cells = [Cell("a", 340, 340), Cell("b", 3, 150), Cell("c", 30, 30), Cell("d", 1195, 1200)]
    assert [hidden.instead for hidden in suppress(cells).hidden.values()] == [
        "at least 95%",
        "at most 10%",
        HIDDEN,
        "at least 99%",
    ]


@pytest.mark.parametrize(
    ("at_least", "reason"), [(None, Reason.UNJUDGED), (8, Reason.SMALL), (50, Reason.REST), (60, None)]
)
def test_a_share_of_a_group_nobody_counted_is_judged_by_the_fewest_that_it_can_be_of(at_least, reason):
    hidden = suppress([Cell("a", percent=Decimal("83.0"), at_least=at_least)]).hidden
    assert hidden.get("a", Hidden(None, "")).reason == reason


def test_shares_that_add_up_hide_another_beside_one_of_nobody():
    shares = {"a": "60", "b": "40", "c": "0"}
    cells = [Cell("all", percent=Decimal(100), counts_students=False)]
    cells += [Cell(key, percent=Decimal(share), at_least=1000) for key, share in shares.items()]
    assert why(suppress(cells, [total("all", "a", "b", "c")])) == {"c": Reason.EVERYONE, "b": Reason.OTHERS}


@pytest.mark.parametrize(
    ("mention", "hidden"),
    [
        (Mention(4), True),  # small by itself
        (Mention(25), True),  # hidden for the sake of another
        (Mention(percent=Decimal("83")), True),  # the share of 25 of 30
        (Mention(30), False),
        (Mention(percent=Decimal("62")), True),  # of nobody knows how many
        (Mention(percent=Decimal("62"), at_least=100), False),
    ],
)
def test_a_text_that_says_what_is_hidden_is_hidden(mention, hidden):
    text = Text("note", (mention,))
    assert ("note" in suppress([Cell("a", 25, 30)], texts=[text]).hidden) == hidden


def test_a_text_about_staff_or_about_other_cells_stays():
    texts = [
        Text("staff", (Mention(1, 22),), counts_students=False),
        Text("other", (Mention(25),), about=frozenset(["b"])),
    ]
    assert suppress([Cell("a", 25, 30), Cell("b", 40)], texts=texts).hidden.keys() == {"a"}


def test_what_is_worked_out_of_cells_is_shown_only_where_all_are():
    outcome = suppress([Cell("2022", 25), Cell("2023", 5)])
    assert outcome.shows(["2022"])
    assert not outcome.shows(["2022", "2023"])


def test_a_part_that_says_no_number_may_be_anything():
    assert suppress([Cell("all", 70), Cell("a", 5)], [total("all", "a", "words")]).hidden.keys() == {"a"}


def test_parts_that_do_not_quite_add_up_hide_no_less():
    cells = [Cell("all", 41), Cell("a", 5), Cell("b", 11), Cell("c", 24)]
    assert suppress(cells, [total("all", "a", "b", "c")]).hidden.keys() == {"a", "b"}


@pytest.mark.parametrize("wrong", [{"count": -1}, {"percent": Decimal("-448.98")}])
def test_what_cannot_be_a_count_or_a_share_is_refused(wrong):
    with pytest.raises(ValueError, match="a: "):
        Cell("a", **wrong)


def test_the_figures_of_one_text_are_hidden_together_and_guard_others():
    cells = [Cell("all", 70), Cell("a", 5), Cell("b", 25), Cell("c", 40)]
    outcome = suppress(cells, [total("all", "a", "b", "c")], together=[frozenset(["a", "c"])])
    assert why(outcome) == {"a": Reason.SMALL, "c": Reason.TEXT}
