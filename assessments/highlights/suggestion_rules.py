"""The rules by which ratings suggest strengths and areas of focus: pure functions over plain values.

A level that is not a score (N/A) and an item that is not rated never count as a level.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from django.utils.text import capfirst

from assessments.models import HighlightKind
from partnerships.models import EditionWords

from .words import first_sentence

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
    def level(self) -> int | None:
        return self.now.value if self.now else None

    @property
    def level_before(self) -> int | None:
        return self.before.value if self.before else None


@dataclass(frozen=True)
class RatedItems:
    """The rated items of one category, in document order."""

    number: str
    title: str
    items: tuple[RatedItem, ...]


@dataclass(frozen=True)
class Ratings:
    """Everything the rules look at."""

    categories: tuple[RatedItems, ...]
    met_from: int
    top: int
    """The highest level of the scale."""
    flag_symbol: str = ""
    flag_label: str = ""
    words: EditionWords = field(default_factory=EditionWords)
    codes: Mapping[int, str] = field(default_factory=dict)
    """What stands on the button of a level, where that is not its value."""

    def code(self, value: int) -> str:
        return self.codes.get(value, str(value))

    @property
    def items(self) -> list[RatedItem]:
        return [item for category in self.categories for item in category.items]


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
    def of_item(cls, kind: str, rule: str, item: RatedItem, reason: str, threshold: str) -> Self:
        words = first_sentence(item.text)
        note = ""
        if not words.is_whole:
            note = f"The sentence of {item.reference} is too long for this list; this is how it begins."
        elif not words.is_all:
            note = f"The first sentence of {item.reference}; the agreement says more."
        key = f"{rule}:{item.reference}"
        return cls(kind, key, words.text, reason, threshold, (item.reference,), note)

    @classmethod
    def of_category(
        cls,
        kind: str,
        rule: str,
        category: RatedItems,
        items: Sequence[RatedItem],
        reason: str,
        threshold: str,
    ) -> Self:
        references = tuple(item.reference for item in items)
        return cls(kind, f"{rule}:{category.number}", category.title, reason, threshold, references)


def in_levels(number: int) -> str:
    return f"{number} level" if number == 1 else f"{number} levels"


def _an_item(ratings: Ratings) -> str:
    """“An item”, “A goal”: how the words of most rules begin."""
    return capfirst(ratings.words.item.a)


def _twice(ratings: Ratings) -> str:
    return f"in this {ratings.words.round} and in the one before."


def held(ratings: Ratings) -> Iterator[Suggestion]:
    """Every item of a category stood at “met” or above, now and a cycle earlier; N/A is no item of its cycle."""
    met, words = ratings.code(ratings.met_from), ratings.words
    a_category = capfirst(words.category.a)
    threshold = f"{a_category} with every {words.item} at {met} or more, {_twice(ratings)}"
    for category in ratings.categories:
        items = [item for item in category.items if not _is_no_score(item.now)]
        now = [item.level for item in items]
        before = [item.level_before for item in category.items if not _is_no_score(item.before)]
        if _all_met(now, ratings) and _all_met(before, ratings):
            where = f"{words.category.capitalised} {category.number}"
            reason = f"{where}: every {words.item} at {met} or more for two {words.round.many}"
            yield Suggestion.of_category(HighlightKind.STRENGTH, "held", category, items, reason, threshold)


def _all_met(levels: Sequence[int | None], ratings: Ratings) -> bool:
    return bool(levels) and all(level is not None and level >= ratings.met_from for level in levels)


def _is_no_score(given: GivenLevel | None) -> bool:
    """Whether it is rated by a level that is not a score."""
    return given is not None and given.value is None


def rose(ratings: Ratings) -> Iterator[Suggestion]:
    since = f"since the {ratings.words.round} before"
    threshold = f"{_an_item(ratings)} that rose by {in_levels(RISE_BY)} or more {since}."
    for item, before, now in sorted(_scored_twice(ratings), key=lambda scored: scored[1] - scored[2]):
        if now - before >= RISE_BY:
            reason = f"{item.reference} rose from {ratings.code(before)} to {ratings.code(now)}"
            yield Suggestion.of_item(HighlightKind.STRENGTH, "rose", item, reason, threshold)


def top_with_flag(ratings: Ratings) -> Iterator[Suggestion]:
    """At the highest level, with the flag that says what it did for students."""
    if not ratings.flag_symbol:
        return
    top, mark = ratings.code(ratings.top), f"{ratings.flag_symbol} “{ratings.flag_label}”"
    threshold = f"{_an_item(ratings)} at {top}, the highest level, that is also marked {mark}."
    for item in ratings.items:
        if item.now and item.now.flag and item.level == ratings.top:
            reason = f"{item.reference} is at {top} and marked {mark}"
            yield Suggestion.of_item(HighlightKind.STRENGTH, "top", item, reason, threshold)


def fell(ratings: Ratings) -> Iterator[Suggestion]:
    since = f"since the {ratings.words.round} before"
    threshold = f"{_an_item(ratings)} that fell by {in_levels(FALL_BY)} or more {since}."
    for item, before, now in sorted(_scored_twice(ratings), key=lambda scored: scored[2] - scored[1]):
        if before - now >= FALL_BY:
            reason = f"{item.reference} fell from {ratings.code(before)} to {ratings.code(now)}"
            yield Suggestion.of_item(HighlightKind.FOCUS, "fell", item, reason, threshold)


def _scored_twice(ratings: Ratings) -> list[tuple[RatedItem, int, int]]:
    """(item, its score a cycle earlier, its score now) of those that have both, in document order."""
    return [
        (item, item.level_before, item.level)
        for item in ratings.items
        if item.level is not None and item.level_before is not None
    ]


def widest_gaps(ratings: Ratings) -> Iterator[Suggestion]:
    """The sides rate an item far apart; of those the widest, in document order where they are alike."""
    apart_by = f"{in_levels(GAP)} or more apart; the {GAPS_SHOWN} widest gaps."
    threshold = f"{_an_item(ratings)} on which the sides are {apart_by}"
    apart = [(max(values) - min(values), item) for item in ratings.items if (values := _of_sides(item))]
    widest = max((gap for gap, _ in apart), default=0)
    is_alone = [gap for gap, _ in apart].count(widest) == 1
    wide = sorted((pair for pair in apart if pair[0] >= GAP), key=lambda pair: -pair[0])[:GAPS_SHOWN]
    for gap, item in wide:
        start = "Gap"
        if gap == widest:
            start = "Widest gap" if is_alone else "One of the widest gaps"
        between = "the two sides" if len(item.sides) == 2 else "the sides"
        said = ", ".join(f"{name} {ratings.code(value)}" for name, value in item.sides)
        reason = f"{start} between {between}: {item.reference} ({said})"
        yield Suggestion.of_item(HighlightKind.FOCUS, "gap", item, reason, threshold)


def _of_sides(item: RatedItem) -> list[int]:
    return [value for _, value in item.sides]


def mostly_below(ratings: Ratings) -> Iterator[Suggestion]:
    """A category of which many items are below “met”. One not rated yet is not below, but one of the items."""
    met, words = ratings.code(ratings.met_from), ratings.words
    half = f"{capfirst(words.category.a)} with half or more of its {words.item.many}"
    threshold = f"{half} below {met}, the level that counts as “met”."
    for category in ratings.categories:
        items = [item for item in category.items if not _is_no_score(item.now)]
        below = [item for item in items if item.level is not None and item.level < ratings.met_from]
        if below and len(below) >= BELOW_SHARE * len(items):
            of_all = f"{len(below)} of {words.item.counted(len(items))}"
            reason = f"{words.category.capitalised} {category.number}: {of_all} below {met}"
            yield Suggestion.of_category(HighlightKind.FOCUS, "below", category, below, reason, threshold)


def low_twice(ratings: Ratings) -> Iterator[Suggestion]:
    low = ratings.code(LOW)
    threshold = f"{_an_item(ratings)} at {low} or below, {_twice(ratings)}"
    for item, before, now in _scored_twice(ratings):
        if max(before, now) <= LOW:
            reason = f"{item.reference} at {low} or below for two {ratings.words.round.many}"
            yield Suggestion.of_item(HighlightKind.FOCUS, "low", item, reason, threshold)


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
