"""What is about to be locked is compared: every field of it, and for every partnership."""

from datetime import date

import pytest
from django.db import models
from django.urls import reverse

from partnerships.editions.adoption import preview_adoption
from partnerships.editions.drafts import start_next_edition
from partnerships.editions.field_changes import IDENTITY
from partnerships.locks import LOCKS, SENTENCE, TEXT, locked_fields
from partnerships.models import (
    ConferencePoint,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    PrintedHeading,
    RatingLevel,
    RatingScale,
    Section,
    SignatoryRole,
)
from partnerships.models.words import WordField
from tests import factories as make

SAID = ("new", "dropped", "reworded", "renumbered", "rated", "unrated", "altered", "moved")

FIELDS = [
    (model, field.name)
    for model in (Edition, *TEXT, RatingScale, RatingLevel)
    for field in locked_fields(model)
    if field.name not in IDENTITY and (model, field.name) != (RatingLevel, "scale")
]


@pytest.fixture
def draft(text, administrator):
    """Word for word the adopted edition, with two of everything; its scale is a copy of its own."""
    Section.objects.create(edition=text.edition, heading="Vision", text="All.", position=2)
    GlossaryTerm.objects.create(edition=text.edition, term="IEP", stands_for="A plan", position=2)
    Endorsement.objects.create(edition=text.edition, text="Signed by all.", position=2)
    SignatoryRole.objects.create(edition=text.edition, side="lead", title="President", position=2)
    ConferencePoint.objects.create(edition=text.edition, kind="agenda", text="Lunch", position=2)
    PrintedHeading.objects.create(
        edition=text.edition, place="contents", part="evidence", title="Figures", position=2
    )
    make.make_measure(text.one, label="Minutes")
    item = text.edition.items.first()
    for position, heading in enumerate(("Measurement", "Overview"), 1):
        item.passages.create(heading=heading, text="Those who rode.", position=position)
    make.make_partnership(agreement=text.edition.agreement)
    make.adopt(text.edition)
    days = {"effective_from": date(2024, 7, 1), "effective_to": date(2025, 6, 30)}
    draft = start_next_edition(text.edition, label="2024-2025", by=administrator, **days)
    draft.scale = make.make_scale()
    draft.save()
    return draft


def told(draft):
    """All that the comparison says is different, but for what is said of the edition itself."""
    changes = preview_adoption(Edition.objects.get(pk=draft.pk)).changes
    lists = [getattr(found, name) for found in (changes.items, changes.measures) for name in SAID]
    return [entry for found in (*lists, changes.parts_changed) for entry in found]


def row_with(model, name, draft):
    """A row of the draft in which the field can be changed by itself."""
    if model is Edition:
        return draft
    if model is RatingScale:
        return draft.scale
    if model is RatingLevel:
        return draft.scale.levels.get(code="N/A" if name == "kind" else "2")
    rows = model._default_manager.filter(edition=draft).order_by("position")
    if name == "category":  # it moves with nothing beneath it
        return rows.filter(category=draft.categories.first(), parent=None)[1]
    return rows[0]


def another_value(row, name, draft):
    field, value = row._meta.get_field(name), getattr(row, name)
    if name == "local_to":
        return draft.agreement.partnerships.first()
    if name == "subject":
        row.local_to = draft.agreement.partnerships.first()
        return make.make_organization(kind="school", parent=row.local_to.partner)
    if name == "scale":
        return make.make_scale()
    if name == "category":
        return draft.categories.last()
    if name == "item":
        return draft.items.exclude(pk=row.item_id).first()
    if name == "parent":
        return type(row).objects.filter(category=row.category, parent=None).order_by("position").last()
    if field.choices:
        return next(choice for choice, _ in field.choices if choice not in (value, "score"))
    if isinstance(field, WordField):
        return f"other {value}"
    if isinstance(value, bool):
        return not value
    if isinstance(field, models.DateField):
        return date(2024, 8, 1)
    return value + 90 if isinstance(value, int) else f"{value}9"


