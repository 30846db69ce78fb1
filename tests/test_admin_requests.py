"""Requests that no browser sends to the administration: each is answered with a sentence, on every page."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import User
from core.admin.lists import NO_SUCH_ROW, NOT_NARROWED, is_key
from partnerships.models import Edition, Item

from .test_site import World, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]

TOO_LARGE = "9" * 30


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def client(world):
    with zeal_ignore():
        yield signed_in(world.admin)


def address(model, view, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


@pytest.mark.parametrize(
    ("text", "may_be"),
    [("1", True), ("x", False), ("", False), ("-1", False), (TOO_LARGE, False), ("1_5F", False)],
)
def test_a_key_is_a_number_that_a_database_holds(text, may_be):
    assert is_key(Edition._meta, text) is may_be


def test_a_list_is_narrowed_by_what_stands_beside_it_and_nothing_else(client):
    for model, page in admin.site._registry.items():
        first = next(
            field.name for field in model._meta.fields if not field.is_relation and not field.primary_key
        )
        lookups = [{f"{first}__regex": "["}, {f"{first}__range": "x"}]
        for name in page.list_filter:
            lookups.append({f"{name[0] if isinstance(name, tuple) else name}__in": "1"})
        for lookup in lookups:
            assert client.get(address(model, "changelist"), lookup).status_code == 400, (model, lookup)


@pytest.mark.slow
def test_every_filter_beside_a_list_is_followed(client):
    for model in admin.site._registry:
        page = client.get(address(model, "changelist")).text
        _, _, beside = page.partition('id="changelist-filter"')
        for link in set(re.findall(r'<a href="(\?[^"]+)"', beside)):
            assert client.get(address(model, "changelist") + unescape(link)).status_code == 200, (model, link)


def test_a_filter_by_what_cannot_be_there_is_told(client):
    items = address(Item, "changelist")
    assert client.get(items, {"edition__id__exact": TOO_LARGE}).status_code == 400
    assert NOT_NARROWED in client.get(items, {"is_rated__exact": "x"}, follow=True).text


@pytest.mark.slow
def test_a_search_of_more_words_than_a_database_takes_is_told(client):
    for model, page in admin.site._registry.items():
        if page.search_fields:
            answer = client.get(address(model, "changelist"), {"q": "a " * 1500})
            assert "Search for at most 200 characters. All of the list is shown." in answer.text, model


@pytest.mark.slow
def test_what_is_done_with_a_row_that_cannot_be_there_is_told(client):
    for model, page in admin.site._registry.items():
        for action in page.get_actions(client.get("/admin/").wsgi_request):
            chosen = {"action": action, "_selected_action": "x"}
            answer = client.post(address(model, "changelist"), chosen)
            assert answer.status_code == 302
            said = {str(message) for message in get_messages(answer.wsgi_request)}
            assert said == {NO_SUCH_ROW}, (model, action)


def test_a_page_of_a_record_that_cannot_be_there_is_none(client):
    for model in admin.site._registry:
        views = [("change",), ("delete",), ("history",)]
        for view, *version in [*views, ("simple_history", 1)] if hasattr(model, "history") else views:
            answer = client.get(address(model, view, "x", *version))
            assert answer.status_code in (302, 403, 404), (model, view)


@pytest.mark.slow
def test_a_choice_that_cannot_be_there_is_refused(client):
    request = client.get("/admin/").wsgi_request
    for model, page in admin.site._registry.items():
        names = [field.name for field in model._meta.fields if field.is_relation]
        if names and page.has_add_permission(request):
            add = address(model, "add")
            assert client.get(add, dict.fromkeys(names, "x")).status_code == 200, model
            assert client.post(add, dict.fromkeys(names, TOO_LARGE)).status_code in (400, 422), model
    person = address(User, "change", User.objects.first().pk)
    assert client.post(person, {"memberships-0-organization": "x"}).status_code == 400
