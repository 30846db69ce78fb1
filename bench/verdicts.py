"""The list of reviews of a state: districts with three schools each, two reviews, and what came of them."""

from functools import partial
from random import Random

from django.test import Client
from django.urls import reverse

from accounts.models import Organization, OrganizationKind
from assessments.models import Assessment, AssessmentStatus
from core import statistics
from determinations.models import Determination, Outcome, Verdict
from partnerships.models import Caretaker, Partnership, Party, PeriodKind
from tests import factories as make
from tests.determinations.michigan import michigan_rules

from .measure import queries, say
from .visiting import get, measure_time

MOST_OF_A_LIST = 10
SCHOOLS = 3
COHORTS = ("April 2017", "October 2017", "March 2018")
REVIEWS = ("18-month review", "36-month review")
COURSES = (
    (AssessmentStatus.FINAL, AssessmentStatus.FINAL),
    (AssessmentStatus.SUBMITTED, None),
    (AssessmentStatus.SUBMITTED, AssessmentStatus.DRAFT),
    (AssessmentStatus.DRAFT, None),
)
"""Statuses of the sides of the last review, and of its joint assessment."""


class State:
    """An invented agreement of a state with so many districts, in three cohorts. The same number, the same data."""

    def __init__(self, districts):
        self.random = Random(districts)  # nothing secret
        self.edition = make.make_edition(cycle_word="review", cycle_words="reviews")
        michigan_rules(self.edition)
        make.make_item(make.make_category(self.edition))
        make.adopt(self.edition)
        self.agreement = self.edition.agreement
        self.outcomes = list(Outcome.objects.filter(edition=self.edition))
        self.regional = make.make_organization(kind=OrganizationKind.REGIONAL_AGENCY)
        self.director = make.make_user()
        membership = make.make_membership(self.director, self.agreement.lead, "director")
        cohorts = [make.make_cohort(self.agreement, label=label) for label in COHORTS]
        self.partnerships = self._partnerships(districts, cohorts)
        Party.objects.bulk_create(
            Party(partnership=one, organization=self.regional) for one in self.partnerships
        )
        Caretaker.objects.bulk_create(
            Caretaker(partnership=one, membership=membership) for one in self.partnerships
        )
        self.schools = self._schools()
        for cohort in cohorts:
            of_cohort = [one for one in self.partnerships if one.cohort == cohort]
            self._review(cohort, REVIEWS[0], of_cohort, COURSES[:1])
            self._review(cohort, REVIEWS[1], of_cohort, COURSES)

    def _partnerships(self, districts, cohorts):
        partners = Organization.objects.bulk_create(
            Organization(
                name=f"Example {districts} District {number}",
                short_name=f"Example {districts}-{number}",
                kind=OrganizationKind.PARTNER_DISTRICT,
            )
            for number in range(1, districts + 1)
        )
        return Partnership.objects.bulk_create(
            Partnership(
                agreement=self.agreement,
                partner=partner,
                slug=f"state-{districts}-{number}",
                cohort=cohorts[number % len(cohorts)],
            )
            for number, partner in enumerate(partners)
        )

    def _schools(self):
        schools = Organization.objects.bulk_create(
            Organization(
                name=f"{one.partner.name}, school {number}",
                short_name=f"{one.partner.short_name} School {number}",
                kind=OrganizationKind.SCHOOL,
                parent=one.partner,
            )
            for one in self.partnerships
            for number in range(1, SCHOOLS + 1)
        )
        return {
            one.pk: schools[place * SCHOOLS : (place + 1) * SCHOOLS]
            for place, one in enumerate(self.partnerships)
        }

    def _review(self, cohort, name, partnerships, courses):
        period = make.make_period(label=f"{name}, {cohort}: {self.agreement.pk}", kind=PeriodKind.NAMED_SPAN)
        cycle = make.make_cycle(edition=self.edition, period=period)
        courses = self.random.choices(courses, [6, 1, 1, 2][: len(courses)], k=len(partnerships))
        Assessment.objects.bulk_create(
            Assessment(partnership=one, cycle=cycle, by=by, status=status)
            for one, (sides, joint) in zip(partnerships, courses, strict=True)
            for by, status in (
                (one.partner, sides),
                (self.agreement.lead, sides),
                (self.regional, sides),
                (None, joint),
            )
            if status
        )
        determinations = Determination.objects.bulk_create(
            Determination(partnership=one, cycle=cycle, subject=subject)
            for one, (_, joint) in zip(partnerships, courses, strict=True)
            if joint == AssessmentStatus.FINAL
            for subject in (one.partner, *self.schools[one.pk])
        )
        Verdict.objects.bulk_create(
            Verdict(determination=one, computed=self.random.choice(self.outcomes), working={})
            for one in determinations
        )


def measure_lists(districts):
    """The list of reviews with few and with many districts. `districts` are their numbers."""
    counts = []
    for number in districts:
        state = State(number)
        statistics.refresh()
        client = Client()
        client.force_login(state.director)
        url = reverse("reviews", args=[state.agreement.slug])
        get(client, url)  # what is cached for the life of a process is read
        counts.append(queries(partial(get, client, url)))
        measure_time(client, url, f"reviews, {number} districts")
        outcome = f"{url}?outcome={state.outcomes[0].name}&of=schools"
        measure_time(client, outcome, f"reviews, {number} districts, by an outcome")
    say(
        f"queries of reviews: {', '.join(map(str, districts))} districts",
        ", ".join(map(str, counts)),
        f"{MOST_OF_A_LIST} at most, the same for all",
        max(counts) <= MOST_OF_A_LIST and len(set(counts)) == 1,
    )
