"""Cycles and assessments in the administration."""

import pytest
from django.db.models.signals import pre_save

from assessments.models import Assessment, AssessmentEvent, Cycle
from tests import factories as make
from tests.partnerships.conftest import form_of


@pytest.fixture
def administrator(client, db):
    client.force_login(make.make_administrator())
    return client


@pytest.mark.slow
def test_a_draft_edition_is_not_offered_for_a_cycle(administrator):
    draft, adopted = make.make_edition(), make.adopt(make.make_edition())
    page = administrator.get("/admin/assessments/cycle/add/").text
    assert adopted.label in page
    assert draft.label not in page


def test_a_cycle_with_assessments_keeps_its_edition_and_period(administrator, sheet):
    page = administrator.get(f"/admin/assessments/cycle/{sheet.assessment.cycle_id}/change/").text
    assert 'name="edition"' not in page
    assert 'name="due_on"' in page


def test_an_assessment_stays_with_its_partnership(administrator, sheet):
    make.close(sheet.assessment, "submitted")
    page = administrator.get(f"/admin/assessments/assessment/{sheet.assessment.pk}/change/").text
    assert 'name="partnership"' not in page
    assert 'name="participants"' in page


@pytest.mark.parametrize("wrong", ["cycle", "by"])
def test_an_assessment_of_strangers_is_refused_in_words(administrator, sheet, wrong):
    cycle = make.make_cycle() if wrong == "cycle" else sheet.assessment.cycle
    by = make.make_organization() if wrong == "by" else sheet.partnership.agreement.lead
    data = {"partnership": sheet.partnership.pk, "cycle": cycle.pk, "by": by.pk, "participants": ""}
    page = administrator.post("/admin/assessments/assessment/add/", data).text
    sentence = {"cycle": "Choose a cycle of the partnership", "by": "This organization does not take part"}
    assert sentence[wrong] in page
    assert Assessment.objects.count() == 1


def test_an_assessment_added_by_an_administrator_is_asked_for_from_then_on(administrator, sheet):
    """What was submitted before could be read until then, so it is not taken back."""
    cycle, lead = sheet.assessment.cycle, sheet.partnership.agreement.lead
    make.submit(sheet.assessment, by=sheet.liaison)
    data = {"partnership": sheet.partnership.pk, "cycle": cycle.pk, "by": lead.pk, "participants": ""}
    administrator.post("/admin/assessments/assessment/add/", data)
    added = Assessment.objects.get(by=lead)
    assert [event.kind for event in added.events.all()] == ["added"]
    assert not Assessment.objects.unread().exists()
    AssessmentEvent.objects.filter(assessment=added).delete()
    assert Assessment.objects.unread().get() == sheet.assessment


def fields_of(page):
    form = page.context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields} | {"seen": page.context["seen"]}


def test_a_save_takes_back_nothing_that_was_submitted_or_given_back_meanwhile(administrator, sheet):
    make.close(sheet.assessment, "submitted")
    address = f"/admin/assessments/assessment/{sheet.assessment.pk}/change/"
    data = fields_of(administrator.get(address)) | {"participants": "K. Pavlisin"}

    def give_back(instance, **_):
        Assessment.objects.filter(pk=instance.pk).update(status="returned", remark="Rate 1.2.")

    pre_save.connect(give_back, sender=Assessment)
    try:
        assert administrator.post(address, data).status_code == 302
    finally:
        pre_save.disconnect(give_back, sender=Assessment)
    sheet.assessment.refresh_from_db()
    saved = sheet.assessment
    assert (saved.status, saved.remark, saved.participants) == ("returned", "Rate 1.2.", "K. Pavlisin")
    assert saved.history.first().participants == "K. Pavlisin"


def test_a_due_date_is_saved_with_its_history_and_nothing_else(administrator, sheet):
    cycle = sheet.assessment.cycle
    address = f"/admin/assessments/cycle/{cycle.pk}/change/"
    data = form_of(administrator.get(address)) | {"due_on": "2026-05-01"}
    before = cycle.history.count()
    assert administrator.post(address, data).status_code == 302
    assert str(Cycle.objects.get(pk=cycle.pk).due_on) == "2026-05-01"
    assert cycle.history.count() == before + 1


def test_date_and_participants_of_a_side_still_writing_are_its_own(administrator, sheet):
    address = f"/admin/assessments/assessment/{sheet.assessment.pk}/change/"
    assert 'name="participants"' not in administrator.get(address).text
    administrator.post(address, {"participants": "Somebody else", "date": "2026-05-01"})
    sheet.assessment.refresh_from_db()
    assert (sheet.assessment.participants, sheet.assessment.date) == ("", None)


def test_no_joint_assessment_is_added_while_a_side_is_writing(administrator, sheet):
    data = {
        "partnership": sheet.partnership.pk,
        "cycle": sheet.assessment.cycle_id,
        "by": "",
        "participants": "",
    }
    page = administrator.post("/admin/assessments/assessment/add/", data).text
    assert "A side of this round is still writing." in page
    assert Assessment.objects.count() == 1
    make.close(sheet.assessment, "submitted")
    administrator.post("/admin/assessments/assessment/add/", data)
    assert Assessment.objects.filter(by=None).count() == 1


def test_date_and_participants_of_what_each_side_is_to_confirm_stay_as_they_are(administrator, sheet):
    joint = make.make_assessment(sheet.partnership, cycle=make.make_cycle(edition=sheet.edition))
    make.submit(joint, by=sheet.liaison)
    address = f"/admin/assessments/assessment/{joint.pk}/change/"
    administrator.post(address, {"participants": "Somebody else", "date": "2026-05-01"})
    joint.refresh_from_db()
    assert (joint.participants, joint.date) == ("", None)
