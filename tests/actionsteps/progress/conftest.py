from datetime import date

import pytest

from tests import factories as make


class Plan:
    """A partnership's plan with steps to note progress on, its liaison, and the day's plain names."""

    def __init__(self):
        self.edition = make.make_edition(label="2023-2024")
        self.category = make.make_category(self.edition)
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.plan = make.make_plan(self.partnership, self.edition, version="2.1")
        self.liaison = make.make_liaison(self.partnership)

    def step(self, **fields):
        return make.make_step(self.plan, self.category, ("Meet", "Monthly"), **fields)

    def monthly(self, **fields):
        """Due on the 15th of September, October and November 2023."""
        days = {"starts_on": date(2023, 9, 15), "due_on": date(2023, 11, 30), "repeats": "monthly"}
        return self.step(**days | fields)


@pytest.fixture
def plan(db):
    return Plan()
