"""What people are told of what can still change, and by whom: from the table of transitions, on every page."""

import pytest

from assessments.models import Assessment, AssessmentStatus
from assessments.workflow.offers import what_can_change_then, what_can_still_change
from assessments.workflow.refusals import BEGUN
from tests import factories as make
from tests.test_site import signed_in

from .around import Round

pytestmark = pytest.mark.both_databases


def told(assessment, person):
    """As the page says it."""
    record = Assessment.objects.with_partnership().get(pk=assessment.pk)
    sentences = what_can_still_change(record.seen_by(person))
    page = " ".join(signed_in(person).get(f"/assessments/{record.public_id}/").text.split())
    assert all(sentence in page for sentence in sentences)
    return " ".join(sentences)


@pytest.mark.slow
def test_of_the_only_side(sheet):
    lead, rater = sheet.partnership.agreement.lead.short_name, sheet.partnership.partner.short_name
    make.submit(sheet.assessment, by=sheet.liaison)
    assert told(sheet.assessment, sheet.viewer) == (
        f"A director of {lead} can return it with a remark; then {rater} changes it again. "
        f"A director of {lead} can make it final."
    )
    make.make_final(sheet.assessment, by=sheet.director)
    assert told(sheet.assessment, sheet.viewer) == (
        f"A director of {lead} can reopen it, with a reason that everybody reads; then {rater} can change it."
    )


@pytest.mark.slow
def test_of_a_side_before_and_after_the_others_have_submitted_and_in_the_conference(db):
    around = Round()
    for side in (around.leads, around.own):
        make.give_back(side, by=around.director, words="Once more.")
    make.submit(around.own, by=around.liaison)
    assert told(around.own, around.liaison) == (
        "You can take it back as long as another side still rates. "
        "A director of SSD can return it with a remark; then Clayton changes it again."
    )
    make.submit(around.leads, by=around.director)
    page = " ".join(signed_in(around.liaison).get(f"/assessments/{around.own.public_id}/").text.split())
    assert "Every side has submitted, and the sides read each other." in page
    assert told(around.own, around.liaison).startswith("A director of SSD can return it with a remark;")
    around.begin()
    assert told(around.own, around.viewer) == BEGUN


@pytest.mark.slow
def test_of_the_joint_one(db):
    around = Round()
    joint = around.begin()
    assert told(joint, around.liaison) == (
        "SSD and Clayton can change it until one of them submits it; then each side confirms it. "
        "What each side submitted stays as it is."
    )
    joint.seen_by(around.liaison)
    then = what_can_change_then(joint, AssessmentStatus.SUBMITTED)
    make.submit(joint, by=around.director)
    assert (
        told(joint, around.liaison)
        == " ".join(then)
        == (
            "Each side at the table can send it back to the conference, with a remark, and change it there. "
            "A director of SSD can make it final without every confirmation, for a reason that everybody reads."
        )
    )
