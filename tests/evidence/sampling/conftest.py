import pytest

from tests import factories as make


class Survey:
    """A state that asks parents, and its districts: a plan of six years for a row of the whole."""

    def __init__(self):
        self.category = make.make_category()
        self.agreement = self.category.edition.agreement
        self.whole = make.make_partnership(agreement=self.agreement, partner=self.agreement.lead)
        self.districts = [make.make_partnership(agreement=self.agreement) for _ in range(3)]
        self.years = {
            year: make.make_period(
                kind="federal_fiscal_year", label=str(year), start=f"{year}-07-01", end=f"{year + 1}-06-30"
            )
            for year in range(2004, 2013)
        }
        self.row = make.make_row(self.category, self.whole, label="Parents who agree")
        self.plan = self.row.sampling_plans.create(
            from_period=self.years[2005], every=6, method="All districts in turn."
        )

    def turn(self, year, *districts, **fields):
        found = self.plan.turns.create(period=self.years[year], **fields)
        found.districts.add(*districts)
        return found


@pytest.fixture
def survey(db):
    return Survey()
