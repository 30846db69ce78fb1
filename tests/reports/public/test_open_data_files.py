"""The addresses of open data."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from reports.public import parts
from reports.public.publishing import publish, withdraw
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    partnership = make.make_partnership()
    edition = make.make_edition(agreement=partnership.agreement)
    make.make_item(make.make_category(edition), text="Hire early")
    make.adopt(edition)
    return partnership


@pytest.fixture
def director(partnership):
    return make.make_director(partnership)


def get(partnership, name, **headers):
    return Client().get(reverse("public-file", args=[partnership.slug, name]), headers=headers)


def test_files_are_for_everybody_without_a_cookie(partnership, director):
    publish(partnership, list(parts.LABELS), by=director)
    for name in ("agreement.csv", "record.json", "data-dictionary.csv"):
        response = get(partnership, name)
        assert response.status_code == 200
        assert not response.cookies and "Cookie" not in response.get("Vary", "")
        assert f"{partnership.slug}-{name}" in response.headers["Content-Disposition"]
    assert "Hire early" in get(partnership, "agreement.csv").text


def test_a_file_is_sent_packed_and_not_twice(partnership, director):
    publish(partnership, list(parts.LABELS), by=director)
    packed = get(partnership, "record.json", **{"Accept-Encoding": "gzip"})
    assert b"Hire early" in gzip.decompress(packed.content)
    again = get(partnership, "record.json", **{"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_describes_each_file(partnership, director):
    publish(partnership, list(parts.LABELS), by=director)
    page = Client().get(reverse("public-data", args=[partnership.slug])).text
    assert "agreement.csv" in page and "ratings.csv" not in page
    assert "The words that were agreed." in page


def test_what_was_not_published_or_was_withdrawn_is_not_there(partnership, director):
    assert get(partnership, "record.json").status_code == 404
    record = publish(partnership, list(parts.LABELS), by=director)
    assert get(partnership, "ratings.csv").status_code == 404
    withdraw(record, by=director, why="By mistake.")
    assert get(partnership, "record.json").status_code == 410
    assert get(partnership, "agreement.csv").status_code == 410
