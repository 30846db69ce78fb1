"""Which goals are met, by the levels of one assessment; and how many of each kind."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Organization
from assessments.models import Assessment
from determinations.rules.facts import Count
from partnerships.models import Item, LevelKind, RatingLevel


@dataclass(frozen=True)
class JudgedGoal:
    """A goal with what is rated of it: itself, or its benchmarks. `levels` are by the key of the item."""

    item: Item
    rated: Sequence[Item]
    levels: Mapping[int, RatingLevel | None]

    @property
    def due(self) -> list[Item]:
        """What of it counts at this review: not what has a level that is no score, such as “not due yet”."""
        return [one for one in self.rated if self._no_score(one.pk) is None]

    @property
    def unrated(self) -> list[Item]:
        return [one for one in self.rated if self.levels.get(one.pk) is None]

    @property
    def is_counted(self) -> bool:
        """Whether it counts: something of it is due, or not rated yet."""
        return bool(self.due)

    @property
    def is_met(self) -> bool:
        """Whether all of it that is due is met. What is not rated yet is not."""
        return self.is_counted and all(self._is_met(one.pk) for one in self.due)

    def _no_score(self, key: int) -> RatingLevel | None:
        """Its level, where that is no score."""
        level = self.levels.get(key)
        return level if level and level.kind != LevelKind.SCORE else None

    def _is_met(self, key: int) -> bool:
        level = self.levels.get(key)
        return level is not None and level.value is not None and level.value >= level.scale.met_from

    @property
    def state(self) -> str:
        if not self.is_counted:
            return "not counted"
        return "met" if self.is_met else "not met"

    @property
    def why(self) -> str:
        """How its state comes about, where it is made of benchmarks or not rated yet."""
        if not self.rated:
            return "Nothing of it is rated."
        if not self.is_counted:
            labels = {level.label for one in self.rated if (level := self._no_score(one.pk))}
            return f"{' and '.join(sorted(labels))}."
        if list(self.rated) == [self.item]:
            return "Not rated yet." if self.unrated else ""
        met = sum(self._is_met(one.pk) for one in self.due)
        of = f"{met} of {len(self.due)} {_benchmarks(len(self.due))} met"
        left_out = Counter(level.label for one in self.rated if (level := self._no_score(one.pk)))
        parts = [f"{number} {'is' if number == 1 else 'are'} “{label}”" for label, number in left_out.items()]
        parts += [f"{len(self.unrated)} not rated yet"] if self.unrated else []
        return f"{', '.join([of, *parts])}."


def _benchmarks(number: int) -> str:
    return "benchmark is" if number == 1 else "benchmarks are"


def goals_judged(assessment: Assessment, kinds: Collection[str]) -> list[JudgedGoal]:
    """The goals of these kinds in a partnership's document, in order, by an assessment's levels. In two queries."""
    items = list(assessment.items().select_related("subject"))
    ratings = assessment.ratings.select_related("level__scale")
    return goals_among(items, kinds, {one.item_id: one.level for one in ratings})


def goals_among(
    items: Iterable[Item], kinds: Collection[str], levels: Mapping[int, RatingLevel | None]
) -> list[JudgedGoal]:
    """`items` are all of a document, in order. A goal that stands beneath another goal counts by itself."""
    items = list(items)
    beneath: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.parent_id:
            beneath[item.parent_id].append(item)

    def rated_in(item: Item) -> list[Item]:
        if item.is_rated:
            return [item]
        return [found for child in beneath[item.pk] if child.kind not in kinds for found in rated_in(child)]

    return [JudgedGoal(item, rated_in(item), levels) for item in items if item.kind in kinds]


def counts_of(goals: Iterable[JudgedGoal]) -> dict[str, Count]:
    """By kind. A kind of which no goal counts has none: it is left out."""
    counted = [goal for goal in goals if goal.is_counted]
    all_ = Counter(goal.item.kind for goal in counted)
    met = Counter(goal.item.kind for goal in counted if goal.is_met)
    return {kind: Count(met[kind], number) for kind, number in all_.items()}


def by_subject(goals: Iterable[JudgedGoal], partner: Organization) -> dict[Organization, list[JudgedGoal]]:
    """The goals of the partner itself, then those of each of its schools, by name."""
    found: dict[Organization, list[JudgedGoal]] = defaultdict(list)
    for goal in goals:
        found[goal.item.subject or partner].append(goal)
    order = sorted(found, key=lambda one: (one != partner, one.sort_key))
    return {one: found[one] for one in order}
