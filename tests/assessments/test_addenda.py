"""A district's own addition is rated in the cycles that begin once it holds, and in no other."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.cycles.forms import OpenCycleForm
from assessments.models import Assessment
from assessments.rating.progress import progress_of, with_progress
from assessments.rating.workspace import workspace_of
from partnerships.editions.addenda import preview_addendum, start_replacement
from partnerships.models import Addendum, Item
from tests import factories as make
from tests.partnerships.conftest import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class District:
    """Rated in 2023-2024 by 1.1 alone. The addition with 1.2 holds from July 2024 on."""

    def __init__(self):
        self.edition = make.make_edition()
        self.category = make.make_category(self.edition)
        make.make_item(self.category)
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.before = self.assess(2023)
        self.addendum = Addendum.objects.create(
            edition=self.edition,
            partnership=self.partnership,
            title="Addition",
            effective_from=date(2024, 7, 1),
        )
        self.item = Item.objects.create(
            category=self.category, number="2", position=2, text="Mentor.", addendum=self.addendum
        )
        self.measure = make.make_measure(self.category, label="Survey", addendum=self.addendum)
        self.administrator = make.make_administrator()

    def assess(self, year, **fields):
        days = {"start": date(year, 7, 1), "end": date(year + 1, 6, 30)}
        cycle = make.make_cycle(
            edition=self.edition, period=make.make_period(label=f"{year}-{year + 1}", **days)
        )
        return make.make_assessment(self.partnership, cycle=cycle, by=self.partnership.partner, **fields)

    def adopt(self):
        self.addendum.adopt(by=self.administrator)


@pytest.fixture
def district():
    return District()


def references(assessment):
    assessment = Assessment.objects.with_partnership().get(pk=assessment.pk)
    return [line.item.reference for line in workspace_of(assessment).lines]


def totals(assessment):
    """As every place counts them."""
    counted = with_progress(Assessment.objects.filter(pk=assessment.pk)).get()
    return counted.total, progress_of(Assessment.objects.with_partnership().get(pk=assessment.pk)).total


def test_it_is_rated_from_the_first_cycle_on_that_begins_when_it_holds(district):
    district.adopt()
    now = district.assess(2024)
    assert references(now) == ["1.1", "1.2"]
    assert totals(now) == (2, 2)
    assert references(district.before) == ["1.1"]
    assert totals(district.before) == (1, 1)
    make.make_rating(now, district.item, "2")
    with refused("Only rated items"):
        make.make_rating(district.before, district.item, "2")


def test_a_draft_is_rated_by_nobody(district):
    now = district.assess(2024)
    assert references(now) == ["1.1"]
    assert totals(now) == (1, 1)
    with refused("Only rated items"):
        make.make_rating(now, district.item, "2")


def test_what_is_under_way_stays_as_it_is(district):
    district.assess(2024)
    (sentence,) = preview_addendum(district.addendum).problems
    assert sentence.startswith(
        f"{district.partnership.partner.short_name} has assessments of 2024-2025 already"
    )
    with refused("choose a later first day"):
        district.adopt()


def test_no_other_district_rates_it(district):
    district.adopt()
    there = make.make_partnership(agreement=district.edition.agreement)
    now = district.assess(2024)
    theirs = make.make_assessment(there, cycle=now.cycle, by=there.partner)
    assert references(theirs) == ["1.1"]
    with refused("Only rated items"):
        make.make_rating(theirs, district.item, "2")


@pytest.mark.slow
def test_it_is_followed_over_the_years_and_through_its_replacement(district, client):
    district.adopt()
    first = district.assess(2024)
    make.make_rating(first, district.item, "1")
    make.close(first)
    new = start_replacement(district.addendum, by=district.administrator)
    new.items.update(text="Mentor and coach.")
    new.effective_from = date(2025, 7, 1)
    new.save()
    new.adopt(by=district.administrator)
    second = Assessment.objects.with_partnership().get(pk=district.assess(2025).pk)
    assert references(second) == ["1.1", "1.2"]
    item = new.items.get()
    with refused("Only rated items"):
        make.make_rating(second, district.item, "2")
    make.make_rating(second, item, "3")
    make.close(second)
    client.force_login(make.make_director(district.partnership))
    page = client.get(reverse("item-trend", args=[district.partnership.slug, item.lineage])).text
    assert "Mentor and coach." in page
    for name in ("trends", "partnership", "agreement", "assessments"):
        assert client.get(reverse(name, args=[district.partnership.slug])).status_code == 200
    assert client.get(reverse("grid", args=[district.edition.agreement.slug])).status_code == 200


def test_where_each_has_its_own_nobody_is_asked_before_that_is_adopted(district):
    edition = make.make_edition(rates_own_items=True)
    category = make.make_category(edition)
    make.adopt(edition)
    ready, not_ready = (make.make_partnership(agreement=edition.agreement) for _ in range(2))
    for one in (ready, not_ready):
        own = Addendum.objects.create(
            edition=edition, partnership=one, title="Goals", effective_from=date(2098, 7, 1)
        )
        make.make_item(category, addendum=own)
        if one is ready:
            own.adopt(by=district.administrator)
    make.make_period(label="2098-2099", start=date(2098, 7, 1), end=date(2099, 6, 30))
    entered = {"edition": edition.label, "period": "school_year:2098-2099", "due_on": "2099-05-30"}
    entered |= {"scope": "all", "asked": ["partner"]}
    form = OpenCycleForm(
        entered, agreement=edition.agreement, partnerships=edition.agreement.partnerships.all()
    )
    (sentence,) = form.errors["scope"]
    assert sentence.startswith(f"{not_ready.partner.short_name} has nothing to rate on Jul 1, 2098")
    entered |= {"scope": "some", "partnerships": [ready.slug]}
    form = OpenCycleForm(
        entered, agreement=edition.agreement, partnerships=edition.agreement.partnerships.all()
    )
    assert form.is_valid(), form.errors
