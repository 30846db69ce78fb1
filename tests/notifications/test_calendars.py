"""Feeds of steps for calendar programs, which sign in nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from actionsteps.models import ActionStep
from actionsteps.plans.versions import release, start_next
from actionsteps.progress.noting import note, reckon_next
from notifications.calendars import secret_of
from notifications.models import CalendarFeed
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TODAY = timezone.localdate()


@pytest.fixture
def partnership():
    edition = make.make_edition()
    make.make_category(edition)
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    make.make_plan(partnership, edition)
    return partnership


@pytest.fixture
def liaison(partnership):
    return make.make_liaison(partnership)


def add(partnership, *actions, days=10, **fields):
    plan = partnership.action_plans.get()
    due = TODAY + timedelta(days=days)
    fields = {"title": "Call families", "due_on": due, **fields}
    step = make.make_step(plan, plan.edition.categories.get(), *(actions or [("Call", "")]), **fields)
    reckon_next(step)
    return step


def read(client, person, partnership=None):
    return client.get(reverse("calendar-feed", args=[secret_of(CalendarFeed.make(person, partnership))]))


def events(client, person, partnership=None):
    calendar = Calendar.from_ical(read(client, person, partnership).content)
    return [(str(one["summary"]), one["dtstart"].dt) for one in calendar.walk("VEVENT")]


def test_a_feed_needs_no_sign_in_and_is_private(client, partnership, liaison):
    step = add(partnership, owner=liaison)
    answer = read(client, liaison)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert not answer.cookies
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == f"Call families ({partnership.partner.short_name})"
    assert (event["dtstart"].dt, event["dtend"].dt) == (step.due_on, step.due_on + timedelta(days=1))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["url"].endswith(reverse("action-step-progress", args=[partnership.slug, step.public_id]))


def test_a_persons_feed_has_their_open_steps_and_a_partnerships_all(client, partnership, liaison):
    add(partnership, owner=liaison, title="Mine")
    add(partnership, owner=make.make_director(partnership), title="Theirs")
    note(add(partnership, owner=liaison, title="Done"), status="done", words="Done.", by=liaison)
    assert [title.split(" (")[0] for title, _ in events(client, liaison)] == ["Mine"]
    assert {title.split(" (")[0] for title, _ in events(client, liaison, partnership)} == {"Mine", "Theirs"}


def test_occasions_that_are_not_ticked_off_stand_in_it(client, partnership, liaison):
    first = TODAY - timedelta(days=7)
    step = add(partnership, owner=liaison, days=14, starts_on=first, repeats="weekly")
    note(step, status="under_way", occasion=TODAY, by=liaison)
    days = [first, TODAY + timedelta(days=7), TODAY + timedelta(days=14)]
    assert [day for _, day in events(client, liaison)] == days


def test_an_event_stays_the_same_in_the_next_version_and_when_its_day_moves(client, partnership, liaison):
    step = add(partnership, owner=liaison)
    (before,) = Calendar.from_ical(read(client, liaison).content).walk("VEVENT")
    release(step.plan, "1", by=liaison)
    start_next(step.plan, "2", by=liaison)
    ActionStep.objects.newest().update(due_on=TODAY, next_on=TODAY)
    (after,) = Calendar.from_ical(read(client, liaison).content).walk("VEVENT")
    assert (after["uid"], after["dtstart"].dt) == (before["uid"], TODAY)


def test_texts_are_escaped_and_long_lines_folded(client, partnership, liaison):
    title = "Ask; answer, and “thank”: " + "niños " * 20
    add(partnership, ("One line\nand another; BEGIN:VEVENT", ""), owner=liaison, title=title)
    answer = read(client, liaison).content
    assert all(len(line) <= 75 for line in answer.split(b"\r\n"))
    assert answer.count(b"\r\nBEGIN:VEVENT") == 1
    (event,) = Calendar.from_ical(answer).walk("VEVENT")
    assert str(event["summary"]).startswith(title.strip())
    assert str(event["description"]).startswith("One line\nand another; BEGIN:VEVENT")


def shut_out(person):
    person.is_active = False
    person.save()


def end_memberships(person):
    person.memberships.update(ended_at=timezone.now())


def renew(person):
    for feed in person.calendar_feeds.all():
        feed.renew()


@pytest.mark.parametrize("leave", [shut_out, end_memberships, renew])
def test_an_address_leads_nowhere_once_its_person_may_not_see_it_or_it_is_renewed(
    client, partnership, liaison, leave
):
    secrets = [secret_of(CalendarFeed.make(liaison, one)) for one in (None, partnership)]
    addresses = [reverse("calendar-feed", args=[secret]) for secret in secrets]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    leave(liaison)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_a_key_alone_is_no_address(client, partnership, liaison):
    feed = CalendarFeed.make(liaison, None)
    for secret in (feed.key, f"{feed.key}.x", "x" * 5000):
        assert client.get(reverse("calendar-feed", args=[secret])).status_code == 404


@pytest.mark.slow
def test_an_address_is_made_renewed_and_removed_on_the_page(client, partnership, liaison):
    client.force_login(liaison)
    url, slug = reverse("calendar"), partnership.slug
    assert "/calendar/" not in client.get(url).text.split("<main")[1]
    client.post(url, {"act": "make"})
    client.post(url, {"act": "make", "partnership": slug})
    first = [secret_of(feed) for feed in CalendarFeed.objects.order_by("pk")]
    assert all(secret in client.get(url).text for secret in first)
    assert (
        "The old one no longer works"
        in client.post(url, {"act": "renew", "partnership": ""}, follow=True).text
    )
    page = client.get(url).text
    assert (first[0] in page, first[1] in page) == (False, True)
    client.post(url, {"act": "remove", "partnership": slug})
    assert CalendarFeed.objects.count() == 1


def test_nobody_makes_the_address_of_a_partnership_they_do_not_see(client, liaison):
    client.force_login(liaison)
    other = make.make_partnership()
    assert client.post(reverse("calendar"), {"act": "make", "partnership": other.slug}).status_code == 404
    assert client.post(reverse("calendar"), {"act": "renew"}).status_code == 404
    assert not CalendarFeed.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 20])
def test_a_feed_takes_a_fixed_number_of_queries(
    client, partnership, liaison, many, django_assert_num_queries
):
    for _ in range(many):
        add(partnership, owner=liaison, starts_on=TODAY, repeats="weekly")
    address = reverse("calendar-feed", args=[secret_of(CalendarFeed.make(liaison, None))])
    with django_assert_num_queries(5):
        client.get(address)
