"""What people of a state's plan find on home."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.models import RowKind, TargetKind
from partnerships.models import PeriodKind
from tests import factories as make
from tests.words import words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    """In a plan whose only indicator has missed its target; a submission was handed in and another is due."""
    edition = make.make_edition(is_plan=True)
    edition.agreement.has_plan = True
    edition.agreement.save()
    item = make.make_item(make.make_category(edition), number="5", is_rated=False)
    make.adopt(edition)
    agreement, year = edition.agreement, make.make_period(kind=PeriodKind.FEDERAL_FISCAL_YEAR, label="2011")
    whole = make.make_partnership(agreement=agreement, partner=agreement.lead)
    fields = {"lineage": "5", "unit": "%", "kind": RowKind.RATE, "counts_students": True}
    row = make.make_row(item.category, whole, (year, "50% (500/1000)"), **fields)
    row.items.add(item)
    definition = row.definitions.create(from_period=year, formula="Of all, those inside")
    definition.targets.create(period=year, kind=TargetKind.AT_LEAST, number=60)
    district = make.make_partnership(agreement=agreement)
    make.make_row(item.category, district, (year, "55% (110/200)"), **fields)
    make.make_submission(agreement, title="Handed in", public_within=120)
    make.make_submission(agreement, title="Next one", due_on=timezone.localdate() + timedelta(days=10))
    return district


def home(client, person):
    client.force_login(person)
    return words_in(client.get(reverse("home")).text)


@pytest.mark.slow
def test_a_state_coordinator_sees_what_is_due_and_what_was_met(client, district):
    page = home(client, make.make_director(district))
    assert "Next one is due" in page
    assert "in 10 days" in page
    assert "0 of 1 targets with a figure to judge were met" in page
    assert "Not met: item 5 ." in page
    assert "0 of 1 profiles are made; the public is to read them by June 15, 2013: late" in page


def test_a_district_is_led_to_its_own_profile(client, district):
    page = home(client, make.make_viewer(district))
    assert f"The profile of {district.partner.short_name} : the public reads it by June 15, 2013" in page
    assert "0 of 1 targets of the whole" in page
    assert "profiles are made" not in page


def test_who_has_no_plan_reads_of_none(client, district):
    assert district.agreement.title not in home(client, make.make_viewer(make.make_partnership()))
