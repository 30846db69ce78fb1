"""What was understood is shown back in words."""

from datetime import date

import pytest

from evidence.reading import in_words, read_value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("22/23 (96%)", "22 of 23, that is 95.65%; printed 96%"),
        ("1 out of 22", "1 of 22, that is 4.55%"),
        ("100% (30/30)", "30 of 30, that is 100%"),
        ("4/13 classes (36.36%)", "4 of 13 classes (30.77%; printed 36.36%)"),
        ("1/0", "1 of 0"),
        ("31.7%", "31.7 percent"),
        ("-448.98%", "-448.98 percent"),
        ("1250", "the number 1,250"),
        ("$1,250", "$1,250"),
        ("15.8 min", "15.8 minutes"),
        ("1 hr", "1 hour"),
        ("22nd percentile", "the 22nd percentile"),
        ("mean 3.05", "mean: 3.05"),
        ("9/28/2022", "September 28, 2022"),
        ("February 2024", "February 2024"),
        ("04/12/23-Inclusion Awards", "April 12, 2023: Inclusion Awards"),
        ("CBI - 8 students", "CBI: 8 students"),
        ("Reading - 82% (n=45)", "Reading: 82% of 45"),
        ("MS: 34/38 = 89% HS: 1/1", "2 figures: MS: 34 of 38 (89.47%; printed 89%); HS: 1 of 1 (100%)"),
        ("34% (-26%) 73% (-17%)", "2 figures: 34% (-26%); 73% (-17%)"),
        ("Yes", "yes"),
        ("", "left blank"),
        ("*", "forthcoming: when, and from whom?"),
        ("Data to be collected February 2025", "forthcoming, expected February 2025: from whom?"),
        ("EMBARGOED", "embargoed: until when?"),
        ("EMBARGOED until 10/1/2024", "embargoed until October 1, 2024"),
        ("N/A", "not applicable"),
        ("(baseline collection)", "the baseline is being collected"),
        ("Strategic Plan", "kept as text"),
        ("31.7% Prof/Adv (74.6% non-IEP)", "kept as text"),
        ("9/27/0226", "kept as text"),
    ],
)
def test_in_words(text, words):
    assert in_words(read_value(text)) == words


def test_of_many_figures_the_first_are_shown():
    assert in_words(read_value(" ".join(f"{number}%" for number in range(1, 10)))).endswith("6%; and 3 more")


def test_what_only_the_row_says_is_said():
    assert in_words(read_value("95", unit="%")) == "95 percent, in the row’s unit"


def test_a_month_after_the_period_is_when_the_value_is_expected():
    year = (date(2022, 7, 1), date(2023, 6, 30))
    assert in_words(read_value("February 2024", period=year)).startswith(
        "forthcoming, expected February 2024"
    )
