"""What a plan leaves to the agency: open until a director records an answer, with how it was decided."""

import pytest
from django.urls import reverse

from partnerships.models import MUST_SAY, PolicyEvent
from tests import factories as make
from tests.words import words_in

from .conftest import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return make.make_partnership()


@pytest.fixture
def choice(partnership):
    return make.make_policy_choice(partnership.agreement, "Any category", "Only one")


def text_of(answer):
    return words_in(answer.text)


def read(client, choice):
    return text_of(client.get(reverse("policy-choices", args=[choice.agreement.slug])))


def send(client, choice, option, words="Policy 6250, approved by the board.", seen=None):
    """`option` is a position, several positions or "" for none."""
    address = reverse("policy-choice", args=[choice.agreement.slug, choice.public_id])
    options = list(choice.options.all())
    chosen = [options[place - 1].pk for place in ([option] if isinstance(option, int) else option or [])]
    seen = client.get(address).context["form"].initial["seen"] if seen is None else seen
    return client.post(address, {"chosen": chosen or [""], "words": words, "seen": seen})


def test_a_director_records_the_answer_and_everybody_reads_who_and_why(client, partnership, choice):
    director = make.make_director(partnership)
    client.force_login(director)
    assert "1 choice is open" in read(client, choice)
    assert send(client, choice, 2).status_code == 302
    client.force_login(make.make_viewer(partnership))
    page = read(client, choice)
    assert "All are answered." in page
    assert "Chosen: Only one" in page
    assert f"{director.name}: chosen: “Only one” Policy 6250, approved by the board." in page
    assert "Change the answer" not in page


def test_an_answer_is_taken_back_with_a_reason_and_the_earlier_one_stays_to_be_read(
    client, partnership, choice
):
    client.force_login(make.make_director(partnership))
    send(client, choice, 1)
    send(client, choice, "", "The board has yet to vote.")
    page = read(client, choice)
    assert "1 choice is open" in page
    assert page.index("open again The board has yet to vote.") < page.index("chosen: “Any category”")


@pytest.mark.parametrize(
    ("option", "words", "says"),
    [
        ([1, 2], "Both", "Only one of them may hold."),
        (1, "  ", MUST_SAY),
        (1, "x" * 2001, "At most 2000 characters fit."),
        ("", "Nothing new", "This is what stands already."),
    ],
)
def test_what_cannot_be_is_refused(client, partnership, choice, option, words, says):
    client.force_login(make.make_director(partnership))
    answer = send(client, choice, option, words)
    assert (answer.status_code, says in text_of(answer)) == (422, True)
    choice.refresh_from_db()
    assert (choice.chosen, PolicyEvent.objects.count()) == (None, 0)


def test_an_option_of_another_question_is_none(client, partnership, choice):
    other = make.make_policy_choice(partnership.agreement).options.first()
    client.force_login(make.make_director(partnership))
    address = reverse("policy-choice", args=[choice.agreement.slug, choice.public_id])
    answer = client.post(address, {"chosen": other.pk, "words": "Why", "seen": ""})
    assert "This is none of the options that are printed." in text_of(answer)


def test_two_who_answer_at_once_both_see_it(client, partnership, choice):
    client.force_login(make.make_director(partnership))
    address = reverse("policy-choice", args=[choice.agreement.slug, choice.public_id])
    seen = client.get(address).context["form"].initial["seen"]
    send(client, choice, 1)
    answer = send(client, choice, 2, "We mean the other.", seen)
    assert answer.status_code == 409
    assert "Any category" in text_of(answer)
    assert PolicyEvent.objects.count() == 1


def test_who_enters_for_a_school_or_only_reads_records_nothing(client, partnership, choice):
    for person in (make.make_liaison(partnership), make.make_viewer(partnership)):
        client.force_login(person)
        address = reverse("policy-choice", args=[choice.agreement.slug, choice.public_id])
        assert client.post(address, {"words": "Why"}).status_code == 403
    client.force_login(make.make_liaison(make.make_partnership()))
    assert client.get(address).status_code == 404


def test_an_administrator_records_it_too(client, choice):
    client.force_login(make.make_administrator())
    assert send(client, choice, 1).status_code == 302


@pytest.mark.slow
def test_the_page_costs_the_same_for_many(client, partnership, choice, django_assert_num_queries):
    client.force_login(make.make_director(partnership))
    send(client, choice, 1)
    address = reverse("policy-choices", args=[choice.agreement.slug])
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    for _ in range(2):
        send(client, make.make_policy_choice(choice.agreement), 2)
    with django_assert_num_queries(8):
        client.get(address)


@pytest.mark.slow
@pytest.mark.both_databases
def test_an_option_of_another_question_is_refused_by_the_database(partnership, choice):
    other = make.make_policy_choice(partnership.agreement).options.first()
    with refused("This option belongs to another question."):
        type(choice).objects.filter(pk=choice.pk).update(chosen=other)
    with refused("This option belongs to another question."):
        choice.events.create(kind="chosen", option=other, words="Why")
    with refused("policy_event_says_why"):
        choice.events.create(kind="reopened")
    with refused("policy_event_names_what_is_chosen"):
        choice.events.create(kind="chosen", words="Why")
