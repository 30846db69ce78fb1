"""What is measured: the county with Clayton, and two invented partnerships of 54 and of 540 ratings."""

from io import StringIO

from django.core.management import call_command

from assessments.models import Assessment, AssessmentStatus, Rating
from partnerships.models import Edition, EditionStatus, Partnership
from tests import factories as make

CATEGORIES = 6


def load_county():
    """Clayton's partnership with its final assessment and its draft."""
    call_command("load_fixtures", "county", "demo", stdout=StringIO())
    return Partnership.objects.get(slug="clayton")


def build(items):
    """A partnership whose assessment has this many rated items, a step and an evidence row for every third."""
    agreement = make.make_agreement()
    edition = make.make_edition(agreement=agreement)
    lines = []
    for _ in range(CATEGORIES):
        category = make.make_category(edition)
        lines += [make.make_item(category) for _ in range(items // CATEGORIES)]
    make.adopt(edition)
    partnership = make.make_partnership(agreement=agreement)
    cycle = make.make_cycle(edition=edition)
    assessment = make.make_assessment(partnership, cycle=cycle, by=partnership.partner)
    plan = make.make_plan(partnership, edition)
    for number, item in enumerate(lines):
        make.make_rating(assessment, item, str(number % 4), comment="As seen in our schools.")
        if number % 3 == 0:
            make.make_step(plan, item.category, ("Meet", "Monthly"), feedback=f"Voice {number}", items=[item])
            make.make_row(item.category, partnership, (cycle.period, "95%"))
    return partnership


def evidence_of(rows):
    """A partnership with this many rows of evidence in six categories, with a value for each of six periods."""
    edition = make.make_edition()
    categories = [make.make_category(edition) for _ in range(CATEGORIES)]
    partnership = make.make_partnership(agreement=edition.agreement)
    periods = [make.make_period() for _ in range(6)]
    for number in range(rows):
        category = categories[number % CATEGORIES]
        cells = [(period, f"{number}/250 ({number / 2.5:.0f}%)") for period in periods]
        make.make_row(category, partnership, *cells, label=f"Share of what is counted {number}")
    make.adopt(edition)
    return partnership


def empty_drafts(partnerships, items):
    """Self-assessments of one cycle with nothing rated yet, of an edition with this many rated items."""
    edition = make.make_edition()
    category = make.make_category(edition)
    for _ in range(items):
        make.make_item(category)
    make.adopt(edition)
    cycle = make.make_cycle(edition=edition)
    places = [make.make_partnership(agreement=edition.agreement) for _ in range(partnerships)]
    return [make.make_assessment(place, cycle=cycle, by=place.partner) for place in places]


def hold_conference(partnership):
    """A round of its own, in which both sides have rated every item and submitted, and the conference began."""
    edition = Edition.objects.filter(agreement=partnership.agreement, status=EditionStatus.ADOPTED)[0]
    levels = list(edition.scale.levels.all())
    cycle = make.make_cycle(edition=edition, period=make.make_period())
    for shift, organization in enumerate((partnership.partner, partnership.agreement.lead)):
        side = make.make_assessment(partnership, cycle=cycle, by=organization)
        Rating.objects.bulk_create(
            Rating(assessment=side, item=item, level=levels[(place + shift * (place % 3)) % 4], comment="So.")
            for place, item in enumerate(side.items().rated())
        )
        make.close(side, AssessmentStatus.SUBMITTED)
    make.make_assessment(partnership, cycle=cycle)


def joint_draft(partnership):
    return Assessment.objects.filter(partnership=partnership, status="draft", by=None).latest("pk")


def newest_draft(partnership):
    """The partner's own, in which its liaison rates."""
    own = Assessment.objects.filter(partnership=partnership, by=partnership.partner, status="draft")
    return own.newest_first().first()


def make_final(partnership):
    """The partner's draft, as if all had been decided."""
    return make.close(newest_draft(partnership), AssessmentStatus.FINAL)


def newest_final(partnership):
    finals = Assessment.objects.with_partnership().filter(partnership=partnership, status="final")
    return finals.newest_first().first()
