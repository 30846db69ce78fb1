import pytest
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db

ORIGIN = {"origin": "http://testserver"}


@pytest.fixture
def strict():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    return client


def test_what_was_typed_is_shown_as_text(strict):
    response = strict.post(
        "/accounts/unsaved/discard/", {"comment": "<script>alert(1)</script>"}, headers=ORIGIN
    )
    page = response.content.decode()
    assert response.status_code == 403
    assert "This was not saved" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_passwords_are_not_shown(strict):
    fields = {"login": "lee@example.org", "password": "a-secret"}
    page = strict.post("/accounts/login/", fields, headers=ORIGIN).content.decode()
    assert "lee@example.org" in page
    assert "a-secret" not in page


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_what_another_site_sent_is_not_shown(strict, headers):
    page = strict.post("/accounts/unsaved/discard/", {"comment": "Call this number"}, headers=headers)
    assert page.status_code == 403
    assert "Call this number" not in page.content.decode()
