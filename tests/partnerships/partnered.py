"""A district with goals of its own, for the tests of what is done with them."""

from datetime import date

from partnerships.models import Addendum, ItemKind
from tests import factories as make


class Partnered:
    """A district with a school, and an adopted edition without items. Its draft has a goal with one benchmark."""

    def __init__(self):
        self.edition = make.make_edition(rates_own_items=True)
        self.category = make.make_category(self.edition, title="Process goals")
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.school = make.make_organization(kind="school", parent=self.partnership.partner)
        self.draft = Addendum.objects.create(
            edition=self.edition,
            partnership=self.partnership,
            title="Goals",
            effective_from=date(2024, 1, 1),
        )
        self.goal = self.add(is_rated=False, kind=ItemKind.PROCESS_GOAL, subject=self.school)
        self.benchmark = self.add(number="a", kind=ItemKind.BENCHMARK, parent=self.goal)

    def add(self, **fields):
        return make.make_item(self.category, addendum=self.draft, **fields)
