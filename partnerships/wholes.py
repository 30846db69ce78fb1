"""An item with all that it takes to understand it: what it stands beneath, and parts that are not rated alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Item


@dataclass(frozen=True)
class WholeItem:
    """“Develop:”, “a survey”: the item is the second. “Work together to:”, “plan”, “share”: it is the first."""

    item: Item
    above: tuple[Item, ...] = ()
    """What it stands beneath, the outermost first."""
    parts: tuple[Item, ...] = ()
    """Beneath it, in document order, to any depth: what is rated with it."""

    @property
    def lead_in(self) -> str:
        return " ".join(one.text for one in self.above)


def names_of(items: Iterable[Item]) -> dict[int, str]:
    """“3.1.b Work together to: plan”: each of a document's items, by key, as it is chosen from a list."""
    return {
        key: " ".join(" ".join((whole.item.reference, whole.lead_in, whole.item.full_text)).split())
        for key, whole in wholes_of(items).items()
    }


def whole_items(items: Iterable[Item]) -> list[WholeItem]:
    """Of each item that is rated, in their order. `items` are all of a document, headings included, in order."""
    return [whole for whole in wholes_of(items).values() if whole.item.is_rated]


def wholes_of(items: Iterable[Item]) -> dict[int, WholeItem]:
    """The same of every item, by key. What is not rated has no parts: they are those of what they stand beneath."""
    items = list(items)
    by_key: dict[int | None, Item] = {item.pk: item for item in items}

    def above(item: Item) -> list[Item]:
        """The nearest first."""
        found = []
        while parent := by_key.get(item.parent_id):
            found.append(parent)
            item = parent
        return found

    parts = defaultdict(list)
    for item in items:
        if not item.is_rated and (of := next((one for one in above(item) if one.is_rated), None)):
            parts[of.pk].append(item)
    return {item.pk: WholeItem(item, tuple(reversed(above(item))), tuple(parts[item.pk])) for item in items}
