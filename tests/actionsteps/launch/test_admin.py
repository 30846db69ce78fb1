"""An administrator makes a launch plan of any agreement."""

import pytest

from actionsteps.models import LaunchPlan
from tests import factories as make

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/actionsteps/launchplan/"


def rows(prefix, *rows):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    return data | {
        f"{prefix}-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()
    }


def test_tasks_by_periods_are_entered_and_the_agreement_leads_to_them(client):
    agreement = make.make_agreement()
    client.force_login(make.make_administrator())
    client.post(f"{ADDRESS}add/", {"agreement": agreement.pk, "title": "Phase two", "note": ""})
    plan = LaunchPlan.objects.get()
    agreement.refresh_from_db()
    assert agreement.has_launch_plan
    response = client.post(
        f"{ADDRESS}{plan.pk}/change/",
        {"title": "Phase two", "note": ""}
        | rows("periods", {"label": "Aug 2019", "first_day": "2019-08-01", "last_day": "2019-08-31"})
        | rows(
            "tasks",
            {"position": 1, "heading": "", "words": "Visit"},
            {"position": 2, "heading": "SCHOOL OPS", "words": "Schools Open"},
        ),
    )
    assert response.status_code == 302, response.context["errors"]
    assert [(task.heading, task.words) for task in plan.tasks.all()] == [
        ("", "Visit"),
        ("SCHOOL OPS", "Schools Open"),
    ]
    assert [period.label for period in plan.periods.all()] == ["Aug 2019"]


def test_days_that_cannot_be_are_refused_with_a_sentence(client):
    plan = make.make_launch_plan(make.make_agreement())
    client.force_login(make.make_administrator())
    wrong = {"label": "Sept 18", "first_day": "2018-09-30", "last_day": "2018-09-01"}
    data = {"title": "Phase one", "note": ""} | rows("periods", wrong) | rows("tasks")
    response = client.post(f"{ADDRESS}{plan.pk}/change/", data)
    assert "The last day must not be before the first." in response.text
    assert plan.periods.count() == 3
