"""Which figures of prose may count students."""

from decimal import Decimal

import pytest

from evidence.public.mentions import mentions_in
from evidence.suppression.cells import Mention


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("4 of 5 students have a placement", [Mention(4, 5)]),
        ("22/23 came", [Mention(22, 23)]),
        ("1633/5488*100% = 29.8%", [Mention(1633, 5488), Mention(percent=Decimal("29.8"))]),
        ("33% were assigned to students with an IEP", [Mention(percent=Decimal(33))]),
        ("2021-2022: 31.7% (74.6% non-IEP)", [Mention(percent=Decimal(x)) for x in ("31.7", "74.6")]),
        ("two of the three students moved", [Mention(2), Mention(3)]),
        ("No student was reached", [Mention(0)]),
        ("of n = 1,250", [Mention(denominator=1250)]),
        ("8 pursue a 4 year degree", [Mention(8)]),
        ("fewer than ten, or <5", [Mention(5), Mention(10)]),
        ("twenty-three moved", [Mention(23)]),
        ("half of them, a third of those", [Mention(percent=Decimal(50)), Mention(percent=Decimal(33))]),
        ("1900 students", [Mention(1900)]),
        ("of the class eight seniors work", [Mention(8)]),
        ("３ and ③ and ٣", [Mention(3)] * 3),
    ],
)
def test_figures_of_prose(text, mentions):
    assert list(mentions_in(text)) == mentions


@pytest.mark.parametrize(
    "text",
    [
        "Class of 2024 data to be collected February 2025",
        "Met on 9/28/2022 and on September 5, for grades 6-8",
        "22-23 Current State",
        "9th Grade Orientation",
        "K-12, Tier 2, item 3.8",
        "The average is 16.25.",
        "Printed with “%”, though it is a percentile.",
        "One-to-one devices, two or more races, Tier two, 12 May, a three-year plan, 504 plans, FY24, Q3",
        "https://example.org/2023/8 and $1,250",
    ],
)
def test_days_grades_and_names_count_nobody(text):
    assert mentions_in(text) == ()
