import pytest

from actionsteps.feedback.deciding import release, seen_in, settle
from actionsteps.feedback.listing import FeedbackShown, Filters, counts_of, listed, people_in_all
from actionsteps.feedback.merging import merge, take_apart
from actionsteps.feedback.outcomes import Became, outcomes_of
from actionsteps.models import Feedback, FeedbackState
from actionsteps.plans.versions import VersionRefused
from tests import factories as make

pytestmark = pytest.mark.both_databases


def merged(told, *feedback, **options):
    ids = [one.public_id for one in feedback]
    return merge(told.partnership, ids, **{"statement": None, "by": told.liaison, **options})


def of_list(told, **filters):
    return list(listed(told.partnership, Filters(**filters)))


def test_people_are_added_up_and_each_stays_as_it_was_said(told):
    first, second, third = told.say("Write", people=12), told.say("Call", people=3), told.say("Tell us")
    statement = merged(told, first, second, third, words="Keep in touch")
    (line,) = of_list(told)
    assert (line, line.original_count, people_in_all(line)) == (statement, 3, 15)
    assert {one.text for one in statement.originals.all()} == {"Write", "Call", "Tell us"}
    assert statement.category == told.category


def test_one_of_them_may_be_the_statement_and_brings_what_was_under_it(told):
    first, second, third = (
        told.say("Write", people=2),
        told.say("Call", people=3),
        told.say("Visit", people=4),
    )
    merged(told, second, third, statement=second.public_id)
    statement = merged(told, first, second, statement=first.public_id)
    (line,) = of_list(told)
    assert (line, line.original_count, people_in_all(line)) == (first, 2, 9)
    assert statement == first


def test_what_is_taken_apart_stands_by_itself_again(told):
    first, second = told.say("Write", people=2), told.say("Call", people=3)
    statement = merged(told, first, second, statement=first.public_id)
    assert take_apart(second, by=told.liaison) == statement
    assert take_apart(second, by=told.liaison) is None
    assert {one.text: people_in_all(one) for one in of_list(told)} == {"Write": 2, "Call": 3}


def test_the_answer_to_the_statement_answers_each(told):
    first, second = told.say("Write"), told.say("Call")
    statement = merged(told, first, second, words="Keep in touch")
    settle(statement, FeedbackState.ANSWERED, "Monthly.", seen=seen_in(statement), by=told.liaison)
    original = Feedback.objects.select_related("merged_into").get(pk=second.pk)
    outcome = outcomes_of([original])[second.pk]
    assert (outcome.became, outcome.answer) == (Became.ANSWERED, "Monthly.")


def test_a_step_of_an_original_answers_the_statement(told):
    first, second = told.say("Write"), told.say("Call")
    told.step.feedback.add(first)
    statement = merged(told, first, second, words="Keep in touch")
    assert outcomes_of([statement])[statement.pk].became == Became.STEPS
    assert not Feedback.objects.waiting().exists()


def test_what_families_read_is_the_statement_and_not_what_is_under_it(told):
    first, second = told.say("Write"), told.say("Call")
    release(first, "Write", seen=seen_in(first), by=told.liaison)
    merged(told, first, second, words="Keep in touch")
    assert not Feedback.objects.released().exists()
    with pytest.raises(VersionRefused, match="release that one"):
        release(Feedback.objects.get(pk=first.pk), "Write", seen="", by=told.liaison)


def test_nothing_is_merged_with_itself_with_another_partnerships_or_a_second_time(told):
    first, second = told.say("Write"), told.say("Call")
    elsewhere = Feedback.objects.create(partnership=make.make_partnership(), text="Elsewhere")
    for others in ([first], [first, elsewhere]):
        with pytest.raises(VersionRefused):
            merged(told, first, *others, words="Keep in touch")
    merged(told, first, second, words="Keep in touch")
    with pytest.raises(VersionRefused, match="changed meanwhile"):
        merged(told, first, second, words="Keep in touch")


def test_the_list_is_narrowed_by_what_became_by_words_by_category_and_source(told):
    waits, answered = told.say("Write"), told.say("Call", source="survey", category=None)
    settle(answered, FeedbackState.ANSWERED, "We do.", seen=seen_in(answered), by=told.liaison)
    original = told.say("Send letters")
    statement = merged(told, waits, original, statement=waits.public_id)
    assert of_list(told, show=FeedbackShown.WAITING) == [statement]
    assert of_list(told, show=FeedbackShown.ANSWERED) == of_list(told, source="survey") == [answered]
    assert of_list(told, words="letters") == of_list(told, category="1") == [statement]
    counts = counts_of(told.partnership)
    assert (
        counts[FeedbackShown.ALL],
        counts[FeedbackShown.WAITING],
        counts[FeedbackShown.ANSWERED],
        counts[FeedbackShown.ASIDE],
    ) == (2, 1, 1, 0)
