"""The rules of a round, on plain records: nothing here asks the database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Organization
from assessments.models import Assessment, Cycle
from assessments.rounds import ALL_FINAL, Round, by_round, number_to_compare
from partnerships.models import Agreement, Partnership
from tests import factories as make

from .around import Round as SavedRound

pytestmark = pytest.mark.both_databases

PARTNER, LEAD, LIBRARY, ARMORY = (
    Organization(pk=pk, short_name=name)
    for pk, name in ((1, "Clayton"), (2, "SSD"), (3, "Library"), (4, "Armory"))
)
EVERYBODY = {"own": PARTNER, "lead": LEAD, "library": LIBRARY, "armory": ARMORY, "joint": None}


def a_round(*hidden, due_on=None, **statuses):
    """A round of who is named, each in the status given; what is `hidden` may not be read."""
    agreement = Agreement(pk=1, lead=LEAD)
    rows = []
    for name, status in statuses.items():
        row = Assessment(by=EVERYBODY[name], status=status)
        row.readable, row.due_on = name not in hidden, due_on
        rows.append(row)
    return Round(Partnership(pk=1, partner=PARTNER, agreement=agreement), Cycle(pk=1), rows)


def names(rows):
    return [row.rater or "joint" for row in rows]


def name(row):
    return row and (row.rater or "joint")


def test_the_partner_comes_first_then_the_lead_agency_then_others_by_name():
    found = a_round(library="draft", armory="draft", lead="draft", joint="draft", own="draft")
    assert names(found.assessments) == ["joint", "Clayton", "SSD", "Armory", "Library"]
    assert names(found.sides) == ["Clayton", "SSD", "Armory", "Library"]


def test_who_is_no_longer_asked_is_no_side():
    found = a_round(own="withdrawn", lead="submitted")
    assert (names(found.no_longer_asked), names(found.sides), names(found.asked)) == (
        ["Clayton"],
        ["SSD"],
        ["SSD"],
    )


def test_who_still_writes_is_a_side_that_is_a_draft_or_went_back():
    found = a_round(own="draft", lead="returned", library="submitted", armory="withdrawn", joint="draft")
    assert names(found.still_writing) == ["Clayton", "SSD"]


def test_the_round_is_about_the_joint_assessment_once_there_is_one():
    assert names(a_round(own="final", lead="submitted").decisive) == ["Clayton", "SSD"]
    assert names(a_round(own="final", lead="submitted", joint="draft").decisive) == ["joint"]


WRITING = "The conference begins when everybody asked has submitted. "
TOO_FEW = " asked to rate in this cycle. A conference needs two sides at least."


@pytest.mark.parametrize(
    ("statuses", "why"),
    [
        ({}, f"Nobody was{TOO_FEW}"),
        ({"own": "submitted"}, f"Only Clayton was{TOO_FEW}"),
        ({"own": "submitted", "lead": "withdrawn"}, f"Only Clayton was{TOO_FEW}"),
        ({"own": "draft", "lead": "submitted"}, f"{WRITING}Clayton is still writing."),
        ({"own": "draft", "lead": "returned"}, f"{WRITING}Clayton and SSD are still writing."),
        ({"own": "final", "lead": "final"}, ALL_FINAL),
        ({"own": "final", "lead": "submitted"}, ""),
        ({"own": "submitted", "lead": "submitted"}, ""),
        ({"own": "submitted", "lead": "submitted", "library": "withdrawn"}, ""),
    ],
)  # fmt: skip
def test_why_the_conference_cannot_begin(statuses, why):
    found = a_round(**statuses)
    assert (found.why_no_conference, found.can_begin_conference) == (why, not why)


@pytest.mark.parametrize(
    ("joint", "running"), [("draft", True), ("returned", True), ("submitted", False), ("final", False)]
)
def test_a_conference_that_has_begun_begins_no_more_and_runs_until_it_is_handed_in(joint, running):
    found = a_round(own="submitted", lead="submitted", joint=joint)
    assert (found.can_begin_conference, found.why_no_conference) == (False, "")
    assert found.is_in_conference is running


def test_a_joint_assessment_without_sides_is_no_conference():
    assert not a_round(joint="draft").is_in_conference


def test_the_only_side_and_the_joint_assessment_need_no_conference():
    alone, both = a_round(own="submitted"), a_round(own="submitted", lead="submitted")
    begun = a_round(own="submitted", joint="submitted")
    assert [alone.needs_no_conference(one) for one in alone.asked] == [True]
    assert [both.needs_no_conference(one) for one in both.asked] == [False, False]
    assert [begun.needs_no_conference(one) for one in begun.asked] == [True, False]


ALL_IN = {"own": "submitted", "lead": "submitted", "library": "submitted"}


@pytest.mark.parametrize(
    ("statuses", "counts"),
    [
        ({}, None),
        (ALL_IN | {"joint": "submitted"}, "joint"),
        (ALL_IN | {"joint": "draft"}, "Clayton"),
        (ALL_IN | {"joint": "returned"}, "Clayton"),
        (ALL_IN, "Clayton"),
        (ALL_IN | {"own": "withdrawn"}, "SSD"),
        (ALL_IN | {"own": "withdrawn", "lead": "withdrawn", "armory": "submitted"}, "Armory"),
        (ALL_IN | {"library": "draft"}, None),
        (ALL_IN | {"library": "returned", "joint": "final"}, None),
        ({"own": "withdrawn"}, None),
    ],
)
def test_which_assessment_counts(statuses, counts):
    assert name(a_round(**statuses).result) == counts


def test_what_may_not_be_read_does_not_count():
    assert name(a_round("joint", "own", **ALL_IN, joint="final").result) == "SSD"
    assert a_round(*ALL_IN, **ALL_IN).result is None
    assert names(a_round("own", **ALL_IN).hidden_sides) == ["Clayton"]


def test_while_a_side_writes_ones_own_counts_so_far_and_nothing_counts_beside_others():
    found = a_round("own", own="draft", lead="submitted")
    assert (name(found.result_so_far), found.result) == ("SSD", None)


def test_it_is_late_until_everything_asked_for_is_handed_in():
    due_on = timezone.localdate() - timedelta(days=9)
    assert a_round(due_on=due_on, own="draft", lead="submitted").days_late == 9
    assert a_round(due_on=due_on, own="submitted", lead="submitted", joint="draft").days_late == 9
    assert a_round(due_on=due_on, own="submitted", lead="withdrawn").days_late == 0
    assert a_round(due_on=due_on + timedelta(days=10), own="draft").days_late == 0
    assert a_round(own="draft").days_late == 0


COMPARED = [
    (("submitted", "submitted"), True),
    (("final", "submitted"), True),
    (("draft", "submitted"), False),
    (("returned", "submitted"), False),
    (("submitted", "withdrawn"), False),
    (("submitted",), False),
]


@pytest.mark.parametrize(("statuses", "compared"), COMPARED)
def test_sides_are_compared_when_there_are_two_and_all_have_handed_in(statuses, compared):
    found = a_round(**dict(zip(("own", "lead"), statuses, strict=False)))
    assert found.sides_may_be_compared is compared


@pytest.mark.parametrize(("statuses", "compared"), COMPARED)
@pytest.mark.django_db
def test_a_query_compares_the_same_sides(statuses, compared):
    around = SavedRound(items=0)
    for side, status in zip((around.own, around.leads), statuses, strict=False):
        Assessment.objects.filter(pk=side.pk).update(status=status, remark="Look again")
    if len(statuses) == 1:
        around.leads.delete()
    found = number_to_compare(around.own.assessments_in_round().of_sides().asked())
    assert list(found) == ([{"n": 2}] if compared else [])


@pytest.mark.django_db
def test_a_round_is_gathered_for_a_person_in_one_query(django_assert_num_queries):
    around = SavedRound(items=0)
    make.close(around.own, "draft")
    with django_assert_num_queries(1 + 1):  # with the person's memberships
        rows = by_round(Assessment.objects.for_rounds())[around.partnership.pk, around.cycle.pk]
        found = Round(around.partnership, around.cycle, rows).seen_by(around.viewer)
        assert (names(found.hidden_sides), found.result) == (["Clayton", "SSD"], None)
