import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.refusals import RefusedFormsMiddleware, with_error_first
from tests import factories as make

PAGE = (
    b'<title>Sign</title><input name="a" autofocus><p class="error" role="alert">No.</p>'
    b'<input aria-invalid="true" name="b">'
)


def test_the_first_wrong_field_has_the_focus_and_the_title_says_so():
    assert with_error_first(PAGE) == (
        b'<title>Error: Sign</title><input name="a"><p class="error" role="alert">No.</p>'
        b'<input autofocus aria-invalid="true" name="b">'
    )


def test_without_a_wrong_field_it_is_what_is_said():
    page = PAGE.replace(b' aria-invalid="true"', b"")
    assert b'<p class="error" tabindex="-1" autofocus role="alert">' in with_error_first(page)
    assert with_error_first(page).count(b"autofocus") == 1


@pytest.mark.parametrize(
    "page",
    [
        b"<title>Saved</title><p>All is well</p>",
        b'<title>T</title><textarea>&lt;input aria-invalid=&quot;true&quot;&gt; role="alert"</textarea>',
        b'<title>T</title><input type="hidden" aria-invalid="true">',
    ],
)
def test_a_page_without_an_error_stays_as_it_is(page):
    assert with_error_first(page) == page


def test_a_title_says_it_once():
    assert with_error_first(b'<title>Error: T</title><p role="alert">').count(b"Error") == 1


@pytest.mark.parametrize(
    ("method", "headers", "kind", "changed"),
    [
        ("post", {}, "text/html", True),
        ("get", {}, "text/html", False),
        ("post", {"HX-Request": "true"}, "text/html", False),
        ("post", {}, "application/pdf", False),
    ],
)
def test_only_the_page_that_answers_a_form_is_changed(method, headers, kind, changed):
    request = getattr(RequestFactory(), method)("/", headers=headers)
    answer = RefusedFormsMiddleware(lambda request: HttpResponse(PAGE, content_type=kind))(request)
    assert (answer.content != PAGE) == changed


@pytest.mark.django_db
def test_a_wrong_password_is_said_in_the_title(client):
    make.make_user(email="robin@clayton.example")
    page = client.post("/accounts/login/", {"login": "robin@clayton.example", "password": "wrong"}).text
    assert "<title>Error: Sign in" in page
    assert page.count("autofocus") == 1
