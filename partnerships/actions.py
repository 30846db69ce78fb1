"""Writes that touch many rows of an edition's text. Each leaves history rows and is all or nothing."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from simple_history.utils import bulk_update_with_history

from .models import (
    Category,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    LineageBreak,
    Measure,
    Section,
    SignatoryRole,
)

PARKED_NUMBERS = 10_000
"""Added to category numbers while they change places, since two may never be the same."""


def layers(rows):
    """Rows that stand beneath one another, from the top: those on their own, those beneath them, and so on."""
    beneath, keys = defaultdict(list), {row.pk for row in rows}
    for row in rows:
        beneath[row.parent_id if row.parent_id in keys else None].append(row)
    layer = beneath[None]
    while layer:
        yield layer
        layer = [child for row in layer for child in beneath[row.pk]]


@transaction.atomic
def place(rows):
    """Give rows of one model the places 1, 2, 3 ... in the order given and save those that change."""
    for position, row in enumerate(rows, 1):
        row.position = position
    return _save_changed(rows)


@transaction.atomic
def place_items(category, items):
    """Save all items of a category in document order, with the references that follow from it.

    What an item stands beneath must come before it.
    """
    for item in items:
        item.category = category
        item.reference = item.reference_in_place()
    stored = dict(Item.objects.filter(category=category).values_list("pk", "reference"))
    _park_references(item.pk for item in items if item.pk and stored.get(item.pk) != item.reference)
    return place(items)


@transaction.atomic
def place_categories(edition, categories):
    """Number all categories of an edition 1, 2, 3 ... in the order given; their items' references follow."""
    for number, category in enumerate(categories, 1):
        category.edition, category.number = edition, number
    stored = dict(edition.categories.values_list("pk", "number"))
    moved = [
        category.pk for category in categories if category.pk and stored.get(category.pk) != category.number
    ]
    Category.objects.filter(pk__in=moved).update(number=F("number") + PARKED_NUMBERS)
    saved = _save_changed(categories)
    settle_references(edition)
    return saved


@transaction.atomic
def settle_references(edition):
    """Write anew the references that no longer fit the numbers they are made of."""
    items = Item.objects.filter(edition=edition).select_related("category")
    known, changed = {}, []
    for layer in layers(items):
        for item in layer:
            known[item.pk] = item
            item.parent = known.get(item.parent_id)
            before, item.reference = item.reference, item.reference_in_place()
            if before != item.reference:
                changed.append(item)
    if changed:
        _park_references(item.pk for item in changed)
        bulk_update_with_history(changed, Item, ["reference"])


def _park_references(keys):
    """References are unique at every moment, so those about to change step aside first."""
    parked = Concat(Value("~"), Cast("pk", CharField()))
    Item.objects.filter(pk__in=list(keys)).update(reference=parked)


def _save_changed(rows):
    """Save new rows and those that differ from what is stored, each with its history row."""
    if not rows:
        return []
    model = type(rows[0])
    stored = model.objects.in_bulk([row.pk for row in rows if row.pk])
    saved = []
    for row in rows:
        if hasattr(row, "parent"):
            row.parent = row.parent  # one that was saved a moment ago has its key only now
        if row.pk is None or _differs(row, stored[row.pk]):
            row.save()
            saved.append(row)
    return saved


def _differs(row, stored):
    names = [field.attname for field in row._meta.concrete_fields]
    return any(getattr(row, name) != getattr(stored, name) for name in names)


@transaction.atomic
def start_next_edition(edition, *, label, effective_from, effective_to, by):
    """A draft with all of an edition's text, in the same places and with the same lineage."""
    reason = f"copied from {edition.label}"
    draft: Any = Edition(
        agreement=edition.agreement,
        label=label,
        effective_from=effective_from,
        effective_to=effective_to,
        scale=edition.scale,
        cycle_word=edition.cycle_word,
    )
    draft._history_user, draft._change_reason = by, reason
    draft.save()

    def copy(rows, categories=None, parents=None):
        """Copies by the key of their original, and their history rows."""
        if not rows:
            return {}, []
        model = type(rows[0])
        names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        copies = [model(**{name: getattr(row, name) for name in names}) for row in rows]
        for row, made in zip(rows, copies, strict=True):
            made.edition = draft
            if categories is not None:
                made.category, made.parent = categories[row.category_id], parents.get(row.parent_id)
        model._default_manager.bulk_create(copies)
        history = model.history.bulk_history_create(copies, default_user=by, default_change_reason=reason)
        return {row.pk: made for row, made in zip(rows, copies, strict=True)}, history

    def copy_tree(rows, categories):
        made: dict[int, Item | Measure] = {}
        history = []
        for layer in layers(rows):
            more, more_history = copy(layer, categories, made)
            made |= more
            history += more_history
        return made, history

    for model in (Section, GlossaryTerm, Endorsement, SignatoryRole):
        copy(list(model._default_manager.filter(edition=edition)))
    categories, _ = copy(list(edition.categories.all()))
    items, _ = copy_tree(list(edition.items.all()), categories)
    measures, history = copy_tree(list(edition.measures.all()), categories)
    _copy_items_of_measures(edition, items, measures, history)
    return draft


@transaction.atomic
def discard_draft(edition):
    """Delete a draft with all its text, which its history keeps. A ProtectedError says somebody works with it."""
    if not Edition.objects.select_for_update().get(pk=edition.pk).is_draft:
        raise Edition.NotDraft
    for tree in (Measure, Item):
        for layer in reversed(list(layers(tree._default_manager.filter(edition=edition)))):
            tree._default_manager.filter(pk__in=[row.pk for row in layer]).delete()
    for model in (Category, Section, GlossaryTerm, Endorsement, SignatoryRole, LineageBreak):
        model._default_manager.filter(edition=edition).delete()
    edition.delete()


def _copy_items_of_measures(edition, items, measures, history):
    """The items that each copied measure speaks to, and the same in its history row."""
    links = Measure.items.through.objects.filter(measure__edition=edition).order_by("pk")
    copies = [
        Measure.items.through(measure=measures[link.measure_id], item=items[link.item_id]) for link in links
    ]
    Measure.items.through.objects.bulk_create(copies)
    row_of = {row.id: row for row in history}
    link_history = Measure.history.model.items.model
    link_history.objects.bulk_create(
        link_history(id=link.pk, history=row_of[link.measure_id], measure=link.measure, item=link.item)
        for link in copies
    )
