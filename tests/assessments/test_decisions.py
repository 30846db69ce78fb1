"""What conferences decided: rows, and what of them is still to be settled."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from assessments.conference.decisions import decisions_of, settle
from assessments.models import DECISION_MAX_LENGTH, WHO_MAX_LENGTH, Decision
from core.conflicts import Conflict
from tests import factories as make

from .around import Round

pytestmark = pytest.mark.both_databases


@pytest.fixture
def around(db):
    return Round()


@pytest.fixture
def joint(around):
    return around.begin().seen_by(around.director)


@pytest.fixture
def director(client, around):
    client.force_login(around.director)
    return client


def decide(joint, what="Hire two", **fields):
    return Decision.objects.create(assessment=joint, what=what, **fields)


def next_conference(around):
    return make.make_assessment(around.partnership, cycle=make.make_cycle(edition=around.edition))


def send(client, joint, doing, decision=None, **data):
    place = f"{decision.public_id}/{doing}" if decision else doing
    return client.post(f"/assessments/{joint.public_id}/decisions/{place}/", data, follow=True)


def form_of(client, around, decision):
    """As a person finds it on the page."""
    lines = client.get(around.url).context["decisions"].own
    form = next(line.form for line in lines if line.decision == decision)
    return {name: form[name].value() for name in form.fields}


def told(lines):
    return [line.decision.what for line in lines]


# Writing them down


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["conference", "meeting"])
def test_a_decision_is_a_row(director, joint, screen):
    page = send(director, joint, "add", what="Hire two\r\naides", who="HR", by_when="June 2025", at=screen)
    assert page.redirect_chain[-1][0] == f"/assessments/{joint.public_id}/{screen}/#decisions"
    row = joint.decisions.get()
    assert (row.what, row.who, row.by_when, row.by_when_is_month) == (
        "Hire two\naides",
        "HR",
        date(2025, 6, 1),
        True,
    )
    assert (row.history.get().history_user, "June 2025" in page.text) == (page.context["user"], True)


@pytest.mark.slow
def test_pressing_twice_writes_it_down_once(director, joint):
    for _ in range(2):
        page = send(director, joint, "add", what="Hire two")
    assert joint.decisions.count() == 1
    assert "It stands in the list already." in page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": "  "}, "Write down what is decided, then save."),
        ({"what": "x" * (DECISION_MAX_LENGTH + 1)}, "It has 1001 characters and 1000 fit"),
        ({"who": "x" * (WHO_MAX_LENGTH + 1)}, "at most 200 characters"),
        ({"by_when": "soon"}, "is not a date that can be read"),
    ],
)
@pytest.mark.parametrize("screen", ["conference", "meeting"])
def test_what_is_wrong_is_named_and_what_was_typed_stays(director, joint, screen, wrong, sentence):
    page = send(director, joint, "add", **{"what": "Kept", "who": "Kept by", "at": screen} | wrong)
    assert page.status_code == 422
    assert sentence in page.text
    assert "Kept" in page.text
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"what": ""},
        {"what": "x" * (DECISION_MAX_LENGTH + 1)},
        {"who": "x" * (WHO_MAX_LENGTH + 1)},
        {"settled_how": "x" * (DECISION_MAX_LENGTH + 1)},
        {"by_when": date(2025, 6, 2), "by_when_is_month": True},
        {"settled_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_is_no_decision(joint, fields):
    with pytest.raises(DatabaseError), transaction.atomic():
        decide(joint, **fields)


@pytest.mark.slow
def test_two_people_who_change_different_parts_both_stay(director, around, joint):
    row = decide(joint, by_when=date(2025, 6, 1))
    mine = form_of(director, around, row)
    send(director, joint, "change", row, **mine | {"who": "HR"})
    page = send(director, joint, "change", row, **mine | {"by_when": ""})
    assert "What somebody else changed meanwhile stays: who does it." in page.text
    row.refresh_from_db()
    assert (row.who, row.by_when) == ("HR", None)


@pytest.mark.slow
def test_the_same_part_changed_by_two_is_shown_in_both_versions(director, around, joint):
    row = decide(joint)
    mine = form_of(director, around, row)
    send(director, joint, "change", row, **mine | {"what": "Hire three", "who": "HR", "by_when": "May 2025"})
    page = send(director, joint, "change", row, **mine | {"what": "Hire four"})
    assert page.status_code == 409
    assert '<dt>What is decided</dt><dd class="lines">Hire three</dd>' in page.text
    form = next(line.form for line in page.context["decisions"].own)
    send(director, joint, "change", row, **{name: form[name].value() for name in form.fields})
    row.refresh_from_db()
    assert (row.what, row.who, row.by_when) == ("Hire four", "HR", date(2025, 5, 1))


@pytest.mark.slow
def test_one_that_is_removed_can_be_put_back(director, around, joint):
    row = decide(joint)
    assert "1 removed decision" in send(director, joint, "remove", row, **form_of(director, around, row)).text
    assert not joint.decisions.exists()
    late = send(director, joint, "change", row, what="Hire three")
    assert (late.status_code, "Hire three" in late.text) == (409, True)
    send(director, joint, "put-back", row)
    assert joint.decisions.get().what == "Hire two"


@pytest.mark.slow
def test_what_somebody_else_changed_meanwhile_is_not_removed(director, around, joint):
    row = decide(joint)
    mine = form_of(director, around, row)
    send(director, joint, "change", row, **mine | {"what": "Hire three"})
    assert "It was not removed: look at it again." in send(director, joint, "remove", row, **mine).text
    assert joint.decisions.get().what == "Hire three"


# Until it is settled


@pytest.mark.slow
def test_the_next_conference_shows_what_is_not_settled(director, around, joint):
    done, open_one = decide(joint, "Hire two"), decide(joint, "Meet monthly")
    settle(done, "", was="", by=around.director)
    make.close(joint)
    later = next_conference(around)
    page = director.get(f"/assessments/{later.public_id}/conference/")
    assert told(page.context["decisions"].earlier) == ["Meet monthly"]
    assert "decided earlier, still open" in page.text
    send(director, later, "settle", open_one, how="Every month.")
    open_one.refresh_from_db()
    assert (open_one.settled_in, open_one.settled_by, open_one.settled_how) == (
        later,
        around.director,
        "Every month.",
    )
    assert told(decisions_of(later.seen_by(around.director)).earlier) == [
        "Meet monthly"
    ]  # it was settled here
    assert told(decisions_of(next_conference(around).seen_by(around.director)).earlier) == []


@pytest.mark.slow
def test_settling_is_undone_with_a_press_and_loses_no_words(director, joint):
    row = decide(joint)
    send(director, joint, "settle", row, how="Both are here.")
    page = send(director, joint, "open-again", row)
    row.refresh_from_db()
    assert (row.is_settled, row.settled_by, row.settled_how) == (False, None, "Both are here.")
    assert "Both are here.</textarea>" in page.text


@pytest.mark.slow
def test_a_final_conference_keeps_its_words_and_its_decisions_are_settled_later(director, joint):
    row = decide(joint)
    make.close(joint)
    assert send(director, joint, "change", row, what="Hire three").status_code == 409
    send(director, joint, "settle", row)
    row.refresh_from_db()
    assert (row.what, row.is_settled) == ("Hire two", True)
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        Decision.objects.update(what="Hire three")


def test_two_who_say_how_it_was_settled_read_each_other(joint, around):
    row = decide(joint)
    settle(row, "Both are here.", was="", by=around.liaison)
    with pytest.raises(Conflict) as conflict:
        settle(row, "One is here.", was="", by=around.director)
    assert (conflict.value.now, conflict.value.by) == ("Both are here.", around.liaison)
    settle(row, "", was="", by=around.director)
    assert (row.settled_by, row.settled_how) == (around.liaison, "Both are here.")


def test_words_of_how_that_are_refused_stay(director, joint):
    row = decide(joint)
    page = send(director, joint, "settle", row, how="x" * (DECISION_MAX_LENGTH + 1))
    assert (page.status_code, "xxx</textarea>" in page.text) == (422, True)
    assert not joint.decisions.get().is_settled


@pytest.mark.parametrize(
    ("days", "month", "late"), [(1, False, True), (0, False, False), (0, True, False), (40, True, True)]
)
def test_late_is_what_was_to_be_done_before_today_or_this_month(days, month, late):
    day = timezone.localdate() - timedelta(days=days)
    assert Decision(by_when=day.replace(day=1) if month else day, by_when_is_month=month).is_late is late


# Who


@pytest.mark.slow
def test_readers_see_them_and_change_nothing(client, around, joint):
    row = decide(joint)
    make.close(joint)
    client.force_login(around.viewer)
    page = client.get(around.url).text
    assert ("Hire two" in page, "Mark settled" in page) == (True, False)
    for doing in ("settle", "open-again", "change", "remove", "put-back"):
        assert send(client, joint, doing, row).status_code == 403
    client.force_login(make.make_user())
    assert send(client, joint, "settle", row).status_code == 404


def test_a_decision_of_another_partnership_or_conference_is_a_404(director, around, joint):
    elsewhere = decide(Round().begin())
    for doing in ("settle", "change", "remove"):
        assert send(director, joint, doing, elsewhere, what="x").status_code == 404
    assert send(director, next_conference(around), "change", decide(joint), what="x").status_code == 404


def test_what_a_reopened_conference_decided_is_for_those_who_write_it(around, joint):
    decide(joint)
    later = make.close(next_conference(around), "submitted")
    seen = [told(decisions_of(later.seen_by(who)).earlier) for who in (around.director, around.viewer)]
    assert seen == [["Hire two"], []]


def test_the_database_knows_conferences(around, joint):
    with pytest.raises(DatabaseError, match="at a conference"), transaction.atomic():
        decide(around.own)
    elsewhere = Round().begin()
    settled = {"settled_at": timezone.now(), "settled_by": around.director, "settled_in": elsewhere}
    with pytest.raises(DatabaseError, match="at a conference"), transaction.atomic():
        decide(joint, **settled)


@pytest.mark.slow
def test_history_tells_of_them(director, around, joint):
    send(director, joint, "add", what="Hire two", who="HR", by_when="June 2025")
    row = joint.decisions.get()
    send(director, joint, "settle", row, how="Both are here.")
    send(director, joint, "remove", row, **form_of(director, around, row))
    page = director.get(f"/assessments/{joint.public_id}/history/").text
    for sentence in (
        "Wrote down the decision “Hire two (HR, by June 2025)”.",
        "Marked as settled: “Hire two (HR, by June 2025)”.",
        "Wrote the words of how it was settled “Both are here.”",
        "Removed the decision “Hire two (HR, by June 2025)”.",
    ):
        assert sentence in page


@pytest.mark.parametrize("rows", [1, 3])
def test_they_take_one_query_however_many(around, joint, rows, django_assert_num_queries):
    later = next_conference(around).seen_by(around.director)
    for of in (joint, later):
        for number in range(rows):
            settle(decide(of, f"Hire {number}"), "", was="", by=around.director)
    with django_assert_num_queries(1):
        assert len(decisions_of(later).earlier) == rows
