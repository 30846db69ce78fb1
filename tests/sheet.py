"""A small round, ready to rate: what most tests about an assessment begin with."""

from tests import factories as make


class Sheet:
    """A self-assessment of an edition with items 1.1, 1.2, heading 1.3 and 1.3.a, and those around it."""

    def __init__(self):
        self.edition = make.make_edition()
        self.category = make.make_category(self.edition, number=1, title="Staffing", lead_in="We will:")
        self.first = make.make_item(self.category, text="Fill every post.")
        self.second = make.make_item(self.category, text="Share calendars.")
        self.heading = make.make_item(self.category, text="Develop:", is_rated=False)
        self.below = make.make_item(self.category, parent=self.heading, text="a survey")
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.assessment = make.make_assessment(
            self.partnership, cycle=make.make_cycle(edition=self.edition), by=self.partnership.partner
        )
        self.liaison = make.make_liaison(self.partnership)
        self.director = make.make_director(self.partnership)
        self.viewer = make.make_viewer(self.partnership)
        self.url = f"/assessments/{self.assessment.public_id}/"

    def rate_url(self, reference="1.1"):
        return f"{self.url}items/{reference}/"

    def form(self, reference="1.1", level="2", version=0, **fields):
        fields = {"level": level, "version": version, "comment": "", **fields}
        return {f"{reference}-{name}": value for name, value in fields.items()}
