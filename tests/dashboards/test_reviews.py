"""The state's pages: all districts and schools by cohort, what is due, and how outcomes moved."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from assessments.models import AssessmentStatus, Cycle
from dashboards.reviews import listing
from dashboards.reviews.outcomes import Paths, PlacedOutcome
from determinations.verdicts.history import OutcomeMove
from tests import factories as make
from tests.words import words_of_main

from .state import LIMITED, ON_TRACK, PROGRESS, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def state():
    return State()


@pytest.fixture
def look(client, state):
    """The text of the page, as somebody sees it: without what its links say to those who hear them."""

    def look(user=None, **asked):
        client.force_login(user or state.director)
        answer = client.get(reverse("reviews", args=[state.agreement.slug]), asked)
        assert answer.status_code == 200
        return words_of_main(re.sub(r'<span class="visually-hidden">: [^<]*</span>', "", answer.text))

    return look


def names_in(text, state):
    """The districts whose rows are shown."""
    rows = text[text.index("District, school") :] if "District, school" in text else ""
    return [name for name in ("Alpha", "Beta", "Gamma") if f"{name} School" in rows]


@pytest.mark.slow
@pytest.mark.both_databases
def test_outcomes_stand_review_by_review_under_their_cohort(state, look):
    state.finish(state.april, state.eighteen, PROGRESS, LIMITED)
    state.finish(state.april, state.thirtysix, ON_TRACK, LIMITED)
    state.finish(state.october, state.eighteen, LIMITED)
    text = look()
    april, october = text.index("April 2017 2"), text.index("October 2017 1")
    assert "18-month review 36-month review" in text[april:october]
    assert "36-month review" not in text[october:]
    assert f"Alpha ◐ {PROGRESS} ● {ON_TRACK} ↑ better than before" in text
    assert f"Alpha School ○ {LIMITED} ○ {LIMITED} = as before" in text


def test_an_agreed_outcome_stands_before_that_of_the_rules(state, look):
    state.finish(state.april, state.eighteen, LIMITED, agreed=PROGRESS)
    assert f"Alpha ◐ {PROGRESS} agreed; {LIMITED} by the rules" in look()


def test_each_outcome_leads_to_its_determination(client, state):
    for verdict in state.finish(state.april, state.eighteen, LIMITED, ON_TRACK):
        client.force_login(state.director)
        page = client.get(reverse("reviews", args=[state.agreement.slug])).text
        subject = verdict.determination.subject
        place = [state.april.slug, state.eighteen.public_id, subject.public_id]
        assert f'href="{reverse("determination", args=place)}"' in page


def test_a_review_without_an_outcome_says_so(state, look):
    state.finish(state.april, state.eighteen, None)
    assert "Alpha No outcome" in look()


def test_a_review_that_is_opened_again_has_no_outcome(state, look):
    state.finish(state.april, state.eighteen, ON_TRACK)
    joint = state.april.assessments.get(by=None)
    make.reopen(joint, by=make.make_director(state.april), words="A benchmark was misread.")
    assert f"Alpha ● {ON_TRACK}" not in look()


def test_what_is_due_says_who_has_not_submitted(state, look):
    state.ask(state.april, state.eighteen, submitted=[state.april.partner])
    state.ask(state.second, state.eighteen)
    state.ask(state.october, state.eighteen, joint=AssessmentStatus.DRAFT)
    text = look()
    assert "Assessment of MDE; 1 of 2 submitted" in text
    assert "All 2 assessments" in text
    assert "Gamma In conference Conference" in text


def test_what_is_late_is_counted_and_found(state, look):
    state.ask(state.april, state.eighteen)
    state.finish(state.second, state.eighteen, ON_TRACK)
    Cycle.objects.update(due_on=date(2020, 1, 1))
    assert "Late 1" in look()
    assert names_in(look(due="late"), state) == ["Alpha"]


def test_what_is_due_within_thirty_days_is_found(state, look):
    for partnership, cycle, days in (
        (state.april, state.eighteen, 30),
        (state.second, state.thirtysix, 31),
    ):
        state.ask(partnership, cycle)
        Cycle.objects.filter(pk=cycle.pk).update(due_on=timezone.localdate() + timedelta(days))
    assert names_in(look(due="soon"), state) == ["Alpha"]


KEPT = [
    ({"cohort": "October 2017"}, ["Gamma"]),
    ({"outcome": ON_TRACK}, ["Alpha"]),
    ({"outcome": ON_TRACK, "of": "schools"}, ["Beta"]),
    ({"outcome": "none"}, ["Gamma"]),
    ({"moved": "better"}, ["Alpha"]),
    ({"moved": "worse", "of": "schools"}, []),
    ({"due": "opening"}, ["Gamma"]),
    ({"due": "nothing"}, ["Alpha", "Beta"]),
    ({"due": "rubbish"}, []),
    ({"caretaker": "none"}, ["Beta", "Gamma"]),
]
"""What is asked for, and the districts that are shown."""


@pytest.mark.slow
def test_a_filter_keeps_districts(state, look):
    state.finish(state.april, state.eighteen, PROGRESS, LIMITED)
    state.finish(state.april, state.thirtysix, ON_TRACK, LIMITED)
    state.finish(state.second, state.eighteen, LIMITED, ON_TRACK)
    state.look_after(state.april, state.director)
    texts = [look(**asked) for asked, _ in KEPT]
    assert [names_in(text, state) for text in texts] == [found for _, found in KEPT]
    assert "2 of 3 shown." in texts[-1]


def test_the_last_outcomes_are_counted_by_district_and_school(state, look):
    state.finish(state.april, state.eighteen, PROGRESS, LIMITED)
    state.finish(state.april, state.thirtysix, ON_TRACK, LIMITED)
    state.finish(state.second, state.eighteen, PROGRESS, ON_TRACK)
    text = look()
    assert f"● {ON_TRACK} 1 district 1 school ◐ {PROGRESS} 1 district 0" in text
    assert f"○ {LIMITED} 0 1 school No outcome yet 1 district 1 school" in text
    assert "↑ Better than before 1 district 0 = As before 0 1 school ↓ Worse than before 0 0" in text


@pytest.mark.both_databases
def test_each_district_has_somebody_of_the_state_who_looks_after_it(state, look):
    membership = state.look_after(state.april, state.director)
    text = look()
    assert "3 districts and 3 schools; 2 have nobody who looks after them" in text
    assert names_in(look(caretaker=membership.public_id), state) == ["Alpha"]


def test_a_liaison_of_the_state_sees_the_districts_of_its_membership(state, look):
    liaison = make.make_user()
    make.make_membership(liaison, state.agreement.lead, Role.LIAISON, only=[state.second])
    assert names_in(look(liaison), state) == ["Beta"]


def test_a_district_reads_it_not(client, state):
    client.force_login(make.make_liaison(state.april))
    for name in ("reviews", "reviews-csv"):
        assert client.get(reverse(name, args=[state.agreement.slug])).status_code == 403


def test_many_districts_come_in_pages(state, look, monkeypatch):
    monkeypatch.setattr(listing, "ROWS_A_PAGE", 1)
    text = look(page="2")
    assert names_in(text, state) == ["Beta"]
    assert "April 2017 2, 1 on this page" in text


@pytest.mark.slow
def test_the_page_takes_as_many_queries_for_more_districts(client, state, django_assert_num_queries):
    url = reverse("reviews", args=[state.agreement.slug])
    client.force_login(state.director)
    for number in range(3):
        one = state.partnership(f"Delta {number}")
        state.finish(one, state.eighteen, ON_TRACK, LIMITED)
        client.get(url)
        with django_assert_num_queries(10):
            client.get(url)


def test_without_cohorts_and_reviews_all_are_listed(client):
    partnership = make.make_partnership()
    client.force_login(make.make_director(partnership))
    text = words_of_main(client.get(reverse("reviews", args=[partnership.agreement.slug])).text)
    assert "Districts and schools by review 1 district; 1 has nobody" in text
    assert f"{partnership.partner.short_name} – nobody" in text


def test_an_agreement_without_partners_says_so(client):
    agreement = make.make_agreement()
    user = make.make_user()
    make.make_membership(user, agreement.lead, Role.DIRECTOR)
    client.force_login(user)
    text = words_of_main(client.get(reverse("reviews", args=[agreement.slug])).text)
    assert "This agreement has no partners yet." in text


def test_the_file_has_a_line_for_each_district_and_school(client, state):
    state.finish(state.april, state.eighteen, LIMITED, ON_TRACK, agreed=PROGRESS)
    state.ask(state.second, state.eighteen)
    client.force_login(state.director)
    file = client.get(reverse("reviews-csv", args=[state.agreement.slug]), {"cohort": "April 2017"})
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Cohort,Partner,School,Looked after by,Due,Due on,Days late,Review 1,Outcome 1,By the rules 1",
        f"April 2017,Alpha,,,,,,18-month review,{PROGRESS},{LIMITED}",
        f"April 2017,Alpha,Alpha School,,,,,18-month review,{ON_TRACK},",
        "April 2017,Beta,,,All 2 assessments,,,18-month review,Not started,",
        "April 2017,Beta,Beta School,,,,,18-month review,,",
    ]


def test_home_leads_the_people_of_the_state_there(state, home):
    liaison = make.make_user()
    make.make_membership(liaison, state.agreement.lead, Role.LIAISON)
    state.ask(state.april, state.eighteen)
    Cycle.objects.update(due_on=date(2020, 1, 1))
    assert "All 3 with their outcomes · 1 late" in home(liaison)[0]
    assert "by cohort" not in home(make.make_liaison(state.april))[0]


def test_home_leads_there_from_the_only_district_of_a_liaison_too(state, home):
    liaison = make.make_user()
    make.make_membership(liaison, state.agreement.lead, Role.LIAISON, only=[state.april])
    assert "Partnership Agreements: all with their outcomes" in home(liaison)[0]


def path_of(course):
    rules = [(name, place) for place, name in enumerate((ON_TRACK, PROGRESS, LIMITED), 1)]
    outcomes = dict(enumerate(PlacedOutcome.of_edition(1, rules), 1))
    outcomes[9] = PlacedOutcome("Met", 1, 2, "●")
    paths = Paths([(1, 1, course)], [20, 10], outcomes)
    return [(one.outcome.name if one.outcome else None, one.move) for one in paths.of(1)[1]]


def test_a_path_is_in_the_order_of_the_reviews():
    assert path_of("10 0 1|20 0 3") == [(LIMITED, None), (ON_TRACK, OutcomeMove.BETTER)]


def test_nothing_is_compared_with_a_review_without_an_outcome():
    assert path_of("20 0 0|10 0 2") == [(None, None), (PROGRESS, None)]


def test_outcomes_of_other_rules_are_not_compared():
    assert path_of("20 0 3|10 0 9") == [(LIMITED, None), ("Met", None)]
