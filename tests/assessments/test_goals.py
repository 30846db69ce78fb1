"""Goals of a district and its schools are read under whom they are for, wherever they are rated."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.conference.comparing import conference_of
from assessments.models import Assessment
from assessments.rating.workspace import workspace_of
from assessments.workbooks.layout import words_of
from partnerships.models import ItemKind
from reports.gather.ratings import rated_categories
from tests import factories as make
from tests.partnerships.partnered import Partnered

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    """The school's goal follows one of the district, which is rated itself."""
    own = Partnered()
    own.goal.position, own.benchmark.position = 2, 3
    own.goal.save()
    own.benchmark.save()
    own.of_district = own.add(number="2", kind=ItemKind.OUTCOME_GOAL, position=1)
    own.draft.adopt(by=make.make_administrator())
    period = make.make_period(label="Review", start=date(2024, 7, 1), end=date(2024, 9, 30))
    cycle = make.make_cycle(edition=own.edition, period=period)
    made = make.make_assessment(own.partnership, cycle=cycle)
    own.assessment = Assessment.objects.with_partnership().get(pk=made.pk)
    return own


def test_the_workspace_names_whom_goals_are_for_and_their_kind(own, client):
    (chapter,) = workspace_of(own.assessment).chapters
    groups = [(name, [line.item.reference for line in lines]) for name, lines in chapter.groups]
    assert groups == [(own.partnership.partner.name, ["1.2"]), (own.school.name, ["1.1", "1.1.a"])]
    client.force_login(make.make_liaison(own.partnership))
    page = client.get(reverse("assessment", args=[own.assessment.public_id])).text
    order = ('label">Outcome goal', f">{own.school.name}</h3>", 'label">Process goal', 'label">Benchmark')
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "only)" not in page


def test_where_nothing_is_for_a_school_nobody_is_named():
    edition = make.make_edition()
    make.make_item(make.make_category(edition))
    made = make.make_assessment(cycle=make.make_cycle(edition=edition))
    (chapter,) = workspace_of(Assessment.objects.with_partnership().get(pk=made.pk)).chapters
    assert [(name, len(lines)) for name, lines in chapter.groups] == [("", 1)]


def test_in_the_conference_each_benchmark_says_whose_goal_it_is_of(own):
    pairs = conference_of(own.assessment, make.make_liaison(own.partnership)).pairs
    partner = own.partnership.partner.short_name
    assert [(pair.whole.label, pair.whole.lead_in) for pair in pairs] == [
        (f"{partner}: outcome goal", ""),
        (f"{own.school.short_name}: process goal", own.goal.text),
    ]


def test_a_workbook_says_it_of_each_goal(own):
    goal, benchmark = own.assessment.items().select_related("subject").filter(subject=own.school)
    assert words_of(goal, own.assessment) == f"{own.school.short_name}: process goal\n{goal.text}"
    assert words_of(benchmark, own.assessment) == benchmark.text


def test_the_report_prints_them_apart(own):
    (category,) = rated_categories(own.assessment)
    assert [(name, len(lines)) for name, lines in category.groups] == [
        (own.partnership.partner.name, 1),
        (own.school.name, 2),
    ]


def test_the_agreement_shows_what_holds_once(own, client):
    client.force_login(make.make_liaison(own.partnership))
    page = client.get(reverse("agreement", args=[own.partnership.slug])).text
    assert page.count(own.goal.text) == 1
    assert (
        page.index(own.of_district.text)
        < page.index(f"<h3>{own.school.name}</h3>")
        < page.index(own.goal.text)
    )
