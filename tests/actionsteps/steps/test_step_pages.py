"""A step in the browser: added under its category, opened, changed, moved, removed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actionsteps.models import ActionPlan, ActionStep
from assessments.models import Highlight, HighlightKind
from tests import factories as make
from tests.words import words_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class Desk:
    """A plan in preparation with two steps in one category, and its liaison."""

    def __init__(self, client):
        self.client = client
        edition = make.make_edition(label="2023-2024")
        self.category, self.other_category = make.make_category(edition), make.make_category(edition)
        self.item = make.make_item(self.category)
        make.adopt(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.plan = make.make_plan(self.partnership, edition, version="2.1")
        self.step = make.make_step(
            self.plan, self.category, ("Meet", "Monthly"), ("Write", ""), feedback="Ask us"
        )
        self.second = make.make_step(self.plan, self.category, ("Visit", "May"))
        self.liaison = make.make_liaison(self.partnership)
        client.force_login(self.liaison)

    def address(self, name, step=None, **more):
        found = {"slug": self.partnership.slug, "public_id": (step or self.step).public_id, **more}
        return reverse(f"action-step{name}", kwargs=found)

    def fields(self, address):
        """What a browser would send of the form at an address."""
        form = re.search(r"<form[^>]*step-form.*?</form>", self.client.get(address).text, re.S)[0]
        return sent_by(form.split("<template>")[0] + form.split("</template>")[-1])

    def send(self, address, **typed):
        return self.client.post(address, self.fields(address) | typed)


def sent_by(form):
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\s*(.*?)</textarea>', form, re.S):
        found[name] = text
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.fixture
def desk(client):
    return Desk(client)


def adding(desk):
    address = reverse("action-step-add", args=[desk.partnership.slug, desk.plan.public_id, 1])
    typed = {"actions-0-text": "Send a letter", "actions-0-timeline": "August", "said": "Tell us earlier"}
    return address, desk.fields(address) | typed


@pytest.mark.both_databases
def test_a_step_is_added_under_its_category_and_a_form_sent_twice_makes_one(desk):
    address, fields = adding(desk)
    for _ in range(2):
        page = desk.client.post(address, fields, follow=True).text
    step = ActionStep.objects.exclude(pk__in=[desk.step.pk, desk.second.pk]).get()
    assert (step.name, step.category, step.actions.get().timeline) == (
        "Tell us earlier",
        desk.category,
        "August",
    )
    assert "Send a letter" in page


def test_a_step_says_something(desk):
    address, fields = adding(desk)
    response = desk.client.post(
        address, fields | {"actions-0-text": "", "actions-0-timeline": "", "said": ""}
    )
    assert response.status_code == 422
    assert "Write down what is done, or what the step answers." in response.text


def test_a_step_opens_with_all_it_says(desk):
    page = desk.client.get(desk.address("")).text
    for words in ("Ask us", "Meet", "Monthly", "not started", "nobody yet", "no date"):
        assert words in page


def test_words_are_changed_and_an_action_left_empty_is_taken_off(desk):
    address = desk.address("-words")
    typed = {"actions-0-text": "", "actions-0-timeline": "", "actions-1-timeline": "May", "title": "Letters"}
    assert desk.send(address, **typed).status_code == 302
    assert list(desk.step.actions.values_list("text", "timeline")) == [("Write", "May")]
    assert ActionStep.objects.get(pk=desk.step.pk).title == "Letters"


def test_actions_stand_in_the_order_asked_for(desk):
    desk.send(desk.address("-words"), **{"actions-0-ORDER": "2", "actions-1-ORDER": "1"})
    assert list(desk.step.actions.values_list("text", flat=True)) == ["Write", "Meet"]


@pytest.mark.both_databases
def test_who_changes_released_words_writes_in_the_next_version(desk):
    ActionPlan.objects.update(status="released")
    desk.send(desk.address("-words"), title="Letters")
    now = ActionStep.objects.get(lineage=desk.step.lineage, plan__next=None)
    assert (now.title, now.plan.version) == ("Letters", "2.2")
    assert ActionStep.objects.get(pk=desk.step.pk).title == ""


def test_a_form_of_released_words_that_changes_nothing_begins_no_version(desk):
    ActionPlan.objects.update(status="released")
    desk.send(desk.address("-words"))
    assert ActionPlan.objects.count() == 1


@pytest.mark.both_databases
def test_two_who_change_the_same_are_shown_both(desk):
    address = desk.address("-words")
    first, second = desk.fields(address), desk.fields(address)
    desk.client.post(address, first | {"actions-0-text": "Meet twice"})
    response = desk.client.post(address, second | {"actions-0-text": "Meet often"})
    assert response.status_code == 409
    assert "Meet twice" in response.text
    assert "Meet often" in response.text
    again = response.context["form"]
    data = {name: again.data.getlist(name) for name in again.data}
    desk.client.post(address, data)
    assert desk.step.actions.first().text == "Meet often"


def test_who_does_it_until_when_stays_open_in_a_released_version(desk):
    ActionPlan.objects.update(status="released")
    typed = {"owner": desk.liaison.pk, "starts_on": "November 2026", "due_on": "March 2027"}
    desk.send(desk.address("-doing"), **typed)
    step = ActionStep.objects.get(pk=desk.step.pk)
    assert (step.owner, f"{step.due_on}", step.due_on_is_month) == (desk.liaison, "2027-03-31", True)
    assert ActionPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_on": "5/1/2027", "due_on": "4/1/2027"}, "It would be due before it starts."),
        (
            {"starts_on": "5/1/2027", "repeats": "monthly"},
            "A step that repeats needs an end: say until when.",
        ),
        ({"due_on": "5/1/2027", "repeats": "monthly"}, "A step that repeats begins on a day"),
        (
            {"starts_on": "1/1/2027", "due_on": "5/1/2036", "repeats": "weekly"},
            "That is more than 260 occasions.",
        ),
        (
            {"starts_on": "1/1/2027", "due_on": "5/1/2027", "repeats": "yearly", "repeats_in": "9"},
            "No occasion falls between",
        ),
        ({"repeats_every": "0"}, "A step repeats every 1 to 60"),
        ({"hours-0-planned": "3"}, "Write down what these hours are for."),
        ({"hours-0-what": "Talks", "hours-0-planned": "-3"}, "greater than or equal to 0"),
        ({"cost": "much"}, "Write an amount in dollars"),
    ],
)
def test_what_cannot_be_is_told_and_stays_in_the_form(desk, typed, sentence):
    response = desk.send(desk.address("-doing"), **typed)
    assert response.status_code == 422
    assert sentence in response.text
    assert all(f'value="{value}"' in response.text for value in typed.values())


def test_a_step_serves_no_item_of_another_agreement(desk):
    foreign = make.make_item(make.make_category())
    response = desk.send(desk.address("-words"), items=[foreign.pk])
    assert response.status_code == 422
    assert "Select a valid choice." in response.text


def test_hours_stand_line_by_line_beside_the_total_that_was_stated(desk):
    typed = {
        "hours-0-what": "Coaching",
        "hours-0-planned": "12",
        "hours-0-spent": "2.5",
        "hours_stated": "20",
    }
    desk.send(desk.address("-doing"), **typed)
    page = desk.client.get(desk.address("")).text
    assert "not what the lines come to" in page
    assert "12 planned, 2.50 spent" in page


def test_a_step_moves_among_those_of_its_category(desk):
    desk.client.post(desk.address("-move", desk.second, direction="up"))
    assert list(desk.plan.steps.order_by("position")) == [desk.second, desk.step]
    desk.client.post(desk.address("-move", desk.second, direction="up"))
    assert list(desk.plan.steps.order_by("position")) == [desk.second, desk.step]


@pytest.mark.both_databases
def test_a_removed_step_is_put_back(desk):
    page = desk.client.post(desk.address("-remove"), follow=True).text
    assert "1 removed step" in page
    removed = desk.client.get(reverse("removed-steps", args=[desk.partnership.slug, desk.plan.public_id]))
    assert "Ask us" in removed.text
    assert list(desk.plan.steps.all()) == [desk.second]
    desk.client.post(desk.address("-put-back"))
    assert list(desk.plan.steps.all()) == [desk.step, desk.second]


@pytest.mark.both_databases
def test_a_step_is_split_and_merged(desk):
    moved = desk.step.actions.last()
    desk.client.post(desk.address("-split"), {"action": [moved.lineage]})
    steps = list(desk.plan.steps.order_by("position"))
    assert [[action.text for action in step.actions.all()] for step in steps] == [
        ["Meet"],
        ["Write"],
        ["Visit"],
    ]
    assert steps[1].feedback.get().text == "Ask us"
    desk.client.post(desk.address("-merge", desk.second), {"into": desk.step.public_id})
    assert [action.text for action in desk.step.actions.all()] == ["Meet", "Visit"]
    assert ActionStep.with_removed.get(pk=desk.second.pk).merged_into == desk.step


def test_a_step_without_an_action_left_is_not_split(desk):
    response = desk.client.post(desk.address("-split"), {"action": []})
    assert response.status_code == 422
    assert "Leave at least one action in each of the two steps." in response.text


def test_one_action_is_ticked_off_and_opened_again(desk):
    first = desk.step.actions.first()
    address = desk.address("-tick", lineage=first.lineage)
    desk.client.post(address, {"done": "yes"})
    first.refresh_from_db()
    assert first.done_by == desk.liaison
    desk.client.post(address)
    first.refresh_from_db()
    assert first.done_at is None


@pytest.mark.both_databases
def test_a_roles_step_is_taken_once(desk):
    desk.step.owner_role = "case managers"
    desk.step.save()
    desk.client.post(desk.address("-take"))
    director = make.make_director(desk.partnership)
    desk.client.force_login(director)
    response = desk.client.post(desk.address("-take"))
    assert response.status_code == 409
    assert f"{desk.liaison} has taken this step already." in response.text
    assert ActionStep.objects.get(pk=desk.step.pk).owner == desk.liaison


@pytest.mark.parametrize("way", ["ended", "inactive"])
def test_an_owner_who_left_is_marked_and_is_not_chosen_again(desk, way):
    gone = make.make_liaison(desk.partnership)
    desk.step.owner = gone
    desk.step.save()
    if way == "ended":
        gone.memberships.get().end(by=desk.liaison)
    else:
        gone.is_active = False
        gone.save()
    page = desk.client.get(reverse("action-steps", args=[desk.partnership.slug])).text
    assert "has left: who does it now?" in page
    response = desk.send(desk.address("-doing"), owner=gone.pk)
    assert response.status_code == 422
    assert "This person no longer works in the partnership." in response.text


def test_an_older_version_is_read_only(desk):
    ActionPlan.objects.update(status="released")
    desk.send(desk.address("-words"), title="Letters")
    page = desk.client.get(desk.address("")).text
    assert "the newest is 2.2" in page
    assert "Edit the words" not in page
    ActionStep.objects.filter(plan__version="2.2").update(owner=desk.liaison)
    plan = desk.client.get(reverse("action-steps", args=[desk.partnership.slug]), {"version": "2.1"}).text
    assert "This is version 2.1, to be read; the newest is" in plan
    assert "Add a step" not in plan
    assert f'<span class="who">{desk.liaison}' in plan


def test_readers_see_no_way_to_write(desk):
    desk.client.force_login(make.make_viewer(desk.partnership))
    page = desk.client.get(desk.address("")).text
    assert "Meet" in page
    assert "Edit" not in page
    assert desk.client.post(desk.address("-words"), {}).status_code == 403


def test_in_place_the_answer_is_the_row_of_the_plan(desk):
    headers = {"HX-Request": "true", "HX-Target": f"step-{desk.step.public_id}"}
    tick = desk.address("-tick", lineage=desk.step.actions.first().lineage)
    for page in (
        desk.client.get(desk.address(""), headers=headers).text,
        desk.client.post(tick, {"done": "yes"}, headers=headers).text,
    ):
        assert page.lstrip().startswith(f'<tbody role="rowgroup" id="step-{desk.step.public_id}"')


@pytest.mark.both_databases
def test_steps_are_put_in_order_by_dragging_unless_they_changed_meanwhile(desk):
    address = reverse("action-steps-order", args=[desk.partnership.slug, desk.plan.public_id, 1])
    was, wanted = [desk.step.lineage, desk.second.lineage], [desk.second.lineage, desk.step.lineage]
    sent = {"was": was, "order": wanted, "moved": desk.second.lineage}
    answer = desk.client.post(address, sent, headers={"HX-Request": "true"})
    assert "Moved to place 1 of 2" in answer.text
    assert list(desk.plan.steps.order_by("position")) == [desk.second, desk.step]
    sent["order"] = [*was, make.make_step(desk.plan, desk.category).lineage]
    answer = desk.client.post(address, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "These steps changed meanwhile." in answer.text


def test_a_step_names_what_it_comes_from_and_readers_see_of_it_what_they_may_read(desk):
    cycle = make.make_cycle(edition=desk.plan.edition)
    sides = [
        make.make_assessment(desk.partnership, cycle=cycle, by=by)
        for by in (desk.partnership.partner, desk.partnership.agreement.lead)
    ]
    own, theirs = (
        Highlight.objects.create(assessment=side, kind=HighlightKind.FOCUS, text=text)
        for side, text in zip(sides, ("Ours to know", "Theirs to know"), strict=True)
    )
    desk.step.highlights.add(theirs)
    row = make.make_row(desk.category, desk.partnership, label="Rides")
    page = desk.client.get(desk.address("-sources")).text
    assert "Ours to know" in page
    assert "Theirs to know" not in page
    desk.send(desk.address("-sources"), highlights=[own.pk], rows=[row.pk])
    assert set(desk.step.highlights.all()) == {own, theirs}
    page = desk.client.get(desk.address("")).text
    assert "Rides" in page
    assert "Theirs to know" not in page


@pytest.mark.both_databases
def test_the_history_tells_who_changed_what_in_all_versions(desk):
    ActionPlan.objects.update(status="released")
    desk.send(desk.address("-words"), **{"title": "Letters", "actions-0-text": "Meet twice"})
    page = words_in(desk.client.get(desk.address("-history")).text)
    assert f"{desk.liaison} Title Letters" in page
    assert f"{desk.liaison} Action Meet Meet twice" in page
    assert "Carried into version 2.2" in page
    assert page.count("Written down") == 1
    assert page.count("Action added") == 2  # not once more of the copy


def test_a_step_says_for_how_many_years_it_is_open(desk):
    ActionStep.objects.filter(pk=desk.step.pk).update(opened_on=timezone.localdate() - timedelta(days=800))
    assert "open for 2 years" in desk.client.get(reverse("action-steps", args=[desk.partnership.slug])).text


def test_what_is_written_into_a_step_that_somebody_removed_stays_in_the_form(desk):
    fields = desk.fields(desk.address("-words"))
    desk.client.post(desk.address("-remove"))
    response = desk.client.post(desk.address("-words"), fields | {"title": "Letters"})
    assert response.status_code == 409
    assert "This step no longer stands in the plan." in response.text
    assert 'value="Letters"' in response.text
    page = desk.client.post(desk.address("-move", direction="down"), follow=True).text
    assert "If it was removed, it can be put back." in page
    assert "This step was removed from the plan" in page


def test_in_place_a_change_answers_with_the_row_as_it_is_then(desk):
    headers = {"HX-Request": "true", "HX-Target": f"step-{desk.step.public_id}"}
    fields = desk.fields(desk.address("-doing")) | {"owner_role": "case managers"}
    page = desk.client.post(desk.address("-doing"), fields, headers=headers).text
    assert page.lstrip().startswith("<tbody")
    assert "case managers" in page
    address = desk.address("-tick", lineage=desk.step.actions.first().lineage)
    assert "Not done after all" in desk.client.post(address, {"done": "yes"}, headers=headers).text
