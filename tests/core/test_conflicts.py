"""What a person saw, what stands now and what the person wants: who of two people is saved."""

from datetime import date

import pytest

from core.conflicts import UNKNOWN, Outcome, mark_of, marks_of, outcome_of, outcomes_of, read_marks
from partnerships.models import EditionStatus


@pytest.mark.parametrize(
    ("was", "now", "wanted", "outcome"),
    [
        ("a", "a", "a", Outcome.NOTHING),
        ("a", "b", "b", Outcome.NOTHING),
        (UNKNOWN, "b", "b", Outcome.NOTHING),
        ("a", "a", "b", Outcome.MINE),
        ("", "", "b", Outcome.MINE),
        ("a", "b", "a", Outcome.THEIRS),
        ("", "b", "", Outcome.THEIRS),
        ("a", "b", "c", Outcome.CONFLICT),
        ("a", "", "c", Outcome.CONFLICT),
        ("a", "b", "", Outcome.CONFLICT),
        (UNKNOWN, "a", "b", Outcome.CONFLICT),
        (UNKNOWN, "", "b", Outcome.CONFLICT),
    ],
)
def test_what_was_seen_what_stands_and_what_is_wanted_decide(was, now, wanted, outcome):
    assert outcome_of(was, now, wanted) is outcome


def test_parts_are_decided_each_by_itself():
    seen = marks_of(
        {"when": (date(2024, 9, 1), True), "agenda": "1. Lunch", "decisions": "", "place": "Here"}
    )
    now = {"when": (date(2024, 9, 1), True), "agenda": "1. Talk", "decisions": "Meet.", "place": "There"}
    wanted = {"when": (None, False), "agenda": "1. Lunch", "decisions": "Part.", "place": "There"}
    assert outcomes_of(seen, now, wanted) == {
        "when": Outcome.MINE,
        "agenda": Outcome.THEIRS,
        "decisions": Outcome.CONFLICT,
        "place": Outcome.NOTHING,
    }


@pytest.mark.parametrize(
    "seen", ["", "nonsense", "agenda", "agenda=", "=1", "other=1", f"agenda={mark_of('x')}"]
)
def test_a_part_that_nobody_can_have_seen_is_a_conflict(seen):
    assert outcomes_of(seen, {"agenda": "1. Talk"}, {"agenda": "1. Lunch"}) == {"agenda": Outcome.CONFLICT}


@pytest.mark.parametrize("one", ["", "1", 1, None, ("1", ""), (None, False), "a b=c"])
@pytest.mark.parametrize("other", ["", "1", 1, None, ("1", ""), (None, False), "a b=c"])
def test_marks_differ_as_values_do(one, other):
    assert (mark_of(one) == mark_of(other)) is (one == other)
    assert (read_marks(marks_of({"x": one})) == read_marks(marks_of({"x": other}))) is (one == other)


def test_a_choice_has_the_mark_of_what_is_stored_for_it():
    assert mark_of(EditionStatus.DRAFT) == mark_of("draft")
