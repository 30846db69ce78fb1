"""What a cell of the grid shows, and the one query for each way of filling the cells."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from django.db.models import Case, Count, F, Max, Q, Sum, When
from django.template.defaultfilters import floatformat

from assessments.models import HANDED_IN, Rating
from assessments.rating.tally import Tally
from partnerships.comparison import LevelChange, comparable_lineages, score_change
from partnerships.models import LevelKind, RatingLevel

BAR = 52
"""Width of a whole bar, in the units of its picture."""


@dataclass(frozen=True)
class BarPiece:
    """One part of a bar: so many items at a level."""

    level: RatingLevel
    count: int
    start: float
    width: float


@dataclass
class GridCell:
    """One partnership's ratings of one category. `figure` is what is shown and sorted by, None for nothing."""

    figure: float | None = None
    pieces: list[BarPiece] = field(default_factory=list)
    words: str = ""
    """What the figure stands on, in words."""
    shown: str = ""
    """The figure as people read it."""

    @classmethod
    def of_levels(cls, tally: Tally) -> Self:
        cell, start = cls(tally.average, shown=floatformat(tally.average, 1)), 0.0
        for level, count in tally.levels:
            if count:
                width = BAR * count / tally.rated
                cell.pieces.append(BarPiece(level, count, round(start, 1), round(width, 1)))
                start += width
        cell.words = ", ".join(f"{piece.count} at {piece.level.code}" for piece in cell.pieces)
        return cell

    @classmethod
    def of_change(cls, pairs: Sequence[tuple[int, int]]) -> Self:
        """`pairs` are (value before, value now) of the items that have both."""
        if not pairs:
            return cls()
        changes = [score_change(before, now) for before, now in pairs]
        kinds = (LevelChange.ROSE, LevelChange.FELL, LevelChange.STAYED)
        words = ", ".join(f"{changes.count(kind)} {kind}" for kind in kinds)
        change = sum(now - before for before, now in pairs) / len(pairs)
        shown = floatformat(abs(change), 1)
        sign = "" if shown == "0.0" else "+" if change > 0 else "−"
        return cls(figure=change, words=words, shown=sign + shown)

    @classmethod
    def of_differences(cls, references: Sequence[str], compared: int) -> Self:
        if not compared:
            return cls()
        listed = ", ".join(references)
        words = f"of {compared}{': ' if listed else ''}{listed}"
        return cls(figure=len(references), words=words, shown=str(len(references)))


def count(rows, columns, levels):
    """How many items are rated and, of what stands, how many at which level. One query.

    The level is asked for only of what is handed in.
    """
    sides = {one.pk: one for row in rows for one in row.counted}
    handed_in = Case(When(assessment__status__in=HANDED_IN, then=F("level")))
    counted = (
        Rating.objects.filter(assessment__in=list(sides))
        .order_by()
        .values("assessment", "item__category", shown=handed_in)
        .annotate(rated=Count("level"), changed=Max("updated_at"))
        .values_list("assessment", "item__category", "shown", "rated", "changed")
    )
    for side in sides.values():
        side.rated = 0
    at_levels: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for assessment, category, level, rated, changed in counted:
        side = sides[assessment]
        side.rated += rated
        side.changed = max(side.changed, changed)
        if level is not None:
            at_levels[assessment, category][level] += rated
    for row in rows:
        if row.result and levels:
            for column in columns:
                counts = at_levels[row.result.pk, column.pk]
                tally = Tally(tuple((level, counts[level.pk]) for level in levels))
                row.cells[column.number] = GridCell.of_levels(tally)


def compare_with_before(rows, columns, cycle, previous):
    """Items that are comparable in the editions of the two cycles and have a score in both. One query."""
    both = [row for row in rows if row.result and row.stood]
    now = [row.result.pk for row in both]
    before = [row.stood.pk for row in both]
    comparable = comparable_lineages(previous.edition, cycle.edition)
    here = Q(assessment__cycle=cycle)
    lines = (
        Rating.objects.filter(assessment__in=[*now, *before], level__kind=LevelKind.SCORE)
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
    for row in both:
        row.cells = {
            column.number: GridCell.of_change(pairs[row.partnership.pk, column.pk]) for column in columns
        }


def compare_sides(rows, columns):
    """Items that two sides or more have rated, and those at which they do not stand at one level. One query."""
    several = [row for row in rows if row.sides_may_be_compared]
    sides = [side.pk for row in several for side in row.sides]
    lines = (
        Rating.objects.filter(assessment__in=sides, level__isnull=False)
        .order_by("item__position")
        .values("assessment__partnership", "item__category", "item__reference", "item__position")
        .annotate(n=Count("pk"), levels=Count("level", distinct=True))
        .filter(n__gt=1)
        .values_list("assessment__partnership", "item__category", "item__reference", "levels")
    )
    compared, differing = Counter[tuple[int, int]](), defaultdict(list)
    for partnership, category, reference, levels in lines:
        compared[partnership, category] += 1
        if levels > 1:
            differing[partnership, category].append(reference)
    for row in several:
        places = {column.number: (row.partnership.pk, column.pk) for column in columns}
        row.cells = {
            number: GridCell.of_differences(differing[place], compared[place])
            for number, place in places.items()
        }
