"""How far an assessment has come: items rated of items to rate."""

import time
from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import Count, FilteredRelation, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assessments.models import Rating
from core.prepared import prepared
from partnerships.models import Item


@dataclass(frozen=True)
class CategoryProgress:
    number: str
    rated: int
    total: int


@dataclass(frozen=True)
class RatingProgress:
    rated: int
    total: int
    categories: list[CategoryProgress]
    next_unrated: str
    """The reference of the first item not rated yet; empty when all are."""
    counted: int = 0
    """When, in microseconds: answers that overtake each other leave the newest count on the page."""

    @classmethod
    def of_lines(cls, lines):
        """From (category number, reference, whether it has a level), in document order."""
        lines = list(lines)
        totals = Counter(number for number, _, _ in lines)
        rated = Counter(number for number, _, has_level in lines if has_level)
        return cls(
            rated=sum(rated.values()),
            total=len(lines),
            categories=[CategoryProgress(number, rated[number], totals[number]) for number in totals],
            next_unrated=next((reference for _, reference, has_level in lines if not has_level), ""),
        )


def progress_of(assessment):
    """In one query."""
    counted = time.time_ns() // 1000
    lines = _levels_given(assessment.pk, *assessment.document)
    progress = RatingProgress.of_lines(
        (number, reference, level is not None) for number, reference, level in lines
    )
    return replace(progress, counted=counted)


@prepared
def _levels_given(assessment, edition, partnership, day):
    """(category's number, reference, level) of each item to rate."""
    own = FilteredRelation("ratings", condition=Q(ratings__assessment=assessment))
    items = Item.objects.of_document(edition, partnership, day).rated().annotate(own=own)
    in_order = items.order_by("category__position", "position", "pk")
    return in_order.values_list("category__number", "reference", "own__level")


def with_progress(assessments):
    """Assessments with `rated` and `total`, the numbers of items rated and to rate."""
    rated = (
        Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)
        .order_by()
        .values("assessment")
        .annotate(n=Count("pk"))
        .values("n")
    )
    total = (
        Item.objects.of_document(
            OuterRef("cycle__edition"), OuterRef("partnership"), OuterRef("cycle__period__start")
        )
        .rated()
        .order_by()
        .values("edition")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return assessments.annotate(
        rated=Coalesce(Subquery(rated, output_field=IntegerField()), 0),
        total=Coalesce(Subquery(total, output_field=IntegerField()), 0),
    )
