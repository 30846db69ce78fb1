"""The goals that are presented at the forum: entered, printed, and named where they are missing."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from assessments.cycles.forum_goals import ForumGoalsForm
from assessments.models import ForumGoals
from reports import gather, render
from tests import factories as make
from tests.core.test_record_forms import as_posted
from tests.reports.parts import with_parts

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

GOALS = {"numeracy": "Fractions by grade 5", "literacy": "", "social_emotional": "", "survey": ""}


@pytest.fixture
def assessment():
    edition = make.make_edition()
    text = "Present goals in the areas of numeracy, literacy, and social emotional."
    make.make_item(make.make_category(edition), text=text)
    make.adopt(edition)
    return make.make_assessment(cycle=make.make_cycle(edition=edition), by=None)


def page_of(client, assessment, person=None):
    client.force_login(person or make.make_liaison(assessment.partnership))
    return reverse("forum-goals", args=[assessment.public_id])


def printed(assessment):
    return " ".join(
        render.state_of_the_partnership(with_parts(gather.state_of_the_partnership(assessment))).split()
    )


@pytest.mark.slow
def test_what_is_entered_is_printed_and_what_is_not_is_named(client, assessment):
    address = page_of(client, assessment)
    back = reverse("document", args=[assessment.partnership.slug, "state-of-the-partnership"])
    assert f'href="{back}?of={assessment.public_id}"' in client.get(address).text
    assert client.post(address, GOALS).status_code == 302
    page = printed(assessment)
    assert "Item 1.1 of the agreement promises that these goals are presented" in page
    assert "Fractions by grade 5</div>" in page
    missing = "Literacy; Social-emotional learning; Engagement survey: areas of focus and goals."
    assert f"Not entered yet: {missing}" in page


def test_a_goal_of_an_earlier_period_says_so(assessment):
    period = assessment.cycle.period
    year = period.start.year
    before = make.make_period(
        start=period.start.replace(year=year - 1), end=period.end.replace(year=period.end.year - 1)
    )
    ForumGoals.objects.create(partnership=assessment.partnership, period=before, literacy="Read daily")
    assert f'<h3>Literacy <span class="older">from {before.name}</span></h3>' in printed(assessment)


def test_two_people_keep_what_each_of_them_typed(client, assessment):
    address = page_of(client, assessment)
    client.post(address, GOALS)
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, GOALS | {"seen": seen, "numeracy": "Theirs"})
    response = client.post(address, GOALS | {"seen": seen, "numeracy": "Mine"})
    assert response.status_code == 409
    assert "Theirs" in response.text and "Mine" in response.text
    client.post(address, GOALS | {"seen": seen, "numeracy": GOALS["numeracy"], "literacy": "Read"})
    goals = ForumGoals.objects.get()
    assert (goals.numeracy, goals.literacy) == ("Theirs", "Read")


def test_who_enters_the_first_goals_in_the_same_moment_as_another_loses_nothing(assessment):
    of = {"partnership": assessment.partnership, "period": assessment.cycle.period}
    by = make.make_user()
    seen = ForumGoalsForm(**of)["seen"].value()
    mine, also = (
        ForumGoalsForm(as_posted(GOALS | {"seen": seen, "literacy": words}), **of)
        for words in ("Read daily", "Read at home")
    )
    ForumGoals.objects.create(**of, survey="Belonging")
    assert mine.attempt(by).saved
    goals = ForumGoals.objects.get()
    assert (goals.numeracy, goals.literacy, goals.survey) == (GOALS["numeracy"], "Read daily", "Belonging")
    attempt = also.attempt(by)
    assert (attempt.status, dict(attempt.conflict.now)) == (409, {"Literacy": "Read daily"})
    assert also["literacy"].value() == "Read at home"


def test_viewers_enter_none(client, assessment):
    address = page_of(client, assessment, make.make_viewer(assessment.partnership))
    assert client.get(address).status_code in (403, 404)
    assert client.post(address, GOALS).status_code in (403, 404)
    assert not ForumGoals.objects.exists()


def test_goals_stand_once_a_period(assessment):
    fields = {"partnership": assessment.partnership, "period": assessment.cycle.period}
    ForumGoals.objects.create(**fields)
    with pytest.raises(IntegrityError):
        ForumGoals.objects.create(**fields)
