"""The invented years of the demo, moved to the day on which they are loaded."""

import re
from datetime import date, timedelta

import pytest

from demo.today import WRITTEN_ON, moved_to
from partnerships.management.commands.load_fixtures import FIXTURES

DAYS = [date(2026, 1, 15), date(2026, 7, 1), date(2026, 8, 31), date(2026, 11, 26), date(2028, 2, 29)]
NEWEST = re.compile(r"- model: assessments\.cycle.*?\"(\d{4})-\d{4}\"\]\s+due_on: (\S+)", re.DOTALL)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_on_any_day_the_newest_round_is_due_these_days_and_in_its_own_school_year(today):
    text = moved_to(today, (FIXTURES / "example.yaml").read_text())
    year, due_on = NEWEST.findall(text)[-1]
    assert date.fromisoformat(due_on) == today - timedelta(days=4)
    assert date(int(year), 7, 1) <= today - timedelta(days=45) <= date(int(year) + 1, 6, 30)
    done = [date.fromisoformat(day) for day in re.findall(r"(?:updated|submitted)_at: ([\d-]{10})", text)]
    assert today - timedelta(days=30) < max(done) < today


def test_on_the_day_of_the_fixture_nothing_moves():
    text = (FIXTURES / "example.yaml").read_text()
    assert moved_to(WRITTEN_ON, text) == text


def test_school_years_move_by_years_and_the_edition_of_the_county_keeps_its_name():
    text = 'cycle: ["st-louis-county", "2023-2024", "school_year", "2025-2026"] 2025-07-01 "in May 2025"'
    assert moved_to(date(2027, 6, 2), text) == (
        'cycle: ["st-louis-county", "2023-2024", "school_year", "2026-2027"] 2026-07-01 "in May 2026"'
    )
