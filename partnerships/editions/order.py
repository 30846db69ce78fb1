"""Giving the categories and items of an edition their places; references follow."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from simple_history.utils import bulk_update_with_history

from core.ordering import layers, save_changed, set_positions
from partnerships.models import Category, Edition, Item, Numbering


@transaction.atomic
def place_items(category: Category, items: Sequence[Item]) -> list[Item]:
    """Save all items of a category in document order, with the references that follow from it.

    What an item stands beneath must come before it.
    """
    for item in items:
        item.category = category
        item.reference = item.reference_in_place()
    stored = dict(Item.objects.filter(category=category).values_list("pk", "reference"))
    _park_references(item.pk for item in items if item.pk and stored.get(item.pk) != item.reference)
    return set_positions(items)


@transaction.atomic
def place_categories(edition: Edition, categories: list[Category]) -> list[Category]:
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
def settle_references(edition: Edition) -> None:
    """Write anew the references that no longer fit the numbers they are made of."""
    items = Item.objects.filter(edition=edition).select_related("category__edition")
    known, changed = {}, []
    for layer in layers(items):
        for item in layer:
            known[item.pk] = item
            item.parent = known.get(item.parent_id or 0)
            before, item.reference = item.reference, item.reference_in_place()
            if before != item.reference:
                changed.append(item)
    if changed:
        _park_references(item.pk for item in changed)
        bulk_update_with_history(changed, Item, ["reference"])


def _park_references(keys: Iterable[int]) -> None:
    """References are unique at every moment, so those about to change step aside first."""
    parked = Concat(Value("~"), Cast("pk", CharField()))
    Item.objects.filter(pk__in=list(keys)).update(reference=parked)
