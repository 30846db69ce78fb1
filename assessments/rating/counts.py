"""How many items of each category stand at which level, in many assessments at once.

Assessments, categories and levels stand here as their primary keys.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from assessments.models import HANDED_IN, Cycle, Rating
from core.prepared import prepared
from partnerships.models import Category, holding_on


@dataclass
class RatingCounts:
    """What is rated in some assessments, by their keys."""

    rated: Counter[int] = field(default_factory=Counter)
    at_levels: dict[tuple[int, int], Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """By assessment and category, of what is handed in and of nothing else: how many items stand at each level."""


ON_A_PAGE = 400
"""Assessments that a page of rows counts, at most. To sort all rows more are counted, too many places for a query
that is kept."""


def count_ratings(assessments: Collection[int], *, category: int | None = None) -> RatingCounts:
    """One query. `category` narrows it to the items of one."""
    if category is None and len(assessments) <= ON_A_PAGE:
        lines: Iterable[Any] = _rating_counts(*assessments)
    else:
        ratings = Rating.objects.filter(assessment__in=assessments)
        lines = _count(ratings if category is None else ratings.filter(item__category=category))
    counts = RatingCounts()
    for assessment, of_category, level, rated in lines:
        counts.rated[assessment] += rated
        if level is not None:
            counts.at_levels[assessment, of_category][level] += rated
    return counts


@prepared
def _rating_counts(*assessments: int) -> QuerySet[Rating, Any]:
    return _count(Rating.objects.filter(assessment__pk__in=assessments))


def _count(ratings: QuerySet[Rating]) -> QuerySet[Rating, Any]:
    """(assessment, category, level where it is handed in, how many are rated)"""
    handed_in = Case(When(assessment__status__in=HANDED_IN, then=F("level")))
    return (
        ratings.order_by()
        .values("assessment", "item__category", shown=handed_in)
        .annotate(rated=Count("level"))
        .values_list("assessment", "item__category", "shown", "rated")
    )


def rated_categories_of(cycle: Cycle) -> tuple[list[Category], Counter[int | None]]:
    """The edition's categories in which something is rated, and the numbers of items to rate: `None` for shared
    ones, else by partnership."""
    columns, totals = {}, Counter[int | None]()
    for pk, number, title, local_to, rated in _categories_of(cycle.edition_id, cycle.period.start):
        if rated:
            columns[pk] = Category(pk=pk, number=number, title=title)
        totals[local_to] += rated
    return list(columns.values()), totals


@prepared
def _categories_of(edition: int, day: date) -> QuerySet[Category, Any]:
    """(key, number, title, whose own items, how many of them are rated)"""
    return (
        Category.objects.filter(edition=edition)
        .order_by("position")
        .values_list("pk", "number", "title", "items__local_to")
        .annotate(rated=Count("items", filter=Q(items__is_rated=True) & holding_on(day, "items__")))
    )
