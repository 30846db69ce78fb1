import re

import pytest
from django.core import mail
from django.urls import reverse

from actionsteps.families.words import ENGLISH, SPANISH
from actionsteps.feedback.deciding import release, seen_in, settle
from actionsteps.feedback.linking import link
from actionsteps.feedback.merging import merge
from actionsteps.models import ActionStep, FamilyMessage, Feedback, FeedbackState, StepStatus


def decide(family, feedback, state, words):
    feedback.refresh_from_db()
    settle(feedback, state, words, seen=seen_in(feedback), by=family.told.liaison)


def read(family, address):
    return family.client.get(address).text


def test_the_private_address_tells_what_became_of_it_in_the_senders_language(family):
    address = family.sent(lang="es")
    feedback = Feedback.objects.get()
    page = read(family, address)
    assert all(
        words in page for words in ('<html lang="es">', SPANISH.thanks, SPANISH.not_looked_at, " de 20")
    )
    feedback.category = family.told.category
    feedback.save()
    assert SPANISH.looked_at in read(family, address)
    decide(family, feedback, FeedbackState.ANSWERED, "Vamos a escribirles.")
    page = read(family, address)
    assert all(words in page for words in (SPANISH.our_answer, "Vamos a escribirles.", SPANISH.helped))
    decide(family, feedback, FeedbackState.DECLINED, "No depende de nosotros.")
    assert SPANISH.why_not in read(family, address)


@pytest.mark.slow
def test_it_says_how_far_its_steps_are_and_asks_whether_they_helped_when_they_are_done(family):
    told = family.told
    address = family.sent()
    link(Feedback.objects.get(), [told.step.lineage], [], by=told.liaison)
    assert ENGLISH.planning in read(family, address)
    told.release_plan()
    page = read(family, address)
    assert all(words in page for words in ("Write a newsletter", "Not started"))
    assert ENGLISH.helped not in page
    ActionStep.objects.filter(pk=told.step.pk).update(status=StepStatus.DONE)
    assert ENGLISH.helped in read(family, address)


def test_what_is_merged_is_answered_with_its_statement(family):
    told = family.told
    address = family.sent()
    ids = [Feedback.objects.get().public_id, told.say().public_id]
    statement = merge(told.partnership, ids, statement=None, words="Buses", by=told.liaison)
    decide(family, statement, FeedbackState.ANSWERED, "There will be more.")
    page = read(family, address)
    assert all(words in page for words in (ENGLISH.together, "There will be more.", "The bus is often late"))


@pytest.mark.slow
def test_the_sender_says_whether_it_helped_and_staff_read_it(family, client):
    address = family.sent()
    feedback = Feedback.objects.get()
    token = re.search(r'name="token" value="([^"]+)"', family.client.get(family.address).text)[1]
    decide(family, feedback, FeedbackState.ANSWERED, "Yes.")
    token = re.search(r'name="token" value="([^"]+)"', read(family, address))[1]
    sent = {"token": token, "helped": "partly", "helped_words": "The bus is on time on Mondays."}
    assert family.client.post(address, {**sent, "helped": ""}).status_code == 422
    assert family.client.post(address, {**sent, "token": "x"}).status_code == 403
    assert family.client.post(address, sent).status_code == 302
    assert FamilyMessage.objects.get().helped == "partly"
    client.force_login(family.told.liaison)
    page = client.get(family.told.url("feedback", feedback.public_id)).text
    assert "The bus is on time on Mondays." in page


def test_nobody_is_asked_whether_it_helped_before_something_came_of_it(family):
    address = family.sent()
    assert "token" not in read(family, address)


def test_an_address_that_is_not_whole_says_so(family):
    page = family.client.get(reverse("what-became", args=["cut-off"]))
    assert (page.status_code, ENGLISH.unknown in page.text) == (404, True)


def test_only_the_checksum_of_the_address_is_kept(family):
    secret = family.sent().split("/")[3]
    message = FamilyMessage.objects.get()
    assert secret not in {str(value) for value in vars(message).values()}
    assert secret not in str([vars(row) for row in FamilyMessage.history.all()])


@pytest.mark.slow
def test_who_gave_an_address_gets_the_answer_by_e_mail_too(family, client):
    family.sent(reply_address="parent@example.org", lang="es")
    feedback = Feedback.objects.get()
    client.force_login(family.told.liaison)
    page = client.get(family.told.url("feedback", feedback.public_id)).text
    assert "parent@example.org" in page
    sent = {"seen": seen_in(feedback), "words": "Vamos a escribirles.", "send": "on"}
    client.post(family.told.url("decide-feedback", feedback.public_id, "answer"), sent)
    (email,) = mail.outbox
    assert (email.to, email.reply_to) == (["parent@example.org"], [family.told.liaison.email])
    assert "Vamos a escribirles." in email.body
    assert FamilyMessage.objects.get().answer_sent_at


@pytest.mark.slow
def test_a_reply_address_is_for_those_who_write(family, client):
    family.sent(reply_address="parent@example.org")
    feedback = Feedback.objects.get()
    release(feedback, feedback.text, seen=seen_in(feedback), by=family.told.liaison)
    client.force_login(family.told.viewer)
    pages = [
        client.get(family.told.url("feedback", feedback.public_id)).text,
        client.get(family.told.url("feedback-list")).text,
        client.get(family.told.url("you-said-we-did")).text,
        read(family, reverse("public-told", args=[family.told.partnership.slug])),
    ]
    assert not any("parent@example.org" in page for page in pages)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "es"])
def test_an_anonymous_reader_finds_nothing_that_is_not_released(family, lang):
    told = family.told
    address = f"{reverse('public-told', args=[told.partnership.slug])}?lang={lang}"
    family.sent("Not for everybody")
    assert family.client.get(address).status_code == 404
    told.step.owner = told.liaison
    told.step.save()
    released, hidden = told.say("My son waits", people=12), told.say("Nobody may read this")
    for one in (released, hidden):
        told.step.feedback.add(one)
    draft = told.plan.steps.get()
    release(released, "The bus waits", seen=seen_in(released), by=told.liaison)
    page = read(family, address)
    assert "The bus waits" in page
    assert "12 people" in page or "12 personas" in page
    assert "Write a newsletter" not in page
    told.release_plan()
    page = read(family, address)
    assert "Write a newsletter" in page
    others = ["Not for everybody", "My son waits", "Nobody may read this", told.liaison.name]
    assert not any(words in page for words in [*others, told.liaison.email])
    assert draft.owner == told.liaison
    assert family.client.get(address).cookies == {}
