import pytest
from django.urls import reverse

from actionsteps.models import ActionPlan, ActionStep
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class Office:
    """An administrator, and a plan with three steps in two categories of an adopted edition."""

    def __init__(self, client):
        self.admin = make.make_user(is_staff=True, is_superuser=True)
        client.force_login(self.admin)
        self.edition = make.make_edition()
        self.first, self.second = make.make_category(self.edition), make.make_category(self.edition)
        self.item = make.make_item(self.first)
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.plan = make.make_plan(self.partnership, self.edition, version="2.1")
        self.steps = [
            make.make_step(self.plan, category, ("Do", "May"), feedback=f"Feedback {number}")
            for number, category in enumerate([self.first, self.first, self.second], 1)
        ]


@pytest.fixture
def office(client):
    return Office(client)


def plan_page(plan):
    return reverse("admin:actionsteps_actionplan_change", args=[plan.pk])


def step_page(step):
    return reverse("admin:actionsteps_actionstep_change", args=[step.pk])


def plan_fields(plan, steps, places):
    rows = {}
    for number, (step, place) in enumerate(zip(steps, places, strict=True)):
        row = {"id": step.pk, "plan": plan.pk, "position": place}
        row |= {"category": step.category_id}
        rows |= {f"steps-{number}-{name}": value for name, value in row.items()}
    counts = {"steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": len(steps)}
    return {"title": plan.title, "version": plan.version, **counts, **rows}


def step_fields(step, *actions, **changes):
    """The step's form, its actions as (text, timeline) anew."""
    rows = {}
    for number, (text, timeline) in enumerate(actions):
        row = {"text": text, "timeline": timeline, "position": number + 1, "step": step.pk, "id": ""}
        rows |= {f"actions-{number}-{name}": value for name, value in row.items()}
    counts = {"actions-TOTAL_FORMS": len(actions), "actions-INITIAL_FORMS": 0}
    answers = list(step.feedback.values_list("pk", flat=True))
    fields = {"category": step.category_id, "title": "", "feedback": answers, "note": ""}
    return fields | counts | rows | changes


def test_a_plan_is_started_and_leads_on_to_its_steps(office, client):
    data = {
        "partnership": office.partnership.pk,
        "edition": office.edition.pk,
        "title": "Action Steps",
        "version": "3",
    }
    response = client.post(reverse("admin:actionsteps_actionplan_add"), data)
    assert response["Location"] == plan_page(ActionPlan.objects.get(version="3"))


def test_a_version_exists_once(office, client):
    data = {
        "partnership": office.partnership.pk,
        "edition": office.edition.pk,
        "title": "Action Steps",
        "version": "2.1",
    }
    page = client.post(reverse("admin:actionsteps_actionplan_add"), data).content.decode()
    assert "The partnership has this version of the plan already." in page


def test_steps_are_put_in_another_order_within_their_category(office, client):
    fields = plan_fields(office.plan, office.steps, [3, 2, 1])
    assert client.post(plan_page(office.plan), fields).status_code == 302
    order = ActionStep.objects.order_by("position").values_list("feedback__text", "position")
    assert list(order) == [("Feedback 2", 1), ("Feedback 1", 2), ("Feedback 3", 3)]
    assert office.steps[0].history.first().history_user == office.admin


def test_a_step_is_added_on_its_plans_page(office, client):
    fields = plan_fields(office.plan, office.steps, [1, 2, 3]) | {"steps-TOTAL_FORMS": 4}
    new = {"plan": office.plan.pk, "position": 2, "category": office.first.pk, "id": ""}
    fields |= {f"steps-3-{name}": value for name, value in new.items()}
    assert client.post(plan_page(office.plan), fields).status_code == 302
    assert office.plan.steps.get(feedback=None).position == 2
    assert client.get(reverse("admin:actionsteps_actionstep_add")).status_code == 403


def test_a_step_takes_actions_in_order_and_items_it_serves(office, client):
    step = make.make_step(office.plan, office.first)
    seen = client.get(step_page(step)).context["seen"]
    new = [("Create", "November"), ("Share", "")]
    fields = step_fields(step, *new, items=[office.item.pk], seen=seen)
    assert client.post(step_page(step), fields).status_code == 302
    assert list(step.actions.values_list("text", "timeline", "position")) == [
        ("Create", "November", 1),
        ("Share", "", 2),
    ]
    assert list(step.items.all()) == [office.item]
    assert step.actions.first().history.get().history_user == office.admin


def test_a_step_offers_only_what_belongs_to_its_plan(office, client):
    other = make.make_category(make.make_edition(agreement=office.edition.agreement))
    elsewhere = make.make_partnership(agreement=office.edition.agreement).feedback.create(text="Elsewhere")
    step = office.steps[0]
    fields = step_fields(step, items=[make.make_item(other).pk], category=other.pk, feedback=[elsewhere.pk])
    page = client.post(step_page(step), fields).content.decode()
    assert page.count("Select a valid choice.") == 3


@pytest.mark.parametrize("steps", [3, 15])
def test_pages_take_as_many_queries_for_many_steps(office, client, steps, django_assert_max_num_queries):
    for number in range(steps - 3):
        make.make_step(
            office.plan, office.first, ("Do", "May"), feedback=f"More {number}", items=[office.item]
        )
    for page in (
        plan_page(office.plan),
        step_page(office.steps[0]),
        reverse("admin:actionsteps_actionplan_changelist"),
        reverse("admin:actionsteps_actionstep_changelist"),
        reverse("admin:actionsteps_feedback_changelist"),
    ):
        with django_assert_max_num_queries(20):
            assert client.get(page).status_code == 200


def test_the_history_is_there_to_read(office, client):
    client.post(step_page(office.steps[0]), step_fields(office.steps[0], note="Changed in May."))
    page = client.get(reverse("admin:actionsteps_actionstep_history", args=[office.steps[0].pk]))
    assert office.admin.name in page.content.decode()


def test_a_drafts_plan_does_not_lead_to_a_page_that_members_lack(office, client):
    plan = make.make_plan(office.partnership, make.make_edition(agreement=office.edition.agreement))
    page = client.get(plan_page(plan)).content.decode()
    assert "Members see the plan once the edition is adopted." in page
    assert "See the tables" not in page
