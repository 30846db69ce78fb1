"""A log tells no secret by which whoever reads it could open a page."""

import logging

import pytest
from django.conf import settings

from core.logs import WithoutSecrets


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
