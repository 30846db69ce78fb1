"""Who enters evidence, and which row an address means."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from evidence.access import get_partnership_to_enter, get_row, may_enter
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    category = make.make_category()
    row = make.make_row(category, make.make_partnership(agreement=category.edition.agreement))
    make.adopt(category.edition)
    return row


def test_the_directors_and_liaisons_of_the_two_sides_enter(row):
    partnership, lead = row.partnership, row.partnership.agreement.lead
    of_lead = make.make_user()
    make.make_membership(of_lead, lead)
    for person in (make.make_liaison(partnership), make.make_director(partnership), of_lead):
        assert get_partnership_to_enter(person, partnership.slug) == partnership


def test_readers_are_refused_and_outsiders_told_nothing(row):
    with pytest.raises(PermissionDenied):
        get_partnership_to_enter(make.make_viewer(row.partnership), row.partnership.slug)
    with pytest.raises(Http404):
        get_partnership_to_enter(make.make_user(), row.partnership.slug)
    assert not may_enter(make.make_administrator(), row.partnership)


def test_an_address_means_the_row_in_the_newest_edition_that_is_no_draft(row):
    edition = make.make_edition(agreement=row.edition.agreement, label="Later")
    later = make.make_row(make.make_category(edition), row.partnership, lineage=row.lineage)
    assert get_row(row.partnership, row.lineage) == row
    make.adopt(edition)
    assert get_row(row.partnership, row.lineage) == later
    with pytest.raises(Http404):
        get_row(make.make_partnership(agreement=edition.agreement), row.lineage)
