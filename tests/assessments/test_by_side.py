"""What each side wrote as strengths and areas of focus, and what the conference makes of it."""

import re

import pytest
from django.db import DatabaseError, transaction

from assessments.highlights.by_side import Undone, highlight_lists, leave_aside, merge, take_over, undo
from assessments.highlights.lists import add_highlight
from assessments.highlights.points import set_points
from assessments.models import Assessment, Highlight, HighlightOutcome
from core.conflicts import Conflict, mark_of
from tests import factories as make
from tests.words import words_in

from .around import Round

pytestmark = pytest.mark.both_databases


class Table(Round):
    """Both sides wrote a strength, and the conference has begun."""

    def __init__(self):
        super().__init__()
        self.theirs = self.wrote(self.own, "Rides run on time.")
        self.ours = self.wrote(self.leads, "Transportation.")
        set_points(self.theirs, [self.items[0]], [], by=self.liaison)
        set_points(self.ours, [self.items[1]], [], by=self.director)
        self.table = self.begin()

    def wrote(self, side, text, kind="strength"):
        return add_highlight(side, kind, text, by=self.liaison)

    def strengths(self, user=None):
        """As this person is shown them."""
        joint = Assessment.objects.with_partnership().get(pk=self.table.pk)
        return highlight_lists(joint, user or self.director)[0]

    def outcomes(self, user=None):
        """“taken”, “left” or nothing, of what each side wrote."""
        return [
            (one.is_left and "left") or (one.outcome and "taken") or ""
            for column in self.strengths(user).columns
            for one in column.rows
        ]

    @property
    def agreed(self):
        return [(row.text, row.taken_from, sorted(row.references)) for row in self.strengths().rows]


@pytest.fixture
def table(db):
    return Table()


@pytest.fixture
def director(client, table):
    client.force_login(table.director)
    return client


def press(client, highlight, doing, **data):
    return client.post(f"/highlights/{highlight.public_id}/{doing}/", data, follow=True)


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["", "conference/", "meeting/"])
def test_what_each_side_wrote_stands_side_by_side(director, table, screen):
    page = words_in(director.get(f"/assessments/{table.table.public_id}/{screen}").text)
    assert "Strengths: what each side wrote 2 to settle." in page
    assert "Clayton Rides run on time. 1.1 Take over" in page
    assert "SSD Transportation. 1.2 Take over" in page


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["assessment", "conference", "meeting"])
def test_one_is_taken_over_with_a_press(director, table, screen):
    page = press(director, table.theirs, "take-over", at=screen)
    place = "" if screen == "assessment" else f"{screen}/"
    assert page.redirect_chain[-1][0] == f"/assessments/{table.table.public_id}/{place}#strength"
    assert table.agreed == [("Rides run on time.", "Clayton", ["1.1"])]
    assert table.outcomes() == ["taken", ""]
    assert "From Clayton" in page.text


def test_taken_over_twice_it_stands_there_once(table):
    for _ in range(2):
        take_over(table.table, table.theirs, by=table.director)
    table.wrote(table.leads, "Rides run on time.")
    take_over(table.table, table.leads.highlights.last(), by=table.director)
    assert table.agreed == [("Rides run on time.", "Clayton and SSD", ["1.1"])]


@pytest.mark.slow
def test_what_is_left_aside_stays_visible_and_is_undone(director, table):
    page = press(director, table.ours, "leave")
    assert f"Left aside by {table.director.name}" in page.text
    assert (table.outcomes(), table.outcomes(table.liaison)) == (["", "left"], ["", "left"])
    press(director, table.ours, "undo")
    assert table.outcomes() == ["", ""]
    history = words_in(director.get(f"/assessments/{table.table.public_id}/history/").text)
    assert "Undid what was made of the strength “Transportation.” of SSD." in history
    assert "Left aside the strength “Transportation.” of SSD." in history


