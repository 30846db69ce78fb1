"""A subject of each kind of document, for tests that print every kind.

A kind is of Clayton's newest records unless it has a sample of its own here.
"""

from assessments.models import Assessment, Decision
from evidence.models import TargetKind
from partnerships.models import Direction, Partnership, Passage, Period, PeriodKind
from reports.documents import DOCUMENTS, edition_in_force
from reports.models import SUBJECTS, DocumentKind
from reports.parts import Readers
from tests import factories as make
from tests.conftest import put_back
from tests.determinations.conftest import make_review


def of_clayton(county_records, kind):
    put_back(county_records)
    return newest_of_clayton(kind)


def newest_of_clayton(kind):
    partnership = Partnership.objects.select_related("agreement__lead", "partner").get(slug="clayton")
    assessment = Assessment.objects.with_partnership().filter(partnership=partnership).newest_first()[0]
    found = {
        "assessment": assessment,
        "partnership": partnership,
        "agreement": partnership.agreement,
        "edition": edition_in_force(partnership),
        "period": Period.objects.get(pk=assessment.cycle.period_id),
    }
    return {name: found[name] for name in SUBJECTS[kind]}


def determinations(county_records, kind):
    review = make_review()
    for goal, code in zip(review.goals, ("2", "3", "0", "0"), strict=True):
        make.make_rating(review.joint, goal, code)
    Decision.objects.create(assessment=review.joint, what="Hire a second coach")
    return {"assessment": Assessment.objects.with_partnership().get(pk=review.joint.pk)}


def plan(county_records, kind):
    edition = make.make_edition(label="FFY 2005-2012", is_plan=True)
    category = make.make_category(edition, title="FAPE in the LRE")
    item = make.make_item(category, text="Percent of youth graduating")
    Passage.objects.create(item=item, heading="Measurement", text="Graduates of all leavers.")
    make.adopt(edition)
    whole = make.make_whole(edition.agreement)
    years = [make.make_period(kind=PeriodKind.FEDERAL_FISCAL_YEAR, label=one) for one in ("2010", "2011")]
    figures = {"label": "Graduation rate", "unit": "%", "better": Direction.HIGHER}
    row = make.make_row(category, whole, *zip(years, ("75.3%", "81%"), strict=True), **figures)
    row.items.set([item])
    definition = row.definitions.create(from_period=years[0], formula="g / (g + d)")
    for year in years:
        definition.targets.create(period=year, kind=TargetKind.AT_LEAST, number=80)
    step = make.make_step(make.make_plan(whole, edition), category, ("Train", ""))
    due = make.make_submission(whole.agreement, due_on=years[1].end)
    lines = [(step, "1.1 / 2.1", "Partner with the center", "active")]
    make.make_activity_table(due, whole, *lines, items=[item])
    make.hand_in(due)
    return {"partnership": whole, "edition": edition}


def profile(county_records, kind):
    edition = make.make_edition()
    category = make.make_category(edition, title="Least restrictive environment")
    item = make.make_item(category)
    make.adopt(edition)
    year = make.make_period(kind=PeriodKind.FEDERAL_FISCAL_YEAR, label="2011")
    state = make.make_partnership(agreement=edition.agreement, partner=edition.agreement.lead)
    figures = {"label": "Inside regular class", "unit": "%", "lineage": "5a"}
    whole = make.make_row(category, state, (year, "61%"), better=Direction.HIGHER, **figures)
    whole.items.set([item])
    definition = whole.definitions.create(from_period=year, formula="Of all, those inside")
    definition.targets.create(period=year, kind=TargetKind.AT_LEAST, number=60)
    district = make.make_partnership(agreement=edition.agreement)
    make.make_row(category, district, (year, "58%"), **figures)
    return {"partnership": district, "edition": edition, "period": year}


OWN = {
    DocumentKind.DETERMINATIONS: determinations,
    DocumentKind.PLAN: plan,
    DocumentKind.PROFILE: profile,
}


def subject_of(kind, county_records):
    return OWN.get(kind, of_clayton)(county_records, kind)


def samples():
    """(kind, readers) of every document there is: in English for each audience, for one in each language."""
    for kind, maker in DOCUMENTS.items():
        for audience in maker.audiences:
            yield kind, Readers(audience)
        for language in maker.languages[1:]:
            yield kind, Readers(maker.audiences[0], language)
