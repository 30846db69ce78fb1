"""What others still write is no document for whoever only reads it: no address shows one or makes one."""

import pytest
from django.urls import reverse

from assessments.models import AssessmentStatus
from partnerships.models import Party
from reports.documents import DOCUMENTS
from reports.models import SUBJECTS, DocumentKind, PublicationStatus
from reports.tasks import request_document
from tests import factories as make
from tests.determinations.conftest import make_review

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

KINDS = [kind for kind in DOCUMENTS if SUBJECTS[kind] == ("assessment",)]


@pytest.fixture
def joint(client):
    """Open. Whoever is signed in writes for a third party at its table, that has handed in."""
    joint = make_review().joint
    third = make.make_organization()
    Party.objects.create(partnership=joint.partnership, organization=third)
    for side in (third, joint.partnership.partner):
        own = make.make_assessment(joint.partnership, cycle=joint.cycle, by=side)
        make.close(own, AssessmentStatus.SUBMITTED)
    reader = make.make_user()
    make.make_membership(reader, third)
    client.force_login(reader)
    return joint


def at(name, joint, *more):
    return reverse(name, args=[joint.partnership.slug, *more])


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_address_shows_or_makes_one_of_any_kind(client, joint, kind):
    page = client.get(at("document", joint, kind), {"of": joint.public_id})
    looks, makes = at("preview-document", joint, kind), at("make-document", joint, kind)
    slides = at("slides", joint, joint.public_id)
    assert page.status_code == 200
    assert not any(address in page.text for address in (looks, makes, slides, "forum-goals"))
    of = {"of": joint.public_id}
    answers = [client.get(looks, of), client.post(makes, of), client.get(slides)]
    assert {one.status_code for one in answers} == {403}


@pytest.mark.slow
def test_one_that_failed_before_it_was_opened_again_is_not_tried_again(client, joint):
    make.close(joint)
    failed = request_document(DocumentKind.HANDOUT, by=make.make_user(), assessment=joint)
    failed.settle(PublicationStatus.FAILED)
    page, address = at("document", joint, failed.kind), reverse("publication", args=[failed.public_id])

    def offers_to_try():
        said = client.get(page, {"of": joint.public_id}), client.get(address, headers={"HX-Request": "true"})
        assert all("The document could not be made." in one.text for one in said)
        return ["Try again" in one.text for one in said]

    assert offers_to_try() == [True, True]
    make.reopen(joint, by=make.make_director(joint.partnership), words="An item was forgotten.")
    assert offers_to_try() == [False, False]
