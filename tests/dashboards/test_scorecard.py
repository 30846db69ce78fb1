"""The scorecard: which state a goal is in, and what of it everybody reads."""

from datetime import date

import pytest
from django.urls import reverse

from dashboards.scorecard import gather_scorecard
from dashboards.scorecard.cells import GoalState
from dashboards.scorecard.when import when_of
from evidence.models import ObservationStatus
from tests import factories as make
from tests.words import words_in

pytestmark = pytest.mark.django_db

YEAR = (date(2023, 7, 1), date(2024, 6, 30))


@pytest.fixture
def category():
    return make.make_category(title="MDS Update")


@pytest.fixture
def partnership(category):
    return make.make_partnership(agreement=category.edition.agreement)


@pytest.fixture
def period():
    return make.make_period(label="2023-2024 Cycle 2", kind="cycle")


def goal(category, partnership, period, *values, least=95, **fields):
    """With a target; `values` are texts, or pairs of a part's label and its text."""
    row = make.make_row(category, partnership, label="Attendance", unit="%", better="higher", **fields)
    definition = row.definitions.create(from_period=period, formula="ADA")
    definition.targets.create(period=period, kind="at_least", number=least, text=f"{least}% ADA")
    breakdown = row.breakdowns.create(name="School")
    for value in values:
        label, text = value if isinstance(value, tuple) else ("", value)
        part = breakdown.parts.create(label=label) if label else None
        make.make_value(row, period, text, part=part)
    return row


def state_of(partnership):
    (table,) = gather_scorecard(partnership, make.make_viewer(partnership)).tables
    (line,) = table.lines
    return line.state


@pytest.mark.parametrize(
    ("values", "state"),
    [
        (["96%"], GoalState.ON),
        (["95%"], GoalState.ON),
        (["94.99%"], GoalState.OFF),
        (["On Track 95.48%"], GoalState.ON),
        (["Off Track"], GoalState.OFF),
        (["Not yet measured"], GoalState.OPEN),
        (["unable to currently measure"], GoalState.OPEN),
        (["Error"], GoalState.OPEN),
        (["Intermittent Progress"], GoalState.OPEN),
        (["MS: 96% HS: 91%", ("MS", "96%"), ("HS", "91%")], GoalState.OFF),
        (["MS: 96% HS: 97%", ("MS", "96%"), ("HS", "97%")], GoalState.ON),
        ([("MS", "96%"), ("HS", "Error")], GoalState.OPEN),
        ([], GoalState.OPEN),
    ],
)
def test_a_goal_is_where_its_words_say_or_else_its_figures(category, partnership, period, values, state):
    goal(category, partnership, period, *values)
    other = make.make_row(category, partnership, (period, "without a target"))
    make.adopt(category.edition)
    assert state_of(partnership) is state
    assert other.label not in [
        line.row.label
        for line in gather_scorecard(partnership, make.make_viewer(partnership)).tables[0].lines
    ]


def test_words_that_its_figure_does_not_bear_out_stand_with_a_remark(category, partnership, period, client):
    goal(category, partnership, period, "On Track 90%")
    make.adopt(category.edition)
    client.force_login(make.make_viewer(partnership))
    page = " ".join(client.get(reverse("scorecard", args=[partnership.slug])).text.split())
    assert "Its words say on track, its figure off track." in page
    assert state_of(partnership) is GoalState.ON


def test_a_value_of_few_is_shown_to_nobody_there_and_says_nothing_of_its_target(
    category, partnership, period, client
):
    row = goal(category, partnership, period, counts_students=True)
    make.make_value(row, period, "34/38 = 89%", status=ObservationStatus.REPORTED)
    make.adopt(category.edition)
    for person in (make.make_viewer(partnership), make.make_director(partnership)):
        client.force_login(person)
        page = client.get(reverse("scorecard", args=[partnership.slug])).text
        assert "34/38" not in page
        assert "hidden to protect privacy" in page
    assert state_of(partnership) is GoalState.OPEN


