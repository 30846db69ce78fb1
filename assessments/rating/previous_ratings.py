"""How an item finds its rating of a cycle earlier, and the words it was a rating of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from assessments.models import Assessment, Rating
from assessments.rounds import rounds_of
from core.prepared import prepared
from partnerships.comparison import BreakSpan, Obstacle, breaks_in, obstacle_between, span_of_breaks
from partnerships.models import Edition, Item, RatingLevel, RatingScale

from .scales import ScalesInUse


@dataclass(frozen=True)
class PreviousRating:
    """One item a cycle earlier. `item` and `rating` are None where there was none."""

    when: str
    """“September 2023”."""
    whose: str
    """“September 2023, joint assessment”."""
    scale: RatingScale
    now: Item
    item: Item | None
    rating: Rating | None
    break_reason: str
    """Why the line breaks between the two editions; empty where it does not."""

    @property
    def is_new(self) -> bool:
        """Whether the earlier edition had nothing of the kind."""
        return self.item is None

    @cached_property
    def level(self) -> RatingLevel | None:
        return self.rating.level if self.rating else None

    @property
    def says_something(self) -> bool:
        """Whether there is an earlier rating to show, or a rated item to say that there was none."""
        return self.level is not None or bool(self.item and self.item.is_rated and self.now.is_rated)

    @property
    def was(self) -> str:
        """The earlier reference, where it was another one."""
        return self.item.reference if self.item and self.item.reference != self.now.reference else ""

    @property
    def wordings(self) -> tuple[str, str] | None:
        """Then and now, where they differ."""
        if self.item is None or self.item.full_text == self.now.full_text:
            return None
        return self.item.full_text, self.now.full_text

    @cached_property
    def obstacle(self) -> Obstacle | None:
        """Why today's level is not compared with the earlier one."""
        return obstacle_between(self.item, self.now, is_broken=bool(self.break_reason))

    @property
    def is_on_another_scale(self) -> bool:
        return self.obstacle == Obstacle.OTHER_SCALE

    @property
    def comparable_level(self) -> RatingLevel | None:
        """The level that today's can be compared with."""
        return None if self.obstacle else self.level


def when_of(assessment: Assessment) -> str:
    """“September 2023”: when it was assessed, or its cycle where nobody wrote that down."""
    day = assessment.date
    return f"{day:%B %Y}" if day else assessment.cycle.period.name


NEAR = 12
"""Assessments of earlier cycles that are looked at first: those of three cycles, or more."""


def previous_assessment(assessment: Assessment, user: User) -> Assessment | None:
    """The assessment that this one is compared with: the newest of an earlier cycle that was handed in and
    that the user may read. Of one cycle's, that of the same side comes first, then the joint one, then the
    partner's own, then another side's. None where there is none.
    """
    cycle = assessment.cycle
    before = assessment.partnership_id, cycle.period.start.isoformat(), cycle.pk
    near = _earlier(*before, at_most=NEAR)
    if len(near) < NEAR:
        return _newest_readable(near, assessment, user)
    whole = [one for one in near if one.cycle_id != near[-1].cycle_id]  # the last round may be cut off
    return _newest_readable(whole, assessment, user) or _newest_readable(
        _earlier(*before, at_most=None), assessment, user
    )


@prepared
def _earlier(partnership: int, start: str, cycle: int, *, at_most: int | None) -> QuerySet[Assessment]:
    """Of cycles before one that begins on a day, the newest first."""
    before = Q(cycle__period__start__lt=start) | Q(cycle__period__start=start, cycle__lt=cycle)
    earlier = Assessment.objects.filter(before, partnership=partnership)
    return earlier.select_related("cycle__edition__scale", "cycle__period", "by").order_by(
        "-cycle__period__start", "-cycle", "pk"
    )[:at_most]


