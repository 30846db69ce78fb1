"""A state's agreement: districts in cohorts with a school each, reviews, and what came of them."""

from datetime import date

from accounts.models import OrganizationKind
from assessments.models import Assessment, AssessmentStatus
from determinations.models import Determination, Outcome, Verdict
from partnerships.models import Caretaker, PeriodKind
from tests import factories as make
from tests.determinations.michigan import LIMITED, ON_TRACK, PROGRESS, michigan_rules

__all__ = ["LIMITED", "ON_TRACK", "PROGRESS", "State"]


class State:
    """`april` and `second` began in April 2017, `october` in October; each has a school."""

    def __init__(self):
        lead = make.make_organization(short_name="MDE", kind=OrganizationKind.STATE_AGENCY)
        self.agreement = make.make_agreement(lead=lead, title="Partnership Agreements")
        self.edition = make.make_edition(agreement=self.agreement, cycle_word="review", cycle_words="reviews")
        michigan_rules(self.edition)
        make.make_item(make.make_category(self.edition))
        make.adopt(self.edition)
        first, then = (
            make.make_cohort(self.agreement, label=label, began_on=day)
            for label, day in (("April 2017", date(2017, 4, 1)), ("October 2017", date(2017, 10, 1)))
        )
        self.april, self.second = self.partnership("Alpha", first), self.partnership("Beta", first)
        self.october = self.partnership("Gamma", then)
        self.eighteen, self.thirtysix = self.review("18-month review"), self.review("36-month review")
        self.director = make.make_director(self.april)

    def partnership(self, name, cohort=None):
        partner = make.make_organization(name=f"{name} Schools", short_name=name)
        make.make_organization(short_name=f"{name} School", kind=OrganizationKind.SCHOOL, parent=partner)
        return make.make_partnership(agreement=self.agreement, partner=partner, cohort=cohort)

    def review(self, name):
        period = make.make_period(label=name, kind=PeriodKind.NAMED_SPAN)
        return make.make_cycle(edition=self.edition, period=period)

    def ask(self, partnership, cycle, *, submitted=(), joint=None):
        """The district and the state, of whom those named have submitted; and the joint assessment."""
        lead = self.agreement.lead
        for by in (partnership.partner, lead):
            status = AssessmentStatus.SUBMITTED if by in submitted or joint else AssessmentStatus.DRAFT
            Assessment.objects.create(partnership=partnership, cycle=cycle, by=by, status=status)
        if joint:
            Assessment.objects.create(partnership=partnership, cycle=cycle, status=joint)

    def finish(self, partnership, cycle, of_district, of_school=None, *, agreed=None):
        """A final review with what came of it, by the rules and as agreed."""
        self.ask(partnership, cycle, joint=AssessmentStatus.FINAL)
        school = partnership.partner.children.get()
        verdicts = [self.determine(partnership, cycle, partnership.partner, of_district, agreed)]
        if of_school:
            verdicts.append(self.determine(partnership, cycle, school, of_school))
        return verdicts

    def determine(self, partnership, cycle, subject, computed, agreed=None):
        determination = Determination.objects.create(partnership=partnership, cycle=cycle, subject=subject)
        return Verdict.objects.create(
            determination=determination,
            computed=self.outcome(computed),
            agreed=self.outcome(agreed),
            working={},
        )

    def outcome(self, name):
        return Outcome.objects.get(edition=self.edition, name=name) if name else None

    def look_after(self, partnership, person):
        membership = person.memberships.get()
        Caretaker.objects.create(partnership=partnership, membership=membership)
        return membership
