import pytest
from django.urls import reverse

from actionsteps.plans.versions import release
from tests import factories as make


class Told:
    """A partnership that is told things, with a plan of one step, and its people."""

    def __init__(self):
        edition = make.make_edition(label="2023-2024")
        self.category = make.make_category(edition, title="Student Services")
        make.adopt(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.plan = make.make_plan(self.partnership, edition, title="Action Steps", version="2.1")
        self.step = make.make_step(self.plan, self.category, ("Write a newsletter", "Monthly"))
        self.liaison = make.make_liaison(self.partnership)
        self.director = make.make_director(self.partnership)
        self.viewer = make.make_viewer(self.partnership)

    def say(self, text="Write to us more often", **fields):
        return make.say(self.partnership, text, **{"category": self.category, **fields})

    def release_plan(self):
        release(self.plan, "2.1", by=self.director)
        self.plan.refresh_from_db()

    def url(self, name, *args):
        return reverse(name, args=[self.partnership.slug, *args])


@pytest.fixture
def told(db):
    return Told()