def _newest_readable(rows: Iterable[Assessment], assessment: Assessment, user: User) -> Assessment | None:
    partner = assessment.partnership.partner_id
    first = {partner: 2, None: 0 if assessment.is_joint else 1, assessment.by_id: 0}
    for round_ in rounds_of(assessment.partnership, rows):
        readable = [one for one in round_.seen_by(user).assessments if one.is_handed_in and one.readable]
        if readable:
            return min(readable, key=lambda one: (first.get(one.by_id, 3), one.pk))
    return None


class PreviousRatings:
    """What stood a cycle earlier beside each item of an assessment.

    Read in two queries, in one where there was no cycle earlier.
    """

    def __init__(
        self, assessment: Assessment, user: User, *, lineage: str | None = None, with_levels: bool = True
    ) -> None:
        """`lineage` narrows it to one item. Without levels, `take_levels` gives them."""
        self.assessment = previous_assessment(assessment, user)
        self.items: dict[str, Item] = {}
        if self.assessment is None:
            return
        self.when = when_of(self.assessment)
        self.whose = f"{self.when}, {self.assessment.perspective}"
        self.edition = assessment.cycle.edition
        for item in _items_then(self.assessment, self.edition, lineage, with_levels=with_levels):
            item.edition = self.assessment.cycle.edition
            self.items[item.lineage] = item

    def scales(self) -> set[int]:
        """The keys of the scales that were in use then."""
        if self.assessment is None:
            return set()
        edition = self.assessment.cycle.edition
        return {item.scale_in(edition) for item in self.items.values()}

    def take_levels(self, scales: ScalesInUse) -> None:
        """From what has read the levels of these scales (`scales()`) already."""
        for item in self.items.values():
            item.scale = scales.scale(item.scale_id)
            if own := own_of(item):
                own.level = scales.level(own.level_id)

    def of(self, item: Item) -> PreviousRating | None:
        """What is known of an item a cycle earlier, None where there is no earlier assessment."""
        if self.assessment is None:
            return None
        item.edition = self.edition  # known already, as is that of the earlier items
        then = self.items.get(item.lineage)
        return PreviousRating(
            self.when,
            self.whose,
            (then and then.scale) or self.assessment.cycle.edition.scale,
            item,
            then,
            rating=own_of(then),
            break_reason=getattr(then, "break_reason", None) or "",
        )


def own_of(item: Item | None) -> Rating | None:
    """The rating that an item was read with: Django leaves the name unset where the relation finds nothing."""
    return getattr(item, "own", None)


def _items_then(
    previous: Assessment, edition: Edition, lineage: str | None, *, with_levels: bool
) -> list[Item]:
    """The earlier items with their ratings, and why the line breaks between then and the edition."""
    then = previous.cycle.edition
    between = None if then.pk == edition.pk else span_of_breaks(then, edition)
    document = previous.pk, *previous.document
    if lineage is None:
        return _items(*document, between=between, with_levels=with_levels)
    return _items_of_line(*document, lineage, between=between, with_levels=with_levels)


@prepared
def _items(assessment: int, edition: int, partnership: int, day: date, **shape: Any) -> QuerySet[Item]:
    return _with_rating(Item.objects.of_document(edition, partnership, day), assessment, **shape)


@prepared
def _items_of_line(
    assessment: int, edition: int, partnership: int, day: date, lineage: str, **shape: Any
) -> QuerySet[Item]:
    items = Item.objects.of_document(edition, partnership, day).filter(lineage=lineage)
    return _with_rating(items, assessment, **shape)


def _with_rating(
    items: QuerySet[Item], assessment: int, *, between: BreakSpan | None, with_levels: bool
) -> QuerySet[Item]:
    own = FilteredRelation("ratings", condition=Q(ratings__assessment=assessment))
    related = ("own", "own__level", "scale") if with_levels else ("own",)
    items = items.annotate(own=own).select_related(*related).order_by()  # type: ignore[misc]
    if between is None:
        return items
    broken = breaks_in(between).filter(lineage=OuterRef("lineage"))
    return items.annotate(break_reason=Subquery(broken.values("reason")[:1]))
