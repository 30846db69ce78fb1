"""The county over the years: all partners' items together, cycle by cycle, and what moved since the last one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from assessments.models import Assessment, Cycle, Rating
from assessments.rating.tally import Tally
from assessments.trends.pairs import level_pairs
from partnerships.comparison import LevelChange, on_one_scale, score_change
from partnerships.models import Category, Edition, Item, RatingLevel

SCALE = Coalesce("item__scale", "item__edition__scale")
"""What a rating's item is rated on."""


@dataclass(frozen=True)
class CountyFigures:
    """Of one category, or of all, in one cycle."""

    tally: Tally | None
    """None where nothing of it was rated, or on a scale other than the newest one."""
    is_on_another_scale: bool = False


@dataclass(frozen=True)
class CountyMoved:
    """What became of items that are comparable and have a score in both cycles, of all partners together."""

    rose: int
    fell: int
    stayed: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> "CountyMoved":
        changes = Counter(score_change(before, now) for before, now in pairs)
        return cls(*(changes[kind] for kind in (LevelChange.ROSE, LevelChange.FELL, LevelChange.STAYED)))

    @property
    def compared(self) -> int:
        return self.rose + self.fell + self.stayed


@dataclass(frozen=True)
class CountyTrend:
    category: Category | None
    """None for all of them together."""
    figures: tuple[CountyFigures, ...]
    """One for each cycle, the oldest first."""
    moved: CountyMoved | None
    """Since the cycle before; None where there is none."""


@dataclass(frozen=True)
class CountyTrends:
    cycles: tuple[Cycle, ...]
    partners: tuple[int, ...]
    """How many partners' levels each rests on."""
    rows: tuple[CountyTrend, ...]
    both: int
    """How many partners have a result in the last two."""

    @property
    def heads(self) -> Iterator[tuple[Cycle, int]]:
        return zip(self.cycles, self.partners, strict=True)

    @property
    def before(self) -> Cycle:
        return self.cycles[-2]


Given = Mapping[int, Mapping[str, Counter[int]]]
"""By cycle and lineage, how many partners gave which level, by its key."""


def levels_given(results: Iterable[Assessment]) -> Given:
    """Of items on their edition's scale, in the assessments that count. One query."""
    found: dict[int, dict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for cycle, lineage, level, number in _counted([one.pk for one in results]):
        found[cycle][lineage][level] = number
    return found


def _counted(assessments: Sequence[int]) -> QuerySet[Rating, tuple[int, str, int, int]]:
    given = Rating.objects.filter(assessment__in=assessments, level__isnull=False)
    given = given.alias(scale=SCALE).filter(scale=F("item__edition__scale")).order_by()
    counted = given.values("assessment__cycle", "item__lineage", "level").annotate(number=Count("pk"))
    return counted.values_list("assessment__cycle", "item__lineage", "level", "number")


def homes_of(edition: Edition) -> dict[str, int]:
    """By lineage, the key of the category where an item stands in an edition. One query."""
    return dict(Item.objects.filter(edition=edition).order_by().values_list("lineage", "category"))


def county_trends(
    cycles: Sequence[Cycle],
    results: Mapping[int, Mapping[int, Assessment]],
    given: Given,
    columns: Sequence[Category],
    levels: Sequence[RatingLevel],
) -> CountyTrends | None:
    """`results` are what counts, by cycle and partnership. None where there is one cycle alone. Two queries."""
    if len(cycles) < 2:
        return None
    before, newest = cycles[-2:]
    homes = homes_of(newest.edition)
    now, then = results[newest.pk], results[before.pk]
    pairs = {}
    if on_one_scale(before.edition, newest.edition):
        pairs = dict(level_pairs(_keys(now), _keys(then), newest, before))

    def row(category: Category | None) -> CountyTrend:
        own = None if category is None else {one for one, home in homes.items() if home == category.pk}
        moved = [
            pair for (_, of), some in pairs.items() for pair in some if category is None or of == category.pk
        ]
        figures = tuple(_figures(one, newest, given[one.pk], own, levels) for one in cycles)
        return CountyTrend(category, figures, CountyMoved.of(moved))

    return CountyTrends(
        tuple(cycles),
        tuple(len(results[one.pk]) for one in cycles),
        (row(None), *map(row, columns)),
        len(now.keys() & then.keys()),
    )


def _keys(results: Mapping[int, Assessment]) -> dict[int, int]:
    return {partnership: one.pk for partnership, one in results.items()}


def _figures(
    cycle: Cycle,
    newest: Cycle,
    given: Mapping[str, Counter[int]],
    own: set[str] | None,
    levels: Sequence[RatingLevel],
) -> CountyFigures:
    """Of the items of some lineages, or of all."""
    if not on_one_scale(cycle.edition, newest.edition):
        return CountyFigures(None, is_on_another_scale=True)
    counts: Counter[int] = Counter()
    for lineage, of_item in given.items():
        if own is None or lineage in own:
            counts.update(of_item)
    tally = Tally(tuple((one, counts[one.pk]) for one in levels), met_from=newest.edition.scale.met_from)
    return CountyFigures(tally if tally.rated else None)
