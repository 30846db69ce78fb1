"""Strengths and areas of focus that the ratings themselves suggest. Nothing here is ever added by itself.

The rules are pure functions over plain values; `suggestions_for` gathers those in a fixed number of queries.
A level that is not a score (N/A) and an item that is not rated never count as a level.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from assessments.models import Dismissal, HighlightKind, Rating
from assessments.rating.previous_ratings import PreviousRating, PreviousRatings
from partnerships.models import RatingLevel

from .points import with_points
from .removed import removed_from
from .words import first_sentence, promise

RISE_BY = 2
"""Levels that an item must have risen by to be suggested as a strength."""
FALL_BY = 1
"""Levels that an item must have fallen by to be suggested as an area of focus."""
GAP = 2
"""Levels between two sides from which on their difference is suggested."""
GAPS_SHOWN = 3
"""The widest differences only."""
BELOW_SHARE = 1 / 2
"""Of a category's items, those below “met”, from which on the category is suggested."""
LOW = 1
"""An item at this level or below for two cycles is suggested."""

FIRST_SHOWN = 4
"""Suggestions of a list that are shown at once; the rest unfolds."""


@dataclass(frozen=True)
class GivenLevel:
    """What one assessment says of an item. `value` is None for a level that is not a score."""

    value: int | None
    flag: bool = False


@dataclass(frozen=True)
class RatedItem:
    """A rated item with what is known of it. None: not rated, or nothing to compare with."""

    reference: str
    text: str = ""
    now: GivenLevel | None = None
    before: GivenLevel | None = None
    sides: tuple[tuple[str, int], ...] = ()
    """The sides' names and levels, where each of them may be seen."""

    @property
    def level(self):
        return self.now.value if self.now else None

    @property
    def level_before(self):
        return self.before.value if self.before else None


@dataclass(frozen=True)
class RatedChapter:
    number: str
    title: str
    lines: tuple[RatedItem, ...]


@dataclass(frozen=True)
class Ratings:
    """Everything the rules look at."""

    chapters: tuple[RatedChapter, ...]
    met_from: int
    top: int
    """The highest level of the scale."""
    flag_symbol: str = ""
    flag_label: str = ""
    codes: Mapping[int, str] = field(default_factory=dict)
    """What stands on the button of a level, where that is not its value."""

    def code(self, value):
        return self.codes.get(value, str(value))

    @property
    def lines(self):
        return [line for chapter in self.chapters for line in chapter.lines]


@dataclass(frozen=True)
class Suggestion:
    kind: str
    key: str
    """The rule and what it is about: the same as long as that is."""
    text: str
    """The words offered to who takes it up. It is written down as that person then puts it."""
    reason: str
    threshold: str
    """The rule in words, with its threshold."""
    references: tuple[str, ...]
    """The items it is about."""
    note: str = ""
    """Where the words are not all that the item says."""

    @classmethod
    def of_line(cls, kind, rule, line, reason, threshold):
        words = first_sentence(line.text)
        note = ""
        if not words.is_whole:
            note = f"The sentence of {line.reference} is too long for this list; this is how it begins."
        elif not words.is_all:
            note = f"The first sentence of {line.reference}; the agreement says more."
        key = f"{rule}:{line.reference}"
        return cls(kind, key, words.text, reason, threshold, (line.reference,), note)

    @classmethod
    def of_chapter(cls, kind, rule, chapter, lines, reason, threshold):
        references = tuple(line.reference for line in lines)
        return cls(kind, f"{rule}:{chapter.number}", chapter.title, reason, threshold, references)


def in_levels(number):
    return f"{number} level" if number == 1 else f"{number} levels"


def held(ratings):
    """Every item of a category stood at “met” or above, now and a cycle earlier; N/A is no item of its cycle."""
    met = ratings.code(ratings.met_from)
    threshold = f"A category with every item at {met} or more, in this cycle and in the one before."
    for chapter in ratings.chapters:
        lines = [line for line in chapter.lines if not _outside(line.now)]
        now = [line.level for line in lines]
        before = [line.level_before for line in chapter.lines if not _outside(line.before)]
        if _all_met(now, ratings) and _all_met(before, ratings):
            reason = f"Category {chapter.number}: every item at {met} or more for two cycles"
            yield Suggestion.of_chapter(HighlightKind.STRENGTH, "held", chapter, lines, reason, threshold)


