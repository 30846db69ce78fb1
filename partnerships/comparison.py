"""Whether an item or a measure is compared with its self in another edition, and what became of its level.

What carries the same lineage in two editions is the same promise or the same measure. It is compared unless an
`Obstacle` stands in the way. Pages that have read the records ask `obstacle_between`; a page that counts in the
database narrows its query by `comparable_lineages`, which gives the same answer.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, DateField, F, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import Coalesce

from core.prepared import prepared

from .models import Agreement, Edition, EditionStatus, Item, LineageBreak, Measure, RatingLevel

# The order of editions


def edition_order(edition: Edition) -> tuple[date, int]:
    """Where an edition comes among those of its agreement: sorting by it puts the oldest first.

    Without a first day, a draft is still to come, and any other is older than whatever has one.
    """
    return edition.effective_from or (date.max if edition.is_draft else date.min), edition.pk


FIRST_DAY = Case(
    When(edition__effective_from__isnull=False, then=F("edition__effective_from")),
    When(edition__status=EditionStatus.DRAFT, then=Value(date.max)),
    default=Value(date.min),
    output_field=DateField(),
)
"""The first half of `edition_order`, for the database, of what stands in an edition. The other half is its key."""


# Breaks


def breaks_of(agreement: Agreement | int) -> list[LineageBreak]:
    """The breaks of an agreement that hold, in the order of the editions. Those of drafts do not hold yet."""
    held = _held_breaks(agreement.pk if isinstance(agreement, Agreement) else agreement)
    return sorted(held, key=lambda broken: edition_order(broken.edition))


@prepared
def _held_breaks(agreement: int) -> QuerySet[LineageBreak]:
    breaks = LineageBreak.objects.filter(edition__agreement=agreement).select_related("edition", "made_by")
    return breaks.exclude(edition__status=EditionStatus.DRAFT)


def breaks_between(breaks: Iterable[LineageBreak], one: Edition, other: Edition) -> list[LineageBreak]:
    """Those of some breaks that keep two editions from being compared, whichever of the two is the older.

    They stand in an edition after the older, up to and with the newer. A draft's hold for the draft alone.
    """
    older, newer = sorted([one, other], key=edition_order)
    return [
        broken
        for broken in breaks
        if edition_order(older) < edition_order(broken.edition) <= edition_order(newer)
        and (broken.edition == newer or not broken.edition.is_draft)
    ]


class BreakSpan(NamedTuple):
    """Where the breaks stand that keep two editions of an agreement apart: after the older, up to the newer."""

    agreement: int
    older: tuple[date, int]
    newer: tuple[date, int]
    """Each an `edition_order`."""


def span_of_breaks(one: Edition, other: Edition) -> BreakSpan:
    older, newer = sorted([one, other], key=edition_order)
    return BreakSpan(newer.agreement_id, edition_order(older), edition_order(newer))


def query_breaks_between(one: Edition, other: Edition) -> QuerySet[LineageBreak]:
    """The breaks that keep two editions of an agreement apart, as a query, in the order of the editions."""
    return breaks_in(span_of_breaks(one, other))


def breaks_in(span: BreakSpan) -> QuerySet[LineageBreak]:
    """`query_breaks_between`, of two editions whose records are not at hand."""
    (first, first_key), (last, last_key) = span.older, span.newer
    return (
        LineageBreak.objects.filter(edition__agreement=span.agreement)
        .alias(first_day=FIRST_DAY)
        .filter(Q(first_day__gt=first) | Q(first_day=first, edition__gt=first_key))
        .filter(Q(first_day__lt=last) | Q(first_day=last, edition__lte=last_key))
        .filter(Q(edition=last_key) | ~Q(edition__status=EditionStatus.DRAFT))
        .order_by("first_day", "edition_id")
    )


# Comparable or not


class Obstacle(TextChoices):
    """Why the same lineage is not compared in two editions. Of several, the first in this order is told."""

    ABSENT = "absent", "in one of the two editions only"
    NOT_RATED = "not_rated", "a heading in one of the two editions"
    BROKEN = "broken", "said not to be comparable"
    OTHER_SCALE = "other_scale", "rated on another scale"


def on_one_scale(one: Edition, other: Edition) -> bool:
    return one.scale_id == other.scale_id


SCALE = Coalesce("scale", "edition__scale")
"""What an item is rated on, for the database; `Item.scale_in` for an item that knows its edition."""


def obstacle_between(
    one: Item | Measure | None, other: Item | Measure | None, *, is_broken: bool
) -> Obstacle | None:
    """What keeps an item or a measure from being compared with its self in another edition; None for nothing.

    Both know their editions. `is_broken` says whether a break of their lineage stands between these.
    """
    if one is None or other is None:
        return Obstacle.ABSENT
    if not (_is_followed(one) and _is_followed(other)):
        return Obstacle.NOT_RATED
    if is_broken:
        return Obstacle.BROKEN
    if (
        isinstance(one, Item)
        and isinstance(other, Item)
        and one.scale_in(one.edition) != other.scale_in(other.edition)
    ):
        return Obstacle.OTHER_SCALE
    return None


def _is_followed(record: Item | Measure) -> bool:
    return not isinstance(record, Item) or record.takes_rating


def comparable_lineages(one: Edition, other: Edition) -> QuerySet[Any, Any]:
    """The lineages of the items that no obstacle keeps from being compared in two editions, to be a subquery.

    It asks nothing of the rows around it: a database that has counted no rows yet would ask again for each.
    """
    editions = {one.pk, other.pk}
    return (
        Item.objects.taking_ratings()
        .filter(edition__in=editions)
        .exclude(lineage__in=query_breaks_between(one, other).values("lineage"))
        .order_by()
        .values("lineage")
        .annotate(found_in=Count("edition", distinct=True), scales=Count(SCALE, distinct=True))
        .filter(found_in=len(editions), scales=1)
        .values("lineage")
    )


# Levels


class LevelChange(TextChoices):
    """What became of a rating. The label stands beside the item."""

    ROSE = "rose", "rose"
    FELL = "fell", "fell"
    STAYED = "stayed", "unchanged"
    STILL_NO_SCORE = "still_no_score", "unchanged"
    CHANGED = "changed", "changed"
    """From or to a level that is not a score."""
    NOTHING = "nothing", ""
    """There are not two levels of one scale."""

    @property
    def is_another_level(self) -> bool:
        return self in (LevelChange.ROSE, LevelChange.FELL, LevelChange.CHANGED)


def level_change(before: RatingLevel | None, now: RatingLevel | None) -> LevelChange:
    """What became of a rating that may be compared, from one level to another. None: not rated."""
    if before is None or now is None or before.scale_id != now.scale_id:
        return LevelChange.NOTHING
    if before.value is None or now.value is None:
        return LevelChange.STILL_NO_SCORE if before == now else LevelChange.CHANGED
    return score_change(before.value, now.value)


def score_change(before: int, now: int) -> LevelChange:
    if before == now:
        return LevelChange.STAYED
    return LevelChange.ROSE if now > before else LevelChange.FELL
