"""The pages of a plan as a whole."""

import pytest
from django.urls import reverse

from actionsteps.models import ActionPlan
from actionsteps.plans.versions import release, start_next
from tests import factories as make

pytestmark = pytest.mark.django_db


class Desk:
    """A liaison in front of a released plan with one step, in an adopted edition."""

    def __init__(self, client):
        self.edition = make.make_edition()
        category = make.make_category(self.edition)
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.liaison = make.make_liaison(self.partnership)
        self.plan = make.make_plan(self.partnership, self.edition, title="Steps", version="2.1")
        self.step = make.make_step(self.plan, category, ("Meet", "Monthly"), feedback="Tell us more")
        release(self.plan, "2.1", by=self.liaison)
        self.client = client
        client.force_login(self.liaison)

    def address(self, name, plan=None):
        return reverse(name, args=[self.partnership.slug, *([plan.public_id] if plan else [])])

    def post(self, name, plan=None, **fields):
        return self.client.post(self.address(name, plan), fields)


@pytest.fixture
def desk(client):
    return Desk(client)


@pytest.mark.slow
def test_a_liaison_begins_a_plan(desk):
    told = {"title": "Coaching plan", "version": "1.0", "edition": desk.edition.pk, "uses_causes": "on"}
    response = desk.post("new-plan", **told)
    plan = desk.partnership.action_plans.get(title="Coaching plan")
    assert "version=1.0" in response.url
    assert (plan.is_released, plan.uses_causes, plan.history.get().history_user) == (
        False,
        True,
        desk.liaison,
    )


def test_a_label_that_is_taken_is_refused_with_what_was_typed(desk):
    response = desk.post("new-plan", title="Coaching plan", version="2.1", edition=desk.edition.pk)
    assert response.status_code == 422
    assert "The partnership has this version of the plan already." in response.text
    assert 'value="Coaching plan"' in response.text


@pytest.mark.slow
def test_the_next_version_is_begun_released_and_compared(desk):
    desk.post("next-version", desk.plan)
    draft = ActionPlan.objects.get(follows=desk.plan)
    draft.steps.get().actions.update(timeline="Weekly")
    desk.post("release-plan", draft, **{f"{draft.public_id}-version": "2.2"})
    page = desk.client.get(desk.address("plan-difference", draft)).text
    assert "Meet (Monthly)" in page
    assert "Meet (Weekly)" in page
    assert "Monthly" in desk.client.get(desk.address("action-steps") + "?version=2.1").text


def test_a_release_under_a_label_that_is_taken_is_refused(desk):
    draft = start_next(desk.plan, "2.2", by=desk.liaison)
    response = desk.post("release-plan", draft, **{f"{draft.public_id}-version": "2.1"})
    assert (response.status_code, ActionPlan.objects.get(pk=draft.pk).is_released) == (422, False)
    assert "has this version of the plan already" in response.text


@pytest.mark.slow
def test_what_is_open_goes_on_in_another_year(desk):
    assert "These go on" in desk.client.get(desk.address("carry-plan", desk.plan)).text
    told = {"title": "Next year", "version": "3.0", "edition": desk.edition.pk, "period": ""}
    desk.post("carry-plan", desk.plan, **told)
    assert ActionPlan.objects.get(title="Next year").steps.get().lineage == desk.step.lineage


def test_readers_read_the_versions_and_change_nothing(desk):
    desk.client.force_login(make.make_viewer(desk.partnership))
    page = desk.client.get(desk.address("plan-versions")).text
    assert "Version 2.1" in page
    assert "Begin" not in page
    assert desk.post("next-version", desk.plan).status_code == 403


@pytest.mark.slow
def test_title_and_period_of_a_draft_are_changed_and_of_a_released_one_not(desk):
    draft = start_next(desk.plan, "2.2", by=desk.liaison)
    seen = desk.client.get(desk.address("change-plan", draft)).context["form"].initial["seen"]
    told = {"title": "Steps for families", "period": "", "seen": seen}
    assert desk.post("change-plan", draft, **told).status_code == 302
    assert ActionPlan.objects.get(pk=draft.pk).title == "Steps for families"
    behind = desk.post("change-plan", draft, **told | {"title": "Other steps"})
    assert (behind.status_code, "Steps for families" in behind.text) == (409, True)
    assert desk.post("change-plan", desk.plan, **told).status_code == 409
    assert ActionPlan.objects.get(pk=desk.plan.pk).title == "Steps"
