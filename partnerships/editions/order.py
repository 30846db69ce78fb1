"""Giving the categories and items of an edition their places; references follow."""

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from simple_history.utils import bulk_update_with_history

from core.ordering import layers, place, save_changed
from partnerships.models import Category, Item, Numbering


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
    """Number all categories of an edition 1, 2, 3 or A, B, C in the order given; their items' references follow."""
    numbering = Numbering(edition.category_numbering)
    for position, category in enumerate(categories, 1):
        category.edition, category.position, category.number = edition, position, numbering.of(position)
    stored = dict(edition.categories.values_list("pk", "number"))
    moved = [
        category.pk for category in categories if category.pk and stored.get(category.pk) != category.number
    ]
    # Two may never be the same, so those about to change step aside first.
    Category.objects.filter(pk__in=moved).update(number=Concat(Value("~"), Cast("pk", CharField())))
    saved = save_changed(categories)
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
