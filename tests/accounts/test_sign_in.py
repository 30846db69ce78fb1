import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.demo import DEMO_PASSWORD, DEMO_SIGN_INS
from config.settings import CACHES
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


def sign_in(client, email, password=PASSWORD, **data):
    return client.post(reverse("account_login"), {"login": email, "password": password, **data})


def test_a_person_signs_in_by_e_mail_in_any_case(client):
    make_user(email="lee@example.org")
    response = sign_in(client, "LEE@Example.org")
    assert response.status_code == 302
    assert response["Location"] == reverse("home")


def test_sign_in_leads_to_the_page_that_asked_for_it(client):
    make_user(email="lee@example.org")
    response = sign_in(client, "lee@example.org", next="/partnerships/clayton/")
    assert response["Location"] == "/partnerships/clayton/"


def test_sign_in_never_leads_to_another_site(client):
    make_user(email="lee@example.org")
    assert sign_in(client, "lee@example.org", next="https://evil.example/")["Location"] == reverse("home")


@pytest.mark.parametrize("email", ["lee@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(client, email):
    make_user(email="lee@example.org")
    page = sign_in(client, email, "not-the-password").content.decode()
    assert page.count("This e-mail address and password do not go together.") == 1
    assert f'value="{email}"' in page


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client):
    make_user(email="lee@example.org")
    for _ in range(5):
        sign_in(client, "lee@example.org", "not-the-password")
    assert "Wait five minutes" in sign_in(client, "lee@example.org").content.decode()


def test_a_strangers_wrong_passwords_do_not_lock_out_the_person(client):
    make_user(email="lee@example.org")
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(6):
        sign_in(stranger, "lee@example.org", "not-the-password")
    assert "Wait five minutes" in sign_in(stranger, "lee@example.org").text
    assert sign_in(client, "lee@example.org").status_code == 302


@pytest.mark.slow
def test_forty_people_sign_in_from_one_school(client):
    for number in range(40):
        make_user(email=f"p{number}@example.org")
        if number < 20:
            sign_in(Client(), f"p{number}@example.org", "mistyped")
        assert sign_in(Client(), f"p{number}@example.org").status_code == 302


def test_many_attempts_do_not_make_it_forget_others(settings):
    settings.CACHES = CACHES
    call_command("createcachetable", verbosity=0)
    cache.set("allauth:rl:first", [1])
    cache.set_many({f"allauth:rl:{number}": [1] for number in range(400)})
    assert cache.get("allauth:rl:first") == [1]


def test_a_closed_account_does_not_sign_in(client):
    make_user(email="lee@example.org", is_active=False)
    assert "do not go together" in sign_in(client, "lee@example.org").content.decode()


def test_a_former_address_neither_signs_in_nor_sets_a_password(client):
    user = make_user(email="new@example.org")
    user.emailaddress_set.create(email="old@example.org", verified=True, primary=True)
    assert sign_in(client, "old@example.org").status_code == 200
    client.post(reverse("account_reset_password"), {"email": "old@example.org"})
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["old@example.org"], "Accord: No Accord account for this address")
    ]


def test_nobody_signs_up(client):
    response = client.get(reverse("account_signup"))
    assert "An administrator makes accounts" in response.content.decode()
    client.post(
        reverse("account_signup"),
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert client.get(reverse("home")).status_code == 302


def test_signing_out_takes_a_post(client):
    client.force_login(make_user())
    assert "Sign out?" in client.get(reverse("account_logout")).content.decode()
    assert client.get(reverse("account_change_password")).status_code == 200
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert client.get(reverse("account_change_password")).status_code == 302


def test_the_demo_lists_its_sign_ins_and_nothing_else_does(client, settings):
    settings.DEMO = True
    page = client.get(reverse("account_login")).content.decode()
    assert all(person.email in page for person in DEMO_SIGN_INS)
    assert DEMO_PASSWORD in page
    settings.DEMO = False
    page = client.get(reverse("account_login")).content.decode()
    assert DEMO_PASSWORD not in page
    assert DEMO_SIGN_INS[0].email not in page
