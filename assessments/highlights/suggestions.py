"""Strengths and areas of focus that the ratings themselves suggest. Nothing here is ever added by itself.

The rules stand in suggestion_rules.py; here is gathered what they look at, in a fixed number of queries.
"""

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from accounts.models import User
from assessments.models import Assessment, Dismissal, HighlightKind, Rating
from assessments.rating.previous_ratings import PreviousRating, PreviousRatings
from partnerships.models import Item, RatingLevel
from partnerships.wholes import whole_items

from .points import with_points
from .removed import removed_from
from .suggestion_rules import RULES, GivenLevel, RatedItem, RatedItems, Ratings, Suggestion
from .words import promise

FIRST_SHOWN = 4
"""Suggestions of a list that are shown at once; the rest unfolds."""


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
    def first(self) -> list[Suggestion]:
        return self.shown[:FIRST_SHOWN]

    @property
    def rest(self) -> list[Suggestion]:
        return self.shown[FIRST_SHOWN:]

    @property
    def is_typed_in_rest(self) -> bool:
        return any(one.key == self.typed.get("key") for one in self.rest)


def suggestions_for(assessment: Assessment, user: User) -> dict[str, Suggestions]:
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


def _says(highlight: Any, suggestion: Suggestion) -> bool:
    """Whether a highlight has these words already, or points to all the items."""
    if highlight.kind != suggestion.kind:
        return False
    return highlight.text == suggestion.text or set(suggestion.references) <= highlight.references


def ratings_of(assessment: Assessment, user: User) -> Ratings:
    """What the rules look at, as far as this person may see it.

    `before` is the level that the page shows as the previous one. Items with a scale of their own are left out: the
    thresholds are levels of the edition's scale.
    """
    edition = assessment.cycle.edition
    scale = edition.scale
    previous = PreviousRatings(assessment, user)
    sides = assessment.in_round.sides if assessment.in_round.sides_may_be_compared else []
    ratings = Rating.objects.filter(assessment__in=[assessment, *sides], level__isnull=False).order_by()
    given = {
        (of, item): GivenLevel(value, flag)
        for of, item, value, flag in ratings.values_list("assessment", "item", "level__value", "flag")
    }
    document = assessment.items().select_related("category", "parent")
    items = list(document.order_by("category__position", "position", "pk"))
    parts = {whole.item.pk: whole.parts for whole in whole_items(items)}

    def rated_item(item: Item) -> RatedItem:
        of_sides = [(side.rater, given.get((side.pk, item.pk))) for side in sides]
        return RatedItem(
            item.reference,
            promise(item, parts[item.pk]),
            given.get((assessment.pk, item.pk)),
            _before(previous.of(item)),
            tuple((name, level.value) for name, level in of_sides if level and level.value is not None),
        )

    rated = [item for item in items if item.is_rated and item.scale_in(edition) == edition.scale_id]
    levels = RatingLevel.objects.filter(scale=scale).order_by().values_list("value", "code")
    codes = {value: code for value, code in levels if value is not None}
    return Ratings(
        categories=tuple(
            RatedItems(category.number, category.title, tuple(map(rated_item, of_category)))
            for category, of_category in groupby(rated, key=attrgetter("category"))
        ),
        met_from=scale.met_from,
        top=max(codes, default=0),
        flag_symbol=scale.flag_symbol,
        flag_label=scale.flag_label,
        words=edition.words,
        codes=codes,
    )


def _before(previous: PreviousRating | None) -> GivenLevel | None:
    """What may be compared with today's; None where there is nothing of the kind."""
    level = previous.comparable_level if previous else None
    return GivenLevel(level.value) if level else None
