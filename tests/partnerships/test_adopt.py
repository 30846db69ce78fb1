"""Adopting a draft: what stands against it, what it changes, and that it happens once."""

from datetime import date

import pytest
from django.urls import reverse

from core.words import compare_words
from partnerships.editions.adoption import fingerprint, preview_adoption, previous_edition
from partnerships.editions.drafts import start_next_edition
from partnerships.editions.order import place_items
from partnerships.editions.problems import find_problems
from partnerships.models import Edition, Item, LineageBreak, Measure
from tests import factories as make

from .conftest import queries_of

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


def problems(text):
    return [problem.sentence for problem in find_problems(Edition.objects.get(pk=text.edition.pk))]


def change(record, **fields):
    type(record).objects.filter(pk=record.pk).update(**fields)


def test_a_complete_text_has_no_problems(text):
    assert problems(text) == []


def test_an_unrated_sub_item_of_a_rated_item_is_no_problem(text):
    change(text.items[2], is_rated=True)
    change(text.items[3], is_rated=False)
    assert problems(text) == []


@pytest.mark.parametrize(
    ("part", "fields", "sentence"),
    [
        ("edition", {"effective_from": None}, "The edition has no first day. Fill in “effective from”."),
        ("two", {"number": 3}, "The edition has no category 2, but 1, 3."),
        ("two", {"title": " "}, "Category 2 has no title."),
        ("section", {"text": ""}, "Section 1 (Mission) has no text."),
        ("endorsement", {"text": " "}, "An endorsement has no text."),
        ("point", {"text": " "}, "A point for conferences has no text."),
        ("fill", {"label": ""}, "Category 1: a line under “as evidenced by” has no text."),
    ],
)
def test_what_is_missing_is_told(text, part, fields, sentence):
    change(getattr(text, part), **fields)
    assert problems(text) == [sentence]


@pytest.mark.parametrize(
    ("item", "fields", "sentence"),
    [
        (1, {"number": "4"}, "Category 1 has no item 2, but 1, 4, 3."),
        (4, {"number": "c"}, "Item 1.3 has no sub-item b, but a, c."),
        (0, {"text": " "}, "Item 1.1 has no text."),
        (1, {"is_rated": False}, "Item 1.2 is not rated, and no sub-items stand beneath it."),
        (4, {"position": 1}, "Category 1: a sub-item does not follow what it stands beneath."),
    ],
)
def test_what_is_wrong_with_an_item_is_told(text, item, fields, sentence):
    change(text.items[item], **fields)
    assert sentence in problems(text)


def test_items_out_of_order_are_told(text):
    change(text.items[0], number="2", reference="x")
    change(text.items[1], number="1")
    assert problems(text) == ["Category 1: the order is 2, 1, 3. Renumber in document order."]


def test_a_category_without_items_is_told(text):
    text.items[5].delete()
    assert problems(text) == ["Category 2 has no items."]


def test_an_edition_that_rates_nothing_is_told(text):
    Item.objects.filter(edition=text.edition).update(is_rated=False)
    assert "No item is rated." in problems(text)


def test_words_that_go_and_come_are_marked():
    assert compare_words("in the selection, retention, and evaluation", "in the selection and goals") == [
        ("same", "in the"),
        ("deleted", "selection, retention,"),
        ("inserted", "selection"),
        ("same", "and"),
        ("deleted", "evaluation"),
        ("inserted", "goals"),
    ]


@pytest.fixture
def draft(adopted, administrator):
    days = {"effective_from": date(2024, 7, 1), "effective_to": date(2025, 6, 30)}
    return start_next_edition(adopted.edition, label="2024-2025", by=administrator, **days)


def copy_of(draft, record):
    return type(record).objects.get(edition=draft, lineage=record.lineage)


WORDS = {
    "label": lambda text: change(text.edition, label="Other"),
    "cycle word": lambda text: change(text.edition, cycle_word="cycle"),
    "item word": lambda text: change(text.edition, item_words="goals"),
    "first day": lambda text: change(text.edition, effective_from=date(2023, 8, 1)),
    "flag": lambda text: change(text.edition.scale, flag_symbol="!", flag_label="Other"),
    "level": lambda text: change(text.edition.scale.levels.first(), words="Other"),
    "level gone": lambda text: text.edition.scale.levels.first().delete(),
    "item": lambda text: change(text.items[0], text="Other"),
    "measure's item": lambda text: text.fill.items.set([text.items[1]]),
    "endorsement": lambda text: change(text.endorsement, text="Other"),
}