def test_a_note_that_says_what_is_hidden_is_not_shown(category, partnership, period, client):
    row = goal(category, partnership, period, counts_students=True)
    row.definitions.get().ladder.create(threshold=90, position=1)
    make.make_value(row, period, "34/38 = 89%", note="Four of 38 left.")
    make.adopt(category.edition)
    client.force_login(make.make_director(partnership))
    page = client.get(reverse("scorecard", args=[partnership.slug])).text
    assert "Four of 38" not in page
    assert "On the ladder" not in page


def test_a_value_stands_on_its_ladder_with_its_note(category, partnership, period, client):
    row = goal(category, partnership, period)
    for place, threshold in enumerate((5, 0, 5), 1):
        row.definitions.get().ladder.create(threshold=threshold, position=place)
    make.make_value(row, period, ".06%", note="By the formula this is a ratio.")
    make.adopt(category.edition)
    client.force_login(make.make_viewer(partnership))
    page = client.get(reverse("scorecard", args=[partnership.slug])).text
    assert "On the ladder: step 2 of 3, from 0% on; 5% is the next." in page
    assert "step 3 (5%) further down is not reached" in page
    assert "By the formula this is a ratio." in page


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("oversight by June 1.", "by June 1", date(2024, 6, 1)),
        ("60-120 days of cash on hand by June 2025.", "by June 2025", date(2025, 6, 30)),
        ("curriculum by the end of SY 23-24.", "by the end of SY 23-24", date(2024, 6, 30)),
        ("give yearly updates", "yearly", None),
        ("commit 3 hours per quarter", "per quarter", None),
        ("an annual review", "annual", None),
        ("achieve by at least 80% each quarter", "each quarter", None),
        ("formalizing a new facility acquisition", "", None),
    ],
)
def test_a_goal_says_by_when_or_how_often(text, words, day):
    found = when_of(text, YEAR)
    assert (found.words, found.day) == (words, day)


def test_an_empty_scorecard_says_what_will_stand_on_it(partnership, client):
    client.force_login(make.make_viewer(partnership))
    assert "There is nothing on it yet" in client.get(reverse("scorecard", args=[partnership.slug])).text


def test_home_leads_to_it_where_the_agreement_has_one(partnership, client):
    client.force_login(make.make_viewer(partnership))
    link = reverse("scorecard", args=[partnership.slug])
    assert link not in client.get(reverse("home")).text
    type(partnership.agreement).objects.update(has_scorecard=True)
    assert link in client.get(reverse("home")).text


def test_home_says_of_the_only_one_how_many_goals_are_in_which_state(category, partnership, period, client):
    goal(category, partnership, period, "91%")
    make.adopt(category.edition)
    type(partnership.agreement).objects.update(has_scorecard=True)
    client.force_login(make.make_viewer(partnership))
    page = words_in(client.get(reverse("home")).text)
    assert "Off track 1 Attendance" in page
    assert "On track" not in page


@pytest.mark.slow
def test_it_costs_the_same_with_more_goals(category, partnership, period, client, django_assert_num_queries):
    goal(category, partnership, period, "96%")
    make.adopt(category.edition)
    client.force_login(make.make_viewer(partnership))
    url = reverse("scorecard", args=[partnership.slug])
    for _ in range(2):
        with django_assert_num_queries(10):
            client.get(url)
        goal(category, partnership, period, "MS: 96% HS: 91%", ("MS", "96%"), ("HS", "91%"))


def test_wholes_of_two_agreements_are_told_apart(client):
    board = make.make_whole(make.make_agreement(title="Board Scorecard", has_scorecard=True))
    review = make.make_partnership(
        agreement=make.make_agreement(title="School Review", lead=board.partner), partner=board.partner
    )
    client.force_login(make.make_director(board))
    assert "Board Scorecard: goals with value and status" in client.get(reverse("home")).text
    choices = client.get(reverse("calendar")).text
    assert all(f">{one.agreement.title}</option>" in choices for one in (board, review))
    page = client.get(reverse("partnership", args=[review.slug])).text
    assert "School Review</title>" in page.replace(" · Accord", "") and "In partnership with" not in page
