from datetime import date

import pytest
from django.urls import reverse

from tests import factories as make


class Plan:
    """A state's own plan of three indicators, handed in once and due again, and its people."""

    def __init__(self):
        self.edition = make.make_edition(label="FFY 2005-2012")
        self.category = make.make_category(self.edition, title="FAPE in the LRE")
        self.one, self.two, self.three = (make.make_item(self.category) for _ in range(3))
        make.adopt(self.edition)
        self.agreement = self.edition.agreement
        self.whole = make.make_whole(self.agreement)
        self.plan = make.make_plan(self.whole, self.edition)
        self.printed = make.make_submission(
            self.agreement, title="February 15, 2013", due_on=date(2013, 2, 15)
        )
        self.coming = make.make_submission(self.agreement, title="February 1, 2014", due_on=date(2014, 2, 1))
        self.director = make.make_director(self.whole)
        self.reader = make.make_viewer(make.make_partnership(agreement=self.agreement))

    def step(self, text="Train teachers", *items):
        return make.make_step(self.plan, self.category, (text, ""), items=items or [self.one])

    def table(self, *lines, submission=None, **fields):
        """A table handed in or, with `submission=self.coming`, one in preparation."""
        table = make.make_activity_table(submission or self.printed, self.whole, *lines, **fields)
        if submission is None:
            make.hand_in(self.printed)
            table.refresh_from_db()
        return table

    def url(self, name, *args):
        return reverse(name, args=[self.agreement.slug, *args])


@pytest.fixture
def state(db):
    return Plan()
