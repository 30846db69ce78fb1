"""Somebody new is invited by e-mail, chooses a password behind the link, and is in."""

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.models import Invitation, User
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PASSWORD = "a-quite-different-one"


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


@pytest.fixture
def director():
    return make.make_user(name="Ada Miller", email="ada@ssd.example")


@pytest.fixture
def invited(director):
    """Somebody invited a moment ago as liaison, with nothing in the mailbox yet."""
    person = invitations.person_at("New@district.example", "New Person")
    make.make_membership(person, make.make_organization(name="School District of Ladue"))
    return invitations.invite(person, by=director)


def link_in(message):
    return re.search(r"http://testserver(/\S+)", message.body)[1]


@pytest.fixture
def link(invited, rf):
    assert invitations.send(invited, rf.get("/"))
    return link_in(mail.outbox.pop())


@pytest.fixture
def two_weeks_later(monkeypatch):
    """The links sent so far have expired."""

    def wait():
        later = signing.time.time() + 15 * 24 * 3600
        monkeypatch.setattr(signing.time, "time", lambda: later)
        Invitation.objects.update(sent_at=timezone.now() - timedelta(days=15))

    return wait


def choose(client, link, password=PASSWORD):
    return client.post(link, {"password1": password, "password2": password}, follow=True)


def test_the_e_mail_says_who_invites_to_what(invited, rf):
    invitations.send(invited, rf.get("/"))
    (message,) = mail.outbox
    assert message.to == ["New@district.example"]
    assert message.subject == "Accord: Ada Miller invites you"
    assert "Hello New Person,\n\nAda Miller (ada@ssd.example) invites you to Accord" in message.body
    assert "- liaison, School District of Ladue" in message.body
    assert "works once and for 14 days" in message.body


def test_the_person_chooses_a_password_and_is_in(client, link, invited):
    page = client.get(link)
    assert "Ada Miller invited you" in page.text
    assert 'value="New@district.example"' in page.text
    assert not User.objects.get(pk=invited.user_id).has_usable_password()
    page = choose(client, link)
    assert page.redirect_chain == [("/", 302)]
    assert "Liaison, School District of Ladue" in page.text
    invited.refresh_from_db()
    assert invited.accepted_at is not None
    assert "you used it. You are signed in." in client.get(link).text
    assert client.post(reverse("account_logout")).status_code == 302
    signed_in = client.post(reverse("account_login"), {"login": "new@DISTRICT.example", "password": PASSWORD})
    assert signed_in["Location"] == "/"


def test_a_link_works_once(client, link):
    choose(client, link)
    client.post(reverse("account_logout"))
    assert "You have a password already" in choose(client, link, "another-long-password").text
    assert User.objects.get(name="New Person").check_password(PASSWORD)


def test_a_weak_password_is_refused_and_the_link_still_works(client, link):
    page = choose(client, link, "short")
    assert (page.status_code, "at least 12 characters" in page.text) == (422, True)
    assert choose(client, link).redirect_chain == [("/", 302)]


def test_a_link_that_expired_offers_a_new_one_to_the_same_address(client, link, two_weeks_later):
    two_weeks_later()
    page = client.get(link)
    assert "This link has expired" in page.text
    assert "district.example" not in page.text
    assert choose(client, link).status_code == 200
    assert not User.objects.get(name="New Person").has_usable_password()
    page = client.post(f"{link}again/", follow=True)
    assert "A new link is on its way to your mailbox" in page.text
    assert "This link has expired" in page.text
    (message,) = mail.outbox
    assert message.to == ["New@district.example"]
    assert choose(client, link_in(message)).redirect_chain == [("/", 302)]


def test_a_new_link_is_sent_no_oftener_than_every_few_minutes(client, link, two_weeks_later):
    two_weeks_later()
    pages = [client.post(f"{link}again/", follow=True).text for _ in range(3)]
    assert len(mail.outbox) == 1
    assert all("A new link is on its way" in page for page in pages)


def test_a_link_that_still_works_or_none_of_ours_sends_nothing(client, link):
    for address in (link, "/invitations/nobody/", "/invitations/nobody:1wXyZ:forged/"):
        client.post(f"{address}again/")
    assert mail.outbox == []
    assert client.get("/invitations/nobody/").status_code == 404


def test_a_link_to_an_address_that_was_corrected_no_longer_works(client, link, invited, director):
    User.objects.filter(pk=invited.user_id).update(email="right@district.example")
    assert "This invitation no longer stands" in choose(client, link).text
    again = invitations.invite(User.objects.get(pk=invited.user_id), by=director)
    assert (again.email, again != invited) == ("right@district.example", True)


def test_who_no_longer_belongs_anywhere_does_not_come_in(client, link, invited, director):
    invited.user.memberships.get().end(by=director)
    invitations.withdraw_where_nothing_waits(invited.user)
    assert "This invitation no longer stands" in choose(client, link).text
    assert not User.objects.get(pk=invited.user_id).has_usable_password()


def test_setting_a_password_by_the_other_link_uses_the_invitation_up(client, link, invited):
    client.post(reverse("account_reset_password"), {"email": "new@district.example"})
    form = client.get(link_in(mail.outbox[-1]), follow=True)
    choose(client, form.request["PATH_INFO"])
    invited.refresh_from_db()
    assert invited.accepted_at is not None
    assert "You have a password already" in client.get(link).text


def test_somebody_else_signed_in_here_is_told_before(client, link, director):
    client.force_login(director)
    assert "In this browser Ada Miller is signed in" in client.get(link).text
    choose(client, link)
    assert client.session["_auth_user_id"] == str(User.objects.get(name="New Person").pk)


def test_an_address_is_one_person_whatever_its_case(invited):
    assert invitations.person_at("NEW@district.EXAMPLE", "Another Name") == invited.user
    assert User.objects.get(pk=invited.user_id).name == "New Person"


def test_who_has_a_password_needs_no_invitation(director):
    assert invitations.invite(make.make_user(), by=director) is None


def test_an_invitation_waits_once_for_a_person(invited, director):
    assert invitations.invite(invited.user, by=director) == invited
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(user=invited.user, email=invited.email)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(accepted_at=timezone.now(), withdrawn_at=timezone.now())


def test_an_e_mail_that_cannot_be_sent_is_told_and_may_be_sent_at_once(invited, rf, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    assert not invitations.send(invited, rf.get("/"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    invited.refresh_from_db()
    assert invited.expires_at is None
    assert invitations.send(invited, rf.get("/"))
    with pytest.raises(invitations.TooSoon):
        invitations.send(invited, rf.get("/"))
