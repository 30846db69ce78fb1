"""Writing an edition: its categories in order, and everything around them."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Edition, Item, Section
from tests import factories as make

from .conftest import form_of

pytestmark = pytest.mark.slow


@pytest.fixture
def url(text):
    return reverse("admin:partnerships_edition_change", args=[text.edition.pk])


@pytest.fixture
def form(admin_pages, url):
    return form_of(admin_pages.get(url))


def test_the_page_leads_to_the_categories_and_the_next_steps(admin_pages, url, text):
    page = admin_pages.get(url).text
    assert reverse("admin:partnerships_category_change", args=[text.one.pk]) in page
    assert "View as document" in page
    assert "Only administrators see it." in page
    assert f"/admin/partnerships/edition/{text.edition.pk}/adopt/" in page


def test_saving_without_a_change_changes_nothing(admin_pages, url, form, text):
    before = Section.history.count(), Item.history.count(), text.edition.history.count()
    assert admin_pages.post(url, form).status_code == 302
    assert (Section.history.count(), Item.history.count(), text.edition.history.count()) == before


def test_categories_change_places_and_their_references_follow(admin_pages, url, form, text):
    admin_pages.post(url, form | {"categories-1-position": "1"})
    numbers = list(text.edition.categories.values_list("number", "title"))
    assert numbers == [("1", "Data"), ("2", "Staffing")]
    assert set(text.edition.items.values_list("reference", flat=True)) == {
        "1.1",
        "2.1",
        "2.2",
        "2.3",
        "2.3.a",
        "2.3.b",
    }
    assert text.items[3].history.first().reference == "2.3.a"


def test_a_category_is_added_in_its_place(admin_pages, url, form, text):
    new = {"categories-TOTAL_FORMS": "3", "categories-2-title": "Services", "categories-2-position": "2"}
    admin_pages.post(url, form | new)
    titles = list(text.edition.categories.values_list("title", flat=True))
    assert titles == ["Staffing", "Services", "Data"]
    assert Item.objects.get(pk=text.items[5].pk).reference == "3.1"


def test_a_category_with_items_is_not_deleted(admin_pages, url, form, text):
    page = admin_pages.post(url, form | {"categories-1-DELETE": "on"})
    assert "It cannot be deleted, because these depend on it: item 2.1 Share data." in page.text
    assert text.edition.categories.count() == 2


def test_a_term_is_written_once(admin_pages, url, form, text):
    new = {"glossaryterms-TOTAL_FORMS": "2", "glossaryterms-1-term": "SSD", "glossaryterms-1-stands_for": "x"}
    page = admin_pages.post(url, form | new)
    assert page.status_code == 200
    assert "Please correct the duplicate" in page.text
    assert text.edition.glossaryterms.count() == 1


def test_the_last_day_comes_after_the_first(admin_pages, url, form, text):
    page = admin_pages.post(url, form | {"effective_to": "2023-07-01"})
    assert "The last day must be after the first day." in page.text


def test_a_label_is_given_once_in_an_agreement(admin_pages, url, form, text):
    make.make_edition(agreement=text.edition.agreement, scale=text.edition.scale, label="taken")
    page = admin_pages.post(url, form | {"label": "taken"})
    assert "The agreement has an edition with this label already." in page.text


def test_a_new_edition_starts_empty_and_leads_to_its_page(admin_pages, text):
    fields = {"agreement": text.edition.agreement_id, "label": "Second", "scale": text.edition.scale_id}
    words = {"item_word": "goal", "item_words": "goals", "note": ""}
    url = reverse("admin:partnerships_edition_add")
    page = admin_pages.post(url, form_of(admin_pages.get(url)) | fields | words)
    edition = Edition.objects.get(label="Second")
    assert edition.words.item.a == "a goal"
    assert edition.is_draft
    assert page.url == reverse("admin:partnerships_edition_change", args=[edition.pk])


def test_latest_changes_say_who_wrote_what_and_what_is_gone(admin_pages, administrator, url, form, text):
    admin_pages.post(url, form | {"sections-0-text": "To *help*.", "endorsements-0-DELETE": "on"})
    page = admin_pages.get(reverse("admin:partnerships_edition_changes", args=[text.edition.pk])).text
    assert "Section changed" in page
    assert "Endorsement deleted" in page
    assert administrator.name in page


def test_the_document_shows_every_partnership_s_additions(admin_pages, text):
    make.make_item(text.two, text="Only here.", local_to=text.partnership)
    page = admin_pages.get(reverse("admin:partnerships_edition_document", args=[text.edition.pk])).text
    assert "Only here." in page
    assert f"Addition of {text.partnership.partner.short_name}" in page
    assert "Draft: only administrators see it." in page


def test_an_adopted_edition_s_last_day_may_change(admin_pages, adopted):
    url = reverse("admin:partnerships_edition_change", args=[adopted.edition.pk])
    form = form_of(admin_pages.get(url))
    form = {name: value for name, value in form.items() if "_FORMS" in name or name == "seen"}
    admin_pages.post(url, form | {"effective_to": "2025-06-30", "note": "Extended."})
    adopted.edition.refresh_from_db()
    assert (adopted.edition.effective_to, adopted.edition.note) == (date(2025, 6, 30), "Extended.")


def test_a_draft_is_discarded_with_all_its_text(admin_pages, text):
    url = reverse("admin:partnerships_edition_delete", args=[text.edition.pk])
    assert "with all its text" in admin_pages.get(url).text
    assert Edition.objects.exists()
    page = admin_pages.post(url, {"post": "yes"}, follow=True)
    assert "was deleted successfully" in page.text
    assert not Edition.objects.exists()
    assert not Item.objects.exists()
    assert Item.history.filter(history_type="-").count() == 6


def test_a_draft_that_somebody_works_with_is_kept(admin_pages, text):
    make.make_plan(text.partnership, text.edition)
    url = reverse("admin:partnerships_edition_delete", args=[text.edition.pk])
    page = admin_pages.post(url, {"post": "yes"}, follow=True)
    assert "It cannot be deleted, because assessments, evidence or action steps depend on it." in page.text
    assert text.edition.items.count() == 6
