"""What a cell of the grid shows, and the one query for each way of filling the cells.

Assessments and partnerships stand here as their primary keys.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Self

from django.db.models import Count
from django.db.models.functions import Greatest
from django.template.defaultfilters import floatformat
from django.utils.html import format_html
from django.utils.translation import get_language

from assessments.models import Cycle, Rating
from assessments.rating.counts import RatingCounts
from assessments.rating.tally import Tally
from assessments.trends.pairs import level_pairs
from partnerships.comparison import LevelChange, score_change
from partnerships.models import Category, RatingLevel

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
    pairs = level_pairs(now, before, cycle, previous)
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
