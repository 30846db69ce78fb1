from datetime import date

import pytest

from actionsteps.timelines.offers import offers_of
from tests import factories as make


def offered(db_step):
    return [(offer.timelines, offer.proposal.words) for offer in offers_of(db_step)]


def step_with(*timelines, **fields):
    edition = make.make_edition(label="2023-2024")
    plan = make.make_plan(make.make_partnership(agreement=edition.agreement), edition)
    return make.make_step(plan, make.make_category(edition), *(("Do", text) for text in timelines), **fields)


def test_each_timeline_that_is_understood_is_offered_and_first_all_in_one(db):
    assert offered(step_with("November 2023", "", "Ongoing", "Spring 2024")) == [
        (("November 2023", "Spring 2024"), "from November 2023 to May 2024"),
        (("November 2023",), "until November 2023"),
        (("Spring 2024",), "from March 2024 to May 2024"),
    ]


@pytest.mark.slow
def test_nothing_is_offered_of_a_step_that_is_closed_or_says_no_day(db):
    assert offered(step_with("November 2023", status="done")) == []
    assert offered(step_with("Ongoing", "")) == []


def test_a_step_written_during_the_year_begins_with_the_next_occasion(db):
    step = step_with("Monthly", "September, January, June", opened_on=date(2023, 11, 26))
    assert [words for _, words in offered(step)] == [
        "every month, from November 2023 to Jun 30, 2024",
        "each January, June and September, from January 2024 to June 2024",
    ]
    step.opened_on = date(2025, 1, 1)
    assert "from July 2023" in offered(step)[0][1]
