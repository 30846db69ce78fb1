"""Levels of two cycles beside one another, of many partnerships at once."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Case, Count, F, Max, Q, Sum, When

from assessments.models import Cycle, Rating
from partnerships.comparison import comparable_lineages
from partnerships.models import LevelKind

Pairs = Mapping[tuple[int, int], list[tuple[int, int]]]
"""By partnership and category of the later edition: (value before, value now) of each item that has both."""


def level_pairs(now: Mapping[int, int], before: Mapping[int, int], cycle: Cycle, previous: Cycle) -> Pairs:
    """Of the items that are comparable in the editions of two cycles and have a score in both. One query.

    `now` and `before` are the assessments that count in each, by partnership.
    """
    assessments = [of[partnership] for of in (now, before) for partnership in now.keys() & before.keys()]
    comparable = comparable_lineages(previous.edition, cycle.edition)
    here = Q(assessment__cycle=cycle)
    lines = (
        Rating.objects.filter(assessment__in=assessments, level__kind=LevelKind.SCORE)
        .filter(item__lineage__in=comparable)
        .order_by()
        .values("assessment__partnership", "item__lineage")
        .annotate(
            n=Count("pk"),
            category=Max(Case(When(here, then=F("item__category")))),
            before=Sum(Case(When(~here, then=F("level__value")))),
            now=Sum(Case(When(here, then=F("level__value")))),
        )
        .filter(n=2)
        .values_list("assessment__partnership", "category", "before", "now")
    )
    pairs = defaultdict(list)
    for partnership, category, value_before, value_now in lines:
        pairs[partnership, category].append((value_before, value_now))
    return pairs
