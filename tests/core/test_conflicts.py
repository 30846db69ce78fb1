"""What a person saw, what stands now and what the person wants: who of two people is saved."""

from datetime import date

import pytest

from core.conflicts import UNKNOWN, Resolution, mark_of, marks_of, read_marks, resolution_of, resolutions_of
from partnerships.models import EditionStatus


@pytest.mark.parametrize(
    ("was", "now", "wanted", "outcome"),
    [
        ("a", "a", "a", Resolution.NOTHING),
        ("a", "b", "b", Resolution.NOTHING),
        (UNKNOWN, "b", "b", Resolution.NOTHING),
        ("a", "a", "b", Resolution.MINE),
        ("", "", "b", Resolution.MINE),
        ("a", "b", "a", Resolution.THEIRS),
        ("", "b", "", Resolution.THEIRS),
        ("a", "b", "c", Resolution.CONFLICT),
        ("a", "", "c", Resolution.CONFLICT),
        ("a", "b", "", Resolution.CONFLICT),
        (UNKNOWN, "a", "b", Resolution.CONFLICT),
        (UNKNOWN, "", "b", Resolution.CONFLICT),
    ],
)
def test_what_was_seen_what_stands_and_what_is_wanted_decide(was, now, wanted, outcome):
    assert resolution_of(was, now, wanted) is outcome


def test_parts_are_decided_each_by_itself():
    seen = marks_of(
        {"when": (date(2024, 9, 1), True), "agenda": "1. Lunch", "decisions": "", "place": "Here"}
    )
    now = {"when": (date(2024, 9, 1), True), "agenda": "1. Talk", "decisions": "Meet.", "place": "There"}
    wanted = {"when": (None, False), "agenda": "1. Lunch", "decisions": "Part.", "place": "There"}
    assert resolutions_of(seen, now, wanted) == {
        "when": Resolution.MINE,
        "agenda": Resolution.THEIRS,
        "decisions": Resolution.CONFLICT,
        "place": Resolution.NOTHING,
    }


@pytest.mark.parametrize(
    "seen", ["", "nonsense", "agenda", "agenda=", "=1", "other=1", f"agenda={mark_of('x')}"]
)
def test_a_part_that_nobody_can_have_seen_is_a_conflict(seen):
    assert resolutions_of(seen, {"agenda": "1. Talk"}, {"agenda": "1. Lunch"}) == {
        "agenda": Resolution.CONFLICT
    }


@pytest.mark.parametrize("one", ["", "1", 1, None, ("1", ""), (None, False), "a b=c"])
@pytest.mark.parametrize("other", ["", "1", 1, None, ("1", ""), (None, False), "a b=c"])
def test_marks_differ_as_values_do(one, other):
    assert (mark_of(one) == mark_of(other)) is (one == other)
    assert (read_marks(marks_of({"x": one})) == read_marks(marks_of({"x": other}))) is (one == other)


def test_a_choice_has_the_mark_of_what_is_stored_for_it():
    assert mark_of(EditionStatus.DRAFT) == mark_of("draft")
