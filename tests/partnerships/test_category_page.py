"""Writing a category: its items and evidence, in document order."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.editions.order import place_items
from partnerships.models import Item, Measure
from tests import factories as make

from .conftest import form_of, queries_of

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


@pytest.fixture
def url(text):
    return reverse("admin:partnerships_category_change", args=[text.one.pk])


@pytest.fixture
def form(admin_pages, url):
    return form_of(admin_pages.get(url))


def post(client, url, form, **changes):
    return client.post(url, form | {name.replace("__", "-"): value for name, value in changes.items()})


def items_of(category):
    return list(category.items.order_by("position").values_list("reference", "text"))


WRITTEN = [
    ("1.1", "Hire together."),
    ("1.2", "Share plans."),
    ("1.3", "Develop:"),
    ("1.3.a", "tools"),
    ("1.3.b", "surveys"),
]


def test_saving_without_a_change_changes_nothing(admin_pages, url, form, text):
    before = Item.history.count(), Measure.history.count(), text.one.history.count()
    assert post(admin_pages, url, form).status_code == 302
    assert items_of(text.one) == WRITTEN
    assert (Item.history.count(), Measure.history.count(), text.one.history.count()) == before


def test_a_text_is_changed_with_who_and_when(admin_pages, administrator, url, form, text):
    post(admin_pages, url, form, items__0__text="Hire and keep.")
    change = text.items[0].history.first()
    assert (change.text, change.history_user) == ("Hire and keep.", administrator)
    assert Item.history.filter(history_type="~").count() == 1


def test_two_numbers_are_swapped(admin_pages, url, form, text):
    post(admin_pages, url, form, items__0__number="2", items__1__number="1")
    assert items_of(text.one)[:2] == [("1.2", "Hire together."), ("1.1", "Share plans.")]


def test_references_beneath_follow_the_number_above(admin_pages, url, form, text):
    post(admin_pages, url, form, items__2__number="9")
    assert [reference for reference, _ in items_of(text.one)] == ["1.1", "1.2", "1.9", "1.9.a", "1.9.b"]
    assert text.items[3].history.first().reference == "1.9.a"


def test_a_number_that_is_there_twice_is_told_beside_the_field(admin_pages, url, form, text):
    page = post(admin_pages, url, form, items__1__number="1")
    assert page.status_code == 200
    assert "1.1 is there twice. Give one of them another number." in page.text
    assert items_of(text.one) == WRITTEN


def test_a_place_typed_moves_the_row_and_a_letter_goes_beneath_what_is_above(admin_pages, url, form, text):
    post(admin_pages, url, form, items__4__position="1", items__4__number="9")
    assert items_of(text.one)[0] == ("1.9", "surveys")
    assert Item.objects.get(pk=text.items[4].pk).parent is None
    form = form_of(admin_pages.get(url))
    post(admin_pages, url, form, items__0__position="3", items__0__number="a")
    assert items_of(text.one)[1:3] == [("1.2", "Share plans."), ("1.2.a", "surveys")]


def test_moving_down_puts_the_row_after_what_stood_there(admin_pages, url, form, text):
    post(admin_pages, url, form, items__0__position="2")
    assert [words for _, words in items_of(text.one)][:3] == ["Share plans.", "Hire together.", "Develop:"]


def test_a_letter_needs_a_numbered_item_above_it(admin_pages, url, form, text):
    page = post(admin_pages, url, form, items__0__number="a")
    assert "A letter stands beneath a numbered item. Place it after one." in page.text
    assert items_of(text.one) == WRITTEN


def test_renumbering_follows_document_order(admin_pages, url, form, text):
    moved = {"items__1__position": "1", "items__4__position": "4", "_renumber": "Save and renumber"}
    page = post(admin_pages, url, form, **moved)
    assert page.url == url
    assert items_of(text.one) == [
        ("1.1", "Share plans."),
        ("1.2", "Hire together."),
        ("1.3", "Develop:"),
        ("1.3.a", "surveys"),
        ("1.3.b", "tools"),
    ]


def test_renumbering_gives_a_number_where_none_is_typed(admin_pages, url, form, text):
    new = {"items-5-text": "training", "items-5-depth": "2", "items-5-kind": "commitment"}
    new |= {"items-6-text": "More.", "items-6-kind": "commitment", "items-TOTAL_FORMS": "7"}
    emptied = {"items__1__number": "", "_renumber": "Save and renumber"}
    assert post(admin_pages, url, form | new, **emptied).status_code == 302
    assert items_of(text.one) == [*WRITTEN, ("1.3.c", "training"), ("1.4", "More.")]
    again = form_of(admin_pages.get(url))
    assert "This field is required." in post(admin_pages, url, again, items__1__number="").text


@pytest.mark.parametrize("typed", [{"number": "4"}, {"position": "3"}, {"title": "Four"}])
def test_a_new_row_without_its_text_is_not_dropped_unsaid(admin_pages, url, form, text, typed):
    new = {f"items-5-{name}": value for name, value in typed.items()}
    page = post(admin_pages, url, form | {"items-TOTAL_FORMS": "6", "items-5-kind": "commitment"} | new)
    assert page.status_code == 200
    assert page.context["inline_admin_formsets"][0].formset.forms[5].errors["text"] == [
        "This field is required."
    ]


def test_two_new_rows_stand_in_the_places_typed_for_them(admin_pages, url, form, text):
    new = {"items-TOTAL_FORMS": "7"}
    for row, place in ((5, 2), (6, 3)):
        fields = {"position": place, "number": row + 4, "text": f"In place {place}.", "kind": "commitment"}
        new |= {f"items-{row}-{name}": value for name, value in fields.items()}
    post(admin_pages, url, form | new)
    assert [words for _, words in items_of(text.one)] == [
        *("Hire together.", "In place 2.", "In place 3.", "Share plans.", "Develop:", "tools", "surveys")
    ]


def test_saving_asks_as_often_for_many_rows_as_for_few(admin_pages, url, text):
    def queries_of_saving():
        form = form_of(admin_pages.get(url))
        with CaptureQueriesContext(connection) as queries:
            assert post(admin_pages, url, form, items__0__text=f"Hire {len(form)}.").status_code == 302
        return len(queries)

    few = queries_of_saving()
    for _ in range(9):
        make.make_item(text.one, local_to=text.partnership, scale=text.edition.scale)
    assert queries_of_saving() == few


def test_a_thousand_rows_are_refused_at_once(admin_pages, url, form):
    rows = {f"items-{row}-text": "x" for row in range(5, 1001)}
    page = post(admin_pages, url, form | rows | {"items-TOTAL_FORMS": "1001"})
    assert page.status_code == 400
    assert "if you sent very much at once, send it in parts" in page.text


def test_an_item_is_added_in_its_place(admin_pages, url, form, text):
    new = {"items-5-number": "c", "items-5-text": "<b>training</b>", "items-5-kind": "commitment"}
    post(admin_pages, url, form | {"items-TOTAL_FORMS": "6"} | new)
    added = Item.objects.get(reference="1.3.c")
    assert (added.parent, added.position, added.text) == (text.items[2], 6, "<b>training</b>")


def test_an_added_item_may_have_sub_items_at_once(admin_pages, url, form, text):
    new = {"items-5-number": "4", "items-5-text": "More:", "items-5-kind": "commitment"}
    new |= {"items-6-number": "a", "items-6-text": "this", "items-6-kind": "commitment"}
    post(admin_pages, url, form | {"items-TOTAL_FORMS": "7"} | new)
    assert items_of(text.one)[5:] == [("1.4", "More:"), ("1.4.a", "this")]


def test_an_item_and_its_sub_items_are_deleted_together(admin_pages, url, form, text):
    gone = {f"items__{n}__DELETE": "on" for n in (2, 3, 4)}
    post(admin_pages, url, form, **gone)
    assert items_of(text.one) == WRITTEN[:2]
    assert Item.history.filter(history_type="-").count() == 3


def test_an_item_whose_sub_items_stay_is_not_deleted(admin_pages, url, form, text):
    page = post(admin_pages, url, form, items__2__DELETE="on")
    assert (
        "It cannot be deleted, because these depend on it: item 1.3.a tools; item 1.3.b surveys" in page.text
    )
    assert items_of(text.one) == WRITTEN


def test_line_ends_are_kept_as_they_were(admin_pages, url, text):
    Item.objects.filter(pk=text.items[0].pk).update(text="one\ntwo")
    form = form_of(admin_pages.get(url))
    post(admin_pages, url, form, items__0__text="one\r\ntwo", items__1__text="three\r\nfour")
    assert items_of(text.one)[:2] == [("1.1", "one\ntwo"), ("1.2", "three\nfour")]


def test_a_line_of_evidence_is_placed_beneath_another(admin_pages, url, form, text):
    assert form["measures-1-depth"] == 2
    post(admin_pages, url, form, measures__1__depth="1")
    assert Measure.objects.get(pk=text.beneath.pk).parent is None
    form = form_of(admin_pages.get(url))
    post(admin_pages, url, form, measures__1__position="1", measures__0__depth="2")
    assert Measure.objects.get(pk=text.fill.pk).parent == text.beneath


def test_the_first_line_of_evidence_stands_beneath_nothing(admin_pages, url, form, text):
    page = post(admin_pages, url, form, measures__0__depth="2")
    assert "Nothing stands above it to stand beneath." in page.text


def test_rows_of_evidence_tables_are_not_on_the_page(admin_pages, url, text):
    make.make_row(text.one, text.partnership, label="Clayton's row")
    assert "Clayton&#x27;s row" not in admin_pages.get(url).text


def test_an_addition_says_whose_it_is(admin_pages, url, form, text):
    post(admin_pages, url, form, items__1__local_to=text.partnership.pk)
    assert Item.objects.get(pk=text.items[1].pk).local_to == text.partnership


def test_an_addition_belongs_to_a_partnership_of_the_agreement(admin_pages, url, form, text):
    page = post(admin_pages, url, form, items__1__local_to=make.make_partnership().pk)
    assert "Select a valid choice" in page.text


def test_only_what_i_changed_replaces_what_somebody_else_saved_meanwhile(admin_pages, url, form, text):
    """Both changed the first item, they the second as well, and I the third."""
    for number, item in enumerate(text.items[:2], 1):
        item.text = f"Theirs {number}."
        item._history_user = make.make_administrator(name="Grace Hopper")
        item.save()
    page = post(admin_pages, url, form, items__0__text="Mine 1.", items__2__text="Mine 3:")
    assert "Grace Hopper changed this" in page.text
    assert re.findall(r"<li>Item “[^”]+” now says: ([^<]+)</li>", page.text) == ["Text: Theirs 1."]
    again = form_of(page)
    assert [again[f"items-{row}-text"] for row in range(3)] == ["Mine 1.", "Theirs 2.", "Mine 3:"]
    assert post(admin_pages, url, again).status_code == 302
    assert [words for _, words in items_of(text.one)][:3] == ["Mine 1.", "Theirs 2.", "Mine 3:"]


def test_rows_added_moved_and_removed_meanwhile_stay_so(admin_pages, url, form, text):
    place_items(text.one, [*text.items[2:5], text.items[0], text.items[1]])
    text.items[1].delete()
    make.make_item(text.one, text="Theirs.", number="7")
    new = {"items-5-number": "8", "items-5-text": "Mine.", "items-5-kind": "commitment"}
    post(admin_pages, url, form | {"items-TOTAL_FORMS": "6"} | new, items__0__text="Hire well.")
    assert [words for _, words in items_of(text.one)] == [
        *("Develop:", "tools", "surveys", "Hire well.", "Theirs.", "Mine.")
    ]


def test_what_i_changed_in_a_row_removed_meanwhile_stands_below_as_a_new_one(admin_pages, url, form, text):
    text.items[1].delete()
    page = post(admin_pages, url, form, items__1__text="Mine.")
    assert "Item: what you changed was removed. What you typed stands below as a new one." in page.text
    again = form_of(page)
    assert again["items-4-text"] == "Mine."
    assert post(admin_pages, url, again).status_code == 302
    assert items_of(text.one)[:3] == [("1.1", "Hire together."), ("1.2", "Mine."), ("1.3", "Develop:")]


def test_a_row_that_somebody_else_changed_is_not_removed_unread(admin_pages, url, form, text):
    Item.objects.filter(pk=text.items[1].pk).update(text="Theirs.")
    page = post(admin_pages, url, form, items__1__DELETE="on")
    assert "Item “1.2 Theirs.” now says: Text: Theirs." in page.text
    assert post(admin_pages, url, form_of(page)).status_code == 302
    assert not Item.objects.filter(pk=text.items[1].pk).exists()


def test_a_row_that_two_people_move_is_told_first(admin_pages, url, form, text):
    place_items(text.one, [text.items[1], *text.items[2:5], text.items[0]])
    page = post(admin_pages, url, form, items__0__position="2")
    assert "was moved elsewhere." in page.text
    assert post(admin_pages, url, form_of(page)).status_code == 302
    assert [words for _, words in items_of(text.one)][:2] == ["Share plans.", "Hire together."]


def test_a_new_category_comes_last(admin_pages, text):
    url = reverse("admin:partnerships_category_add")
    page = admin_pages.post(url, {"edition": text.edition.pk, "title": "Transportation", "lead_in": ""})
    added = text.edition.categories.get(title="Transportation")
    assert added.number == "3"
    assert page.url == reverse("admin:partnerships_category_change", args=[added.pk])


def test_the_page_asks_as_often_for_five_items_as_for_one(admin_pages, url, text):
    other = reverse("admin:partnerships_category_change", args=[text.two.pk])
    make.make_measure(text.two)
    assert queries_of(admin_pages, url) == queries_of(admin_pages, other)


def test_every_field_of_a_row_says_to_a_screen_reader_what_it_is(admin_pages, url, text):
    page = admin_pages.get(url).text
    for label in ("Place", "Number", "Text", "Rated", "Kind", "Only for", "Delete"):
        assert f'aria-label="{label}: 1.2 Share plans."' in page


@pytest.fixture
def deep(text):
    """1.3, a heading, now has 1.3.a with 1.3.a.1 beneath it, and that 1.3.a.1.a."""
    third = make.make_item(text.one, parent=text.items[3], number="1", text="for families", position=6)
    fourth = make.make_item(text.one, parent=third, text="in Spanish", position=7)
    for place, item in enumerate((*text.items[:4], third, fourth, text.items[4]), 1):
        Item.objects.filter(pk=item.pk).update(position=place)
    return third, fourth


def test_a_tree_of_four_levels_is_shown_and_kept(admin_pages, url, text, deep):
    form = form_of(admin_pages.get(url))
    assert [form[f"items-{row}-depth"] for row in range(7)] == ["", "", "", "", 3, "", 2]
    assert post(admin_pages, url, form, items__5__text="in Bosnian").status_code == 302
    assert [reference for reference, _ in items_of(text.one)] == [
        *("1.1", "1.2", "1.3", "1.3.a", "1.3.a.1", "1.3.a.1.a", "1.3.b")
    ]


def test_a_row_stands_as_deep_as_it_is_told(admin_pages, url, text, deep):
    form = form_of(admin_pages.get(url))
    post(
        admin_pages,
        url,
        form,
        items__5__depth="3",
        items__5__number="2",
        items__6__depth="3",
        items__6__number="3",
    )
    assert [reference for reference, _ in items_of(text.one)][5:] == ["1.3.a.2", "1.3.a.3"]
    form = form_of(admin_pages.get(url))
    page = post(admin_pages, url, form, items__1__depth="3")
    assert "Nothing stands above it to stand beneath." in page.text


def test_an_item_has_a_title_and_a_scale_of_its_own(admin_pages, url, form, text):
    scale = make.make_scale(name="Yes and no")
    post(admin_pages, url, form, items__0__title="Hiring", items__0__scale=scale.pk)
    item = Item.objects.get(pk=text.items[0].pk)
    assert (item.title, item.scale, str(item)) == ("Hiring", scale, "1.1 Hiring")
