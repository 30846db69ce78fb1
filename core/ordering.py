"""Rows that stand in an order, and rows that stand beneath one another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=Any)
"""A model whose records have a `position`, or a `parent`."""


def layers(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows that stand beneath one another, from the top: those on their own, those beneath them, and so on."""
    rows = list(rows)
    beneath, keys = defaultdict(list), {row.pk for row in rows}
    for row in rows:
        beneath[row.parent_id if row.parent_id in keys else None].append(row)
    layer = beneath[None]
    while layer:
        yield layer
        layer = [child for row in layer for child in beneath[row.pk]]


@transaction.atomic
def set_positions(rows: Sequence[Row]) -> list[Row]:
    """Give rows of one model the places 1, 2, 3 ... in the order given and save those that change."""
    for position, row in enumerate(rows, 1):
        row.position = position
    return save_changed(rows)


def save_changed(rows: Sequence[Row]) -> list[Row]:
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


def _differs(row: models.Model, stored: models.Model) -> bool:
    names = [field.attname for field in row._meta.concrete_fields]
    return any(getattr(row, name) != getattr(stored, name) for name in names)
