"""Editions of an agreement that overlap, or leave days on which none holds, are named."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.editions.dates import misfits
from tests import factories as make

from .conftest import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    edition = make.make_edition(label="2023-2024", effective_to=date(2024, 6, 30))
    return make.adopt(edition)


def after(first, begins, ends=None, label="2024-2025"):
    days = {"effective_from": begins, "effective_to": ends}
    return make.make_edition(agreement=first.agreement, scale=first.scale, label=label, **days)


def test_an_edition_that_follows_the_other_day_by_day_fits(first):
    assert misfits(after(first, date(2024, 7, 1))) == []
    assert misfits(after(first, None, label="draft")) == []
    make.adopt(make.make_edition(effective_from=date(2020, 1, 1)))  # of another agreement
    assert misfits(first) == []


def test_days_of_two_editions_are_named(first):
    assert misfits(after(first, date(2024, 6, 1), date(2025, 6, 30))) == [
        "2024-2025 overlaps with 2023-2024: both hold from June 1, 2024 to June 30, 2024. "
        "On those days members are shown 2024-2025."
    ]


def test_an_edition_without_a_last_day_overlaps_with_what_follows(first):
    make.adopt(after(first, date(2024, 7, 1)))
    assert misfits(after(first, date(2025, 7, 1), label="2025-2026")) == [
        "2025-2026 overlaps with 2024-2025: both hold from July 1, 2025 on. "
        "On those days members are shown 2025-2026."
    ]


def test_days_of_no_edition_are_named_before_and_after(first):
    make.adopt(after(first, date(2026, 7, 1), label="2026-2027"))
    assert misfits(after(first, date(2024, 8, 1), date(2026, 6, 29))) == [
        "From July 1, 2024 to July 31, 2024, 31 days, no edition holds, between 2023-2024 and 2024-2025.",
        "On June 30, 2026, one day, no edition holds, between 2024-2025 and 2026-2027.",
    ]


@pytest.mark.slow
def test_the_pages_of_the_edition_say_so_and_save_all_the_same(client, first):
    draft = after(first, date(2024, 6, 1))
    client.force_login(make.make_administrator())
    words = "both hold from June 1, 2024 to June 30, 2024"
    for name in ("adopt", "change"):
        page = client.get(reverse(f"admin:partnerships_edition_{name}", args=[draft.pk])).text
        assert words in page, name
    url = reverse("admin:partnerships_edition_change", args=[first.pk])
    page = client.post(url, form_of(client.get(url)) | {"effective_to": "2024-05-01"}, follow=True)
    first.refresh_from_db()
    assert first.effective_to == date(2024, 5, 1)
    assert "no edition holds" not in page.text  # the draft does not count
    make.adopt(draft)
    page = client.post(url, form_of(client.get(url)) | {"effective_to": "2024-05-02"}, follow=True)
    assert "From May 3, 2024 to May 31, 2024, 29 days, no edition holds" in page.text
