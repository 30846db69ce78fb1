"""A district's own addition: agreed and adopted without a new edition for everybody, signed by both."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.editions.addenda import (
    discard_addendum,
    give_place,
    preview_addendum,
    start_replacement,
)
from partnerships.editions.adoption import preview_adoption
from partnerships.editions.drafts import start_next_edition
from partnerships.locks import OF_ADDITION
from partnerships.models import Addendum, Edition, Item, Measure, Signature
from tests import factories as make

from .conftest import form_of, refused

pytestmark = pytest.mark.both_databases

FIRST = date(2024, 1, 1)


def make_addendum(text, partnership=None, **fields):
    """A draft with one item, “Mentor each other.”, in category 2."""
    defaults = {"title": "Addition on mentoring", "effective_from": FIRST}
    addendum = Addendum.objects.create(
        edition=text.edition, partnership=partnership or text.partnership, **defaults | fields
    )
    item = Item(category=text.two, text="Mentor each other.", addendum=addendum)
    give_place(item)
    item.save()
    return addendum


@pytest.fixture
def draft(adopted):
    return make_addendum(adopted)


@pytest.fixture
def addendum(draft, administrator):
    draft.adopt(by=administrator)
    return draft


def problems(addendum):
    return preview_addendum(Addendum.objects.get(pk=addendum.pk)).problems


def read_by(partnership, day=date(2024, 2, 1)):
    edition = partnership.agreement.editions.first()
    items = Item.objects.of_document(edition.pk, partnership.pk, day)
    return [item.reference for item in items.filter(category__number="2")]


# What stands in whose document, and when


def test_an_item_of_it_is_the_partnerships_own_with_the_next_number(draft, adopted):
    item = draft.items.get()
    assert (item.reference, item.local_to, item.position) == ("2.2", adopted.partnership, 2)
    assert problems(draft) == []


def test_a_draft_is_in_nobodys_document(draft, adopted):
    assert read_by(adopted.partnership) == ["2.1"]
    assert not Item.objects.for_partnership(adopted.partnership).filter(addendum=draft).exists()


def test_adopted_it_is_in_its_partnerships_document_from_its_first_day_on(addendum, adopted):
    assert read_by(adopted.partnership) == ["2.1", "2.2"]
    assert read_by(adopted.partnership, date(2023, 12, 31)) == ["2.1"]
    assert read_by(make.make_partnership(agreement=adopted.edition.agreement)) == ["2.1"]


def test_two_partnerships_may_use_the_same_number(addendum, adopted):
    other = make_addendum(adopted, make.make_partnership(agreement=adopted.edition.agreement))
    assert other.items.get().reference == "2.2"


# The database


def test_an_adopted_addition_never_changes(addendum, adopted, administrator):
    with refused(OF_ADDITION):
        addendum.items.update(text="Other")
    with refused(OF_ADDITION):
        addendum.items.all().delete()
    with refused(OF_ADDITION):
        make.make_measure(adopted.two, addendum=addendum)
    with refused(OF_ADDITION):
        Addendum.objects.filter(pk=addendum.pk).update(title="Other")
    with refused("never becomes a draft again"):
        Addendum.objects.filter(pk=addendum.pk).update(status="draft")
    with refused(OF_ADDITION):
        Addendum.objects.filter(pk=addendum.pk)._raw_delete("default")
    with pytest.raises(Addendum.NotDraft):
        addendum.adopt(by=administrator)


def test_the_text_of_the_edition_stays_closed_beside_it(draft, adopted):
    with refused("This edition is adopted"):
        make.make_item(adopted.two, number="3", local_to=adopted.partnership)
    with refused("."):
        Item.objects.filter(pk=adopted.items[0].pk).update(addendum=draft)
    with refused("has this number"):
        Item.objects.filter(addendum=draft).update(reference="2.1")


def test_what_it_holds_is_of_its_partnership_and_edition(draft, adopted):
    other = make.make_partnership(agreement=adopted.edition.agreement)
    with refused("of its own edition and partnership"):
        draft.items.update(local_to=other)
    with refused("an adopted edition of the partnership's agreement"):
        Addendum.objects.create(edition=adopted.edition, partnership=make.make_partnership(), title="x")


def test_it_is_one_to_an_adopted_edition(text):
    with refused("an adopted edition"):
        Addendum.objects.create(edition=text.edition, partnership=text.partnership, title="x")


# Replacing


def test_what_replaces_it_ends_it_the_day_it_begins(addendum, adopted, administrator):
    new = start_replacement(addendum, by=administrator)
    assert start_replacement(addendum, by=administrator) == new
    copied, item = new.items.get(), addendum.items.get()
    assert (copied.reference, copied.lineage) == (item.reference, item.lineage)
    copied.text = "Mentor and coach each other."
    copied.save()
    new.effective_from = date(2024, 3, 1)
    new.save()
    preview = preview_addendum(new)
    assert (preview.problems, len(preview.items.reworded), preview.items.new) == ([], 1, [])
    new.adopt(by=administrator)
    addendum.refresh_from_db()
    assert addendum.replaced_from == date(2024, 3, 1)
    for day, words in ((date(2024, 2, 29), item.text), (date(2024, 3, 1), copied.text)):
        found = Item.objects.of_document(adopted.edition.pk, adopted.partnership.pk, day)
        assert found.get(lineage=item.lineage).text == words
    with refused("replaced once"):
        Addendum.objects.filter(pk=addendum.pk).update(replaced_from=None)


def test_an_addition_does_not_end_by_itself(addendum):
    with refused("ends on the day on which the one that replaces it begins"):
        Addendum.objects.filter(pk=addendum.pk).update(replaced_from=date(2024, 3, 1))


def test_a_draft_is_discarded_with_all_that_stands_in_it(draft):
    discard_addendum(draft)
    assert not Addendum.objects.exists()
    assert not Item.objects.exclude(addendum=None).exists()


# What stands against adopting


def test_what_is_missing_is_told(draft):
    draft.items.update(text=" ")
    Addendum.objects.filter(pk=draft.pk).update(effective_from=None)
    assert problems(draft) == ["Item 2.2 has no text.", "It has no first day. Fill in “first day”."]
    draft.items.all().delete()
    assert problems(draft)[0] == "It holds no item and no line of evidence yet."


def test_it_does_not_hold_before_the_edition(draft):
    Addendum.objects.filter(pk=draft.pk).update(effective_from=date(2023, 6, 30))
    assert problems(draft) == [
        "Its first day is before the edition's, which holds from July 1, 2023 to June 30, 2024."
    ]


def test_a_number_of_another_addition_is_told(adopted, administrator):
    one, two = make_addendum(adopted), make_addendum(adopted)
    assert two.items.get().reference == "2.3"
    two.items.update(reference="2.2", number="2")
    one.adopt(by=administrator)
    (sentence,) = problems(two)
    assert sentence.startswith("2.2 stands in another addition of this partnership already.")


# The next edition


@pytest.mark.slow
def test_the_next_edition_takes_it_into_its_text(addendum, adopted, administrator):
    there = make.make_partnership(agreement=adopted.edition.agreement)
    make_addendum(adopted, there).adopt(by=administrator)
    make_addendum(adopted)  # a draft, which is nobody's
    following = start_next_edition(
        adopted.edition,
        label="2024-2025",
        effective_from=date(2024, 7, 1),
        effective_to=None,
        by=administrator,
    )
    own = following.items.filter(category__number="2").order_by("position")
    assert list(own.values_list("reference", "local_to", "addendum")) == [
        ("2.1", None, None),
        ("2.2", adopted.partnership.pk, None),
        ("2.3", there.pk, None),
    ]
    preview = preview_adoption(following)
    assert (preview.problems, preview.losing) == ([], 0)
    following.items.filter(local_to=there).delete()
    (row,) = [row for row in preview_adoption(Edition.objects.get(pk=following.pk)).partnerships if row.lost]
    assert row.partnerships == [there]


# The pages


@pytest.mark.slow
def test_an_administrator_writes_and_adopts_it(admin_pages, administrator, adopted):
    page = admin_pages.post(
        reverse("admin:partnerships_addendum_add"),
        {
            "partnership": adopted.partnership.pk,
            "edition": adopted.edition.pk,
            "title": "Addition on mentoring",
            "effective_from": "2024-01-01",
        },
        follow=True,
    )
    addendum = Addendum.objects.get()
    url = reverse("admin:partnerships_addendum_change", args=[addendum.pk])
    form = form_of(page) | {"items-TOTAL_FORMS": 1, "measures-TOTAL_FORMS": 1}
    form |= {"items-0-category": adopted.two.pk, "items-0-text": "Mentor.", "items-0-kind": "commitment"}
    form["items-0-is_rated"] = "on"
    form |= {"measures-0-category": adopted.two.pk, "measures-0-label": "Survey"}
    admin_pages.post(url, form)
    assert [(item.reference, item.local_to) for item in addendum.items.all()] == [
        ("2.2", adopted.partnership)
    ]
    measure, item = Measure.objects.get(addendum=addendum), addendum.items.get()
    assert measure.label == "Survey"
    admin_pages.post(url, form_of(admin_pages.get(url)) | {"measures-0-items": [item.pk]})
    assert list(measure.items.all()) == [item]
    adopt = reverse("admin:partnerships_addendum_adopt", args=[addendum.pk])
    page = admin_pages.get(adopt)
    assert "New items (1)" in page.text
    seen = page.context["preview"].fingerprint
    addendum.items.update(text="Mentor each other.")
    assert "Look through it again" in admin_pages.post(adopt, {"seen": seen}).text
    page = admin_pages.get(adopt)
    seen = page.context["preview"].fingerprint
    page = admin_pages.post(adopt, {"seen": seen}, follow=True)
    assert "is adopted. Its text no longer changes." in page.text
    addendum.refresh_from_db()
    assert (addendum.status, addendum.adopted_by) == ("adopted", administrator)
    assert "This addition is adopted already." in admin_pages.post(adopt, {"seen": seen}, follow=True).text
    assert OF_ADDITION in admin_pages.post(url, form, follow=True).text
    page = admin_pages.post(reverse("admin:partnerships_addendum_replace", args=[addendum.pk]), follow=True)
    assert "This is the draft that replaces Addition on mentoring." in page.text
    draft = Addendum.objects.get(replaces=addendum)
    assert list(draft.measures.get().items.all()) == [draft.items.get()]
    with refused(OF_ADDITION):
        measure.items.clear()


def test_an_addition_is_one_of_the_partnerships_agreement_in_the_form_too(admin_pages, adopted):
    form = {"partnership": make.make_partnership().pk, "edition": adopted.edition.pk, "title": "x"}
    page = admin_pages.post(reverse("admin:partnerships_addendum_add"), form)
    assert "It is an edition of another agreement." in page.text


@pytest.mark.slow
def test_its_partnership_reads_it_with_its_day(client, addendum, adopted):
    other = make.make_partnership(agreement=adopted.edition.agreement)
    client.force_login(make.make_director(adopted.partnership))
    page = client.get(reverse("agreement", args=[adopted.partnership.slug])).text
    day = timezone.localtime(addendum.adopted_at).strftime("%B %-d, %Y")
    assert f"Addition of {adopted.partnership.partner.short_name}, adopted {day}" in page
    assert "it holds from January 1, 2024 on" in page
    assert "Mentor each other." not in client.get(reverse("agreement", args=[other.slug])).text


@pytest.mark.slow
def test_both_sides_sign_it_and_the_edition_apart(client, addendum, adopted):
    url = reverse("sign-of-addition", args=[adopted.partnership.slug, addendum.public_id, 1])
    client.force_login(make.make_director(adopted.partnership))
    assert client.get(url).status_code == 403  # the place is the partner's
    client.force_login(make.make_liaison(adopted.partnership))
    page = client.get(reverse("signatures", args=[adopted.partnership.slug])).text
    assert f'href="{url}"' in page
    answer = client.post(url, {"name": "A. Person", "date": "2024-01-10", "seen": ""})
    assert answer.status_code == 302
    signature = Signature.objects.get()
    assert (signature.addendum, signature.role, signature.edition) == (
        addendum,
        adopted.role,
        adopted.edition,
    )
    page = client.get(reverse("agreement", args=[adopted.partnership.slug])).text
    assert "Signed by A. Person (Superintendent), Jan 10, 2024." in page
    assert "0 of 1 signed" in page
    other = make.make_partnership(agreement=adopted.edition.agreement)
    client.force_login(make.make_liaison(other))
    wrong = reverse("sign-of-addition", args=[other.slug, addendum.public_id, 1])
    assert client.get(wrong).status_code == 404
