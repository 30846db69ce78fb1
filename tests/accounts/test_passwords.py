import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

NEW = "a-quite-different-one"


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


def link_sent_to(client, email):
    client.post(reverse("account_reset_password"), {"email": email})
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]


def test_a_link_by_e_mail_sets_a_new_password_and_signs_in(client):
    user = make_user(email="Lee@example.org")
    form = client.get(link_sent_to(client, "lee@EXAMPLE.org"), follow=True)
    response = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert response["Location"] == reverse("home")
    assert client.get(reverse("account_change_password")).status_code == 200


def test_the_e_mail_is_plain_and_says_what_to_do(client):
    make_user(email="lee@example.org", name="Lee Clayton")
    link = link_sent_to(client, "lee@example.org")
    message = mail.outbox[0]
    assert message.subject == "Accord: Set your Accord password"
    assert message.body.startswith("Hello Lee Clayton,\n\nsomebody, probably you, asked for a new password")
    assert f"http://testserver{link}" in message.body
    assert message.alternatives == []


def test_the_link_works_once(client):
    make_user(email="lee@example.org")
    link = link_sent_to(client, "lee@example.org")
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    client.logout()
    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_opening_the_link_writes_nothing_but_the_session(client, django_assert_max_num_queries):
    make_user(email="lee@example.org")
    link = link_sent_to(client, "lee@example.org")
    with django_assert_max_num_queries(12) as captured:
        client.get(link, follow=True)
    writes = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert all("django_session" in sql for sql in writes)


def test_an_unknown_address_hears_that_there_is_no_account(client):
    page = client.post(reverse("account_reset_password"), {"email": "who@example.org"}, follow=True)
    assert "A message is on its way" in page.content.decode()
    assert "There is no account for who@example.org" in mail.outbox[0].body


def test_a_weak_password_is_refused_with_the_reason(client):
    make_user(email="lee@example.org")
    form = client.get(link_sent_to(client, "lee@example.org"), follow=True)
    page = client.post(form.request["PATH_INFO"], {"password1": "short", "password2": "short"})
    assert "at least 12 characters" in page.content.decode()


def test_changing_the_password_asks_for_the_current_one(client):
    user = make_user()
    client.force_login(user)
    address = reverse("account_change_password")
    wrong = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "This is not your current password." in client.post(address, wrong).content.decode()
    client.post(address, {**wrong, "oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("password", ["1qaz2wsx3edc", " QWERTY123456 "])
def test_a_password_that_many_have_is_refused(password):
    with pytest.raises(ValidationError, match="too common"):
        validate_password(password)


def test_a_password_that_only_begins_like_a_common_one_is_taken():
    validate_password("qwerty123456 is not all of it")
