"""Figures that disagree are named. What was printed stays, and printed precision decides."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.reading import agrees, read_value, remark_on_shares, remarks
from evidence.reading.values import rounded


def said(text, **row):
    return [remark.sentence for remark in remarks(read_value(text, **row), **row)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("766/807 (95.0%)", ["766 of 807 is 94.92%; printed 95.0%, which would be 766 of 806."]),
        ("4/13 (36.36%)", ["4 of 13 is 30.77%; printed 36.36%, which would be 4 of 11."]),
        ("4/13 (30.76%)", ["4 of 13 is 30.77%; printed 30.76%, cut off instead of rounded."]),
        ("2/13 (15.35%)", ["2 of 13 is 15.38%; printed 15.35%."]),
        ("MS: 34/38 = 88% HS: 1/1", ["MS: 34 of 38 is 89.47%; printed 88%."]),
        ("22/23 (96%)", []),
        ("22/23 (95%)", ["22 of 23 is 95.65%; printed 95%, cut off instead of rounded."]),
        ("1/8 (12%)", []),  # 12.5 rounds either way
        ("1/8 (13%)", []),
        ("1 out of 22", []),
        ("1/0 (5%)", []),
        ("Math - 65% (n=25)", ["Math: 65% of 25 is no whole count: 16 would be 64%, 17 would be 68%."]),
        ("Reading - 82% (n=45)", []),
        (
            "88% Combined\nMS: 34/38 = 89%\nHS: 32/33 = 97%",
            ["34 of 38 and 32 of 33 are together 66 of 71, that is 92.96%; printed 88%."],
        ),
        ("93% Combined\nMS: 34/38 = 89%\nHS: 32/33 = 97%", []),
        (
            "Median National %ile\nReading - 22%\nMath - 11%",
            ["A percentile is printed with %. It is a rank, not a share."],
        ),
    ],
)
def test_remarks(text, sentences):
    assert said(text) == sentences


def test_a_share_above_a_percentile_is_a_share():
    assert said("Above the 50th percentile - 22%") == []
    assert said("22%", unit="percentile") == ["A percentile is printed with %. It is a rank, not a share."]


def test_a_percentage_as_a_workbook_holds_it_is_asked_about():
    assert said("0.95", unit="%") == ["0.95 is read as less than 1%. Is 95% meant?"]
    assert said("0.95%", unit="%") == []


@pytest.mark.parametrize(
    ("shares", "is_rounding", "end"),
    [
        ("83.5 14.7 1.9", True, "add to 100.1%, not 100%. Rounding explains it: it can account for 0.15."),
        ("86.2 11.4 2.2", False, "Rounding accounts for no more than 0.15: is one of them wrong?"),
        ("33 33 33", True, "add to 99%, not 100%. Rounding explains it: it can account for 1.5."),
        ("33.3 33 33", True, "add to 99.3%, not 100%. Rounding explains it: it can account for 1.05."),
        ("50.5 50", True, "add to 100.5%, not 100%. Rounding explains it: it can account for 0.55."),
        ("56 18 15 12", True, "add to 101%, not 100%. Rounding explains it: it can account for 2."),
    ],
)
def test_shares_of_a_whole(shares, is_rounding, end):
    remark = remark_on_shares([Decimal(share) for share in shares.split()])
    assert remark.sentence.endswith(end)
    assert remark.is_rounding == is_rounding


def test_shares_in_one_cell_are_added_where_they_come_near_a_whole():
    lines = "\n".join(
        f"{label} - {share}" for label, share in [("A", "86.2%"), ("B", "11.4%"), ("C", "2.2%")]
    )
    assert len(said(lines)) == 1
    assert said(lines.replace("86.2", "80.2")) == []
    lines = "ELA: 56% Below, 18% Basic, 26% Above\nMath: 51.2% Below, 18.1% Basic, 30.1% Above"
    assert said(lines) == [
        "The 3 shares add to 99.4%, not 100%. Rounding accounts for no more than 0.15: is one of them wrong?"
    ]
    assert said("56% Below, 18% Basic, 15% Proficient, 11% Advanced") == []


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12), st.integers(0, 2))
def test_shares_that_are_only_rounded_are_never_called_wrong(counts, decimals):
    total = sum(counts) or 1
    remark = remark_on_shares([rounded(Fraction(100 * count, total), decimals) for count in counts])
    assert remark is None or remark.is_rounding or not sum(counts)


@given(st.integers(0, 5000), st.integers(1, 5000), st.integers(0, 3))
def test_a_share_agrees_with_its_rounding_and_not_with_the_next_number(numerator, denominator, decimals):
    exact = Fraction(100 * numerator, denominator)
    number = rounded(exact, decimals)
    assert agrees(exact, number)
    assert not agrees(exact, number + 2 * Decimal(1).scaleb(-decimals))
