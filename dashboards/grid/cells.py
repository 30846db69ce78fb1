"""What a cell of the grid shows, and the one query for each way of filling the cells."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Case, Count, F, Max, Q, Sum, When
from django.template.defaultfilters import floatformat

from assessments.models import HANDED_IN, Rating
from partnerships.models import LevelKind, LineageBreak, RatingLevel

BAR = 52
"""Width of a whole bar, in the units of its picture."""


@dataclass(frozen=True)
class Piece:
    """One part of a bar: so many items at a level."""

    level: RatingLevel
    count: int
    start: float
    width: float


@dataclass
class Cell:
    """One partnership's ratings of one category. `figure` is what is shown and sorted by, None for nothing."""

    figure: float | None = None
    pieces: list[Piece] = field(default_factory=list)
    words: str = ""
    """What the figure stands on, in words."""
    shown: str = ""
    """The figure as people read it."""

    @classmethod
    def of_levels(cls, counts, levels):
        """`counts` maps the primary keys of levels to numbers of items."""
        rated, start, cell = sum(counts.values()), 0.0, cls()
        for level in levels:
            if count := counts[level.pk]:
                width = BAR * count / rated
                cell.pieces.append(Piece(level, count, round(start, 1), round(width, 1)))
                start += width
        scored = [piece for piece in cell.pieces if piece.level.is_score]
        if scored:
            total = sum(piece.count * (piece.level.value or 0) for piece in scored)
            cell.figure = total / sum(piece.count for piece in scored)
            cell.shown = floatformat(cell.figure, 1)
        cell.words = ", ".join(f"{piece.count} at {piece.level.code}" for piece in cell.pieces)
        return cell

    @classmethod
    def of_change(cls, pairs):
        """`pairs` are (value before, value now) of the items that have both."""
        if not pairs:
            return cls()
        rose = sum(now > before for before, now in pairs)
        fell = sum(now < before for before, now in pairs)
        words = f"{rose} rose, {fell} fell, {len(pairs) - rose - fell} stayed"
        change = sum(now - before for before, now in pairs) / len(pairs)
        shown = floatformat(abs(change), 1)
        sign = "" if shown == "0.0" else "+" if change > 0 else "−"
        return cls(figure=change, words=words, shown=sign + shown)

    @classmethod
    def of_differences(cls, references, compared):
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
    of_scale = {level.pk for level in levels}  # an item with a scale of its own is in no cell
    for assessment, category, level, rated, changed in counted:
        side = sides[assessment]
        side.rated += rated
        side.changed = max(side.changed, changed)
        if level in of_scale:
            at_levels[assessment, category][level] += rated
    for row in rows:
        if row.stands and levels:
            row.cells = {
                column.number: Cell.of_levels(at_levels[row.stands.pk, column.pk], levels)
                for column in columns
            }


def compare_with_before(rows, columns, cycle, previous):
    """Items of one lineage that have a score in both cycles and no break between their editions. One query.

    An item with a scale of its own is not compared.
    """
    both = [row for row in rows if row.stands and row.stood]
    now = [row.stands.pk for row in both]
    before = [row.stood.pk for row in both]
    breaks = LineageBreak.objects.none()
    if previous.edition != cycle.edition:
        breaks = LineageBreak.objects.filter(
            edition__agreement=cycle.edition.agreement_id,
            edition__effective_from__gt=previous.edition.effective_from,
            edition__effective_from__lte=cycle.edition.effective_from,
        )
    here = Q(assessment__cycle=cycle)
    lines = (
        Rating.objects.filter(
            assessment__in=[*now, *before], level__kind=LevelKind.SCORE, level__scale=cycle.edition.scale_id
        )
        .exclude(item__lineage__in=breaks.values("lineage"))
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
            column.number: Cell.of_change(pairs[row.partnership.pk, column.pk]) for column in columns
        }


def compare_sides(rows, columns):
    """Items that two sides or more have rated, and those at which they do not stand at one level. One query."""
    several = [row for row in rows if row.stands and sum(side.readable for side in row.sides) > 1]
    sides = [side.pk for row in several for side in row.sides if side.readable]
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
            number: Cell.of_differences(differing[place], compared[place]) for number, place in places.items()
        }
