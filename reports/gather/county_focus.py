"""What partners have in common: which items stand low most often, and which their areas of focus point to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.models import Assessment, Highlight, HighlightKind
from partnerships.models import Edition, Item, RatingLevel
from partnerships.wholes import WholeItem, whole_items, wholes_of

MOST_LISTED = 12
FEWEST_NAMING = 2
"""Partners whose areas of focus point to an item before it counts as common."""


@dataclass(frozen=True)
class LowItem:
    whole: WholeItem
    low: int
    """Partners at which it stands below the level from which on it is met."""
    lowest: int
    """Of these, at the lowest level."""
    scored: int
    """Partners that gave it a score."""


@dataclass(frozen=True)
class NamedItem:
    """An item that areas of focus point to."""

    whole: WholeItem
    partners: tuple[str, ...]


@dataclass(frozen=True)
class CommonFocus:
    low: tuple[LowItem, ...]
    """That stand low anywhere, the most often first."""
    named: tuple[NamedItem, ...]
    """To which any area of focus points, those of most partners first."""
    areas: int
    """Areas of focus in all."""
    pointless: int
    """Of these, how many point to no item: they are in none of the rows."""
    partners: int
    """How many partners have named any."""

    @property
    def lowest(self) -> tuple[LowItem, ...]:
        """Those a document lists."""
        return self.low[:MOST_LISTED]

    @property
    def more_low(self) -> int:
        return len(self.low[MOST_LISTED:])

    @property
    def common(self) -> list[NamedItem]:
        """Those that several partners name."""
        return [one for one in self.named if len(one.partners) >= FEWEST_NAMING]

    @property
    def named_once(self) -> int:
        """Items to which the areas of focus of one partner alone point."""
        return len(self.named) - len(self.common)


def common_focus(
    edition: Edition,
    results: Mapping[int, Assessment],
    names: Mapping[int, str],
    given: Mapping[str, Counter[int]],
    levels: Sequence[RatingLevel],
) -> CommonFocus:
    """`results` are what counts and `names` the partners, by partnership; `given` how many gave an item which
    level, by lineage. In three queries."""
    items = Item.objects.filter(edition=edition, local_to=None, addendum=None).select_related("category")
    wholes = whole_items(items.order_by("category__position", "position", "pk"))
    low = [one for one in (_low(whole, given, levels, edition.scale.met_from) for whole in wholes) if one]
    low.sort(key=lambda one: (-one.low, -one.low / one.scored, -one.lowest))
    areas = Highlight.objects.filter(
        assessment__in=[one.pk for one in results.values()], kind=HighlightKind.FOCUS
    )
    written = list(areas.order_by().values_list("pk", "assessment__partnership", "items__lineage"))
    pointing = defaultdict(set)
    for _, partnership, lineage in written:
        if lineage:
            pointing[lineage].add(partnership)
    named = [
        NamedItem(whole, tuple(name for key, name in names.items() if key in pointing[whole.item.lineage]))
        for whole in _named(items, pointing)
    ]
    named.sort(key=lambda one: -len(one.partners))
    return CommonFocus(
        tuple(low),
        tuple(named),
        len({key for key, _, _ in written}),
        len({key for key, _, lineage in written if lineage is None}),
        len({partnership for _, partnership, _ in written}),
    )


def _low(
    whole: WholeItem, given: Mapping[str, Counter[int]], levels: Sequence[RatingLevel], met_from: int
) -> LowItem | None:
    """None where it stands low nowhere."""
    counts = given.get(whole.item.lineage, Counter())
    scores = [(one.value, counts[one.pk]) for one in levels if one.value is not None]
    low = sum(number for value, number in scores if value < met_from)
    lowest = dict(scores)[min(value for value, _ in scores)]
    return LowItem(whole, low, lowest, sum(number for _, number in scores)) if low else None


def _named(items: Iterable[Item], pointing: Mapping[str, set[int]]) -> list[WholeItem]:
    """Those that anybody points to, headings too, in document order."""
    return [whole for whole in wholes_of(items).values() if pointing.get(whole.item.lineage)]
