"""All partners of an agreement side by side, on paper and as a workbook."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from actionsteps.models import ActionStep
from actionsteps.plans.versions import release
from assessments.models import AssessmentStatus, Cycle, Highlight, HighlightKind
from partnerships.models import SignatoryRole, Signature
from reports import gather, render
from tests import factories as make
from tests.dashboards.county import County
from tests.reports.test_logos import picture
from tests.workbook_files import opened

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class SummedUp(County):
    """The county with the cycle of a year later."""

    def __init__(self, partners=3):
        super().__init__(partners, label="2023-2024")
        later = make.make_period(label="2024-2025", start=date(2024, 7, 1), end=date(2025, 6, 30))
        self.earlier, self.cycle = self.cycle, make.make_cycle(edition=self.edition, period=later)
        self.agreement = self.edition.agreement

    def rate(self, partner, *codes, cycle=None, status=AssessmentStatus.FINAL):
        """The items, in their order."""
        partnership = self.partnerships[partner]
        one = make.make_assessment(partnership, cycle=cycle or self.cycle, by=partnership.partner)
        for item, code in zip(self.items, codes, strict=True):
            make.make_rating(one, item, code)
        return make.close(one, status) if status != AssessmentStatus.DRAFT else one

    def summary(self):
        return gather.county_summary(self.agreement, self.cycle.period)


@pytest.fixture
def county():
    return SummedUp()


def test_a_partner_that_is_still_writing_shows_no_level(county):
    county.rate(0, "1", "3")
    county.rate(1, "3", "3", status=AssessmentStatus.DRAFT)
    found = county.summary()
    shown, writing, never = found.rows
    assert [(tally.share, tally.average) for tally in shown.cells] == [(50, 2)]
    assert (writing.cells, writing.standing) == ((), "Draft")
    assert (never.cells, never.standing) == ((), "Not asked yet")
    assert found.together == (*shown.cells, shown.total)
    assert found.rated == 1


def test_a_cell_without_a_score_says_so_in_words(county):
    county.rate(0, "N/A", None)
    html = re.sub(r"<[^>]+>", " ", render.county_summary(county.summary()))
    assert "no score no score Final" in " ".join(html.split())


def test_years_are_compared_item_by_item_where_both_have_a_score(county):
    for draft, code in zip(county.drafts, ("1", "2", "3"), strict=True):
        make.make_rating(draft, county.items[0], code)
        make.close(draft)
    county.rate(0, "2", "2")
    county.rate(1, "2", "2")
    trends = county.summary().trends
    assert trends.partners == (3, 2)
    moved = trends.rows[0].moved
    assert (trends.both, moved.rose, moved.fell, moved.stayed) == (2, 1, 0, 1)
    assert [figures.tally.average for figures in trends.rows[1].figures] == [2, 2]


def test_years_on_another_scale_are_not_compared(county):
    older = make.adopt(make.make_edition(agreement=county.agreement, scale=make.make_scale()))
    before = make.make_cycle(edition=older, period=make.make_period())
    make.close(county.assess(county.partnership, cycle=before))
    county.rate(0, "2", "2")
    trends = county.summary().trends
    assert [one.figures[-2].is_on_another_scale for one in trends.rows] == [True, True]
    assert trends.rows[0].moved.compared == 0


def test_common_areas_of_focus_are_those_that_point_to_the_same_item(county):
    for partner in range(3):
        one = county.rate(partner, "1", "3", status=AssessmentStatus.DRAFT)
        focus = Highlight.objects.create(assessment=one, kind=HighlightKind.FOCUS, text="Hire more")
        if partner:
            focus.items.add(county.items[0])
        make.close(one)
    focus = county.summary().focus
    names = tuple(one.partner.short_name for one in county.partnerships[1:])
    assert [(one.whole.item, one.partners) for one in focus.common] == [(county.items[0], names)]
    assert (focus.areas, focus.pointless, focus.partners) == (3, 1, 3)
    assert [(one.whole.item, one.low, one.scored) for one in focus.low] == [(county.items[0], 3, 3)]


def test_what_is_late_is_told_of_assessments_signatures_and_steps(county):
    today = timezone.localdate()
    Cycle.objects.filter(pk=county.cycle.pk).update(due_on=today - timedelta(days=3))
    county.rate(0, "1", "3", status=AssessmentStatus.DRAFT)
    edition = make.make_edition(agreement=county.agreement, effective_from=date(2026, 7, 1))
    role = SignatoryRole.objects.create(edition=edition, side="partner", title="Superintendent")
    category = make.make_category(edition)
    make.adopt(edition)
    signed = {"edition": edition, "role": role, "name": "A. B.", "date": today}
    for partnership in county.partnerships[:2]:
        Signature.objects.create(partnership=partnership, **signed)
    plan = make.make_plan(county.partnerships[1], edition)
    step = make.make_step(plan, category, ("Hire", ""))
    ActionStep.objects.filter(pk=step.pk).update(next_on=today - timedelta(days=9))
    late = county.summary().late
    assert [one.name for one in late.rows] == [late.rows[0].name, county.partnerships[2].partner.short_name]
    assert (late.rows[0].is_late, late.rows[0].round.days_late) == (True, 3)
    assert late.rows[1].unsigned == ("Superintendent (the partner)",)
    release(plan, plan.version, by=make.make_director(county.partnership))
    steps = county.summary().late.rows[1].steps
    assert (steps.number, steps.oldest) == (1, today - timedelta(days=9))


@pytest.mark.slow
def test_who_directs_all_of_it_puts_the_lead_agencys_logo_on_it(client, county):
    county.rate(0, "1", "3")
    page = reverse("lead-logo", args=[county.agreement.slug])
    client.force_login(make.make_viewer(county.partnerships[0]))
    assert client.post(page, {"file": SimpleUploadedFile("a.png", picture())}).status_code == 403
    client.force_login(make.make_director(county.partnerships[0]))
    assert client.post(page, {"file": SimpleUploadedFile("a.png", picture())}).url == page
    logo = f'alt="Logo of {county.agreement.lead.name}"'
    assert logo in client.get(page).text
    assert logo in render.county_summary(county.summary())
    client.post(page, {"remove": "yes"})
    assert logo not in render.county_summary(county.summary())


@pytest.mark.parametrize("partners", [2, 6])
def test_more_partners_take_no_more_queries(django_assert_num_queries, partners):
    county = SummedUp(partners)
    for partner, draft in enumerate(county.drafts):
        make.close(draft)
        county.rate(partner, "1", "2")
    with django_assert_num_queries(18):
        render.county_summary(county.summary())


def test_the_workbook_holds_the_tables_and_no_formula(client, county):
    partner = county.partnership.partner
    partner.short_name = "=1+1"
    partner.save()
    county.rate(0, "1", "3")
    director = make.make_director(county.partnership)
    client.force_login(director)
    address = reverse("county-summary-workbook", args=[county.agreement.slug, county.cycle.period.key])
    book = opened(client.get(address).content)
    assert book.sheetnames == ["Levels", "Over the years", "Low", "Areas of focus", "Late"]
    cells = [(cell.value, cell.data_type) for cell in book["Levels"][2]]
    assert cells[0] == ("=1+1", "s")
    assert [value for value, _ in cells[2:5]] == [0.5, 2, 2]
