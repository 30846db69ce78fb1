"""The cycles that are compared, and what each says of every item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.text import capfirst

from accounts.models import User
from assessments.models import Assessment, Rating
from assessments.rounds import rounds_of
from core.prepared import prepared
from partnerships.comparison import on_one_scale
from partnerships.models import Edition, Item, Partnership, RatingLevel, RatingScale

CYCLES = 5
"""Compared at a time, and as many periods of a measure."""


@dataclass(frozen=True)
class TrendColumn:
    """A cycle, and the assessment that stands for it."""

    assessment: Assessment
    label: str
    """The period; with the edition where another column has the same period."""

    @property
    def edition(self) -> Edition:
        return self.assessment.cycle.edition

    @property
    def scale(self) -> RatingScale:
        return self.edition.scale

    @cached_property
    def levels(self) -> dict[int, RatingLevel]:
        """Those of the scale, by primary key, in its order."""
        return {level.pk: level for level in self.scale.levels.all()}

    @property
    def says(self) -> str:
        return f"{self.assessment.perspective}, {self.assessment.status_word}"


def standing_assessments(partnership: Partnership, user: User) -> list[Assessment]:
    """The assessment that counts in each cycle, oldest first, as far as this person may read it."""
    rows = _assessments_of(partnership.pk)
    prefetch_related_objects(rows, "cycle__edition__scale__levels")
    counting = [round_.seen_by(user).result_so_far for round_ in rounds_of(partnership, rows)]
    return sorted((one for one in counting if one), key=by_time)


def assessment_before(assessment: Assessment, *, is_public: bool) -> Assessment | None:
    """What counted for everybody in the newest cycle before this assessment's: what a document of it compares with.

    For the public that is what is final. None where there is none. Both then have their scale's levels at hand.
    """
    rows = _assessments_of(assessment.partnership_id)
    rows = [one for one in rows if one.cycle_id != assessment.cycle_id]
    rounds = rounds_of(assessment.partnership, rows)
    counting = [one.standing if is_public else one.result_for_all for one in rounds]
    earlier = [one for one in counting if one and by_time(one) < by_time(assessment)]
    found = max(earlier, key=by_time, default=None)
    prefetch_related_objects([one for one in (found, assessment) if one], "cycle__edition__scale__levels")
    return found


@prepared
def _assessments_of(partnership: int) -> QuerySet[Assessment]:
    return Assessment.objects.filter(partnership=partnership).for_rounds().with_partnership()


def by_time(assessment: Assessment) -> tuple[date, int]:
    """As `Cycle` is ordered, the oldest first."""
    return assessment.cycle.period.start, assessment.cycle.pk


def gather_columns(assessments: Sequence[Assessment]) -> list[TrendColumn]:
    labels = [capfirst(assessment.cycle.period.name) for assessment in assessments]
    columns = []
    for assessment, label in zip(assessments, labels, strict=True):
        if labels.count(label) > 1:
            label = f"{label} ({assessment.cycle.edition.label})"
        columns.append(TrendColumn(assessment, label))
    return columns


@dataclass(frozen=True)
class TrendAnswer:
    """What one cycle says of an item or heading, which knows its edition."""

    item: Item
    level: RatingLevel | None = None
    flag: bool = False
    comment: str = ""

    @property
    def is_rated(self) -> bool:
        return self.item.is_rated

    @property
    def scale(self) -> RatingScale:
        """What it is rated on."""
        return self.item.scale or self.item.edition.scale

    @property
    def is_counted(self) -> bool:
        """Whether it enters the figures: they are of the edition's scale alone."""
        return self.is_rated and self.item.scale_in(self.item.edition) == self.item.edition.scale_id

    @property
    def words(self) -> str:
        return self.level.code if self.level else "not rated"


ANSWER = ("assessment", "item", "level", "flag", "comment")
"""What is read of a rating."""

Answers = Sequence[Mapping[str, TrendAnswer]]
"""What each column says, by lineage and in document order."""


def gather_answers(
    partnership: Partnership, columns: Sequence[TrendColumn], *, lineage: str | None = None
) -> Answers:
    """In two queries, and two more where items have scales of their own. `lineage` narrows it to one item."""
    editions = {column.edition.pk: column.edition for column in columns}
    items: dict[int, list[Item]] = {key: [] for key in editions}
    assessments = [column.assessment.pk for column in columns]
    if lineage is None:
        found, rated = _items(partnership.pk, *editions), _ratings(*assessments)
    else:
        found, rated = (
            _items_of_line(partnership.pk, lineage, *editions),
            _ratings_of_line(lineage, *assessments),
        )
    for item in found:
        item.edition = editions[item.edition_id]
        items[item.edition_id].append(item)
    own_levels = _put_own_scales(item for of_edition in items.values() for item in of_edition)
    ratings = {(assessment, item): rest for assessment, item, *rest in rated}
    return [
        {
            item.lineage: _answer(item, ratings.get((column.assessment.pk, item.pk)), levels)
            for item in items[column.edition.pk]
            if item.holds_on(column.assessment.cycle.period.start)
        }
        for column, levels in ((column, {**column.levels, **own_levels}) for column in columns)
    ]


@prepared
def _items(partnership: int, *editions: int) -> QuerySet[Item]:
    rows = Item.objects.for_partnership(partnership).filter(edition__pk__in=editions)
    return rows.select_related("category", "addendum").order_by("category__position", "position", "pk")


@prepared
def _items_of_line(partnership: int, lineage: str, *editions: int) -> QuerySet[Item]:
    rows = Item.objects.for_partnership(partnership).filter(edition__pk__in=editions, lineage=lineage)
    return rows.select_related("category", "addendum").order_by("category__position", "position", "pk")


@prepared
def _ratings(*assessments: int) -> QuerySet[Rating, tuple[Any, ...]]:
    return Rating.objects.filter(assessment__pk__in=assessments).values_list(*ANSWER)


@prepared
def _ratings_of_line(lineage: str, *assessments: int) -> QuerySet[Rating, tuple[Any, ...]]:
    return Rating.objects.filter(assessment__pk__in=assessments, item__lineage=lineage).values_list(*ANSWER)


def _put_own_scales(items: Iterable[Item]) -> dict[int, RatingLevel]:
    """Give each item that has a scale of its own that scale; returns the levels of these scales."""
    having = [item for item in items if item.scale_id]
    if not having:
        return {}
    scales = RatingScale.objects.prefetch_related("levels").in_bulk({item.scale_id for item in having})
    for item in having:
        item.scale = scales[item.scale_id]
    return {level.pk: level for scale in scales.values() for level in scale.levels.all()}


def _answer(item: Item, rating: Any, levels: Mapping[int, RatingLevel]) -> TrendAnswer:
    if rating is None or not item.is_rated:
        return TrendAnswer(item)
    level, flag, comment = rating
    return TrendAnswer(item, levels.get(level), flag, comment)


def span(scales: Iterable[RatingScale]) -> tuple[int, int]:
    """The lowest and the highest score of any of them."""
    values = [level.value for scale in scales for level in scale.levels.all() if level.value is not None]
    return min(values), max(values)


def joined(columns: Sequence[TrendColumn], at: int) -> bool:
    """Whether the figures of a column continue those of the one before."""
    return at > 0 and on_one_scale(columns[at].edition, columns[at - 1].edition)