def _all_met(levels, ratings):
    return bool(levels) and all(level is not None and level >= ratings.met_from for level in levels)


def _outside(mark):
    """Whether it is rated by a level that is not a score."""
    return mark is not None and mark.value is None


def rose(ratings):
    threshold = f"An item that rose by {in_levels(RISE_BY)} or more since the cycle before."
    for line in sorted(_scored_twice(ratings), key=lambda line: line.level_before - line.level):
        if line.level - line.level_before >= RISE_BY:
            reason = f"{line.reference} rose {_from_to(line, ratings)}"
            yield Suggestion.of_line(HighlightKind.STRENGTH, "rose", line, reason, threshold)


def top_with_flag(ratings):
    """At the highest level, with the flag that says what it did for students."""
    if not ratings.flag_symbol:
        return
    top, mark = ratings.code(ratings.top), f"{ratings.flag_symbol} “{ratings.flag_label}”"
    threshold = f"An item at {top}, the highest level, that is also marked {mark}."
    for line in ratings.lines:
        if line.now and line.now.flag and line.level == ratings.top:
            reason = f"{line.reference} is at {top} and marked {mark}"
            yield Suggestion.of_line(HighlightKind.STRENGTH, "top", line, reason, threshold)


def fell(ratings):
    threshold = f"An item that fell by {in_levels(FALL_BY)} or more since the cycle before."
    for line in sorted(_scored_twice(ratings), key=lambda line: line.level - line.level_before):
        if line.level_before - line.level >= FALL_BY:
            reason = f"{line.reference} fell {_from_to(line, ratings)}"
            yield Suggestion.of_line(HighlightKind.FOCUS, "fell", line, reason, threshold)


def _from_to(line, ratings):
    return f"from {ratings.code(line.level_before)} to {ratings.code(line.level)}"


def _scored_twice(ratings):
    return [line for line in ratings.lines if line.level is not None and line.level_before is not None]


def widest_gaps(ratings):
    """The sides rate an item far apart; of those the widest, in document order where they are alike."""
    threshold = (
        f"An item on which the sides are {in_levels(GAP)} or more apart; the {GAPS_SHOWN} widest gaps."
    )
    apart = [(max(values) - min(values), line) for line in ratings.lines if (values := _of_sides(line))]
    widest = max((gap for gap, _ in apart), default=0)
    is_alone = [gap for gap, _ in apart].count(widest) == 1
    wide = sorted((pair for pair in apart if pair[0] >= GAP), key=lambda pair: -pair[0])[:GAPS_SHOWN]
    for gap, line in wide:
        start = "Gap"
        if gap == widest:
            start = "Widest gap" if is_alone else "One of the widest gaps"
        between = "the two sides" if len(line.sides) == 2 else "the sides"
        said = ", ".join(f"{name} {ratings.code(value)}" for name, value in line.sides)
        reason = f"{start} between {between}: {line.reference} ({said})"
        yield Suggestion.of_line(HighlightKind.FOCUS, "gap", line, reason, threshold)


def _of_sides(line):
    return [value for _, value in line.sides]


def mostly_below(ratings):
    """A category of which many items are below “met”. One not rated yet is not below, but one of the items."""
    met = ratings.code(ratings.met_from)
    threshold = f"A category with half or more of its items below {met}, the level that counts as “met”."
    for chapter in ratings.chapters:
        lines = [line for line in chapter.lines if not _outside(line.now)]
        below = [line for line in lines if line.level is not None and line.level < ratings.met_from]
        if below and len(below) >= BELOW_SHARE * len(lines):
            items = "item" if len(lines) == 1 else "items"
            reason = f"Category {chapter.number}: {len(below)} of {len(lines)} {items} below {met}"
            yield Suggestion.of_chapter(HighlightKind.FOCUS, "below", chapter, below, reason, threshold)