@pytest.mark.slow
def test_undoing_takes_back_only_what_is_that_one(table):
    into = take_over(table.table, table.theirs, by=table.director)
    assert undo(table.table, table.theirs, by=table.director) is Undone.REMOVED
    assert (table.agreed, table.outcomes()) == ([], ["", ""])
    into = take_over(table.table, table.theirs, by=table.director)
    merge(table.table, table.ours, into, words=None, seen=mark_of(into.text), by=table.director)
    assert undo(table.table, table.theirs, by=table.director) is Undone.WITHOUT_IT
    assert table.strengths().rows[0].text == "Transportation."
    assert table.outcomes() == ["", "taken"]


@pytest.mark.slow
def test_undoing_leaves_what_was_put_in_other_words_and_says_so(director, table):
    into = take_over(table.table, table.theirs, by=table.director)
    into.text = "Rides run on time, said Clayton."
    into.save()
    assert "The joint list keeps the words it has" in press(director, table.theirs, "undo").text
    assert table.strengths().rows[0].text == into.text


def test_undoing_leaves_what_another_side_says_too(table):
    table.wrote(table.leads, table.theirs.text)
    for highlight in (table.theirs, table.leads.highlights.last()):
        take_over(table.table, highlight, by=table.director)
    assert undo(table.table, table.theirs, by=table.director) is Undone.NOTHING
    assert table.agreed == [("Rides run on time.", "SSD", ["1.1"])]


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["assessment", "conference", "meeting"])
def test_what_is_removed_is_put_back_on_the_same_screen(director, table, screen):
    into = take_over(table.table, table.theirs, by=table.director)
    page = f"/assessments/{table.table.public_id}/{'' if screen == 'assessment' else f'{screen}/'}"
    later = f"/assessments/{table.table.public_id}/suggestions/?kind=strength&amp;at={screen}"
    assert f'hx-get="{later}"' in director.get(page).text
    press(director, into, "remove")
    htmx = {"HTTP_HX_REQUEST": "true"}
    assert f'name="at" value="{screen}"' in director.get(later.replace("&amp;", "&"), **htmx).text
    back = press(director, into, "put-back", at=screen)
    assert back.redirect_chain[-1][0] == f"{page}#strength"


@pytest.mark.slow
def test_what_is_removed_from_the_joint_list_is_to_be_settled_again(director, table):
    press(director, table.theirs, "take-over")
    director.post(f"/highlights/{Highlight.objects.get(assessment=table.table).public_id}/remove/")
    assert table.outcomes() == ["", ""]
    press(director, table.theirs, "take-over")
    assert table.outcomes() == ["taken", ""]


@pytest.mark.slow
def test_two_sides_are_merged_into_one(director, table):
    seen = mark_of(table.ours.text)
    page = press(director, table.theirs, "merge", **{"with": f"{table.ours.public_id} {seen}"})
    assert "Merged. Put it in your own words." in page.text
    assert "Transportation.\nRides run on time.</textarea>" in page.text
    assert table.agreed == [("Transportation.\nRides run on time.", "SSD and Clayton", ["1.1", "1.2"])]
    assert table.outcomes() == ["taken", "taken"]


def test_merged_through_htmx_its_words_are_open_to_be_changed(director, table):
    joint = add_highlight(table.table, "strength", "Rides.", by=table.director)
    seen = {"with": f"{joint.public_id} {mark_of(joint.text)}"}
    headers = {"HX-Request": "true", "HX-Target": "both-strength"}
    page = director.post(f"/highlights/{table.ours.public_id}/merge/", seen, headers=headers).text
    assert 'id="both-strength"' in page
    assert re.search(rf'id="edit-{joint.public_id}" open>', page)
    assert "Rides.\nTransportation.</textarea>" in page


@pytest.mark.slow
def test_together_too_long_nothing_is_merged_before_it_is_shortened(director, table):
    long = table.wrote(table.leads, "x" * 490)
    page = press(director, table.theirs, "merge", **{"with": f"{long.public_id} {mark_of(long.text)}"})
    assert page.status_code == 422
    assert f"{'x' * 490}\nRides run on time.</textarea>" in page.text
    assert table.agreed == []
    data = {"with": f"{long.public_id} {mark_of(long.text)}"}
    assert press(director, table.theirs, "merge", text="y" * 501, **data).status_code == 422
    press(director, table.theirs, "merge", text="Rides, and x.", **data)
    assert table.strengths().rows[0].text == "Rides, and x."


