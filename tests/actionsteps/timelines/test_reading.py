from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionsteps.timelines.occasions import occasions
from actionsteps.timelines.reading import read_timeline, school_year_of
from tests import factories as make

YEAR = (date(2023, 7, 1), date(2024, 6, 30))
PLAN = Path("fixtures/county/6_clayton_action_steps.yaml")

PRINTED = {
    "September 2023": "until September 2023",
    "Annual assessment report": None,
    "Spring 2024": "from March 2024 to May 2024",
    "September 2024": "until September 2024",
    "Ongoing": None,
    "Monthly": "every month, from July 2023 to Jun 30, 2024",
    "When activity nights are designated": None,
    "Create by November for deployment in December and May. (In addition to annual surveys from SSD and DESE.)": (
        "each May, November and December, from November 2023 to May 2024"
    ),
    "Create/update IEP satisfaction surveys": None,
    "After each IEP meeting": None,
    "September, January, June": "each January, June and September, from September 2023 to June 2024",
    "Create exit surveys and deploy throughout the year": "from Jul 1, 2023 to Jun 30, 2024",
    "Sept, Dec": "each September and December, from September 2023 to December 2023",
    "Nov-Mar": "from November 2023 to March 2024",
    "September -May 2024": "from September 2023 to May 2024",
    "October - May 2024": "from October 2023 to May 2024",
    "August-September 2023, annual review dates": "from August 2023 to September 2023",
    "September, Spring date 2024": "each May and September, from September 2023 to May 2024",
    "Spring of each year and each August before school starts": (
        "each May and August, from August 2023 to May 2024"
    ),
    "December 2023": "until December 2023",
    "November 2023": "until November 2023",
    "Mid-December 2023": "until Dec 15, 2023",
    "January 2024": "until January 2024",
    "March 2024": "until March 2024",
}
"""Every timeline of Clayton's plan, and what it proposes."""

OTHERS = {
    "by October 15": "until Oct 15, 2023",
    "No later than 10/15/2023.": "until Oct 15, 2023",
    "By the end of January": "until January 2024",
    "Early May": "until May 10, 2024",
    "Sep–Oct": "from September 2023 to October 2023",
    "Dec - Feb": "from December 2023 to February 2024",
    "Aug 2023 to May": "from August 2023 to May 2024",
    "between October 15 and November 1": "from Oct 15, 2023 to Nov 1, 2023",
    "2023-2024 school year": "from Jul 1, 2023 to Jun 30, 2024",
    "End of the school year": "until Jun 30, 2024",
    "Winter": "from December 2023 to February 2024",
    "Weekly": "every week, from Jul 1, 2023 to Jun 30, 2024",
    "Every other week, Oct. - May": "every other week, from Oct 1, 2023 to May 2024",
    "Monthly from September to May": "every month, from September 2023 to May 2024",
    "quarterly": "every 3 months, from July 2023 to Jun 30, 2024",
    "First Monday of each month": "every month, from July 2023 to Jun 30, 2024",
    "each September": "until September 2023",
    "Sept 2023, Jan 2025": None,
    "Biweekly": None,
    "Twice a year": None,
    "not in May": None,
    "February 30": None,
    "May-September 2023 or later": None,
    "As needed": None,
    "TBD": None,
    "": None,
    "May " * 1000: None,
}


def proposed(text):
    found = read_timeline(text, YEAR)
    return found.words if found else None


def test_each_timeline_of_the_printed_plan_proposes_what_it_says():
    printed = {record["fields"].get("timeline") for record in yaml.safe_load(PLAN.read_text())} - {None}
    assert printed == set(PRINTED)
    assert {text: proposed(text) for text in PRINTED} == PRINTED


def test_others_that_people_write():
    assert {text: proposed(text) for text in OTHERS} == OTHERS


@pytest.mark.parametrize(
    "text, remark",
    [
        ("Spring 2024", "“Spring” is read as March to May."),
        ("Mid-December 2023", "“Mid” is read as until the 15th."),
        ("August-September 2023, annual review dates", "“annual review dates” is left out."),
        ("Oct 15 and March 1", "The days are left to you."),
        ("September 2023", ""),
    ],
)
def test_what_was_assumed_or_left_out_is_said(text, remark):
    assert read_timeline(text, YEAR).remark == remark


WORDS = [
    "May",
    "Sept",
    "2023",
    "2024",
    "-",
    ",",
    "and",
    "by",
    "each",
    "year",
    "Spring",
    "monthly",
    "15",
    "(",
    "of",
]


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join) | st.text(max_size=40))
def test_whatever_is_written_gives_days_that_a_step_takes_or_nothing(text):
    found = read_timeline(text, YEAR)
    if found is not None:
        assert found.starts_on is None or found.starts_on <= found.due_on
        days = found.repeats, found.repeats_every, found.months, found.starts_on, found.due_on
        assert bool(occasions(*days, whole_months=found.starts_on_is_month)) == bool(found.repeats)


@pytest.mark.django_db
def test_what_is_proposed_is_kept_by_a_step():
    edition = make.make_edition(label="2023-2024")
    plan = make.make_plan(make.make_partnership(agreement=edition.agreement), edition)
    found = read_timeline("Sept, Dec", school_year_of(plan))
    fields = ("starts_on", "starts_on_is_month", "due_on", "due_on_is_month", "repeats", "repeats_every")
    step = make.make_step(
        plan, make.make_category(edition), **{name: getattr(found, name) for name in fields}
    )
    assert (step.due_on, found.repeats_in) == (date(2023, 12, 31), "9,12")


@pytest.mark.django_db
def test_the_year_of_a_plan_is_its_own_or_the_one_its_edition_is_called_by():
    edition = make.make_edition(label="2023-2024", effective_from=date(2023, 8, 15))
    plan = make.make_plan(make.make_partnership(agreement=edition.agreement), edition)
    assert school_year_of(plan) == (date(2023, 7, 1), date(2024, 6, 30))
    today = timezone.localdate()
    plan.edition.label, plan.edition.effective_from = "Now", today - timedelta(days=800)
    first, last = school_year_of(plan)
    assert first <= today <= last
    plan.period = make.make_period(start=date(2030, 1, 1), end=date(2030, 12, 31))
    assert school_year_of(plan) == (date(2030, 1, 1), date(2030, 12, 31))
