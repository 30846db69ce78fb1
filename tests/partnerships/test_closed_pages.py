"""Adopted text in the administration: shown, not changed, and told what to do instead."""

import pytest
from django.urls import reverse

from partnerships.locks import SENTENCE
from partnerships.models import Category, Edition, Item, Measure, RatingLevel
from tests import factories as make

from .conftest import form_of

pytestmark = pytest.mark.slow

PAGES = {
    "edition": "edition",
    "category": "one",
    "item": "items",
    "measure": "fill",
    "section": "section",
    "glossaryterm": "term",
    "endorsement": "endorsement",
    "signatoryrole": "role",
}


def address(text, model, view="change"):
    record = getattr(text, PAGES[model])
    record = record[0] if isinstance(record, list) else record
    return reverse(f"admin:partnerships_{model}_{view}", args=[record.pk])


@pytest.mark.parametrize("model", PAGES)
def test_the_page_says_to_start_the_next_edition(admin_pages, adopted, model):
    page = admin_pages.get(address(adopted, model)).text
    assert "Start the next edition</a> to change it." in page
    assert '<input type="text"' not in page


@pytest.mark.parametrize("model", PAGES)
def test_a_form_filled_in_before_adoption_is_answered_with_the_sentence(admin_pages, text, model):
    url = address(text, model)
    form = form_of(admin_pages.get(url))
    make.make_liaison(text.partnership)
    make.adopt(text.edition)
    words = {"title": "Other words", "text": "Other words", "label": "Other words"}
    page = admin_pages.post(url, form | words, follow=True)
    assert SENTENCE in page.text
    assert not Category.objects.filter(title="Other words").exists()
    assert not Item.objects.filter(text="Other words").exists()
    assert not Measure.objects.filter(label="Other words").exists()


@pytest.mark.parametrize("model", PAGES)
def test_deleting_is_answered_with_the_sentence(admin_pages, adopted, model):
    page = admin_pages.post(address(adopted, model, "delete"), {"post": "yes"}, follow=True)
    assert SENTENCE in page.text
    assert Item.objects.count() == len(adopted.items)


def test_rows_sent_for_an_adopted_edition_are_answered_with_the_sentence(admin_pages, adopted):
    url = address(adopted, "edition")
    page = admin_pages.post(url, {"note": "x", "sections-0-text": "Other words"}, follow=True)
    assert SENTENCE in page.text
    adopted.edition.refresh_from_db()
    assert adopted.edition.note == ""


def test_rows_are_not_dragged(admin_pages, adopted):
    page = admin_pages.get(address(adopted, "category")).text
    assert 'class="module "' in page
    assert "_reorder_" not in page


def test_there_is_no_address_that_reorders_in_bulk(admin_pages, adopted):
    for model in PAGES:
        url = f"/admin/partnerships/{model}/adminsortable2_update/"
        body = '{"updatedItems": [[1, 5]]}'
        page = admin_pages.post(url, body, content_type="application/json", follow=True)
        assert "doesn’t exist. Perhaps it was deleted?" in page.text or page.status_code == 404


def test_nothing_is_added_to_an_adopted_edition(admin_pages, adopted):
    fields = {"edition": adopted.edition.pk, "title": "Another", "lead_in": ""}
    page = admin_pages.post(reverse("admin:partnerships_category_add"), fields)
    assert "Select a valid choice" in page.text
    assert not Category.objects.filter(title="Another").exists()


def test_the_history_is_not_written_back(admin_pages, text):
    item = text.items[0]
    item.text = "New words"
    item.save()
    old = item.history.last()
    url = reverse("admin:partnerships_item_simple_history", args=[item.pk, old.pk])
    assert "Hire together." in admin_pages.get(url).text
    page = admin_pages.post(url, {"text": "Hire together.", "kind": "commitment"}, follow=True)
    assert "The history is for reading." in page.text
    item.refresh_from_db()
    assert item.text == "New words"


def test_the_database_s_refusal_is_told_as_the_sentence(admin_pages, text, monkeypatch):
    """Even where a page believes the edition to be a draft."""
    url = address(text, "section")
    form = form_of(admin_pages.get(url))
    make.adopt(text.edition)
    monkeypatch.setattr(Edition, "is_draft", True)
    page = admin_pages.post(url, form | {"text": "Other words"})
    assert page.status_code == 302
    monkeypatch.undo()
    assert SENTENCE in admin_pages.get(url).text


@pytest.mark.parametrize("gone", [False, True])
def test_what_was_kept_after_a_lost_session_stays_kept_when_it_is_refused(administrator, text, client, gone):
    url = address(text, "section")
    client.post(url, {"text": "Kept words"})
    make.adopt(text.edition)
    login = {"login": administrator.email, "password": make.PASSWORD, "next": "/accounts/unsaved/"}
    row = client.post(reverse("account_login"), login, follow=True).context["rows"][0]
    goal = reverse("admin:partnerships_section_change", args=[0]) if gone else url
    assert client.post(goal, dict(row.fields) | {"unsaved_key": row.key}).status_code == 302
    assert "Kept words" in client.get("/accounts/unsaved/").text


def test_of_a_scale_in_use_only_labels_and_colours_change(admin_pages, adopted):
    scale = adopted.edition.scale
    url = reverse("admin:partnerships_ratingscale_change", args=[scale.pk])
    page = admin_pages.get(url)
    assert "its values and printed words no longer change" in page.text
    changes = {"levels-2-label": "Done", "levels-2-words": "Other words", "met_from": "1"}
    assert admin_pages.post(url, form_of(page) | changes).status_code == 302
    level = RatingLevel.objects.get(scale=scale, code="2")
    assert (level.label, level.words) == ("Done", "Fully implemented (printed)")
    scale.refresh_from_db()
    assert scale.met_from == 2