def test_what_somebody_changed_meanwhile_is_shown_before_it_is_merged(director, table):
    joint = add_highlight(table.table, "strength", "Rides.", by=table.director)
    seen = {"with": f"{joint.public_id} {mark_of('Rides!')}"}
    page = press(director, table.ours, "merge", text="Rides and more", **seen)
    assert page.status_code == 409
    assert "It says now: “Rides.” Nothing is merged yet." in page.text
    assert "Rides and more</textarea>" in page.text
    assert table.outcomes() == ["", ""]


def test_whoever_comes_second_finds_it_settled(table):
    into = take_over(table.table, table.theirs, by=table.liaison)
    assert leave_aside(table.table, table.theirs, by=table.director) is False
    other = add_highlight(table.table, "strength", "Rides.", by=table.director)
    seen = {"seen": mark_of("Rides."), "by": table.director}
    assert merge(table.table, table.theirs, other, words=None, **seen) == into
    with pytest.raises(Conflict):
        merge(table.table, table.theirs, other, words="Rides, all of them", **seen)


# Who


@pytest.mark.slow
def test_those_who_write_the_joint_one_settle_it_while_it_is_open(client, table):
    for user, status in ((table.viewer, 404), (make.make_administrator(), 404), (make.make_user(), 404)):
        client.force_login(user)
        assert press(client, table.theirs, "take-over").status_code == status
    make.close(table.table, "submitted")
    client.force_login(table.viewer)
    assert press(client, table.theirs, "take-over").status_code == 403
    page = client.get(table.url).text
    assert ("Neither taken over nor left aside" in page, "Take over" in page) == (True, False)
    client.force_login(table.director)
    assert press(client, table.theirs, "leave").status_code == 409
    assert table.outcomes() == ["", ""]


def test_a_side_that_is_hidden_again_is_neither_shown_nor_taken_over(client, table):
    table.ask("Regional agency", "draft")
    client.force_login(table.liaison)
    page = client.get(table.url).text
    assert ("Rides run on time." in page, "Transportation." in page) == (True, False)
    assert press(client, table.ours, "take-over").status_code == 404


def test_a_list_without_a_conference_has_no_sides(client, db):
    around = Round()
    written = add_highlight(around.own, "strength", "Rides", by=around.liaison)
    client.force_login(around.director)
    assert press(client, written, "take-over").status_code == 404
    assert "what each side wrote" not in client.get(f"/assessments/{around.own.public_id}/").text


def test_the_database_knows_where_it_comes_from(table):
    elsewhere = add_highlight(Round().own, "strength", "Elsewhere", by=table.liaison)
    focus = add_highlight(table.table, "focus", "Focus", by=table.director)
    made = {"assessment": table.table, "made_by": table.director}
    for fields in ({"highlight": elsewhere}, {"highlight": focus}, {"highlight": table.ours, "into": focus}):
        with pytest.raises(DatabaseError, match="its own round"), transaction.atomic():
            HighlightOutcome.objects.create(**made, **fields)
    make.close(table.table)
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        HighlightOutcome.objects.create(**made, highlight=table.ours)


@pytest.mark.parametrize("more", [0, 3])
def test_it_takes_as_many_queries_for_many(table, more, django_assert_num_queries):
    for number in range(more):
        take_over(table.table, table.wrote(table.own, f"Strength {number}"), by=table.director)
    take_over(table.table, table.theirs, by=table.director)
    joint = Assessment.objects.with_partnership().get(pk=table.table.pk)
    table.director.memberships.all()
    highlight_lists(joint, table.director)
    joint = Assessment.objects.with_partnership().get(pk=table.table.pk)
    with django_assert_num_queries(4):
        assert len(highlight_lists(joint, table.director)[0].rows) == more + 1
