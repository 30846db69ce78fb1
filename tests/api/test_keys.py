import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken
from accounts.tokens import MOST_TOKENS, make_token
from tests import factories as make
from tests.test_site import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return make.make_partnership()


@pytest.fixture
def liaison(partnership):
    return make.make_liaison(partnership)


def test_without_a_key_nothing_is_told(client, partnership):
    response = client.get("/api/v1/partnerships")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json() == {"detail": "Send a key that is valid: “Authorization: Bearer …”."}


def test_a_session_is_no_key(liaison):
    assert signed_in(liaison).get("/api/v1/partnerships").status_code == 401


def test_a_key_sets_no_cookie_and_asks_for_no_session(program_of, liaison):
    response = program_of(liaison).get("partnerships")
    assert response.status_code == 200
    assert not response.cookies and "Cookie" not in response.get("Vary", "")


def test_only_the_digest_of_a_secret_is_kept(liaison):
    token, secret = make_token(liaison, "dashboard")
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values().get())


def test_a_revoked_key_is_refused(program_of, liaison):
    program = program_of(liaison)
    signed_in(liaison).post(reverse("revoke-token", args=[program.token.public_id]))
    assert program.get("partnerships").status_code == 401


def test_a_deactivated_persons_key_is_refused(program_of, liaison):
    program = program_of(liaison)
    liaison.is_active = False
    liaison.save()
    assert program.get("partnerships").status_code == 401


def test_who_loses_a_membership_loses_access_at_once(program_of, partnership, liaison):
    program = program_of(liaison)
    assert program.get(f"partnerships/{partnership.slug}").status_code == 200
    liaison.memberships.update(ended_at=timezone.now())
    assert program.get(f"partnerships/{partnership.slug}").status_code == 404
    assert program.rows("partnerships") == []


def test_a_key_shows_its_secret_once(liaison):
    client = signed_in(liaison)
    page = client.post(reverse("api-tokens"), {"name": "dashboard"}).content.decode()
    assert "accord_" in page
    assert "accord_" not in client.get(reverse("api-tokens")).content.decode()


def test_a_key_needs_a_name_and_there_are_not_too_many(liaison):
    client = signed_in(liaison)
    assert client.post(reverse("api-tokens"), {"name": " "}).status_code == 422
    for _ in range(MOST_TOKENS):
        make_token(liaison, "one")
    page = client.post(reverse("api-tokens"), {"name": "one more"})
    assert page.status_code == 422
    assert "one more" in page.content.decode() and "Revoke one" in page.content.decode()


def test_a_name_with_a_nul_is_refused_beside_it(liaison):
    page = signed_in(liaison).post(reverse("api-tokens"), {"name": "dash\0board"})
    assert (page.status_code, "Null characters are not allowed." in page.text) == (422, True)
    assert not liaison.api_tokens.exists()


def test_nobody_revokes_the_key_of_somebody_else(program_of, partnership, liaison):
    program = program_of(liaison)
    address = reverse("revoke-token", args=[program.token.public_id])
    assert signed_in(make.make_director(partnership)).post(address).status_code == 404


def test_a_program_that_asks_too_often_waits(program_of, liaison, settings):
    settings.API_A_MINUTE = 2
    program = program_of(liaison)
    answers = [program.get("partnerships") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"


def test_guessing_keys_is_slowed_down(settings):
    cache.clear()
    settings.API_REFUSED_A_MINUTE = 2
    headers = {"Authorization": "Bearer accord_guess"}
    answers = [Client().get("/api/v1/partnerships", headers=headers).status_code for _ in range(3)]
    assert answers == [401, 401, 429]
