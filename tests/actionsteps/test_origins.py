"""What steps come from, beside the pages where one reads it."""

import pytest
from django.urls import reverse

from actionsteps.models import ActionStep
from tests import factories as make

pytestmark = pytest.mark.django_db


class Desk:
    """A liaison of a partnership with a plan, an item, an area of focus and a decision."""

    def __init__(self, client):
        self.edition = make.make_edition()
        self.category, self.other = make.make_category(self.edition), make.make_category(self.edition)
        self.item = make.make_item(self.category, text="Hire together")
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        cycle = make.make_cycle(edition=self.edition)
        assessment = make.make_assessment(self.partnership, cycle=cycle)
        self.focus = assessment.highlights.create(kind="focus", text="Fill jobs sooner")
        self.focus.items.add(self.item)
        self.decision = assessment.decisions.create(what="Meet each month")
        make.close(assessment)
        self.plan = make.make_plan(self.partnership, self.edition)
        self.client = client
        client.force_login(make.make_liaison(self.partnership))

    def get(self, name, query=""):
        return self.client.get(reverse(name, args=[self.partnership.slug]) + query)


@pytest.fixture
def desk(client):
    return Desk(client)


@pytest.mark.slow
def test_each_origin_names_its_steps_and_leads_to_another(desk):
    step = make.make_step(
        desk.plan, desk.category, ("Advertise", "May"), title="Advertise", items=[desk.item]
    )
    step.highlights.add(desk.focus)
    page = desk.get("step-origins").text
    assert page.count(">Advertise<") == 2
    assert page.count("not started") >= 2
    assert "Meet each month" in page
    assert "joint assessment" in page
    for query in (
        f"item={desk.item.reference}",
        f"focus={desk.focus.public_id}",
        f"decision={desk.decision.public_id}",
    ):
        assert f"make/?{query}" in page


def test_another_page_takes_it_apart_by_place(desk):
    page = desk.get("step-origins", "?beside").text
    for place in (
        f"item-{desk.item.reference}",
        f"highlight-{desk.focus.public_id}",
        f"decision-{desk.decision.public_id}",
    ):
        assert f'data-place="{place}"' in page
    assert "<html" not in page


@pytest.mark.slow
def test_a_step_of_a_decision_begins_with_its_words(desk):
    place = [desk.partnership.slug, desk.plan.public_id, desk.category.number]
    address = reverse("action-step-add", args=place)
    origin = {"from": f"decision:{desk.decision.public_id}"}
    form = desk.client.get(address, origin).context["form"]
    assert [row["text"].value() for row in form.rows] == ["Meet each month"]
    made = {"category": desk.category.pk, "actions-0-text": "Meet each month", "key": ""} | origin
    desk.client.post(address, made | {"actions-TOTAL_FORMS": 1, "actions-INITIAL_FORMS": 0})
    assert desk.decision.action_steps.get().actions.get().text == "Meet each month"


def test_readers_make_no_steps(desk):
    desk.client.force_login(make.make_viewer(desk.partnership))
    assert "Make this a step" not in desk.get("step-origins").text
    assert desk.get("make-step", f"?item={desk.item.reference}").status_code == 403


@pytest.mark.slow
def test_a_step_is_made_of_an_area_of_focus_under_the_category_of_its_item(desk):
    form = desk.get("make-step", f"?focus={desk.focus.public_id}")
    assert f"categories/{desk.category.number}/add/" in form.url
    page = desk.client.get(form.url).text
    assert "Fill jobs sooner" in page
    made = {"category": desk.category.pk, "items": [desk.item.pk], "actions-0-text": "Advertise in March"}
    made |= {
        "actions-TOTAL_FORMS": 1,
        "actions-INITIAL_FORMS": 0,
        "key": "",
        "from": f"focus:{desk.focus.public_id}",
    }
    assert desk.client.post(form.url, made).status_code == 302
    step = ActionStep.objects.get()
    assert (list(step.highlights.all()), list(step.items.all())) == ([desk.focus], [desk.item])


def test_a_decision_asks_for_the_category_first(desk):
    page = desk.get("make-step", f"?decision={desk.decision.public_id}").text
    assert page.count("categories/") == 2


def test_what_is_not_there_makes_no_step(desk):
    assert desk.get("make-step", "?focus=unknown").status_code == 404
    assert desk.get("make-step").status_code == 404


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(desk, django_assert_max_num_queries):
    for number in range(6):
        step = make.make_step(desk.plan, desk.category, (f"Do {number}", "May"), items=[desk.item])
        step.highlights.add(desk.focus)
    with django_assert_max_num_queries(21):
        desk.get("step-origins")
