"""A screen as a state's plan shows it beside its indicator: how it screens, and what the source says came of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from determinations.models import DistrictCount, Screen, ScreenRule
from partnerships.models import Item, Period

from .counting import CountsTold, told_in


@dataclass(frozen=True)
class ScreenSummary:
    """What everybody in the agreement reads: no district's own figures."""

    item: Item
    rules: list[ScreenRule]
    """Of all periods."""
    screen: Screen | None
    """None of an indicator that is not screened, of which the source counts districts all the same."""
    periods: list[tuple[Period, list[CountsTold]]]
    """What the source says, the newest first."""


def summaries_of(items: Collection[Item]) -> dict[int, ScreenSummary]:
    """By the key of an item, where there is anything of it. In two queries."""
    rules: dict[int, list[ScreenRule]] = defaultdict(list)
    found = ScreenRule.objects.filter(screen__item__in=items)
    for rule in found.select_related("screen", "from_period", "last_period"):
        rules[rule.screen.item_id].append(rule)
    counts: dict[int, dict[Period, list[DistrictCount]]] = defaultdict(lambda: defaultdict(list))
    for count in DistrictCount.objects.filter(item__in=items).select_related("period"):
        counts[count.item_id][count.period].append(count)
    return {
        item.pk: ScreenSummary(
            item,
            rules[item.pk],
            rules[item.pk][0].screen if rules[item.pk] else None,
            _newest_first(counts[item.pk]),
        )
        for item in items
        if item.pk in rules or item.pk in counts
    }


def _newest_first(counts: dict[Period, list[DistrictCount]]) -> list[tuple[Period, list[CountsTold]]]:
    in_order = sorted(counts.items(), key=lambda one: one[0].start, reverse=True)
    return [(period, told_in(of_period)) for period, of_period in in_order]