@pytest.mark.slow
@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_every_field_that_is_locked_is_compared(draft, model, name):
    assert told(draft) == []
    before = preview_adoption(draft).changes.edition
    row = row_with(model, name, draft)
    setattr(row, name, another_value(row, name, draft))
    if name == "reference":  # follows from number and place
        Item.objects.filter(pk=row.pk).update(reference="9.9")
    else:
        row.save()
    if model is Edition:
        assert preview_adoption(Edition.objects.get(pk=draft.pk)).changes.edition != before
    else:
        assert told(draft) != []


def test_every_table_that_is_locked_is_compared():
    compared = {model._meta.db_table for model, _ in FIELDS} | {Measure.items.through._meta.db_table}
    assert {lock.table for lock in LOCKS if lock.sentence == SENTENCE} == compared


@pytest.mark.slow
def test_the_items_a_measure_speaks_to_are_compared(draft):
    measure = draft.measures.get(label="Minutes")
    measure.items.add(draft.items.get(reference="1.2"))
    (_, (change,)), *others = told(draft)
    assert (change.label, change.pieces, others) == ("Items it speaks to", [("inserted", "1.2")], [])


@pytest.mark.slow
def test_rows_without_a_lineage_are_told_apart_by_what_they_say(draft):
    draft.sections.filter(heading="Mission").update(text="To *serve*.")
    draft.glossaryterms.get(term="IEP").delete()
    SignatoryRole.objects.create(edition=draft, side="partner", title="Liaison", position=3)
    Endorsement.objects.filter(edition=draft, position=1).update(position=3)
    found = {part.what: part for part in told(draft)}
    ((words, (change,)),) = found["sections"].changed
    assert (words.split()[0], change.label) == ("Mission", "Text")
    assert change.pieces == [("same", "To"), ("deleted", "*support*."), ("inserted", "*serve*.")]
    assert found["glossary terms"].summary == "glossary terms 1 dropped"
    assert found["signatory roles"].summary == "signatory roles 1 new"
    assert found["endorsements"].summary == "endorsements 1 moved"


@pytest.mark.slow
def test_other_line_breaks_alone_are_a_change(draft):
    draft.sections.filter(heading="Vision").update(text="\nAll.")
    ((_, (change,)),) = told(draft)[0].changed
    assert change.is_layout


# Partnership by partnership


@pytest.mark.slow
def test_a_promise_taken_from_all_but_one_is_lost_in_the_others(draft, admin_pages):
    first, second = draft.agreement.partnerships.order_by("pk")
    make.make_partnership(agreement=draft.agreement)
    Item.objects.filter(edition=draft, reference="1.1").update(local_to=first)
    others, kept = preview_adoption(draft).partnerships
    assert [entry.where for entry in others.lost] == ["1.1"]
    assert (second in others.partnerships, len(others.partnerships)) == (True, 2)
    assert (kept.partnerships, kept.lost, kept.own_before, kept.own) == ([first], [], 0, 1)
    page = admin_pages.get(reverse("admin:partnerships_edition_adopt", args=[draft.pk])).text
    assert "2 of 3 partnerships lose something that they read today" in page
    assert "Only for: <del>everybody</del> <ins>" in page


@pytest.mark.slow
def test_additions_are_counted_by_partnership(text, administrator):
    here, there = text.partnership, make.make_partnership(agreement=text.edition.agreement)
    for one in (here, there):
        make.make_item(text.two, text="Own", local_to=one)
    make.make_measure(text.two, local_to=there)
    make.adopt(text.edition)
    draft = start_next_edition(
        text.edition, label="next", effective_from=date(2024, 7, 1), effective_to=None, by=administrator
    )
    draft.items.get(local_to=here).delete()
    rows = {row.name: row for row in preview_adoption(draft).partnerships}
    mine, other = rows[here.partner.short_name], rows[there.partner.short_name]
    assert (mine.own_before, mine.own, [entry.text for entry in mine.lost]) == (1, 0, ["Own"])
    assert (other.own_before, other.own, other.lost) == (2, 2, [])
