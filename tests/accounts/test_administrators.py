"""An administrator is one choice, and one is always left."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from accounts.models.people import LAST_ADMINISTRATOR
from tests import factories as make
from tests.partnerships.conftest import form_of

pytestmark = pytest.mark.both_databases

PEOPLE = "admin:accounts_user_"


@pytest.fixture
def last(client, db):
    """The only administrator who may sign in, signed in."""
    make.make_administrator(is_active=False)
    User.objects.create_user("invited@example.org", name="Has not come yet", is_staff=True)
    person = make.make_administrator(name="Ada Miller")
    client.force_login(person)
    return person


def page_of(person):
    return reverse(f"{PEOPLE}change", args=[person.pk])


@pytest.mark.slow
def test_administrator_is_one_choice_on_the_page_of_a_person(client, last):
    person = make.make_user()
    form = form_of(client.get(page_of(person)))
    assert not {"is_superuser", "groups", "user_permissions"} & form.keys()
    assert client.post(page_of(person), form | {"is_staff": "on"}).status_code == 302
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser, person.has_perm("partnerships.add_edition")) == (True,) * 3
    form = form_of(client.get(page_of(person)))
    del form["is_staff"]
    assert client.post(page_of(person), form).status_code == 302
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser, person.has_perm("partnerships.add_edition")) == (False,) * 3


def test_there_is_no_page_for_groups_of_permissions():
    assert Group not in admin.site._registry


@pytest.mark.slow
@pytest.mark.parametrize("taken", ["is_staff", "is_active"])
def test_the_last_administrator_does_not_resign(client, last, taken):
    form = form_of(client.get(page_of(last)))
    del form[taken]
    assert LAST_ADMINISTRATOR in client.post(page_of(last), form).text
    assert list(User.objects.administrators()) == [last]
    make.make_administrator()
    assert client.post(page_of(last), form).status_code == 302
    assert last not in User.objects.administrators()


def test_the_last_administrator_is_not_deleted(client, last):
    address = reverse(f"{PEOPLE}delete", args=[last.pk])
    assert LAST_ADMINISTRATOR in client.get(address).text
    client.post(address, {"post": "yes"})
    everybody = {
        "action": "delete_selected",
        "_selected_action": [person.pk for person in User.objects.all()],
    }
    page = client.post(reverse(f"{PEOPLE}changelist"), everybody | {"post": "yes"})
    assert LAST_ADMINISTRATOR in page.text
    assert list(User.objects.administrators()) == [last]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False, "is_superuser": False}])
def test_the_database_keeps_the_last_administrator(last, change):
    with pytest.raises(IntegrityError, match=LAST_ADMINISTRATOR), transaction.atomic():
        User.objects.update(**change)
    with pytest.raises(IntegrityError, match=LAST_ADMINISTRATOR), transaction.atomic():
        last.delete()
    make.make_administrator()
    User.objects.filter(pk=last.pk).update(**change)


def test_the_first_administrator_is_made_of_anybody(db):
    User.objects.filter(pk=make.make_user().pk).update(is_staff=True, is_superuser=True)
    assert User.objects.administrators().get().is_last_administrator


def test_an_administrator_of_some_things_is_refused(db):
    with pytest.raises(IntegrityError, match="user_administrator_is_one_choice"), transaction.atomic():
        User.objects.filter(pk=make.make_user().pk).update(is_staff=True)
