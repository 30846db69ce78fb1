"""The next edition starts with all the text of the one before it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.editions.drafts import start_next_edition
from partnerships.models import (
    Category,
    ConferencePoint,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    PrintedHeading,
    Section,
    SignatoryRole,
)
from tests import factories as make

pytestmark = pytest.mark.both_databases

DAYS = {"effective_from": date(2024, 7, 1), "effective_to": date(2025, 6, 30)}


@pytest.fixture
def next_edition(adopted, administrator):
    return start_next_edition(adopted.edition, label="2024-2025", by=administrator, **DAYS)


def told(model, edition, *fields):
    return list(model.objects.filter(edition=edition).order_by("lineage").values_list("lineage", *fields))


def test_it_is_a_draft_with_its_own_label_and_dates(next_edition, adopted):
    assert (next_edition.status, next_edition.label) == ("draft", "2024-2025")
    assert (next_edition.effective_from, next_edition.effective_to) == tuple(DAYS.values())
    assert next_edition.scale == adopted.edition.scale


def test_it_keeps_the_words_of_the_agreement(adopted, administrator):
    first = make.make_edition(agreement=adopted.edition.agreement, cycle_word="review", cycle_words="reviews")
    assert start_next_edition(first, label="Next", by=administrator, **DAYS).words == first.words


@pytest.mark.slow
def test_items_keep_lineage_place_reference_and_shape(next_edition, adopted):
    fields = (
        "reference",
        "text",
        "position",
        "is_rated",
        "kind",
        "number",
        "parent__lineage",
        "category__number",
    )
    assert told(Item, next_edition, *fields) == told(Item, adopted.edition, *fields)
    assert not Item.objects.filter(edition=next_edition, parent__edition=adopted.edition).exists()


def test_measures_keep_lineage_parents_and_items(next_edition, adopted):
    fields = ("label", "local_to", "position", "parent__lineage", "items__lineage")
    assert told(Measure, next_edition, *fields) == told(Measure, adopted.edition, *fields)
    assert set(Item.objects.filter(measures__edition=next_edition).values_list("edition", flat=True)) == {
        next_edition.pk
    }


@pytest.mark.parametrize(
    "model", [Section, GlossaryTerm, Endorsement, SignatoryRole, ConferencePoint, PrintedHeading, Category]
)
def test_everything_around_the_items_is_copied(next_edition, adopted, model):
    names = [field.attname for field in model._meta.concrete_fields if field.name not in {"id", "edition"}]
    rows = model.objects.filter(edition=next_edition).values_list(*names)
    assert list(rows) == list(model.objects.filter(edition=adopted.edition).values_list(*names))


def test_every_copy_has_a_history_row_with_its_author(next_edition, administrator):
    for model in (Edition, Section, Category, Item, Measure):
        made = {"id": next_edition.pk} if model is Edition else {"edition_id": next_edition.pk}
        rows = model.history.filter(**made)
        assert set(rows.values_list("history_user", "history_change_reason", "history_type")) == {
            (administrator.pk, "copied from 2023-2024", "+")
        }
    assert Item.history.filter(edition_id=next_edition.pk).count() == 6
    fill = Measure.objects.get(edition=next_edition, label="Fill percentage")
    assert fill.history.get().items.get().item == fill.items.get()


def test_the_copy_may_be_changed_and_the_original_may_not(next_edition, adopted):
    Item.objects.filter(edition=next_edition).update(text="Other words")
    assert not Item.objects.filter(edition=adopted.edition, text="Other words").exists()


def queries_to_copy(edition, label):
    with CaptureQueriesContext(connection) as queries:
        start_next_edition(edition, label=label, by=None, **DAYS)
    return len(queries)


@pytest.mark.slow
def test_a_longer_text_takes_no_more_queries(text):
    few = queries_to_copy(text.edition, "few")
    for number in range(20):
        item = make.make_item(text.two, text=f"Promise {number}")
        make.make_measure(text.one, parent=text.fill).items.add(item)
        make.make_item(text.two, parent=item)
    assert queries_to_copy(text.edition, "many") == few


@pytest.fixture
def url(adopted):
    return reverse("admin:partnerships_edition_next", args=[adopted.edition.pk])


def test_the_page_guesses_label_and_dates(admin_pages, url):
    page = admin_pages.get(url).text
    assert 'value="2024-2025"' in page
    assert 'value="2024-07-01"' in page
    assert 'value="2025-06-30"' in page


@pytest.mark.slow
def test_the_page_starts_the_draft_and_leads_to_it(admin_pages, administrator, url):
    page = admin_pages.post(url, {"label": "2024-2025", "effective_from": "2024-07-01"}, follow=True)
    draft = Edition.objects.get(label="2024-2025")
    assert page.redirect_chain[0][0] == reverse("admin:partnerships_edition_change", args=[draft.pk])
    assert "2024-2025 is a draft with all the text of 2023-2024." in page.text
    assert draft.history.get().history_user == administrator
    assert draft.items.count() == 6


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"label": "2023-2024"}, "The agreement has an edition with this label already."),
        ({"label": ""}, "This field is required."),
        (
            {"label": "x", "effective_from": "2025-07-01", "effective_to": "2024-07-01"},
            "The last day must be after the first day.",
        ),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_copied(admin_pages, url, fields, sentence):
    page = admin_pages.post(url, fields)
    assert sentence in page.text
    assert Edition.objects.count() == 1


@pytest.mark.slow
def test_a_draft_is_changed_where_it_is(admin_pages, text):
    url = reverse("admin:partnerships_edition_next", args=[text.edition.pk])
    page = admin_pages.post(url, {"label": "2024-2025"}, follow=True)
    assert "This edition is still a draft: change it right here." in page.text
    assert Edition.objects.count() == 1


def test_looking_at_the_page_copies_nothing(admin_pages, url):
    admin_pages.get(url)
    assert Edition.objects.count() == 1