@pytest.mark.parametrize("word", WORDS)
def test_the_fingerprint_changes_with_every_word(text, word):
    before = fingerprint(text.edition)
    WORDS[word](text)
    assert fingerprint(Edition.objects.get(pk=text.edition.pk)) != before


def test_the_fingerprint_leaves_out_what_is_not_adopted(text):
    before = fingerprint(text.edition)
    change(text.edition, note="For administrators.")
    make.make_row(text.one, text.partnership, answers=[text.fill]).items.add(text.items[0])
    assert fingerprint(Edition.objects.get(pk=text.edition.pk)) == before


def test_an_unchanged_draft_changes_nothing(draft, adopted):
    preview = preview_adoption(draft)
    assert preview.previous == adopted.edition
    found = preview.changes
    assert [change.label for change in found.edition] == ["Label", "First day", "Last day"]
    assert not found.parts_changed
    assert not any([found.items.new, found.items.dropped, found.items.reworded, found.items.renumbered])
    assert not any([found.items.altered, found.items.moved, found.measures.altered, found.measures.moved])
    assert len(found.items.trends) == 5
    assert len(found.measures.trends) == 2
    assert found.items.ended == found.measures.ended == []
    (row,) = preview.partnerships
    assert (row.partnerships, row.lost, row.gained) == ([adopted.partnership], [], [])


def test_new_reworded_renumbered_and_dropped_items_are_shown(draft, adopted):
    one = draft.categories.get(number=1)
    first, second, *rest = one.items.order_by("position")
    first.number, second.number, second.text = "2", "1", "Share better plans."
    place_items(one, [second, first, *rest])
    copy_of(draft, adopted.items[5]).delete()
    make.make_item(draft.categories.get(number=2), text="Protect data.")
    items = preview_adoption(draft).changes.items
    assert [entry.text for entry in items.new] == ["Protect data."]
    assert [entry.text for entry in items.dropped] == ["Share data."]
    assert [(entry.where, change.pieces) for entry, change in items.reworded] == [
        ("1.1", [("same", "Share"), ("inserted", "better"), ("same", "plans.")])
    ]
    assert {(old.where, entry.where) for old, entry in items.renumbered} == {("1.1", "1.2"), ("1.2", "1.1")}
    assert [entry.text for entry in items.ended] == ["Share data."]


def test_another_title_is_another_wording(draft, adopted):
    change(copy_of(draft, adopted.items[0]), title="Staff")
    (entry, change_of_it), *others = preview_adoption(draft).changes.items.reworded
    assert (entry.text, change_of_it.pieces[0], others) == (
        "Staff\nHire together.",
        ("inserted", "Staff"),
        [],
    )


def test_a_trend_ends_where_an_item_is_no_longer_rated_or_not_comparable(draft, adopted, administrator):
    change(copy_of(draft, adopted.items[0]), is_rated=False)
    change(copy_of(draft, adopted.items[2]), is_rated=True)
    LineageBreak.objects.create(
        edition=draft, lineage=adopted.items[1].lineage, reason="Another meaning", made_by=administrator
    )
    items = preview_adoption(draft).changes.items
    assert [entry.where for entry in items.unrated] == ["1.1"]
    assert [entry.where for entry in items.rated] == ["1.3"]
    assert [entry.where for entry in items.ended] == ["1.1", "1.2"]


def test_a_trend_of_items_ends_where_the_draft_rates_by_another_scale(draft, adopted):
    change(draft, scale=make.make_scale())
    found = preview_adoption(Edition.objects.get(pk=draft.pk)).changes
    assert (len(found.items.trends), len(found.items.ended)) == (0, 5)
    assert (len(found.measures.trends), len(found.measures.ended)) == (2, 0)


def test_a_break_ends_a_trend_before_the_draft_has_its_first_day(draft, adopted, administrator):
    change(draft, effective_from=None)
    LineageBreak.objects.create(
        edition=draft, lineage=adopted.items[1].lineage, reason="Another meaning", made_by=administrator
    )
    items = preview_adoption(Edition.objects.get(pk=draft.pk)).changes.items
    assert [entry.where for entry in items.ended] == ["1.2"]


def test_measures_are_compared_and_rows_are_not(draft, adopted):
    change(copy_of(draft, adopted.fill), label="Fill rate")
    make.make_row(draft.categories.get(number=1), adopted.partnership)
    measures = preview_adoption(draft).changes.measures
    assert [change.pieces for _, change in measures.reworded] == [
        [("same", "Fill"), ("deleted", "percentage"), ("inserted", "rate")]
    ]
    assert measures.new == []


