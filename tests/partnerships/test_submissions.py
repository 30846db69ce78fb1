"""What was handed in of an agreement: what changed, who approved, which letters came, and what is due."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.submissions.lines import in_lines, read_lines
from tests import factories as make
from tests.words import words_in

from .conftest import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    edition = make.make_edition()
    category = make.make_category(edition)
    for number in "12":
        make.make_item(category, number=number)
    return make.adopt(edition)


@pytest.fixture
def partnership(edition):
    return make.make_partnership(agreement=edition.agreement)


def text_of(answer):
    return words_in(answer.text)


def send(client, agreement, *path, **fields):
    wanted = {"title": "Revisions", "submitted_on": "2/15/2013"} | fields
    return client.post(reverse(path[0], args=[agreement.slug, *path[1:]]), wanted)


def test_lines_name_the_items_they_begin_with():
    items = {reference: reference for reference in ("4B", "13")}
    lines = read_lines("4B, 13: They are new.\n\nNote: see 4B\n99: no such item", items)
    assert [(line.items, line.text) for line in lines] == [
        (("4B", "13"), "They are new."),
        ((), "Note: see 4B"),
        ((), "99: no such item"),
    ]


@pytest.mark.slow
def test_what_a_director_enters_everybody_reads(client, partnership):
    agreement = partnership.agreement
    client.force_login(make.make_director(partnership))
    send(client, agreement, "new-submission", changes="1.2: Targets were extended.", public_within="120")
    (one,) = agreement.submissions.all()
    letter = {
        "sender": "The federal office",
        "dated": "March 15, 2006",
        "about": "1.1",
        "text": "Say how many.",
    }
    client.post(reverse("new-letter", args=[agreement.slug, one.public_id]), letter)
    client.force_login(make.make_viewer(partnership))
    page = text_of(client.get(reverse("submissions", args=[agreement.slug])))
    assert "1.2 Targets were extended." in page
    assert "public by June 15, 2013, 120 days later" in page
    assert "The federal office , March 15, 2006, about 1.1" in page
    assert "Enter a submission" not in page
    assert send(client, agreement, "new-submission").status_code == 403


@pytest.mark.slow
def test_a_line_that_stays_keeps_its_record(client, partnership):
    agreement = partnership.agreement
    one = make.make_submission(agreement, ("Kept.", []), ("Dropped.", []), title="Revisions")
    kept = one.changes.get(text="Kept.").pk
    client.force_login(make.make_director(partnership))
    page = client.get(reverse("submission", args=[agreement.slug, one.public_id]))
    seen = page.context["form"].initial["seen"]
    send(client, agreement, "submission", one.public_id, changes="1.1: New.\nKept.", seen=seen)
    assert in_lines(read_lines("\n".join(map(str, one.changes.all())), {})) == "New.\nKept."
    assert one.changes.get(text="Kept.").pk == kept


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"submitted_on": ""}, "Enter when it is due"),
        ({"submitted_on": str(timezone.localdate() + timedelta(days=1))}, "still to come"),
        ({"public_within": "0"}, "from 1 to 366"),
        ({"title": "Taken"}, "with this title already"),
        ({"changes": "x" * 2001}, "Break it into several lines"),
    ],
)
def test_what_cannot_be_is_refused(client, partnership, fields, says):
    make.make_submission(partnership.agreement, title="Taken")
    client.force_login(make.make_director(partnership))
    answer = send(client, partnership.agreement, "new-submission", **fields)
    assert answer.status_code == 422
    assert says in text_of(answer)


def test_a_letter_names_only_what_there_is(client, partnership):
    one = make.make_submission(partnership.agreement)
    client.force_login(make.make_director(partnership))
    address = reverse("new-letter", args=[partnership.agreement.slug, one.public_id])
    answer = client.post(address, {"sender": "The office", "text": "Why?", "about": "1.1, 9"})
    assert "The text has no 9." in text_of(answer)
    assert "What was done about it." not in text_of(answer)
    assert not one.letters.exists()


def test_what_is_to_come_stands_first_and_says_when_it_is_late(client, partnership):
    today = timezone.localdate()
    make.make_submission(partnership.agreement, title="Handed in")
    make.make_submission(partnership.agreement, title="Late", due_on=today - timedelta(days=1))
    make.make_submission(partnership.agreement, title="To come", due_on=today + timedelta(days=9))
    client.force_login(make.make_viewer(partnership))
    page = text_of(client.get(reverse("submissions", args=[partnership.agreement.slug])))
    assert page.index("Late Due") < page.index("To come Due") < page.index("Handed in Submitted")
    assert page.count("It is late.") == 1


def test_the_page_costs_the_same_for_many(client, partnership, django_assert_num_queries):
    client.force_login(make.make_viewer(partnership))
    items = list(partnership.agreement.editions.get().items.all())
    make.make_submission(partnership.agreement, ("One.", items))
    address = reverse("submissions", args=[partnership.agreement.slug])
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    for _ in range(3):
        make.make_submission(partnership.agreement, ("One.", items), ("Two.", items))
    with django_assert_num_queries(8):
        client.get(address)


@pytest.mark.both_databases
def test_items_of_another_agreement_are_refused(edition):
    other = make.make_submission(make.make_agreement(), ("New.", []), submitted_on=date(2013, 2, 15))
    with refused("A submission speaks of its own agreement."):
        other.changes.get().items.add(edition.items.first())
