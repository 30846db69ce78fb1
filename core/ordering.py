"""Rows that stand in an order, and rows that stand beneath one another."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=Any)
"""A model whose records have a `position`, or a `parent`."""

Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)


def in_places(rows: Iterable[tuple[Thing, int | None]]) -> list[Thing]:
    """Rows with the places asked for, counted from 1, in the order that gives each its place.

    The others, which ask for none, keep their order around them. Of two that ask for one place the first has it and
    the other the next; who asks for one behind all the others comes last.
    """
    others, placed = [], []
    for row, place in rows:
        if place is None:
            others.append(row)
        else:
            placed.append((place, row))
    placed.sort(key=lambda pair: pair[0])
    order: list[Thing] = []
    rest = iter(others)
    for place, row in placed:
        while len(order) < place - 1 and (left := next(rest, None)) is not None:
            order.append(left)
        order.append(row)
    return [*order, *rest]


def moved(before: Sequence[Key], after: Sequence[Key], asked: Iterable[Key] | None = None) -> set[Key]:
    """The fewest of `after` that were moved or added: the others follow one another as in `before`.

    `asked` are those for which a place was asked; without it, any may be.
    """
    place = {row: number for number, row in enumerate(before)}
    known = [row for row in after if row in place]
    if asked is not None:
        known = _between_the_others(known, place, set(asked))
    ends: list[int] = []
    """For each length, the earliest place at which as many rows that follow one another end."""
    rows_at: list[Key] = []
    one_before: dict[Key, Key | None] = {}
    for row in known:
        length = bisect_left(ends, place[row])
        one_before[row] = rows_at[length - 1] if length else None
        ends[length : length + 1] = [place[row]]
        rows_at[length : length + 1] = [row]
    kept, last = set(), rows_at[-1] if rows_at else None
    while last is not None:
        kept.add(last)
        last = one_before[last]
    return set(after) - kept


def _between_the_others(rows: list[Key], place: dict[Key, int], asked: set[Key]) -> list[Key]:
    """Without those asked for that no longer stand between the same two of the others."""
    first, last = -1, len(place)
    above, below = [], []
    for row in rows:
        first = first if row in asked else place[row]
        above.append(first)
    for row in reversed(rows):
        last = last if row in asked else place[row]
        below.append(last)
    bounds = zip(rows, above, reversed(below), strict=True)
    return [row for row, start, end in bounds if row not in asked or start < place[row] < end]


def merged_order(
    before: Sequence[Key], mine: Sequence[Key], now: Sequence[Key], asked: Iterable[Key] | None = None
) -> list[Key]:
    """What stands now, with what one person moved and added against what they saw before (`moved`).

    Each of these follows what it follows in `mine`. What is gone by now stays gone.
    """
    mine_moved, known, standing = moved(before, mine, asked), set(before), set(now)
    behind: dict[Key | None, list[Key]] = defaultdict(list)
    stays = None
    for row in mine:
        if row not in mine_moved:
            stays = row if row in standing else stays
        elif row in standing or row not in known:
            behind[stays].append(row)
    unmoved = [row for row in now if row not in mine_moved]
    return behind[None] + [one for row in unmoved for one in (row, *behind[row])]


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
    """Save new rows, and of the others what differs from what is stored, each with its history row."""
    if not rows:
        return []
    model = type(rows[0])
    stored = model.objects.in_bulk([row.pk for row in rows if row.pk])
    saved = []
    for row in rows:
        if hasattr(row, "parent"):
            row.parent = row.parent  # one that was saved a moment ago has its key only now
        differing = None if row.pk is None else _differing(row, stored[row.pk])
        if differing is None or differing:
            row.save(update_fields=differing)
            saved.append(row)
    return saved


def _differing(row: models.Model, stored: models.Model) -> list[str]:
    names = [field.attname for field in row._meta.concrete_fields]
    return [name for name in names if getattr(row, name) != getattr(stored, name)]
