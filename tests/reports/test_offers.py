"""Which documents a partnership may have made, and that a kind is offered by being registered alone."""

import pytest

from reports.documents import DOCUMENTS
from reports.models import ABOUT, SUBJECTS, DocumentKind
from reports.offers import desk_of
from reports.sources import OF_KIND
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def assessment():
    edition = make.adopt(make.make_item(make.make_category()).category.edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    return make.close(make.make_assessment(partnership, cycle=make.make_cycle(edition=edition)))


def test_every_kind_says_what_it_is_for_of_what_it_is_and_what_it_is_made_of():
    assert set(DocumentKind.values) == set(ABOUT) == set(SUBJECTS) == set(OF_KIND)


def test_whatever_is_registered_of_an_assessment_or_an_edition_is_offered(assessment):
    offers = desk_of(make.make_director(assessment.partnership), assessment.partnership).offers
    by_rule = {DocumentKind.DETERMINATIONS, DocumentKind.PLAN}
    expected = {
        kind
        for kind in DOCUMENTS
        if SUBJECTS[kind] in (("assessment",), ("partnership", "edition")) and kind not in by_rule
    }
    assert set(offers) == expected


def test_the_newest_that_was_handed_in_comes_before_one_that_is_still_written(assessment):
    later = make.make_cycle(edition=assessment.cycle.edition)
    draft = make.make_assessment(assessment.partnership, cycle=later)
    desk = desk_of(make.make_director(assessment.partnership), assessment.partnership)
    offered = [one.of for one in desk.offers[make.REPORT]]
    assert offered == [draft.public_id, assessment.public_id]
    assert desk.offer_of(make.REPORT).of == assessment.public_id


def test_a_viewer_looks_and_does_not_make(assessment):
    offer = desk_of(make.make_viewer(assessment.partnership), assessment.partnership).offer_of(make.REPORT)
    assert offer.refusal == "Documents are made by the liaison and the director."
    assert offer.may_be_looked_at
