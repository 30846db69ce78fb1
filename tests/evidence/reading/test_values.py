"""Every kind of value that the sources print is read as what it is, or kept as text. Nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest

from evidence.models import Observation, ObservationStatus
from evidence.reading import ValueKind, printed, read_value
from evidence.reading.statuses import STATUSES

YEAR = (date(2022, 7, 1), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("text", "kind", "number", "numerator", "denominator"),
    [
        ("31.7%", "percent", "31.7", None, None),
        ("95.0 %", "percent", "95.0", None, None),
        ("100 percent", "percent", "100", None, None),
        ("-448.98%", "percent", "-448.98", None, None),
        ("−448.98\u202f%", "percent", "-448.98", None, None),
        ("22/23 (96%)", "fraction", "96", 22, 23),
        ("100% (30/30)", "fraction", "100", 30, 30),
        ("34/38 = 89%", "fraction", "89", 34, 38),
        ("4/13 classes (36.36%)", "fraction", "36.36", 4, 13),
        ("1,633/5,488 (29.8%)", "fraction", "29.8", 1633, 5488),
        ("1 out of 22", "fraction", None, 1, 22),
        ("4 of 5", "fraction", None, 4, 5),
        ("46,169", "count", "46169", None, None),
        ("46\u202f169", "count", "46169", None, None),
        ("8 students", "count", "8", None, None),
        ("CBI - 8 students", "count", "8", None, None),
        ("MS IEPs: 40", "count", "40", None, None),
        ("CTE - 5 (Cisco, Vet, EMT, Early Childhood, Robo)", "count", "5", None, None),
        ("191.1", "number", "191.1", None, None),
        ("mean 3.05", "mean", "3.05", None, None),
        ("22nd percentile", "percentile", "22", None, None),
        ("22%ile", "percentile", "22", None, None),
        ("$1,250", "money", "1250", None, None),
        ("-$ 28,026.14", "money", "-28026.14", None, None),
        ("15.8 min", "duration", "15.8", None, None),
        ("100% Educlimber", "percent", "100", None, None),
        ("CTE South Tech-1%", "percent", "1", None, None),
        ("On Track 95.48%", "percent", "95.48", None, None),
        ("88% Combined", "percent", "88", None, None),
        ("Gap: -20%", "percent", "-20", None, None),
        ("Reading - 22%", "percent", "22", None, None),
    ],
)
def test_one_figure(text, kind, number, numerator, denominator):
    reading = read_value(text)
    assert reading.text == text
    assert reading.kind == kind
    assert (reading.number and str(reading.number)) == number
    assert (reading.numerator, reading.denominator) == (numerator, denominator)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Percentage of Students\nAt least 80% in gen ed - 83.5%\n40-79% in gen ed - 14.7%\n"
            "Less than 40% in gen ed - 1.9%",
            ["At least 80% in gen ed - 83.5%", "40-79% in gen ed - 14.7%", "Less than 40% in gen ed - 1.9%"],
        ),
        ("Reading - 82% (n=45)\nMath - 65%\n(n=25)", ["Reading - 82% (n=45)", "Math - 65% (n=25)"]),
        ("MS: 94.47% HS: 90.64%", ["MS - 94.47%", "HS - 90.64%"]),
        ("Fall 85%, Spring 90%", ["Fall - 85%", "Spring - 90%"]),
        ("Tier 1 - 80%\nTier 2: 20%", ["Tier 1 - 80%", "Tier 2 - 20%"]),
        ("504 plans: 12\n504 plans - 13", ["504 plans - 12", "504 plans - 13"]),
        ("12 students, 3 teachers", ["12 students", "3 teachers"]),
        ("Nilesh: 0/10 Tambra: 1/13", ["Nilesh - 0/10", "Tambra - 1/13"]),
        ("MS: 34/38 = 89%\nHS: 32/33 = 97%", ["MS - 34/38 (89%)", "HS - 32/33 (97%)"]),
        ("21/22 (95%)\n22/22 (100%)", ["21/22 (95%)", "22/22 (100%)"]),
        ("21/22 (95%) 22/22 (100%)", ["21/22 (95%)", "22/22 (100%)"]),
        ("10% (-20%) 34% (-26%) 73% (-17%)", ["10% (-20%)", "34% (-26%)", "73% (-17%)"]),
        (
            "MS Math: 71% Below, 16% Basic, 7% Proficient, 6% Advanced",
            [
                "MS Math - 71% Below",
                "MS Math - 16% Basic",
                "MS Math - 7% Proficient",
                "MS Math - 6% Advanced",
            ],
        ),
        (
            "Ride time (length of ride)\navg AM ride time 15.8 min\navg PM ride time 12.4 min",
            ["avg AM ride time - 15.8 min", "avg PM ride time - 12.4 min"],
        ),
        (
            "Class of 2023 Graduating Seniors - 30\n4yr college - 13\nGap year - 4",
            ["Class of 2023 Graduating Seniors - 30", "4yr college - 13", "Gap year - 4"],
        ),
        (
            "Clayton CTE- 7 (Construction, Intro to Design Engineer)\n22 (Culinary, Fashion Design)",
            ["Clayton CTE - 7 (Construction, Intro to Design Engineer)", "22 (Culinary, Fashion Design)"],
        ),
        ("9/27/2023\n10/11/2023", ["9/27/2023", "10/11/2023"]),
        ("9/2023 10/2023", ["September 2023", "October 2023"]),
        (
            "04/12/23-Inclusion Awards\n12/6/22-SWEP Meeting",
            ["4/12/2023 Inclusion Awards", "12/6/2022 SWEP Meeting"],
        ),
    ],
)
def test_several_figures(text, figures):
    reading = read_value(text)
    assert (reading.kind, reading.number) == (ValueKind.SEVERAL, None)
    assert [printed(figure) for figure in reading.figures] == figures


@pytest.mark.parametrize(
    "text",
    [
        "31.7% Prof/Adv (74.6% non-IEP)",
        "2021-2022: 31.7% Prof/Adv (74.6% non-IEP)",
        "33% (ISS and OSS) were assigned to students with an IEP",
        "4 of 5 students have a positive MSIP Placement",
        "22-23 Clayton Current State",
        "No accidents\n2023 Highway Patrol Inspection Pass Percentage 98.8% first run through\n100% at the end",
        "MS Staff: 100% SAT/ 35% PC",
        "256/(535-6) = 48.4%",
        "about 95%",
        "At least 95%",
        "<10",
        "≥95%",
        "70-89%",
        "20%- 40%",
        "60-120 days",
        "Grades 9 - 12",
        "K-12",
        "2023-2024",
        "Cohort: 2023",
        "2:30",
        "9 AM",
        "27 September",
        "22 of 30 students - 73%",
        "30/30 100%",
        "1 hr 15 min",
        "Up 5 - 10%",
        "Males 12, Females 10",
        "Aug. 15",
        "1.2.3",
        "We met 70% of goals - 12 students",
        "30 students - 5 teachers",
        "Class sizes: 22, 24, 25",
        "Reading -22%",  # a minus, or not
        "12,34",
        "1,23",
        "1 250",
        "3 4 5",
        "314-989-8100",
        "4th",
        "９５％\n50%",
        "1234567890123",
        "https://example.org/2024",
        "=1+1",
        "Off Track",
        "-",
        "９５％",
    ],
)
def test_what_may_mean_something_else_is_kept_as_text(text):
    reading = read_value(text)
    assert (reading.text, reading.kind, reading.figures, reading.status) == (text, "text", (), "")


@pytest.mark.parametrize(
    ("text", "day", "kind"),
    [
        ("9/28/2022", date(2022, 9, 28), "day"),
        ("Sept. 27, 2024", date(2024, 9, 27), "day"),
        ("February 2024", date(2024, 2, 1), "month"),
        ("Forum: Sept. 27, 2024", date(2024, 9, 27), "day"),
    ],
)
def test_days_and_months(text, day, kind):
    reading = read_value(text)
    assert (reading.kind, reading.day) == (kind, day)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "blank"),
        (" \n", "blank"),
        ("N/A", "not_applicable"),
        ("TBD", "to_be_determined"),
        ("*", "forthcoming"),
        ("EMBARGOED", "embargoed"),
        ("EMBARGOED\n2021-2022: 31.7% Prof/Adv (74.6% non-IEP)", "embargoed"),
        ("EMBARGOED (31.7%)", "embargoed"),
        ("N/A - new program", "not_applicable"),
        ("TBD (survey in spring)", "to_be_determined"),
        ("N/A 31.7%", ""),
        ("NAEP", ""),
        ("(baseline collection)", "baseline"),
        ("Baseline", "baseline"),
        ("Developing this Year", "in_development"),
        ("Not yet measured", "not_yet_measured"),
        ("Not Rated", "not_yet_measured"),
        ("unable to currently measure", "unable_to_measure"),
        ("Error", "error"),
        ("#DIV/0!", "error"),
        ("Yes", ""),
        ("5%", ""),
    ],
)
def test_statuses(text, status):
    assert read_value(text).status == status


def test_every_status_suggested_is_one_of_a_value():
    assert STATUSES.keys() <= set(ObservationStatus.values)


@pytest.mark.parametrize(
    ("text", "status", "expected", "is_month"),
    [
        ("EMBARGOED until 10/1/2024", "embargoed", date(2024, 10, 1), False),
        ("Class of 2024 data to be collected February 2025", "forthcoming", date(2025, 2, 1), True),
        ("February 2024", "forthcoming", date(2024, 2, 1), True),  # after the year it stands for
        ("February 2023", "", None, False),
    ],
)
def test_when_a_value_is_expected(text, status, expected, is_month):
    reading = read_value(text, period=YEAR)
    assert (reading.status, reading.expected, reading.is_month) == (status, expected, is_month)


@pytest.mark.parametrize(
    ("text", "unit", "kind"),
    [
        ("95", "%", "percent"),
        ("$95", "%", "money"),
        ("95", "minutes", "duration"),
        ("95", "$", "money"),
        ("3.05", "mean", "mean"),
        ("95", "students", "count"),
        ("95", "%ile", "percentile"),
        ("95%", "%ile", "percent"),
        ("9/2024", "%", "fraction"),
        ("9/2024", "", "month"),
    ],
)
def test_the_unit_of_the_row_says_what_bare_digits_are(text, unit, kind):
    assert read_value(text, unit=unit).kind == kind


@pytest.mark.parametrize(
    ("text", "number"),
    [("95,5%", "95.5"), ("1.250,50", "1250.50"), ("1.250", "1250"), ("95.5%", None), ("12,5,1", None)],
)
def test_a_decimal_comma_is_read_where_the_file_has_them(text, number):
    assert read_value(text, decimal_comma=True).number == (number and Decimal(number))


def test_the_addendum_is_read_with_the_statuses_that_people_gave_it(clayton):
    values = list(Observation.objects.of(clayton).select_related("period", "row"))
    readings = [
        read_value(value.text, period=(value.period.start, value.period.end), unit=value.row.unit)
        for value in values
    ]
    assert [reading.text for reading in readings] == [value.text for value in values]
    assert [reading.status or "reported" for reading in readings] == [value.status for value in values]
    unread = {one.text for one in readings if one.kind == "text" and any(map(str.isdigit, one.text))}
    assert {text.split()[0] for text in unread} == {"22-23", "23-24", "2021-2022:", "33%", "No", "4"}


def test_so_many_people_are_no_year():
    assert read_value("1900 students").number == 1900
    assert read_value("2023 graduates").figures == ()
