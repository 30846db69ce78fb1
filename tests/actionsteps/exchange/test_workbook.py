"""The workbook of a plan goes out and comes back, whatever people and programs make of it."""

from datetime import date

import pytest

from actionsteps.models import ActionStep, Feedback, Progress
from actionsteps.plans.versions import release
from actionsteps.progress.noting import note
from core.conflicts import Conflict
from tests import factories as make
from tests.workbook_files import as_google_sheets_saves, closed, opened, with_numbers

from .conftest import STEPS, changed, refused

pytestmark = pytest.mark.slow

SHEET = "xl/worksheets/sheet2.xml"


def test_a_line_for_each_action_and_the_step_in_the_first(desk):
    sheet = opened(desk.download())[STEPS]
    rows = [[cell.value for cell in row[:13]] for row in sheet.iter_rows(min_row=4, max_row=7)]
    assert rows == [
        ["1 Staffing", None, "Ask us", "Meet", "Monthly", "1.1", *[None] * 4, "not started", None, None],
        [None, None, None, "Write", *[None] * 9],
        [
            "2 Service",
            None,
            None,
            "Visit",
            "May",
            None,
            "case managers",
            *[None] * 3,
            "not started",
            None,
            None,
        ],
        [None] * 13,
    ]
    assert sheet.column_dimensions["N"].hidden


def test_one_that_nobody_touched_changes_nothing(desk):
    make.make_step(desk.plan, desk.category, ("=1+1 _x0041_\n'as' it is", "5.0"), note="<i>", title="A name")
    preview = desk.preview(as_google_sheets_saves(desk.download()))
    assert (preview.changes, preview.refused, preview.left_alone, preview.unchanged) == ([], [], [], 3)


def test_changed_words_and_days_go_to_the_step(desk):
    content = desk.filled(
        D4="Meet at noon", E5="May", F6="1.1 and 2.1", G6=desk.liaison.email, H6="9/1/2026", I6="June 2027",
        J6="each January and June",
    )  # fmt: skip
    desk.upload(content)
    assert desk.actions(desk.first) == [("Meet at noon", "Monthly"), ("Write", "May")]
    step = desk.now(desk.second)
    assert (step.owner, step.starts_on, step.due_on) == (desk.liaison, date(2026, 9, 1), date(2027, 6, 30))
    assert (step.repeats, step.repeats_in, step.next_on) == ("yearly", "1,6", date(2027, 1, 1))
    assert [item.reference for item in step.items.all()] == ["1.1", "2.1"]
    assert not desk.preview(content).changes


def test_an_action_is_added_behind_the_one_above_and_an_emptied_one_goes(desk):
    workbook = opened(desk.download())
    workbook[STEPS].insert_rows(5)
    workbook[STEPS]["D5"], workbook[STEPS]["E5"] = "Prepare", "August"
    workbook[STEPS]["D6"] = None
    content = closed(workbook)
    for _ in range(2):
        desk.upload(content)
    assert desk.actions(desk.first) == [("Meet", "Monthly"), ("Prepare", "August")]


@pytest.mark.both_databases
def test_a_new_line_makes_one_step_however_often_it_comes(desk):
    content = desk.filled(C7="Tell us\nAsk us", D7="Send a letter", E7="August", D8="And a postcard", G7="teachers",
        K7="done", L7="It was sent")  # fmt: skip
    desk.upload(content)
    again = desk.preview(content)
    assert not again.changes
    assert "was added to the plan before" in again.not_read[0]
    made = ActionStep.objects.exclude(pk__in=[desk.first.pk, desk.second.pk]).get()
    assert (made.category, made.owner_role, made.status, made.closing_words) == (
        desk.other, "teachers", "done", "It was sent",
    )  # fmt: skip
    assert desk.actions(made) == [("Send a letter", "August"), ("And a postcard", "")]
    assert sorted(one.text for one in made.feedback.all()) == ["Ask us", "Tell us"]
    assert Feedback.objects.count() == 2


def test_a_new_step_with_a_wrong_cell_waits_until_that_is_mended(desk):
    preview = desk.preview(desk.filled(A7="Staffing", D7="Send a letter", F7="9.9", D10="Nobody's"))
    assert refused(preview) == {"F7": "“9.9” is none of the agreement's items. Type them like 1.3, 2.7."}
    assert not preview.changes


def test_a_changed_status_is_a_line_of_progress(desk):
    desk.upload(desk.filled(K4="Done", L4="All came", L6="The first one was visited"))
    assert list(Progress.objects.order_by("step__position").values_list("status", "words", "by")) == [
        ("done", "All came", desk.liaison.pk),
        ("under_way", "The first one was visited", desk.liaison.pk),
    ]
    assert refused(desk.preview(desk.filled(K6="stopped", K4="finished"))) == {
        "K6": "Say why it is stopped. A sentence is enough. It is typed under “Progress”.",
        "K4": "“finished” is not a status. Type not started, under way, done or stopped.",
    }


def test_refused_cells_are_named_with_what_was_typed(desk):
    content = desk.filled(
        A4="9", D4="=SUM(A1)", F4="7.7", H6="soon", I6="5/1/2026", J6="often", G5="me", K6=None
    )
    content = desk.filled(content, H4="5/1/2026", I4="4/1/2026", G4="x@example.org", E6="x" * 201)
    found = refused(desk.preview(content))
    assert {cell: why.split(".")[0] for cell, why in found.items()} == {
        "D4": "This is a formula",
        "G5": "This belongs to the whole step: type it in line 4, where the step begins",
        "A4": "“9” is none of the categories",
        "F4": "“7",
        "G4": "Nobody in the partnership has this e-mail address",
        "I4": "It would be due before it starts",
        "E6": "The timeline, as written has 201 characters and 200 fit: shorten it, then upload again",
        "H6": "“soon” is not a date that can be read",
        "J6": "“often” is not understood",
        "K6": "A step has a status",
    }
    typed = {one.where: one.text for one in desk.preview(content).refused}
    assert (typed["cell H6"], typed["cell I4"]) == ("soon", "4/1/2026")


