import pytest

from actionsteps.families.sending import receive
from actionsteps.families.words import ENGLISH, SPANISH
from actionsteps.models import FamilyForm, FamilyMessage, Feedback


def test_what_a_family_sends_waits_for_an_answer_and_nobody_is_named(family):
    response = family.send(reply_address="parent@example.org", lang="es")
    assert response.status_code == 302
    said = Feedback.objects.get()
    assert (said.text, said.source, said.people, said.language) == ("The bus is often late", "form", 1, "es")
    assert (said.recorded_by, said.released_at, said.state) == (None, None, "waiting")
    assert said.message.reply_address == "parent@example.org"
    assert Feedback.objects.waiting().get() == said


def test_no_page_for_families_has_a_cookie(family):
    for lang in ("en", "es"):
        pages = [
            family.client.get(family.address, {"lang": lang}),
            family.send(lang=lang),
            family.send("", lang=lang),
        ]
        pages.append(family.client.get(pages[1]["Location"]))
        assert [dict(page.cookies) for page in pages] == [{}] * 4
    assert "Cookie" not in family.client.get(family.address).get("Vary", "")


def test_the_same_form_sent_twice_makes_one_and_shows_the_same_answer(family):
    token = family.token()
    first, second = (family.sent(token=token) for _ in range(2))
    assert first == second
    assert Feedback.objects.count() == FamilyMessage.objects.count() == 1
    assert family.sent("Something else", token=token) != first


@pytest.mark.both_databases
def test_what_arrives_twice_at_once_is_kept_once(told):
    sent = {"once": "the same form", "language": "en"}
    first, second = (receive(told.partnership, "The bus is late", **sent) for _ in range(2))
    assert (first == second, Feedback.objects.count()) == (True, 1)


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["English", "Spanish"])
def test_what_is_wrong_is_said_in_the_language_of_the_page_and_what_was_typed_stays(family, words):
    long, links = "x" * 100_000, "https://example.org www.example.org"
    for text, reply, sentence in (
        ("  ", "", words.nothing),
        (long, "", words.too_long % {"show_value": 100_000}),
        (links, "", words.only_links),
        ("Late buses", "no address", words.no_address),
    ):
        page = family.send(text, reply_address=reply, lang=words.language)
        assert page.status_code == 422
        assert all(said in page.text for said in (sentence, words.not_sent, text, reply))
    assert not Feedback.objects.exists()


def test_a_text_that_seems_to_name_a_student_is_asked_about_and_may_be_sent_all_the_same(family):
    text = "My son Daniel, born 3/4/2015, waits. Call 314-555-0100."
    page = family.send(text)
    assert page.status_code == 422
    assert all(said in page.text for said in (ENGLISH.seems, "<b>3/4/2015</b>", "<b>314-555-0100</b>", text))
    assert not Feedback.objects.exists()
    family.sent(text, anyway="1")
    assert FamilyMessage.objects.get().warned


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"website": "https://spam.example"}, ENGLISH.filled),
        ({"token": "made up"}, ENGLISH.foreign),
    ],
)
def test_what_no_person_sent_is_not_kept_and_its_text_is_shown_again(family, fields, sentence):
    page = family.send(**fields)
    assert page.status_code in (403, 422)
    assert sentence in page.text
    assert "The bus is often late" in page.text
    assert not Feedback.objects.exists()


def test_what_comes_too_quickly_or_after_a_day_is_sent_again_by_its_person(family):
    for age, sentence in (({"seconds": 0}, ENGLISH.quick), ({"hours": 25}, ENGLISH.expired)):
        page = family.send(token=family.token(**age))
        assert (page.status_code, sentence in page.text) == (422, True)
    assert not Feedback.objects.exists()


def test_a_form_of_another_site_or_another_partnership_is_refused(family):
    family.client.defaults["HTTP_ORIGIN"] = "https://elsewhere.example"
    assert family.send().status_code == 403
    del family.client.defaults["HTTP_ORIGIN"]
    family.client.defaults["HTTP_REFERER"] = "https://elsewhere.example/page"
    assert family.send().status_code == 403
    family.client.defaults["HTTP_REFERER"] = "http://testserver/public/x/feedback/"
    assert family.send().status_code == 302


def test_a_form_that_is_closed_gives_back_what_was_typed(family):
    FamilyForm.objects.update(is_open=False)
    assert family.client.get(family.address).status_code == 404
    page = family.send()
    assert (page.status_code, "The bus is often late" in page.text) == (404, True)


@pytest.mark.slow
def test_a_flood_is_stopped_by_address_and_in_all_and_loses_nothing(family, settings):
    """Sixty an hour from one address, three hundred from all of them."""
    statuses = [family.send(f"Message {number}").status_code for number in range(62)]
    assert (statuses.count(302), statuses[60:]) == (60, [429, 429])
    page = family.send("The last one")
    assert "The last one" in page.text
    assert ENGLISH.too_often in page.text
    for number in range(242):
        family.client.defaults["REMOTE_ADDR"] = f"10.0.{number // 200}.{number % 200}"
        statuses.append(family.send(f"From elsewhere {number}").status_code)
    assert (statuses.count(302), statuses[-2:]) == (300, [429, 429])
    assert Feedback.objects.count() == 300


def test_only_a_director_opens_and_closes_it(client, told):
    address = told.url("family-switch")
    client.force_login(told.liaison)
    assert client.get(address).status_code == 200
    assert client.post(address, {"is_open": "on", "seen": ""}).status_code == 403
    client.force_login(told.director)
    assert client.post(address, {"is_open": "on", "words": "Buses?", "seen": ""}).status_code == 302
    page = client.get(f"/public/{told.partnership.slug}/feedback/").text
    assert "Buses?" in page
