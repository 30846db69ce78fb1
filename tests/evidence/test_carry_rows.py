"""Rows go on in the next edition: the same places, labels and lineage, without values."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.carrying import carry_rows, edition_to_carry_from
from evidence.models import EvidenceRow, EvidenceTable
from partnerships.editions.drafts import discard_draft, start_next_edition
from partnerships.editions.order import place_categories
from partnerships.models import Category, Item
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


class Binder:
    """A table with two rows, one with a row beneath it, and the draft of the edition that follows."""

    def __init__(self):
        self.edition = make.make_edition(label="2023-2024")
        self.staffing, self.data = (make.make_category(self.edition) for _ in range(2))
        self.item, _ = make.make_item(self.staffing), make.make_item(self.data)
        self.fill = make.make_measure(self.staffing, label="Fill percentage")
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        now = make.make_period()
        self.top = self.row((now, "95%"), label="Filled", answers=[self.fill], unit="%", better="higher")
        self.top.items.add(self.item)
        self.below = self.row((now, "96%"), label="of them teachers", parent=self.top, counts_students=True)
        make.make_row(self.data, self.partnership, label="Shared")
        make.make_row(self.staffing, make.make_partnership(agreement=self.edition.agreement), label="Theirs")
        make.adopt(self.edition)
        self.admin = make.make_administrator()
        days = {"effective_from": date(2024, 7, 1), "effective_to": None}
        self.draft = start_next_edition(self.edition, label="2024-2025", by=self.admin, **days)
        self.table = EvidenceTable.objects.create(
            partnership=self.partnership, edition=self.draft, title="Next"
        )

    def row(self, *cells, **fields):
        return make.make_row(self.staffing, self.partnership, *cells, **fields)

    def carry(self):
        return carry_rows(self.partnership, self.edition, self.draft, by=self.admin)

    def told(self, edition):
        fields = ("label", "position", "unit", "better", "counts_students", "category__number")
        names = ("parent__lineage", "measures__lineage", "items__lineage")
        rows = EvidenceRow.objects.filter(partnership=self.partnership, edition=edition)
        return list(rows.order_by("lineage").values_list("lineage", *fields, *names))


@pytest.fixture
def binder(db):
    return Binder()


@pytest.fixture
def page(client, binder):
    client.force_login(binder.admin)
    return reverse("admin:evidence_evidencetable_change", args=[binder.table.pk])


def test_rows_keep_lineage_place_words_answers_and_items(binder):
    carried, left = binder.carry()
    assert (len(carried), left) == (3, [])
    assert binder.told(binder.draft) == binder.told(binder.edition)
    copies = EvidenceRow.objects.filter(edition=binder.draft)
    assert set(copies.values_list("partnership", "category__edition")) == {
        (binder.partnership.pk, binder.draft.pk)
    }
    assert not copies.exclude(observations=None).exists()


def test_rows_are_broken_down_as_before(binder):
    breakdown = binder.top.breakdowns.create(name="School")
    breakdown.parts.create(label="Wydown", organization=binder.partnership.partner)
    binder.carry()
    carried = EvidenceRow.objects.get(edition=binder.draft, lineage=binder.top.lineage).breakdowns.get()
    assert [(part.label, part.organization) for part in carried.parts.all()] == [
        ("Wydown", binder.partnership.partner)
    ]
    assert carried.history.get().history_user == binder.admin


def test_a_row_that_has_ended_stays_behind(binder):
    EvidenceRow.objects.filter(pk=binder.below.pk).update(last_period=make.make_period())
    carried, left = binder.carry()
    assert ([str(row) for row in left], len(carried)) == (["of them teachers"], 2)


def test_every_carried_row_has_a_history_row_with_what_it_names(binder):
    binder.carry()
    history = EvidenceRow.history.filter(edition=binder.draft)
    assert set(history.values_list("history_user", "history_change_reason", "history_type")) == {
        (binder.admin.pk, "carried from 2023-2024", "+")
    }
    first = history.get(label="Filled")
    assert first.measures.get().measure.lineage == binder.fill.lineage
    assert first.items.get().item.lineage == binder.item.lineage


def test_carrying_again_adds_what_is_missing_beneath_what_stands_there(binder):
    binder.carry()
    EvidenceRow.objects.get(edition=binder.draft, lineage=binder.below.lineage).delete()
    carried, _ = binder.carry()
    assert [row.lineage for row in carried] == [binder.below.lineage]
    assert carried[0].parent.edition == binder.draft
    assert binder.carry() == ([], [])


def test_rows_follow_their_category_through_a_renumbering(binder):
    staffing, data = binder.draft.categories.all()
    place_categories(binder.draft, [data, staffing])
    binder.carry()
    assert EvidenceRow.objects.get(edition=binder.draft, label="Filled").category == Category.objects.get(
        edition=binder.draft, items__lineage=binder.item.lineage
    )


def test_rows_whose_category_is_gone_are_left_behind(binder):
    Item.objects.filter(category__in=binder.draft.categories.filter(number=2)).delete()
    binder.draft.categories.get(number=2).delete()
    carried, left = binder.carry()
    assert (len(carried), [row.label for row in left]) == (2, ["Shared"])


def test_more_rows_take_no_more_queries(binder):
    counts = []
    for more in (0, 10):
        for _ in range(more):
            binder.row(answers=[binder.fill], parent=binder.top).items.add(binder.item)
        EvidenceRow.objects.filter(edition=binder.draft).exclude(parent=None).delete()
        EvidenceRow.objects.filter(edition=binder.draft).delete()
        with CaptureQueriesContext(connection) as queries:
            binder.carry()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_discarded_draft_takes_its_rows_along(binder):
    binder.carry()
    binder.table.delete()
    discard_draft(binder.draft)
    assert set(EvidenceRow.objects.values_list("edition", flat=True)) == {binder.edition.pk}


def test_the_page_of_the_table_carries_the_rows_of_the_edition_before(client, binder, page):
    assert "Carry the rows of 2023-2024 into this edition" in client.get(page).text
    assert not EvidenceRow.objects.filter(edition=binder.draft).exists()
    form = {"title": "Current State", "_carry": "1", "seen": client.get(page).context["seen"]}
    answer = client.post(page, form, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "Carried over from 2023-2024, without their values: 2 rows and 1 beneath them." in answer.text
    assert "Carry the rows" not in answer.text
    binder.table.refresh_from_db()
    assert (binder.table.title, len(binder.told(binder.draft))) == ("Current State", 3)
    again = client.post(page, form, follow=True)
    assert "Nothing to carry over" in again.text


def test_rows_are_carried_forward_only(binder):
    binder.carry()
    EvidenceRow.objects.create(
        partnership=binder.partnership, category=binder.draft.categories.first(), label="New"
    )
    make.adopt(binder.draft)
    table = EvidenceTable.objects.create(partnership=binder.partnership, edition=binder.edition, title="x")
    assert edition_to_carry_from(table.partnership, table.edition) is None
    assert edition_to_carry_from(binder.partnership, binder.draft) is None
