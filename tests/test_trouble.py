"""A database that can be read and not written: pages that only read go on, the others say what is the matter."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from core.trouble import Trouble, trouble_of
from tests.factories import PASSWORD, make_user
from tests.sheet import Sheet
from tests.test_site import World, signed_in

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


@contextmanager
def nothing_can_be_written():
    on_sqlite = connection.vendor == "sqlite"
    switch = "PRAGMA query_only = {}" if on_sqlite else "SET default_transaction_read_only = {}"
    if connection.in_atomic_block and not on_sqlite:
        switch = "SET TRANSACTION READ ONLY"  # which ends with the test's own
    connection.check_constraints()  # PostgreSQL checks at the end what was written before
    with connection.cursor() as cursor:
        cursor.execute(switch.format(1 if on_sqlite else "on"))
        yield
        cursor.execute(switch.format(0 if on_sqlite else "off"))


@pytest.mark.django_db
def test_pages_that_only_read_go_on():
    world = World()
    clients = [signed_in(world.liaison), signed_in(world.director)]
    with nothing_can_be_written():
        for name, address in world.pages():
            assert all(client.get(address).status_code < 500 for client in clients), name


@pytest.mark.django_db(transaction=True)
def test_what_is_to_be_saved_is_shown_with_what_is_the_matter_and_saved_as_soon_as_it_can_be(client):
    sheet = Sheet()
    client.force_login(sheet.liaison)
    client.raise_request_exception = False
    item = sheet.first.reference
    form = {f"{item}-level": "2", f"{item}-version": "0", f"{item}-comment": "The two principals say so."}

    def save():
        address = reverse("rate", args=[sheet.assessment.public_id, item])
        return client.post(address, form, headers={"Origin": "http://testserver"})

    with nothing_can_be_written():
        answer = save()
        assert answer.status_code == 503
        assert "Nothing can be saved just now" in answer.text
        assert "The two principals say so." in answer.text
        assert client.get("/healthz").status_code == 200
    assert save().status_code == 302
    assert sheet.assessment.ratings.get().comment == "The two principals say so."


@pytest.mark.django_db(transaction=True)
def test_who_signs_in_meanwhile_is_told(client):
    make_user(email="lee@example.org")
    client.raise_request_exception = False
    page = reverse("account_login")
    with nothing_can_be_written():
        assert client.get(page).status_code == 200
        answer = client.post(page, {"login": "lee@example.org", "password": PASSWORD})
    assert (answer.status_code, "Nothing can be saved just now" in answer.text) == (503, True)
    assert PASSWORD not in answer.text


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OperationalError("attempt to write a readonly database"), Trouble.NOT_WRITABLE),
        (OperationalError("database or disk is full"), Trouble.NOT_WRITABLE),
        (OperationalError('could not extend file "base/1": No space left on device'), Trouble.NOT_WRITABLE),
        (OperationalError("connection refused"), Trouble.AWAY),
        (ValueError("disk is full"), None),
    ],
)
def test_what_the_database_says_is_understood(error, trouble):
    assert trouble_of(error) == trouble
