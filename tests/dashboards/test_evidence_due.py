"""Home tells of evidence that is due: who brings it, or else who enters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dashboards.evidence_due import evidence_due
from dashboards.partnerships import outlines_seen
from evidence.models import Observation, ObservationStatus
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def owe(county):
    """A value that is to come, so many days from now."""
    category = county.category

    def value(days, partnership=None, **fields):
        row = make.make_row(category, partnership or county.partnership)
        day = timezone.localdate() + timedelta(days=days)
        fields = {"text": "*", "status": ObservationStatus.FORTHCOMING, "expected_on": day, **fields}
        return Observation.objects.create(row=row, period=make.make_period(), **fields)

    return value


@pytest.fixture
def reader(county):
    return make.make_viewer(county.partnership)


def test_what_nobody_is_named_for_is_due_from_those_who_enter(county, home, owe, reader):
    owe(-40)
    owe(-40)
    owe(40)
    liaison = make.make_liaison(county.partnership)
    name = county.partnership.partner.short_name
    assert f"Evidence is due too: {name} (2 values, all overdue) ." in home(liaison)[0]
    assert "Evidence is due" not in home(reader)[0]


def test_who_is_named_is_told_and_nobody_else(county, home, owe, reader):
    owe(-40, owed_by=reader)
    text, buttons = home(reader)
    assert f"Evidence is due {county.partnership.partner.short_name} (1 value, 1 overdue). See" in text
    assert buttons == [(f"/partnerships/{county.partnership.slug}/evidence/due/", "See what is due")]
    assert "Evidence is due" not in home(make.make_liaison(county.partnership))[0]


def test_who_has_no_sign_in_is_asked_by_those_who_enter(county, home, owe):
    owe(-40, owed_by_name="The state")
    assert "1 value, 1 overdue" in home(make.make_liaison(county.partnership))[0]


def test_what_an_older_edition_was_waiting_for_is_over(county, home, owe):
    owe(-40)
    edition = make.make_edition(agreement=county.edition.agreement, effective_from="2090-07-01")
    category = make.make_category(edition)
    make.make_row(category, county.partnership, (make.make_period(), "95%"))
    liaison = make.make_liaison(county.partnership)
    assert "Evidence is due" in home(liaison)[0]
    make.adopt(edition)
    assert "Evidence is due" not in home(liaison)[0]


@pytest.mark.slow
def test_of_several_partnerships_the_most_overdue_is_named_first(home, owe, county):
    others = [make.make_partnership(agreement=county.partnership.agreement) for _ in range(6)]
    for number, partnership in enumerate(others):
        for _ in range(number):
            owe(-40, partnership)
    owe(0, county.partnership)
    text, _ = home(make.make_director(county.partnership))
    assert f"Evidence is due {others[5].partner.short_name} (5 values, all overdue) ;" in text
    assert "; and in 1 more partnership." in text


@pytest.mark.parametrize("count", [1, 4])
def test_it_takes_one_query_however_many_partnerships(owe, county, count, django_assert_num_queries):
    partnerships = [make.make_partnership(agreement=county.partnership.agreement) for _ in range(count)]
    for partnership in partnerships:
        owe(-40, partnership)
    director = make.make_director(county.partnership)
    outlines = outlines_seen(director)
    with django_assert_num_queries(1):
        assert len(evidence_due(director, outlines)) == count
