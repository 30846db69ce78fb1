import pytest
from django.db import IntegrityError, transaction

from actionsteps.feedback.deciding import (
    open_again,
    put_back,
    release,
    seen_in,
    set_aside,
    settle,
    withdraw,
)
from actionsteps.feedback.linking import link
from actionsteps.feedback.outcomes import Became, outcomes_of
from actionsteps.models import Feedback, FeedbackState, StepStatus
from actionsteps.plans.versions import VersionRefused
from core.conflicts import Conflict

pytestmark = pytest.mark.both_databases

ANSWERED, DECLINED = FeedbackState.ANSWERED, FeedbackState.DECLINED


def again(feedback):
    return Feedback.with_removed.get(pk=feedback.pk)


def became(feedback):
    return outcomes_of([again(feedback)])[feedback.pk].became


def test_an_answer_says_who_gave_it_and_can_be_taken_back(told):
    said = told.say()
    assert settle(said, ANSWERED, "We will.", seen=seen_in(said), by=told.liaison)
    said = again(said)
    assert (said.state, said.answer, said.answered_by) == (ANSWERED, "We will.", told.liaison)
    assert not settle(said, ANSWERED, "We will.", seen="", by=told.director)
    assert open_again(said, seen=seen_in(said), by=told.liaison)
    assert became(said) == Became.WAITING
    assert again(said).answer == ""


def test_who_answers_what_somebody_declined_meanwhile_is_told(told):
    said = told.say()
    seen = seen_in(said)
    settle(said, DECLINED, "It is not ours to decide.", seen=seen, by=told.director)
    with pytest.raises(Conflict):
        settle(said, ANSWERED, "We will.", seen=seen, by=told.liaison)
    assert again(said).state == DECLINED


def test_families_read_nothing_before_it_is_released_and_their_own_words_after(told):
    said = told.say("My son's bus is late")
    release(said, "The bus is late", seen=seen_in(said), by=told.liaison)
    released = Feedback.objects.released().get()
    assert (released.for_families, released.text) == ("The bus is late", "My son's bus is late")
    withdraw(released, seen=seen_in(released), by=told.director)
    assert not Feedback.objects.released().exists()
    assert again(said).public_text == "The bus is late"


def test_what_is_set_aside_is_in_no_list_not_public_and_can_be_put_back(told):
    said = told.say()
    release(said, said.text, seen=seen_in(said), by=told.liaison)
    said = again(said)
    set_aside(said, seen=seen_in(said), by=told.liaison)
    assert not Feedback.objects.exists()
    said = again(said)
    put_back(said, seen=seen_in(said), by=told.liaison)
    assert Feedback.objects.get().released_at is None


def test_what_a_step_answers_waits_no_more_and_is_not_set_aside(told):
    said = told.say()
    assert link(said, [told.step.lineage], [], by=told.liaison) == 1
    assert became(said) == Became.STEPS
    assert not Feedback.objects.waiting().exists()
    with pytest.raises(VersionRefused, match="A step of a plan answers it"):
        set_aside(said, seen=seen_in(said), by=told.liaison)
    assert link(said, [], [told.step.lineage], by=told.liaison) == 1
    assert Feedback.objects.waiting().get() == said


def test_what_somebody_else_linked_meanwhile_stays(told):
    said = told.say()
    link(said, [told.step.lineage], [], by=told.director)
    assert link(said, [], [], by=told.liaison) == 0
    assert told.step.feedback.get() == said


def test_linking_to_a_released_plan_begins_its_next_version(told):
    told.release_plan()
    said = told.say()
    link(said, [told.step.lineage], [], by=told.liaison)
    (step,) = outcomes_of([said])[said.pk].steps
    assert step.words.plan.version == "2.2"
    assert not told.step.feedback.exists()
    families = outcomes_of([said], for_families=True)[said.pk]
    assert (families.steps, families.is_planned, families.became) == ([], True, Became.STEPS)


def test_families_read_the_words_that_are_released_with_the_state_of_today(told):
    said = told.say()
    told.step.feedback.add(said)
    told.release_plan()
    other = told.say("And the phone?")
    link(other, [told.step.lineage], [], by=told.liaison)
    newest = told.step.__class__.objects.get(plan__follows=told.plan)
    newest.actions.update(text="Not released yet")
    newest.__class__.objects.filter(pk=newest.pk).update(status=StepStatus.DONE)
    outcome = outcomes_of([said], for_families=True)[said.pk]
    assert [action.text for action in outcome.steps[0].words.actions.all()] == ["Write a newsletter"]
    assert (outcome.steps[0].is_done, outcome.is_over) == (True, True)


def test_a_step_taken_away_in_the_next_version_no_longer_answers(told):
    said = told.say()
    told.step.feedback.add(said)
    told.release_plan()
    assert not Feedback.objects.waiting().exists()
    link(said, [], [told.step.lineage], by=told.liaison)
    assert Feedback.objects.waiting().get() == said
    assert outcomes_of([said], for_families=True)[said.pk].became == Became.STEPS


def test_words_that_a_released_plan_prints_stay_as_they_are(told):
    said = told.say()
    told.step.feedback.add(said)
    Feedback.objects.filter(pk=said.pk).update(text="Corrected before the release")
    told.release_plan()
    with pytest.raises(IntegrityError, match="A released plan prints these words"), transaction.atomic():
        Feedback.objects.filter(pk=said.pk).update(text="Corrected after it")
    Feedback.objects.filter(pk=said.pk).update(public_text="For families")
