"""Writes that touch many rows of an edition's text. Each leaves history rows and is all or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core.history import bulk_create_links, save_as
from core.models import copy_of
from core.ordering import layers
from partnerships.models import (
    Category,
    Edition,
    EditionEvent,
    EditionEventKind,
    Endorsement,
    GlossaryTerm,
    Item,
    LineageBreak,
    Measure,
    Section,
    SignatoryRole,
)


@transaction.atomic
def start_next_edition(
    edition: Edition, *, label: str, effective_from: date | None, effective_to: date | None, by: User
) -> Edition:
    """A draft with all of an edition's text, in the same places and with the same lineage."""
    reason = f"copied from {edition.label}"
    draft = Edition(
        agreement=edition.agreement,
        label=label,
        effective_from=effective_from,
        effective_to=effective_to,
        scale=edition.scale,
        cycle_word=edition.cycle_word,
        category_numbering=edition.category_numbering,
    )
    save_as(draft, by=by, reason=reason)
    EditionEvent.objects.create(edition=draft, kind=EditionEventKind.COPIED, words=edition.label, by=by)

    def copy(
        rows: Sequence[Any], categories: dict[int, Any] | None = None, parents: dict[int, Any] | None = None
    ) -> tuple[dict[int, Any], list[Any]]:
        """Copies by the key of their original, and their history rows."""
        if not rows:
            return {}, []
        model = type(rows[0])
        copies = [copy_of(row) for row in rows]
        for row, made in zip(rows, copies, strict=True):
            made.edition = draft
            if isinstance(made, Item | Measure):
                made.addendum = None  # it is part of the text from now on
            if categories is not None:
                made.category = categories[row.category_id]
            if parents is not None:
                made.parent = parents.get(row.parent_id)
        model._default_manager.bulk_create(copies)
        history = model.history.bulk_history_create(copies, default_user=by, default_change_reason=reason)
        return {row.pk: made for row, made in zip(rows, copies, strict=True)}, history

    def copy_tree(
        rows: Iterable[Item] | Iterable[Measure], categories: dict[int, Any]
    ) -> tuple[dict[int, Any], list[Any]]:
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
    items, _ = copy_tree(_in_one_row(Item.objects.of_edition(edition)), categories)
    measures, history = copy_tree(list(Measure.objects.of_edition(edition)), categories)
    _copy_items_of_measures(edition, items, measures, history)
    return draft


@transaction.atomic
def discard_draft(edition: Edition) -> None:
    """Delete a draft with all its text, which its history keeps. A ProtectedError says somebody works with it."""
    if not Edition.objects.select_for_update().get(pk=edition.pk).is_draft:
        raise Edition.NotDraft
    for tree in (Measure, Item):
        for layer in reversed(list(layers(tree._default_manager.filter(edition=edition)))):
            tree._default_manager.filter(pk__in=[row.pk for row in layer]).delete()
    for model in (Category, Section, GlossaryTerm, Endorsement, SignatoryRole, LineageBreak):
        model._default_manager.filter(edition=edition).delete()
    edition.delete()


def _in_one_row(items: QuerySet[Item]) -> list[Item]:
    """The items, those of additions placed and numbered after the others of their category.

    Additions of several partnerships may have the same number, which in one text can be there once.
    """
    records = list(items.select_related("category"))
    last: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    """(number, position) of the last in a category"""
    for item in records:
        if item.addendum_id is None:
            number, position = last[item.category_id]
            own = int(item.number) if item.parent_id is None and item.number.isdecimal() else 0
            last[item.category_id] = max(number, own), max(position, item.position)
    for item in records:
        if item.addendum_id is not None:
            number, item.position = (one + 1 for one in last[item.category_id])
            last[item.category_id] = number, item.position
            item.number, item.reference = str(number), f"{item.category.number}.{number}"
    return records


def _copy_items_of_measures(
    edition: Edition, items: dict[int, Item], measures: dict[int, Measure], history: list[Any]
) -> None:
    """The items that each copied measure speaks to."""
    through = Measure.items.through
    links = [
        through(measure=measures[link.measure_id], item=items[link.item_id])
        for link in through.objects.filter(measure__edition=edition).order_by("pk")
    ]
    bulk_create_links(Measure, "items", links, history)
