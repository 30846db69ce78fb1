from datetime import date, timedelta

import pytest
from django.utils import timezone

from actionsteps.models import ActionStep, Progress
from actionsteps.plans.versions import carry_over, release, start_next
from actionsteps.progress.lines import lines_of
from actionsteps.progress.noting import (
    NotNoted,
    ask,
    confirm_days,
    note,
    reckon_next,
    seen_in,
    take_back,
)
from actionsteps.timelines.offers import days_of, offers_of
from core.conflicts import Conflict, mark_of
from tests import factories as make

pytestmark = pytest.mark.both_databases


def stands(step):
    """A step as it is stored."""
    return ActionStep.objects.select_related("plan").get(pk=step.pk)


def seen(step):
    return seen_in(stands(step), list(lines_of(step)))


def test_a_line_moves_the_step_and_answers_who_asked(plan):
    step = plan.step(owner=plan.liaison, touched_at=timezone.now() - timedelta(days=90))
    ask(step, "How is it going?", by=make.make_director(plan.partnership))
    note(step, status="under_way", words=" Two of five met. ", by=plan.liaison)
    now = stands(step)
    assert (now.status, now.closing_words, now.asked_at, now.asked_words) == ("under_way", "", None, "")
    assert timezone.now() - now.touched_at < timedelta(minutes=1)
    line = Progress.objects.get()
    assert (line.words, line.by, line.on) == ("Two of five met.", plan.liaison, timezone.localdate())


@pytest.mark.parametrize("status, asked", [("done", "what came of it"), ("stopped", "why it is stopped")])
def test_closing_a_step_asks_for_words_and_keeps_them(plan, status, asked):
    step = plan.step()
    with pytest.raises(NotNoted, match=asked):
        note(step, status=status, words="  ", by=plan.liaison)
    note(step, status=status, words="All families were called.", by=plan.liaison)
    assert (stands(step).status, stands(step).closing_words) == (status, "All families were called.")
    note(step, status="under_way", by=plan.liaison)
    assert (stands(step).status, stands(step).closing_words) == ("under_way", "")


def test_ticking_off_occasions_moves_the_day_it_is_due_next(plan):
    step = plan.monthly()
    reckon_next(step)
    assert stands(step).next_on == date(2023, 9, 15)
    for occasion, following in ((15, date(2023, 10, 15)), (None, date(2023, 10, 15))):
        day = occasion and date(2023, 9, occasion)
        note(step, status="under_way", words="Met.", occasion=day, by=plan.liaison)
        assert stands(step).next_on == following
    note(step, status="under_way", occasion=date(2023, 10, 15), by=plan.liaison)
    note(step, status="under_way", occasion=date(2023, 11, 15), by=plan.liaison)
    assert stands(step).next_on is None


def test_an_occasion_is_one_of_the_steps_and_ticked_off_once(plan):
    step = plan.monthly()
    with pytest.raises(NotNoted, match="no such occasion"):
        note(step, status="under_way", occasion=date(2023, 9, 16), by=plan.liaison)
    note(step, status="under_way", occasion=date(2023, 9, 15), by=plan.liaison)
    with pytest.raises(NotNoted, match=f"{plan.liaison.name} has ticked off this occasion already"):
        note(step, status="under_way", occasion=date(2023, 9, 15), by=make.make_director(plan.partnership))
    assert Progress.objects.count() == 1


def test_a_step_whose_days_give_no_occasion_is_due_at_its_end(plan):
    """Its form refuses such days; a file may hold them."""
    step = plan.monthly(repeats="yearly", repeats_in="1")
    with pytest.raises(NotNoted, match="no such occasion"):
        note(step, status="under_way", occasion=date(2023, 9, 15), by=plan.liaison)
    note(step, status="under_way", by=plan.liaison)
    assert stands(step).next_on == date(2023, 11, 30)


def test_progress_is_of_a_day_that_has_come(plan):
    with pytest.raises(NotNoted, match="a day that has come"):
        note(plan.step(), status="under_way", on=timezone.localdate() + timedelta(days=1), by=plan.liaison)


def test_the_same_form_sent_twice_is_one_line(plan):
    step = plan.step()
    form = {"status": "done", "words": "All met.", "seen": seen(step), "by": plan.liaison}
    assert note(step, **form) == note(step, **form)
    assert Progress.objects.count() == 1


