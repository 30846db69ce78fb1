"""The page of a launch plan: who marks it, who reads it, and what its picture says."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from actionsteps.launch.marking import mark
from actionsteps.launch.table import table_of
from actionsteps.models import LaunchMark
from dashboards.launch import launch_chart
from tests import factories as make
from tests.words import words_of_main

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return make.make_partnership()


@pytest.fixture
def plan(partnership):
    return make.make_launch_plan(partnership.agreement, "Visit", "Hire")


def address(plan, name="launch-plan", *more):
    return reverse(name, args=[plan.agreement.slug, plan.public_id, *more])


def name_of(task, at):
    return f"{task.public_id} {task.plan.periods.all()[at].key}"


def test_a_director_marks_a_task_and_takes_the_mark_away(client, partnership, plan):
    task = plan.tasks.first()
    client.force_login(make.make_director(partnership))
    response = client.post(address(plan, "launch-mark"), {"mark": name_of(task, 1)})
    assert response.url == f"{address(plan)}#task-{task.public_id}"
    page = client.get(address(plan)).text
    assert "1 of 2 tasks is marked." in words_of_main(page)
    assert page.count('aria-pressed="true"') == 1
    client.post(address(plan, "launch-mark"), {"unmark": name_of(task, 1)})
    assert not LaunchMark.objects.exists()
    history = words_of_main(client.get(address(plan, "launch-history")).text)
    assert "Mark taken away: Feb 18" in history


def test_a_script_gets_the_row_with_the_picture(client, partnership, plan):
    task = plan.tasks.first()
    client.force_login(make.make_director(partnership))
    data = {"mark": name_of(task, 0)}
    answer = client.post(address(plan, "launch-mark"), data, headers={"HX-Request": "true"}).text
    assert answer.lstrip().startswith(f'<tr role="row" id="task-{task.public_id}"')
    assert answer.count('hx-swap-oob="true"') == 2
    assert "Visit: Jan 18, not started." in answer


def test_while_a_row_has_a_form_open_its_marks_are_not_pressed(client, partnership, plan):
    task = plan.tasks.first()
    client.force_login(make.make_director(partnership))
    where = address(plan, "launch-task", task.public_id)
    row = client.get(where, headers={"HX-Request": "true"}).text
    assert 'name="seen"' in row
    assert 'form="marks"' not in row
    assert 'form="marks"' in client.get(f"{where}?closed", headers={"HX-Request": "true"}).text


@pytest.mark.slow
def test_a_liaison_of_the_lead_agency_says_how_far_a_task_is(client, partnership, plan):
    liaison, task = make.make_user(), plan.tasks.first()
    make.make_membership(liaison, partnership.agreement.lead)
    client.force_login(liaison)
    form = client.get(address(plan, "launch-task", task.public_id)).context["form"]
    said = {"status": "held_up", "owner": "Supt", "note": "", "seen": form.initial["seen"]}
    refused = client.post(address(plan, "launch-task", task.public_id), said)
    assert refused.status_code == 422
    assert "Say in the note why it is held up or dropped." in refused.text
    client.post(address(plan, "launch-task", task.public_id), said | {"note": "No answer."})
    assert "Supt No answer." in words_of_main(client.get(address(plan)).text)


def test_what_two_changed_at_once_is_shown_with_both(client, partnership, plan):
    task, director = plan.tasks.first(), make.make_director(partnership)
    client.force_login(director)
    where = address(plan, "launch-task", task.public_id)
    seen = client.get(where).context["form"].initial["seen"]
    client.post(where, {"status": "done", "seen": seen})
    answer = client.post(where, {"status": "under_way", "seen": seen})
    assert answer.status_code == 409
    assert f"{director} changed the same after you opened the page" in words_of_main(answer.text)
    assert '<option value="under_way" selected>' in answer.text


@pytest.mark.parametrize("person", [make.make_liaison, make.make_viewer])
def test_a_school_reads_the_plan_and_marks_nothing(client, partnership, plan, person):
    mark(plan.tasks.first(), plan.periods.first(), True, by=make.make_user())
    client.force_login(person(partnership))
    page = client.get(reverse("launch-plans", args=[plan.agreement.slug]), follow=True).text
    assert "<button" not in page[page.index("<main") :]
    assert page.count("is-marked") == 1
    assert (
        client.post(address(plan, "launch-mark"), {"mark": name_of(plan.tasks.first(), 1)}).status_code == 403
    )
    assert client.get(address(plan, "launch-task", plan.tasks.first().public_id)).status_code == 403


def test_others_do_not_know_of_it_and_the_lead_agency_does_before_there_is_a_partner(client):
    plan = make.make_launch_plan(make.make_agreement())
    client.force_login(make.make_director(make.make_partnership()))
    assert client.get(address(plan)).status_code == 404
    viewer = make.make_user()
    make.make_membership(viewer, plan.agreement.lead, Role.VIEWER)
    client.force_login(viewer)
    assert client.get(address(plan)).status_code == 200


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.LIAISON, Role.VIEWER])
def test_somebody_of_the_lead_agency_for_another_agreement_alone_does_not_know_of_it(client, plan, role):
    elsewhere = make.make_partnership(agreement=make.make_agreement(lead=plan.agreement.lead))
    person = make.make_user()
    make.make_membership(person, plan.agreement.lead, role, only=[elsewhere])
    client.force_login(person)
    assert client.get(address(plan)).status_code == 404
    data = {"mark": name_of(plan.tasks.first(), 1)}
    assert client.post(address(plan, "launch-mark"), data).status_code == 404


def test_somebody_who_enters_in_another_agreement_and_reads_in_this_marks_nothing(client, partnership, plan):
    elsewhere = make.make_partnership(agreement=make.make_agreement(lead=plan.agreement.lead))
    person = make.make_viewer(partnership)
    make.make_membership(person, plan.agreement.lead, only=[elsewhere])
    client.force_login(person)
    assert client.get(address(plan)).status_code == 200
    data = {"mark": name_of(plan.tasks.first(), 1)}
    assert client.post(address(plan, "launch-mark"), data).status_code == 403


@pytest.mark.parametrize("sent", ["", "nobody 2018-01-01", "{task}", "{task} 2018-01-02", "{task} 1"])
def test_a_mark_that_names_nothing_is_not_found(client, partnership, plan, sent):
    client.force_login(make.make_director(partnership))
    data = {"mark": sent.format(task=plan.tasks.first().public_id)}
    assert client.post(address(plan, "launch-mark"), data).status_code == 404


def test_the_partnerships_pages_lead_to_it_where_there_is_one(client, partnership):
    client.force_login(make.make_viewer(partnership))
    where = reverse("launch-plans", args=[partnership.agreement.slug])
    page = reverse("agreement", args=[partnership.slug])
    assert where not in client.get(page).text
    partnership.agreement.has_launch_plan = True
    partnership.agreement.save()
    assert where in client.get(page).text
    assert "No launch plan is entered for this agreement." in client.get(where).text


def test_queries_do_not_grow_with_the_plan(client, partnership, plan, django_assert_num_queries):
    other = make.make_launch_plan(partnership.agreement, *"ABCDEF", title="Phase two")
    client.force_login(make.make_director(partnership))
    for one in (plan, other):
        with django_assert_num_queries(7):
            client.get(address(one))


def test_the_picture_has_periods_as_wide_as_they_are_long(plan):
    task = plan.tasks.first()
    for period in (plan.periods.all()[0], plan.periods.all()[1]):
        mark(task, period, True, by=make.make_user())
    chart = launch_chart(table_of(plan), date(2018, 7, 1))
    assert chart.alt == (
        "Timeline of 2 tasks by 3 periods, from Jan 18 to Mar- Aug 18: 1 of 2 tasks is marked. "
        "Visit: Jan 18, Feb 18, not started."
    )
    (bar,) = re.findall(r'<rect [^>]*width="([\d.]+)%"', chart.svg)
    assert float(bar) / (99.8 - 36) == pytest.approx(59 / 243, abs=0.001)
    assert chart.svg.count('class="break"') == 1
    assert 'class="break"' not in launch_chart(table_of(plan), date(2026, 7, 1)).svg


def test_a_plan_without_periods_has_no_picture(plan):
    plan.periods.all().delete()
    assert launch_chart(table_of(plan), date(2018, 7, 1)) is None
