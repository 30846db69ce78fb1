"""The ratings of an assessment as a report prints them: category by category, with their figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import prefetch_related_objects

from assessments.models import Assessment, Rating
from assessments.rating.tally import Tally
from partnerships.editions.document import EditionDocument
from partnerships.goals import by_subject, put_subjects
from partnerships.models import (
    Category,
    Item,
    ItemKind,
    ItemQuerySet,
    Partnership,
    RatingLevel,
    RatingScale,
)

SHORT = 5
"""Characters of a reference that stand in one line: “1.9.b”."""

LONG, LINE = 1500, 75
"""Characters of a comment that takes a third of a page, and of one of its lines."""


@dataclass(frozen=True)
class PrintedItem:
    """An item or heading of the edition as this assessment rates it."""

    item: Item
    rating: Rating | None = None
    """None for a heading, too."""
    scale: RatingScale | None = None
    """Its own, where it is not rated on the edition's."""
    leads_in: bool = False
    """Whether the next one stands beneath it: no page ends between them."""

    @property
    def level(self) -> RatingLevel | None:
        return self.rating.level if self.rating else None

    @property
    def is_long(self) -> bool:
        """Whether it has so long a comment that its row may break over pages."""
        comment = self.rating.comment if self.rating else ""
        return len(comment) > LONG or comment.count("\n") > LONG / LINE

    @property
    def is_counted(self) -> bool:
        """Whether it enters the figures: they are of the edition's scale alone."""
        return self.item.is_rated and self.scale is None


@dataclass(frozen=True)
class RatedCategory:
    category: Category
    items: tuple[PrintedItem, ...]
    tally: Tally
    partner: str = ""
    """The partner's name, where some of what is rated is for a school of it."""

    @property
    def groups(self) -> list[tuple[str, list[PrintedItem]]]:
        """The items, under the name of whom they are for."""
        return by_subject(self.items, lambda printed: printed.item, self.partner)

    @property
    def is_deep(self) -> bool:
        """Whether its references need more room."""
        return any(printed.item.depth > 1 or len(printed.item.reference) > SHORT for printed in self.items)

    @property
    def has_as_before(self) -> bool:
        """Whether a level was taken as it was in an earlier period."""
        return any(printed.rating and printed.rating.as_in for printed in self.items)


def rated_categories(assessment: Assessment) -> tuple[RatedCategory, ...]:
    """In document order; in two queries, one more each where items have scales of their own or are for schools.

    The levels of the edition's scale are prefetched. Comments that stay inside are not there.
    """
    ratings = {rating.item_id: rating for rating in assessment.ratings.select_related("level")}
    if assessment.cycle.edition.comments_stay_inside:
        for given in ratings.values():
            given.comment = ""
    partner = assessment.partnership.partner.name
    return _by_category(assessment.items(), assessment.cycle.edition.scale, ratings, partner)


def unrated_categories(text: EditionDocument, partnership: Partnership) -> tuple[RatedCategory, ...]:
    """What a partnership's assessment of an edition would be of: as `rated_categories`, with nothing rated."""
    items = Item.objects.of_document(text.edition.pk, partnership.pk, text.day)
    return _by_category(items, text.edition.scale, {}, partnership.partner.name)


def _by_category(
    in_order: ItemQuerySet, scale: RatingScale, ratings: Mapping[int, Rating], partner: str
) -> tuple[RatedCategory, ...]:
    items = [
        item
        for item in in_order.select_related("category")
        if item.kind != ItemKind.DOMAIN or item.pk in ratings
    ]
    own_scales = _own_scales_of(items)
    partner = partner if put_subjects(items) else ""
    by_category: dict[Category, list[PrintedItem]] = defaultdict(list)
    for item, following in zip_longest(items, items[1:]):
        rating = ratings.get(item.pk) if item.takes_rating else None
        own = own_scales.get(item.scale_id) if item.scale_id and item.takes_rating else None
        by_category[item.category].append(
            PrintedItem(item, rating, own, leads_in=following is not None and following.parent_id == item.pk)
        )
    return tuple(
        RatedCategory(category, tuple(of_category), tally_of(of_category, scale), partner)
        for category, of_category in by_category.items()
    )


def tally_of(items: Iterable[PrintedItem], scale: RatingScale) -> Tally:
    """How many of the rated items stand at each level of the edition's scale."""
    return Tally.of(
        (printed.level for printed in items if printed.is_counted), scale.levels.all(), scale.met_from
    )


def _own_scales_of(items: Iterable[Item]) -> dict[int, RatingScale]:
    """By key, the scales that items have instead of their edition's, with their levels. No query without any."""
    keys = {item.scale_id for item in items if item.scale_id and item.takes_rating}
    return RatingScale.objects.prefetch_related("levels").in_bulk(keys) if keys else {}


def with_levels(scale: RatingScale) -> RatingScale:
    """The scale with its levels at hand, in their order. In one query."""
    prefetch_related_objects([scale], "levels")
    return scale
