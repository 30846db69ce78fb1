import re
from datetime import date

import pytest
from django.urls import reverse

from actionsteps.models import ActionStep
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class Folder:
    """A partnership with an empty plan, and somebody who reads."""

    def __init__(self):
        self.edition = make.make_edition(label="2023-2024")
        self.category = make.make_category(self.edition, title="Collaboration")
        self.item = make.make_item(self.category)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.plan = make.make_plan(self.partnership, self.edition, title="Action Steps", version="2.1")
        self.viewer = make.make_viewer(self.partnership)
        self.url = reverse("action-steps", args=[self.partnership.slug])

    def step(self, *actions, **fields):
        return make.make_step(self.plan, self.category, *actions, **fields)


@pytest.fixture
def folder():
    return Folder()


@pytest.fixture
def read(client, folder):
    client.force_login(folder.viewer)

    def page(**query):
        make.adopt(folder.edition)
        return client.get(folder.url, query).content.decode()

    return page


def cells_in(page):
    """(text, rows it spans) of every printed cell of every row: how each step stands is told beside them."""
    rows = re.findall(r"<tr.*?</tr>", re.sub(r'<(t[dh])[^>]*"of-state".*?</\1>', "", page, flags=re.S), re.S)
    found = [re.findall(r"<t[hd]([^>]*)>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [
        [
            (re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)).strip(), *re.findall(r'rowspan="(\d+)"', tag))
            for tag, text in row
        ]
        for row in found
    ]


def test_a_category_prints_feedback_actions_timelines_and_connections(folder, read):
    folder.step(("Send a newsletter", "Monthly"), feedback="Improve communication", items=[folder.item])
    page = read()
    assert "<h1>Action Steps V 2.1</h1>" in page
    assert "Category 1: Collaboration</h2>" in page
    assert cells_in(page) == [
        [("Parent Feedback",), ("Action Step",), ("Timeline",), ("Connection to Partnership Agreement",)],
        [("Improve communication", "1"), ("Send a newsletter",), ("Monthly",), ("1.1", "1")],
    ]


def test_each_action_stands_beside_its_own_timeline(folder, read):
    folder.step(("Create", "November"), ("Share", "After each meeting"), feedback="Ask us")
    assert [[cell[0] for cell in row] for row in cells_in(read())[1:]] == [
        ["Ask us", "Create", "November", ""],
        ["Share", "After each meeting"],
    ]


def test_an_empty_timeline_continues_the_one_above(folder, read):
    folder.step(("Create", "September"), ("Put it on the website", ""), ("Tell families", "October"))
    page = read()
    assert cells_in(page)[1][2] == ("September", "2")
    assert cells_in(page)[2] == [("Put it on the website When: September",)]
    assert cells_in(page)[3] == [("Tell families",), ("October",)]


def test_steps_without_any_timeline_leave_it_empty(folder, read):
    folder.step(("Create", ""), ("Share", ""))
    assert [row[-2:] for row in cells_in(read())[1:2]] == [[("", "2"), ("", "2")]]


def test_connections_lead_to_the_item_in_the_plans_edition(folder, read):
    folder.step(("Create", "May"), items=[folder.item])
    agreement = reverse("agreement", args=[folder.partnership.slug])
    assert f'<a href="{agreement}?edition=2023-2024#item-1.1">1.1</a>' in read()


def test_notes_are_sentences_and_markup_is_text(folder, read):
    folder.step(("<b>Create</b>", "<i>May</i>"), feedback="<u>Ask</u>", note="The plan leaves this <open>.")
    page = read()
    for text in ("<b>Create", "<i>May", "<u>Ask", "<open>"):
        assert text not in page
    assert '<span class="remark">The plan leaves this &lt;open&gt;.</span>' in page


def test_a_step_without_actions_says_so(folder, read):
    folder.step(feedback="Ask us")
    assert "No action is written down yet." in read()


def test_without_a_plan_the_page_says_so(folder, read):
    folder.plan.delete()
    assert "There is no plan yet." in read()


def test_a_plan_without_steps_says_so(read):
    assert "This version of the plan has no steps yet." in read()


def test_the_newest_version_is_shown_and_the_others_are_a_choice(folder, read, client):
    for version in ("2.9", "2.10"):
        make.make_plan(folder.partnership, folder.edition, version=version)
    older = make.make_edition(
        agreement=folder.edition.agreement, effective_from=date(2021, 7, 1), label="2021"
    )
    make.make_plan(folder.partnership, make.adopt(older), version="7")
    assert "<h1>Action Steps V 2.10</h1>" in read()
    assert [plan.version for plan in client.get(folder.url).context["plans"]] == ["2.10", "2.9", "2.1", "7"]
    assert "<h1>Action Steps V 2.1</h1>" in read(edition="2023-2024", version="2.1")
    assert client.get(folder.url, {"version": "3"}).status_code == 404


def test_a_drafts_plan_is_shown_to_nobody(folder, read, client):
    draft = make.make_edition(
        agreement=folder.edition.agreement, effective_from=date(2024, 7, 1), label="2024"
    )
    folder.step(("Create", "May"))
    before = cells_in(read())
    make.make_plan(folder.partnership, draft, version="9")
    assert "version 9" not in read()
    assert cells_in(read()) == before
    assert client.get(folder.url, {"edition": "2024"}).status_code == 404


@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize("steps", [1, 20])
def test_the_number_of_queries_does_not_grow(folder, client, steps, writes, django_assert_num_queries):
    person = make.make_liaison(folder.partnership) if writes else folder.viewer
    client.force_login(person)
    for number in range(steps):
        folder.step(
            ("Create", "May"), ("Share", ""), feedback=f"Ask {number}", items=[folder.item], owner=person
        )
    make.adopt(folder.edition)
    with django_assert_num_queries(9):
        client.get(folder.url)


def test_claytons_plan_reads_as_printed(client, clayton):
    client.force_login(make.make_viewer(clayton))
    response = client.get(reverse("action-steps", args=["clayton"]))
    page = response.content.decode()
    assert "<h1>School District of Clayton 2023-2024 Partnership Agreement Action Steps V 2.1</h1>" in page
    assert [len(category.steps) for category in response.context["categories"]] == [1, 1, 10, 11]
    surveys = next(
        step
        for category in response.context["categories"]
        for step in category.steps
        if step.step.position == 9
    )
    assert [(line.timeline, line.spans) for line in surveys.actions] == [
        ("Create/update IEP satisfaction surveys", 1),
        ("After each IEP meeting", 1),
        ("September, January, June", 1),
    ]


def test_a_long_plan_has_several_pages_and_a_step_is_found_on_its_own(folder, read, client):
    later = make.make_category(folder.edition, title="Data")
    steps = [ActionStep(plan=folder.plan, category=folder.category, position=n) for n in range(1, 231)]
    last = ActionStep(plan=folder.plan, category=later, position=231, title="The last one")
    ActionStep.objects.bulk_create([*steps, last])
    first, second = read(), read(page="2")
    assert (first.count("<tbody"), second.count("<tbody")) == (200, 31)
    assert "Category 1: Collaboration <span" in second
    assert "page=2#category-2" in first
    assert "The last one" in read(step=last.public_id)
