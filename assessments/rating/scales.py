"""What items are rated on: the edition's scale, or one of their own."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from core.prepared import prepared
from core.words import natural
from partnerships.models import Edition, Item, RatingLevel, RatingScale


def levels_for(item: Item, edition: Edition) -> dict[str, RatingLevel]:
    """The levels of the scale that one item is rated on, by code and in the scale's order."""
    return {level.code: level for level in levels_on(item.scale_in(edition))}


@prepared
def levels_on(*scales: int, with_scales: bool = False) -> QuerySet[RatingLevel]:
    """The levels of some scales, by their keys, each scale's in its order."""
    levels = RatingLevel.objects.filter(scale__pk__in=scales)
    return levels.select_related("scale") if with_scales else levels


class ScalesInUse:
    """The scales that some items of an edition are rated on, with their levels. In one query."""

    def __init__(self, edition: Edition, items: Iterable[Item], *, and_levels_of: Iterable[int] = ()) -> None:
        """`and_levels_of` are keys of scales that are in use elsewhere: of them only the levels are known."""
        self.edition = edition
        self._own = {item.scale_id for item in items if item.scale_id} - {edition.scale_id}
        wanted = {edition.scale_id, *self._own, *and_levels_of}
        levels = levels_on(*wanted, with_scales=len(wanted) > 1)
        self._scales: dict[int, RatingScale] = {edition.scale_id: edition.scale}
        self._levels: dict[int, dict[str, RatingLevel]] = defaultdict(dict)
        self._by_key: dict[int | None, RatingLevel] = {}
        for level in levels:
            if len(wanted) > 1:
                self._scales.setdefault(level.scale_id, level.scale)
            self._levels[level.scale_id][level.code] = level
            self._by_key[level.pk] = level

    def level(self, key: int | None) -> RatingLevel | None:
        return self._by_key[key] if key else None

    def scale(self, key: int | None) -> RatingScale | None:
        return self._scales[key] if key else None

    def of(self, item: Item) -> RatingScale:
        return self._scales[item.scale_in(self.edition)]

    def levels_of(self, item: Item) -> dict[str, RatingLevel]:
        """By code, in the scale's order."""
        return self._levels[item.scale_in(self.edition)]

    def levels_on(self, scale: RatingScale) -> list[RatingLevel]:
        """In its order."""
        return list(self._levels[scale.pk].values())

    @property
    def levels(self) -> list[RatingLevel]:
        """Those of the edition's scale."""
        return self.levels_on(self.edition.scale)

    @property
    def others(self) -> list[tuple[RatingScale, list[RatingLevel]]]:
        """The scales that items have instead of the edition's, by name, each with its levels."""
        others = (self._scales[key] for key in self._own)
        return [
            (scale, self.levels_on(scale)) for scale in sorted(others, key=lambda scale: natural(scale.name))
        ]

    @property
    def all(self) -> list[RatingScale]:
        """The edition's first."""
        return [self.edition.scale, *(scale for scale, _ in self.others)]
