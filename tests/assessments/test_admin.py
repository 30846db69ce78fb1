"""Cycles and assessments in the administration."""

import pytest

from assessments.models import Assessment
from tests import factories as make


@pytest.fixture
def administrator(client, db):
    client.force_login(make.make_administrator())
    return client


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
