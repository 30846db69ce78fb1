import re
from datetime import date

import pytest
from django.urls import reverse

from actionsteps.models import ActionStep
from tests import factories as make


@pytest.fixture
def url(plan, client):
    client.force_login(plan.liaison)
    return reverse("plan-days", args=[plan.partnership.slug, plan.plan.public_id])


def chosen(client, url):
    return dict(re.findall(r'type="checkbox"[^>]* name="([^"]+)" value="([^"]+)"', client.get(url).text))


@pytest.mark.slow
def test_what_is_ticked_gets_its_days_and_nothing_else_does(client, plan, url):
    first = plan.step(title="Meet monthly")
    second = make.make_step(plan.plan, plan.category, ("Decide", "Mid-December 2023"), title="Decide")
    make.make_step(plan.plan, plan.category, ("Report", "Annual assessment report"), title="Report")
    page = client.get(url).text
    assert "<b>until Dec 15, 2023</b>" in page
    assert "“Mid” is read as until the 15th." in page
    assert '>Report</a> <span class="muted">“Annual assessment report”' in page
    typed = chosen(client, url)
    assert set(typed) == {first.public_id, second.public_id}
    del typed[first.public_id]
    assert "1 step has its days now." in client.post(url, typed, follow=True).text
    dates = list(ActionStep.objects.order_by("position").values_list("due_on", "next_on"))
    assert dates == [(None, None), (date(2023, 12, 15), date(2023, 12, 15)), (None, None)]


@pytest.mark.slow
def test_what_somebody_changed_meanwhile_is_told_and_stays(client, plan, url):
    step = plan.step(title="Meet")
    typed = chosen(client, url)
    step.actions.update(timeline="Weekly")
    assert "Somebody changed “Meet” meanwhile." in client.post(url, typed, follow=True).text
    assert "Nothing was ticked" in client.post(url, {}, follow=True).text
    assert ActionStep.objects.get().due_on is None


def test_only_those_who_write_the_plan_confirm(client, plan, url):
    client.force_login(make.make_viewer(plan.partnership))
    assert client.get(url).status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 20])
def test_it_takes_as_many_queries_for_many_steps(client, plan, url, many, django_assert_num_queries):
    for _ in range(many):
        plan.step()
    with django_assert_num_queries(9):
        client.get(url)