def test_the_edition_before_is_the_newest_adopted_and_a_retired_one_only_alone(text):
    agreement, scale = text.edition.agreement, text.edition.scale

    def another(label, status, day):
        return make.make_edition(
            agreement=agreement, scale=scale, label=label, status=status, effective_from=day
        )

    assert previous_edition(text.edition) is None
    retired = another("form", "retired", None)
    assert previous_edition(text.edition) == retired
    old = another("old", "adopted", date(2019, 7, 1))
    assert previous_edition(text.edition) == old
    newer = another("newer", "adopted", date(2021, 7, 1))
    another("withdrawn", "retired", date(2022, 7, 1))
    another("other draft", "draft", date(2023, 7, 1))
    make.make_edition(status="adopted")
    assert previous_edition(text.edition) == newer


# The page


@pytest.fixture
def url(draft):
    return reverse("admin:partnerships_edition_adopt", args=[draft.pk])


def seen(client, url):
    return {"seen": client.get(url).context["preview"].fingerprint}


def test_the_page_shows_the_changes_and_who_adopts(admin_pages, url, draft, adopted):
    change(copy_of(draft, adopted.items[0]), text="Hire <b>well</b> together.")
    page = admin_pages.get(url).text
    assert "Hire <ins>&lt;b&gt;well&lt;/b&gt;</ins> together." in page
    assert "Ada Miller adopts this edition today" in page
    assert "Items: 0 new, 1 reworded, 0 with another number, 0 changed in another way, 0 dropped." in page
    assert adopted.partnership.partner.short_name in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_pressing_the_button_adopts(admin_pages, administrator, url, draft):
    page = admin_pages.post(url, seen(admin_pages, url), follow=True)
    assert "is adopted. Its text no longer changes." in page.text
    draft.refresh_from_db()
    assert (draft.status, draft.adopted_by) == ("adopted", administrator)
    row = draft.history.first()
    assert (row.status, row.history_user, row.history_change_reason) == ("adopted", administrator, "adopted")
    events = draft.events.values_list("kind", "words", "by")
    assert list(events) == [("copied", "2023-2024", administrator.pk), ("adopted", "", administrator.pk)]
    page = admin_pages.get(reverse("admin:partnerships_edition_changes", args=[draft.pk])).text
    for words in ("Edition copied from 2023-2024", "Edition adopted"):
        assert words in page


def test_a_draft_with_problems_is_not_adopted(admin_pages, url, draft, adopted):
    form = seen(admin_pages, url)
    change(copy_of(draft, adopted.items[0]), text="")
    page = admin_pages.post(url, form)
    assert "Item 1.1 has no text." in page.text
    assert "To be put right first" in page.text
    draft.refresh_from_db()
    assert draft.is_draft


def test_words_nobody_looked_at_are_not_adopted(admin_pages, url, draft, adopted):
    form = seen(admin_pages, url)
    change(copy_of(draft, adopted.items[0]), text="Something else.")
    page = admin_pages.post(url, form)
    assert "The text changed after you opened this page. Look through it again." in page.text
    draft.refresh_from_db()
    assert draft.is_draft


def test_an_edition_is_adopted_once(admin_pages, url, draft, administrator):
    form = seen(admin_pages, url)
    admin_pages.post(url, form)
    page = admin_pages.post(url, form, follow=True)
    assert "This edition is no longer a draft: it is adopted." in page.text
    with pytest.raises(Edition.NotDraft):
        draft.adopt(by=administrator)
    assert draft.history.filter(history_change_reason="adopted").count() == 1


def test_an_edition_that_is_retired_says_so(admin_pages, url, draft):
    Edition.objects.filter(pk=draft.pk).update(status="retired")
    assert "This edition is no longer a draft: it is retired." in admin_pages.get(url, follow=True).text


def test_the_page_asks_as_often_for_many_items(admin_pages, url, draft):
    few = queries_of(admin_pages, url)
    category = draft.categories.get(number=2)
    for _ in range(3):
        make.make_item(category)
        make.make_measure(category)
    assert queries_of(admin_pages, url) == few


def test_the_whole_of_the_county_agreement_may_be_adopted_again(clayton, administrator):
    edition = Edition.objects.get(label="2023-2024", agreement=clayton.agreement)
    draft = start_next_edition(
        edition, label="again", effective_from=date(2024, 7, 1), effective_to=None, by=administrator
    )
    found = preview_adoption(draft)
    assert found.problems == []
    assert len(found.changes.items.trends) == 55
    assert not found.changes.items.ended
    assert draft.measures.count() == Measure.objects.filter(edition=edition).count()
