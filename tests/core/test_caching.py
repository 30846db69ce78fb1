"""What browsers may keep. The walk of tests/test_site.py asks every page for it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from core.caching import NoStoreMiddleware


def answer(view):
    return NoStoreMiddleware(view)(HttpRequest())["Cache-Control"]


def test_an_answer_is_kept_nowhere_unless_its_view_says_so():
    assert answer(lambda request: HttpResponse()) == "private, no-store"
    public = cache_control(public=True, max_age=300)(lambda request: HttpResponse())
    assert answer(public) == "public, max-age=300"


def test_files_that_are_the_same_for_everybody_are_kept(client):
    assert "no-store" not in client.head("/static/accord/accord.css")["Cache-Control"]
