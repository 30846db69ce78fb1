"""A log tells no secret by which whoever reads it could open a page, and refusals in one line."""

import logging

import pytest
from django.conf import settings

from core.logs import TracebacksOfFaults, WithoutSecrets


@pytest.fixture
def told():
    secrets = WithoutSecrets(settings.LOGGING["filters"]["secrets"]["beginnings"])

    def told(message, *args):
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
        assert secrets.filter(record)
        return record.getMessage()

    return told


@pytest.mark.parametrize(
    "address",
    ["/asked/{}/", "/invitations/{}/again/", "/accounts/password/reset/key/{}/", "/asked/{}?saved=1"],
)
def test_the_secret_of_an_address_is_left_out(told, address):
    assert told("Not Found: %s", address.format("xY_1-z:9")) == f"Not Found: {address.format('…')}"


def test_everything_else_stands_as_it_was(told):
    assert told("%s of %s", "/partnerships/clayton/", 3) == "/partnerships/clayton/ of 3"
    assert WithoutSecrets in {
        type(one) for handler in logging.getLogger().handlers for one in handler.filters
    }


@pytest.mark.parametrize(
    ("extra", "has_calls"), [({"status_code": 403}, False), ({"status_code": 500}, True), ({}, True)]
)
def test_only_what_went_wrong_is_told_with_its_calls(extra, has_calls):
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Told", (), (OSError, OSError("Why"), None)
    )
    vars(record).update(extra)
    assert TracebacksOfFaults().filter(record)
    assert bool(record.exc_info) == has_calls