def test_removed_lines_change_nothing_and_are_said(desk):
    workbook = opened(desk.download())
    workbook[STEPS].delete_rows(5, 2)
    preview = desk.preview(closed(workbook))
    assert not preview.changes
    assert [sentence.split(".")[0] for sentence in preview.not_read] == [
        "The action “Write” is not in the workbook any more",
        "“Visit” is not in the workbook any more",
    ]


def test_a_copied_line_is_not_taken(desk):
    workbook = opened(desk.download())
    for cell in workbook[STEPS][6]:
        workbook[STEPS].cell(7, cell.column).value = cell.value
    preview = desk.preview(desk.filled(closed(workbook), D7="Another"))
    assert not preview.changes
    assert set(refused(preview)) == {"A6", "A7"}


def test_what_others_changed_meanwhile_is_shown_and_chosen(desk):
    content = desk.filled(D4="Meet at noon", I6="June 2027", E4="Weekly")
    desk.first.actions.filter(text="Meet").update(text="Meet early")
    ActionStep.objects.filter(pk=desk.second.pk).update(starts_on=date(2026, 9, 1))
    preview = desk.preview(content)
    (asked,) = preview.contested
    assert [(one.now, one.wanted) for one in asked.contested] == [("Meet early", "Meet at noon")]
    desk.save(preview)
    assert desk.actions(desk.first) == [("Meet early", "Weekly"), ("Write", "")]
    desk.upload(content, asked.choice)
    assert desk.actions(desk.first)[0] == ("Meet at noon", "Weekly")
    assert desk.now(desk.second).starts_on == date(2026, 9, 1)


def test_what_changes_between_preview_and_confirmation_is_shown_and_nothing_is_saved(desk):
    preview = desk.preview(desk.filled(D4="Meet at noon", G6="teachers"))
    desk.first.actions.filter(text="Meet").update(text="Meet early")
    with pytest.raises(Conflict) as conflict:
        desk.save(preview)
    assert changed(conflict.value.now) == [("D4", "Meet at noon"), ("G6", "teachers")]
    assert desk.now(desk.second).owner_role == "case managers"


@pytest.mark.both_databases
def test_words_of_a_released_version_begin_the_next_and_days_do_not(desk):
    release(desk.plan, "2.1", by=desk.liaison)
    desk.upload(desk.filled(G6="teachers", K6="under way"))
    assert (desk.newest, desk.now(desk.second).owner_role) == (desk.plan, "teachers")
    content = desk.filled(D4="Meet at noon", I4="June 2027", K4="under way", C7="Tell us")
    desk.upload(content)
    assert (desk.newest.version, desk.newest.steps.count()) == ("2.2", 3)
    assert (desk.actions(desk.first)[0], desk.now(desk.first).status) == (
        ("Meet at noon", "Monthly"),
        "under_way",
    )
    assert [one.text for one in desk.first.actions.all()] == ["Meet", "Write"]
    assert not desk.preview(content).changes


def test_an_owner_who_left_is_no_obstacle_and_a_strange_name_becomes_a_role(desk):
    ActionStep.objects.filter(pk=desk.first.pk).update(owner=make.make_user(name="Gone Away"))
    preview = desk.upload(desk.filled(I4="June 2027", G6="Nurse"))
    assert changed(preview) == [("I4", "June 2027"), ("G6", "Nurse")]
    assert preview.changes[1].plain[0].remarks == ["A role: nobody of this name works in the partnership."]
    assert desk.now(desk.first).owner.name == "Gone Away"


def test_behind_a_person_who_is_taken_out_the_role_stays(desk):
    ActionStep.objects.filter(pk=desk.second.pk).update(owner=desk.liaison)
    assert changed(desk.upload(desk.filled(G6=None))) == [("G6", "case managers")]
    assert (desk.now(desk.second).owner, desk.now(desk.second).owner_role) == (None, "case managers")


def test_numbers_and_days_are_read_as_they_were_shown(desk):
    typed = {"F4": ("1.1", "General"), "A6": ("1.0", "0"), "I6": ("46085", "m/d/yyyy")}
    content = with_numbers(as_google_sheets_saves(desk.download()), typed, SHEET)
    assert changed(desk.preview(content)) == [("A6", "1 Staffing"), ("I6", "March 4, 2026")]


def test_the_last_line_of_progress_stays_where_its_cell_is_emptied(desk):
    note(desk.first, status="under_way", words="Begun", by=desk.liaison)
    preview = desk.preview(desk.filled(L4=None))
    assert (preview.changes, preview.unchanged) == ([], 2)
    assert "Lines of progress stay" in preview.not_read[0]


def test_reading_takes_no_more_queries_for_more_steps(desk, django_assert_max_num_queries):
    def queries(content):
        with django_assert_max_num_queries(30) as found:
            desk.preview(content)
        return len(found)

    def more(count):
        for _ in range(count):
            make.make_step(desk.plan, desk.category, ("Visit", "May"), feedback="Ask us", owner=desk.liaison)

    more(2)
    few = queries(desk.filled(D4="Meet at noon"))
    more(20)
    assert queries(desk.filled(D4="Meet at noon")) <= few
