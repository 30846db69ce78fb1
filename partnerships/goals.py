"""Goals as people read them: for the partner itself or one of its schools, and of which kind."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeVar

from accounts.models import Organization

from .models import GOAL_KINDS, Item
from .wholes import WholeItem

Thing = TypeVar("Thing")


def put_subjects(items: Iterable[Item]) -> bool:
    """Give each item the school it is for. One query, and none where no item is for a school: False then."""
    items = [item for item in items if item.subject_id]
    schools = Organization.objects.in_bulk({item.subject_id for item in items}) if items else {}
    for item in items:
        item.subject = schools[item.subject_id]
    return bool(items)


def by_subject(
    things: Iterable[Thing], item_of: Callable[[Thing], Item], partner: str
) -> list[tuple[str, list[Thing]]]:
    """Lines of a document in their order, those for the same school together, under its name.

    `partner` is the name over those for the partner itself; without one, nothing is named.
    """
    if not partner:
        return [("", list(things))]
    grouped = groupby(things, key=lambda one: item_of(one).subject)
    return [(subject.name if subject else partner, list(some)) for subject, some in grouped]


def only_for(item: Item, partner: str) -> str:
    """The partner, where it is an addition to what everybody reads. Goals are each partnership's own anyhow."""
    return partner if item.local_to_id and not item.goal_word else ""


def label_of(whole: WholeItem, partner: str) -> str:
    """“Example Elementary: process goal” of a goal or a benchmark that stands alone; empty of anything else."""
    goal = next((one for one in (*whole.above, whole.item) if one.kind in GOAL_KINDS), None)
    if goal is None:
        return whole.item.subject.short_name if whole.item.subject else ""
    return f"{goal.subject.short_name if goal.subject else partner}: {goal.get_kind_display()}"
