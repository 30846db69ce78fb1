from datetime import timedelta

import pytest
from django.utils import timezone

from actionsteps.feedback.deciding import release, seen_in
from actionsteps.models import Feedback, FeedbackState
from tests import factories as make

KEY = "abcdefghijkl"
SAID = {"text": "Write to us", "source": "survey", "said": "March 2026", "people": "12", "key": KEY}


@pytest.fixture
def liaison(client, told):
    client.force_login(told.liaison)
    return client


def test_what_is_recorded_twice_is_recorded_once(liaison, told):
    address = told.url("record-feedback")
    for _ in range(2):
        response = liaison.post(address, {**SAID, "category": told.category.pk})
        assert response["Location"] == told.url("feedback", KEY)
    said = Feedback.objects.get()
    assert (said.text, said.people, str(said.said_on), said.said_on_is_month) == (
        "Write to us",
        12,
        "2026-03-01",
        True,
    )
    assert said.recorded_by == told.liaison


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Write down what was said."),
        ({"text": "x" * 100_000}, "At most 5000 characters fit."),
        ({"people": "0"}, "At least one person said it."),
        ({"said": str(timezone.localdate() + timedelta(days=40))}, "This day is still to come."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(liaison, told, wrong, sentence):
    response = liaison.post(told.url("record-feedback"), {**SAID, **wrong})
    assert response.status_code == 422
    assert sentence in response.text
    assert wrong.get("text", SAID["text"]) in response.text
    assert not Feedback.objects.exists()


def test_who_changed_the_same_meanwhile_is_shown(liaison, told):
    said = told.say()
    page = liaison.get(told.url("change-feedback", said.public_id)).context["form"]
    seen = page["seen"].value()
    Feedback.objects.filter(pk=said.pk).update(text="Changed by a colleague")
    sent = {"text": "Mine", "source": "unknown", "category": told.category.pk, "seen": seen}
    response = liaison.post(told.url("change-feedback", said.public_id), sent)
    assert response.status_code == 409
    assert "Changed by a colleague" in response.text


@pytest.mark.slow
def test_an_empty_answer_is_refused_and_one_that_met_another_is_kept(liaison, told):
    said = told.say()
    address = told.url("decide-feedback", said.public_id, "answer")
    empty = liaison.post(address, {"seen": seen_in(said), "words": " "})
    assert (empty.status_code, "Write it down first." in empty.text) == (422, True)
    liaison.post(address, {"seen": seen_in(said), "words": "Theirs"})
    late = liaison.post(address, {"seen": seen_in(said), "words": "Mine"})
    assert late.status_code == 409
    assert all(words in late.text for words in ("Somebody else decided", "Theirs", "Mine"))
    assert Feedback.objects.get().answer == "Theirs"


@pytest.mark.slow
def test_readers_read_and_change_nothing(client, told):
    said = told.say()
    client.force_login(told.viewer)
    assert said.text in client.get(told.url("feedback-list")).text
    page = client.get(told.url("feedback", said.public_id)).text
    assert "It waits for an answer" in page
    assert "<textarea" not in page
    for name in ("answer", "set-aside"):
        assert client.post(told.url("decide-feedback", said.public_id, name)).status_code == 403
    assert client.get(told.url("feedback-list"), {"show": "aside"}).status_code == 404


@pytest.mark.slow
def test_home_and_the_partnerships_page_say_what_waits(client, told):
    told.say()
    answered = told.say("Answered")
    Feedback.objects.filter(pk=answered.pk).update(
        state=FeedbackState.ANSWERED, answer="Yes", answered_at="2026-03-01T12:00Z"
    )
    client.force_login(told.director)
    assert (
        f'action-steps/feedback/?show=waiting">{told.partnership.partner.short_name} (1)'
        in client.get("/").text
    )
    page = client.get(told.url("partnership")).text
    assert "Feedback waits for an answer</a> (1)." in page
    client.force_login(told.viewer)
    assert "Feedback waits" not in client.get("/").text


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 6])
def test_the_list_takes_as_many_queries_for_much_as_for_little(
    client, told, count, django_assert_max_num_queries
):
    for number in range(count):
        said = told.say(f"Said {number}")
        step = make.make_step(told.plan, told.category, (f"Do {number}", ""))
        step.feedback.add(said)
    client.force_login(told.liaison)
    with django_assert_max_num_queries(15):
        client.get(told.url("feedback-list"))


def test_how_few_people_said_it_is_not_told(client, told):
    for text, people in (("Few said this", 9), ("Many said this", 10)):
        said = told.say(text, people=people)
        release(said, text, seen=seen_in(said), by=told.liaison)
    client.force_login(told.viewer)
    page = client.get(told.url("you-said-we-did")).text
    assert ("Few said this" in page, "(9 people)" in page, "(10 people)" in page) == (True, False, True)


def test_words_that_a_released_plan_prints_are_shown_and_not_changed(liaison, told):
    said = told.say()
    told.step.feedback.add(said)
    told.release_plan()
    address = told.url("change-feedback", said.public_id)
    page = liaison.get(address)
    assert "A released plan prints these words" in page.text
    sent = {"text": "Other words", "source": "survey", "category": "", "people": "3", "said": ""}
    assert liaison.post(address, {**sent, "seen": page.context["form"]["seen"].value()}).status_code == 302
    said.refresh_from_db()
    assert (said.text, said.people, said.source) == ("Write to us more often", 3, "survey")


@pytest.mark.slow
def test_a_page_leads_on_to_what_waits_next(liaison, told):
    first, answered, last = told.say("The first"), told.say("Answered"), told.say("The last")
    told.step.feedback.add(answered)
    page = liaison.get(told.url("feedback", last.public_id)).text
    assert "Next that waits: The first" in page
    assert "Next that waits: The last" in liaison.get(told.url("feedback", first.public_id)).text


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 5])
def test_what_families_read_takes_as_many_queries_for_much_as_for_little(
    client, told, count, django_assert_max_num_queries
):
    for number in range(count):
        said = told.say(f"Said {number}", released_at=timezone.now())
        make.make_step(told.plan, told.category, (f"Do {number}", "")).feedback.add(said)
    told.release_plan()
    with django_assert_max_num_queries(7):
        page = client.get(f"/public/{told.partnership.slug}/you-said-we-did/").text
    assert page.count("Not started") == count