def test_a_status_that_somebody_changed_meanwhile_is_shown_not_replaced(plan):
    step = plan.step()
    was, director = seen(step), make.make_director(plan.partnership)
    theirs = note(step, status="stopped", words="No money.", by=director)
    with pytest.raises(Conflict) as conflict:
        note(step, status="under_way", words="Met twice.", seen=was, by=plan.liaison)
    assert (conflict.value.now, conflict.value.by) == (theirs, director)
    assert stands(step).status == "stopped"
    note(step, status="under_way", words="Met twice.", seen=seen(step), by=plan.liaison)
    assert stands(step).status == "under_way"


def test_two_who_note_the_same_status_lose_nothing(plan):
    step = plan.step()
    was = seen(step)
    note(step, status="under_way", words="Met.", seen=was, by=make.make_director(plan.partnership))
    note(step, status="under_way", words="Called.", seen=was, by=plan.liaison)
    assert [line.words for line in Progress.objects.all()] == ["Met.", "Called."]


def test_a_line_that_was_wrong_is_taken_back_and_the_step_stands_as_before(plan):
    step = plan.monthly()
    note(step, status="under_way", occasion=date(2023, 9, 15), by=plan.liaison)
    wrong = note(step, status="done", words="Done.", occasion=date(2023, 10, 15), by=plan.liaison)
    take_back(wrong, step, by=plan.liaison)
    now = stands(step)
    assert (now.status, now.closing_words, now.next_on) == ("under_way", "", date(2023, 10, 15))
    wrong.refresh_from_db()
    assert wrong.taken_back_by == plan.liaison
    with pytest.raises(NotNoted, match="taken back already"):
        take_back(wrong, step, by=plan.liaison)
    note(step, status="under_way", occasion=date(2023, 10, 15), by=plan.liaison)


def test_a_step_of_an_older_version_says_where_it_goes_on(plan):
    step = plan.monthly()
    early = note(step, status="under_way", occasion=date(2023, 9, 15), by=plan.liaison)
    release(plan.plan, "2.1", by=plan.liaison)
    there = start_next(plan.plan, "2.2", by=plan.liaison).steps.get()
    with pytest.raises(NotNoted, match=r"goes on in version 2\.2") as refused:
        note(step, status="under_way", by=plan.liaison)
    assert refused.value.step == there
    note(there, status="under_way", occasion=date(2023, 10, 15), by=plan.liaison)
    assert stands(there).next_on == date(2023, 11, 15)
    with pytest.raises(NotNoted, match="already"):
        note(there, status="under_way", occasion=date(2023, 9, 15), by=plan.liaison)
    take_back(early, there, by=plan.liaison)
    assert stands(there).next_on == date(2023, 9, 15)


def test_a_step_that_ended_with_its_year_says_so(plan):
    step = plan.step()
    note(step, status="done", words="Done.", by=plan.liaison)
    release(plan.plan, "2.1", by=plan.liaison)
    carry_over(plan.plan, "3", plan.edition, None, title="Next year", by=plan.liaison)
    with pytest.raises(NotNoted, match="ended with it") as refused:
        note(step, status="under_way", by=plan.liaison)
    assert refused.value.step is None


def test_a_removed_step_has_no_progress(plan):
    step = plan.step()
    ActionStep.objects.filter(pk=step.pk).update(removed_at=timezone.now())
    with pytest.raises(NotNoted, match="was removed"):
        note(step, status="under_way", by=plan.liaison)


def test_only_an_owner_of_an_open_step_is_asked(plan):
    with pytest.raises(NotNoted, match="Give it an owner first"):
        ask(plan.step(), "How far?", by=plan.liaison)
    done = plan.step(owner=plan.liaison)
    note(done, status="done", words="All met.", by=plan.liaison)
    with pytest.raises(NotNoted, match="This step is done"):
        ask(done, "How far?", by=plan.liaison)


def test_confirming_days_gives_them_to_the_step_unless_somebody_was_faster(plan):
    step = plan.step()
    offer = offers_of(step)[0]
    seen = mark_of(days_of(step))
    confirm_days(step, offer.proposal, seen=seen, by=plan.liaison)
    now = stands(step)
    assert (now.repeats, now.starts_on, now.due_on) == ("monthly", date(2023, 7, 1), date(2024, 6, 30))
    assert now.next_on == date(2023, 7, 31)
    assert offers_of(now) == []
    with pytest.raises(Conflict):
        confirm_days(step, offer.proposal, seen=seen, by=plan.liaison)
