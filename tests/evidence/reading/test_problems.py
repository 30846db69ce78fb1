"""What is not accepted is named in a sentence."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from core.dates import YEARS_AHEAD
from evidence.reading import problems, read_value

YEAR = (date(2022, 7, 1), date(2023, 6, 30))
OUTSIDE = "is not in the period, which is July 1, 2022 to June 30, 2023."


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("-3", ["A count is never negative: -3."]),
        ("−3 students", ["A count is never negative: -3."]),
        ("-3 points", []),
        ("-3/5", ["A count is never negative: -3."]),
        (
            "24/23 (104%)",
            ["24 is more than the 23 it is out of.", "104% is more than 100%, the most this row allows."],
        ),
        ("24 out of 23", ["24 is more than the 23 it is out of."]),
        ("1/0", ["Nothing is out of 0."]),
        ("82% (n=0)", ["Nothing is out of 0."]),
        ("101%", ["101% is more than 100%, the most this row allows."]),
        ("101st percentile", ["101st percentile is more than 100, the most this row allows."]),
        ("-448.98%", ["-448.98% is less than 0%, the least this row allows."]),
        ("MS: 94.47% HS: 190.64%", ["HS: 190.64% is more than 100%, the most this row allows."]),
        ("-15.8 min", ["-15.8 minutes is less than 0, the least this row allows."]),
        ("10% (-20%)", []),
        ("-$1,250", []),
        ("9/28/2021", [f"September 28, 2021 {OUTSIDE}"]),
        ("June 2022", [f"June 2022 {OUTSIDE}"]),
        ("9/28/22-BBQ\n9/28/23-BBQ", [f"September 28, 2023 {OUTSIDE}"]),
        ("June 2023", []),
        ("February 2024", []),  # then it is expected
        (
            "9/27/0226",
            [f"Is the year 226 right? Write a year from 2000 to {timezone.localdate().year + YEARS_AHEAD}."],
        ),
        ("Aug. 15", []),
        ("2/30/2024", ["There is no February 30 in 2024. Which day is it?"]),
        ("Forum: 2/30/2023", ["There is no February 30 in 2023. Which day is it?"]),
        ("9" * 100_000, ["This is 100,000 characters long. A cell holds up to 5,000."]),
    ],
)
def test_problems(text, sentences):
    assert problems(read_value(text, period=YEAR), period=YEAR) == sentences


def test_the_row_may_allow_more_or_less():
    assert problems(read_value("-448.98%"), lowest=Decimal(-1000)) == []
    assert problems(read_value("219.15%"), of_a_whole=False) == []
    assert problems(read_value("-448.98%"), of_a_whole=False) == []
    assert problems(read_value("-3 students"), is_change=True) == []
    assert problems(read_value("24/23"), is_change=True) == ["24 is more than the 23 it is out of."]
    assert problems(read_value("219.15%"), highest=Decimal("200.000000")) == [
        "219.15% is more than 200%, the most this row allows."
    ]
    assert problems(read_value("4.7", unit="mean"), lowest=Decimal(1), highest=Decimal(4)) == [
        "4.7 is more than 4, the most this row allows."
    ]
    assert problems(read_value("22/23 (96%)"), highest=Decimal(50)) == []