def low_twice(ratings):
    low = ratings.code(LOW)
    threshold = f"An item at {low} or below, in this cycle and in the one before."
    for line in _scored_twice(ratings):
        if max(line.level, line.level_before) <= LOW:
            reason = f"{line.reference} at {low} or below for two cycles"
            yield Suggestion.of_line(HighlightKind.FOCUS, "low", line, reason, threshold)


RULES: tuple[Callable[[Ratings], Iterable[Suggestion]], ...] = (
    held,
    rose,
    top_with_flag,
    widest_gaps,
    mostly_below,
    fell,
    low_twice,
)
"""In the order in which their suggestions are shown."""


@dataclass
class Suggestions:
    """What is suggested for one of the two lists."""

    kind: str
    shown: list[Suggestion]
    dismissed: list[tuple[Suggestion, Dismissal]]
    removed: list = field(default_factory=list)
    """What was taken off the list (`removed.removed_from`)."""
    typed: dict = field(default_factory=dict)
    """What somebody typed who took one up and was refused: its `key`, the `text`, the `errors`."""

    @property
    def first(self):
        return self.shown[:FIRST_SHOWN]

    @property
    def rest(self):
        return self.shown[FIRST_SHOWN:]

    @property
    def is_typed_in_rest(self):
        return any(one.key == self.typed.get("key") for one in self.rest)


def suggestions_for(assessment, user):
    """By kind of highlight: what this person is shown. What a highlight says already is left out."""
    ratings = ratings_of(assessment, user)
    made = [suggestion for rule in RULES for suggestion in rule(ratings)]
    highlights = with_points(assessment.highlights.all())
    dismissals = {row.key: row for row in assessment.dismissals.select_related("made_by")}
    removed = removed_from(assessment, highlights)
    open_ones = [one for one in made if not any(_says(row, one) for row in highlights)]
    return {
        kind: Suggestions(
            kind,
            [one for one in open_ones if one.kind == kind and one.key not in dismissals],
            [(one, dismissals[one.key]) for one in open_ones if one.kind == kind and one.key in dismissals],
            removed[kind],
        )
        for kind in HighlightKind.values
    }


def _says(highlight, suggestion):
    """Whether a highlight has these words already, or points to all the items."""
    if highlight.kind != suggestion.kind:
        return False
    return highlight.text == suggestion.text or set(suggestion.references) <= highlight.references


def ratings_of(assessment, user):
    """What the rules look at, as far as this person may see it. Before is what stands beside each item."""
    scale = assessment.cycle.edition.scale
    previous = PreviousRatings(assessment, user)
    sides = assessment.in_round.sides if assessment.in_round.sides_may_be_compared else []
    ratings = Rating.objects.filter(assessment__in=[assessment, *sides], level__isnull=False).order_by()
    marks = {
        (of, item): GivenLevel(value, flag)
        for of, item, value, flag in ratings.values_list("assessment", "item", "level__value", "flag")
    }
    document = assessment.items().select_related("category", "parent")
    items = list(document.order_by("category__position", "position", "pk"))
    parts = defaultdict(list)
    for item in items:
        if not item.is_rated:
            parts[item.parent_id].append(item)

    def line(item):
        said = [(side.rater, marks.get((side.pk, item.pk))) for side in sides]
        return RatedItem(
            item.reference,
            promise(item, parts[item.pk]),
            marks.get((assessment.pk, item.pk)),
            _before(previous.of(item)),
            tuple((name, mark.value) for name, mark in said if mark and mark.value is not None),
        )

    rated = [item for item in items if item.is_rated]
    levels = RatingLevel.objects.filter(scale=scale).order_by().values_list("value", "code")
    codes = {value: code for value, code in levels if value is not None}
    return Ratings(
        chapters=tuple(
            RatedChapter(category.number, category.title, tuple(map(line, lines)))
            for category, lines in groupby(rated, key=attrgetter("category"))
        ),
        met_from=scale.met_from,
        top=max(codes, default=0),
        flag_symbol=scale.flag_symbol,
        flag_label=scale.flag_label,
        codes=codes,
    )


def _before(previous: PreviousRating | None) -> GivenLevel | None:
    """What may be compared with today's; None where there is nothing of the kind."""
    level = previous.comparable_level if previous else None
    return GivenLevel(level.value) if level else None
