"""A round of assessing that is ready for its conference."""

from assessments.models import Assessment, AssessmentStatus
from partnerships.models import Party
from tests import factories as make


class Round:
    """Items rated by the partner (“Clayton”) and the lead agency (“SSD”), both submitted, no joint one yet."""

    def __init__(self, *, items=3):
        lead = make.make_organization(short_name="SSD", kind="lead_agency")
        self.edition = make.make_edition(agreement=make.make_agreement(lead=lead))
        self.category = make.make_category(self.edition, number=1, title="Staffing")
        self.items = [make.make_item(self.category, text=f"Promise {n}.") for n in range(1, items + 1)]
        make.adopt(self.edition)
        partner = make.make_organization(short_name="Clayton")
        self.partnership = make.make_partnership(agreement=self.edition.agreement, partner=partner)
        self.cycle = make.make_cycle(edition=self.edition)
        self.own, self.leads = (self.side(organization) for organization in (partner, lead))
        self.liaison = make.make_liaison(self.partnership)
        self.director = make.make_director(self.partnership)
        self.viewer = make.make_viewer(self.partnership)
        self.begin_url = f"/partnerships/{self.partnership.slug}/cycles/{self.cycle.public_id}/conference/"

    def side(self, organization, status=AssessmentStatus.SUBMITTED):
        return make.make_assessment(self.partnership, cycle=self.cycle, by=organization, status=status)

    def ask(self, short_name, status=AssessmentStatus.SUBMITTED):
        """Another party's side."""
        organization = make.make_organization(short_name=short_name)
        Party.objects.create(partnership=self.partnership, organization=organization)
        side = self.side(organization, status)
        make.happens("opened", side, by=self.director)
        return side

    def say(self, item, *codes, **fields):
        """What the partner, the lead agency and so on say about an item; None: nothing."""
        for side, code in zip(self.cycle.assessments.of_sides().order_by("pk"), codes, strict=False):
            if code is not None:
                make.make_rating(side, item, code, **fields)

    @property
    def joint(self):
        return Assessment.objects.get(cycle=self.cycle, by=None)

    def begin(self):
        joint = make.make_assessment(self.partnership, cycle=self.cycle)
        self.url = f"/assessments/{joint.public_id}/conference/"
        self.meeting_url = f"/assessments/{joint.public_id}/meeting/"
        return joint
