"""What a cell of the grid shows, and the one query for each way of filling the cells.

Assessments and partnerships stand here as their primary keys.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any, Self

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Greatest
from django.template.defaultfilters import floatformat
from django.utils.html import format_html
from django.utils.translation import get_language

from assessments.models import HANDED_IN, Cycle, Rating
from assessments.rating.tally import Tally
from core.prepared import prepared
from partnerships.comparison import LevelChange, comparable_lineages, score_change
from partnerships.models import Category, LevelKind, RatingLevel

BAR = 52
"""Width of a whole bar, in the units of its picture."""


RECT = '<rect class="{}" x="{}" width="{}" height="18"/>'


@lru_cache(maxsize=1000)
def one_decimal(figure: float | None, language: str | None) -> str:
    """As people of a language write it. Few figures stand in many cells."""
    return floatformat(figure, 1)


@dataclass(frozen=True)
class GridCell:
    """One partnership's ratings of one category. `figure` is what is shown and sorted by, None for nothing."""

    figure: float | None = None
    bar: str = ""
    """The pieces of a drawing `BAR` wide. They are marked up here: a page has hundreds of them, and what a template
    does for each takes longer than all else."""
    words: str = ""
    """What the figure stands on, in words."""
    shown: str = ""
    """The figure as people read it; empty where there is nothing."""

    @classmethod
    def of_levels(cls, tally: Tally) -> "GridCell":
        counts = tuple((level.code, level.colour, count) for level, count in tally.levels if count)
        return _level_cell(counts, tally.average, get_language())

    @classmethod
    def of_change(cls, pairs: Sequence[tuple[int, int]]) -> Self:
        """`pairs` are (value before, value now) of the items that have both."""
        if not pairs:
            return cls()
        changes = [score_change(before, now) for before, now in pairs]
        kinds = (LevelChange.ROSE, LevelChange.FELL, LevelChange.STAYED)
        words = ", ".join(f"{changes.count(kind)} {kind}" for kind in kinds)
        change = sum(now - before for before, now in pairs) / len(pairs)
        shown = one_decimal(abs(change), get_language())
        sign = "" if shown == "0.0" else "+" if change > 0 else "−"
        return cls(figure=change, words=words, shown=sign + shown)

    @classmethod
    def of_differences(cls, references: Sequence[str], compared: int) -> Self:
        if not compared:
            return cls()
        listed = ", ".join(references)
        words = f"of {compared}{': ' if listed else ''}{listed}"
        return cls(figure=len(references), words=words, shown=str(len(references)))


@lru_cache(maxsize=1000)
def _level_cell(
    counts: tuple[tuple[str, str, int], ...], average: float | None, language: str | None
) -> GridCell:
    """`counts` are (code, colour, how many items) of the levels at which there are any."""
    rated = sum(count for _, _, count in counts)
    rects, start = [], 0.0
    for _, colour, count in counts:
        width = BAR * count / rated
        rects.append((colour, f"{start:.1f}", f"{width:.1f}"))
        start += width
    return GridCell(
        figure=average,
        bar=format_html(RECT * len(rects), *chain(*rects)) if rects else "",
        words=", ".join(f"{count} at {code}" for code, _, count in counts),
        shown=(one_decimal(average, language) or "N/A") if counts else "",
    )


Cells = dict[str, GridCell]
"""Those of one partnership, by the category's number."""


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


def level_cells(
    results: Mapping[int, int],
    counts: RatingCounts,
    columns: Iterable[Category],
    levels: Sequence[RatingLevel],
) -> dict[int, Cells]:
    """How many items stand at which level. `results` are the assessments that count, by partnership.

    An item with a scale of its own is in no cell.
    """
    cells: dict[int, Cells] = defaultdict(dict)
    for partnership, assessment in results.items():
        for column in columns:
            at = counts.at_levels[assessment, column.pk]
            tally = Tally(tuple((level, at[level.pk]) for level in levels))
            cells[partnership][column.number] = GridCell.of_levels(tally)
    return cells


def change_cells(
    now: Mapping[int, int],
    before: Mapping[int, int],
    columns: Iterable[Category],
    cycle: Cycle,
    previous: Cycle,
) -> dict[int, Cells]:
    """What became of the items that are comparable in the editions of two cycles and have a score in both.

    `now` and `before` are the assessments that count in each, by partnership. One query.
    """
    both = now.keys() & before.keys()
    assessments = [of[partnership] for of in (now, before) for partnership in both]
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
    return {
        partnership: {
            column.number: GridCell.of_change(pairs.get((partnership, column.pk), ())) for column in columns
        }
        for partnership in both
    }


def difference_cells(sides: Mapping[int, Sequence[int]], columns: Iterable[Category]) -> dict[int, Cells]:
    """Items that two sides or more have rated, and those that they do not rate alike: the flag counts as well.

    `sides` are the assessments that may be compared, by partnership. One query.
    """
    lines = (
        Rating.objects.filter(assessment__in=list(chain(*sides.values())), level__isnull=False)
        .order_by("item__position")
        .values("assessment__partnership", "item__category", "item__reference", "item__position")
        .annotate(
            n=Count("pk"), answers=Greatest(Count("level", distinct=True), Count("flag", distinct=True))
        )
        .filter(n__gt=1)
        .values_list("assessment__partnership", "item__category", "item__reference", "answers")
    )
    compared, differing = Counter[tuple[int, int]](), defaultdict(list)
    for partnership, category, reference, answers in lines:
        compared[partnership, category] += 1
        if answers > 1:
            differing[partnership, category].append(reference)
    return {
        partnership: {
            column.number: GridCell.of_differences(
                differing.get((partnership, column.pk), ()), compared[partnership, column.pk]
            )
            for column in columns
        }
        for partnership in sides
    }
