"""The structured conference: what each side says about an item, next to each other, and what is agreed on.

Nothing here reads an assessment that the person asking may not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from assessments.models import Assessment, AssessmentEvent, AssessmentEventKind, Rating, RatingMeasure
from assessments.rating.lines import WorkspaceLine
from assessments.rating.measures import named_in_any
from assessments.rating.previous_ratings import PreviousRating, PreviousRatings
from assessments.rating.progress import RatingProgress
from assessments.rating.rendering import ShownWhole
from assessments.rounds import Round
from core.words import in_words
from evidence.models import EvidenceRow
from partnerships.models import EditionWords, Item, Measure, RatingLevel
from partnerships.wholes import whole_items

FILLED_IN = "filled in where the sides agree"
"""The change reason in the history of a joint rating that nobody chose by hand."""

LONG = 240
"""Characters of an item: four lines of the meeting screen."""


@dataclass(frozen=True)
class SideRating:
    """What one side says about one item."""

    side: Assessment
    rating: Rating | None
    measures: tuple[Measure | EvidenceRow, ...] = ()
    """What shows it."""

    @property
    def level(self) -> RatingLevel | None:
        return self.rating.level if self.rating else None


@dataclass
class ConferenceItem:
    """An item with what each side says about it, and its joint rating. There may be more than two sides."""

    line: WorkspaceLine
    side_ratings: list[SideRating]
    whole: ShownWhole
    """With what it stands beneath, and its parts."""
    previous: PreviousRating | None = None
    """What was agreed on a cycle earlier."""

    def __post_init__(self) -> None:
        rated = [one for one in self.side_ratings if one.level]
        self.levels = [one.level for one in rated if one.level]
        self.has_one_level = len({level.pk for level in self.levels}) == 1
        self.marked_by = [one for one in rated if one.rating and one.rating.flag]
        self.differs_by_mark = self.has_one_level and 0 < len(self.marked_by) < len(rated)
        """Whether only some of those who give it the same level set the flag beside it."""
        self.differs = self.differs_by_mark or (len(self.levels) > 1 and not self.has_one_level)
        self.agrees = self.has_one_level and not self.differs and len(rated) == len(self.side_ratings) > 1
        scores = [level.value for level in self.levels if level.value is not None]
        self.apart = max(scores) - min(scores) if scores else 0

    @property
    def is_long(self) -> bool:
        """Whether it needs smaller type to leave room for what the sides say."""
        texts = (self.whole.lead_in, self.whole.text, *(part.text for part in self.whole.parts))
        return sum(map(len, texts)) > LONG

    @property
    def only_marked_by(self) -> str:
        """“Clayton”: who alone sets the flag; empty where that is not all that differs."""
        return in_words([one.side.rater for one in self.marked_by]) if self.differs_by_mark else ""

    @property
    def measures_of_all(self) -> list[Measure | EvidenceRow]:
        """What every side names as what shows it."""
        first, *others = (one.measures for one in self.side_ratings)
        return [one for one in first if all(one in named for named in others)]


@dataclass(frozen=True)
class ConferenceGroup:
    """Pairs shown under one title, for one reason."""

    key: str
    word: str
    """After the count: “12 differ”."""
    title: str
    pairs: list[ConferenceItem]


@dataclass
class Conference:
    """What is compared in a round. The pairs are the items to rate, in document order."""

    round: Round
    pairs: list[ConferenceItem]
    words: EditionWords

    def __post_init__(self) -> None:
        self.differing = sorted(
            (pair for pair in self.pairs if pair.differs),
            key=lambda pair: (-pair.apart, pair.differs_by_mark),
        )
        self.agreeing = [pair for pair in self.pairs if pair.agrees]
        self.uneven = [pair for pair in self.pairs if not (pair.differs or pair.agrees)]
        self.to_fill_in = [pair for pair in self.agreeing if pair.line.level is None]

    @property
    def sides(self) -> list[Assessment]:
        return self.round.sides

    @property
    def hidden(self) -> list[str]:
        return [side.rater for side in self.round.hidden_sides]

    @property
    def still_writing(self) -> list[str]:
        return [side.rater for side in self.round.still_writing]

    @property
    def every(self) -> str:
        """“12 not rated by both”."""
        return "both" if len(self.sides) == 2 else "all"

    def groups(self) -> list[ConferenceGroup]:
        """What is to be talked about first; one group where there is nothing to compare."""
        items = self.words.item.many
        if self.hidden:
            return [ConferenceGroup("items", items, capfirst(items), self.pairs)]
        return [
            ConferenceGroup("differ", "differ", "Where the sides differ", self.differing),
            ConferenceGroup(
                "uneven", f"not rated by {self.every}", f"Not rated by {self.every}", self.uneven
            ),
            ConferenceGroup("agree", "agree", "Where the sides agree", self.agreeing),
        ]

    def fill_in_words(self) -> str:
        """What the button does."""
        count = len(self.to_fill_in)
        return f"Fill in the {count if count > 1 else 'one'} where the sides agree"

    def progress(self, *, grouped: bool = False) -> RatingProgress:
        """What comes next is the next in the document or, on a page that shows them so, in the groups."""
        progress = RatingProgress.of_lines(
            (pair.line.item.category.number, pair.line.item.reference, pair.line.level is not None)
            for pair in self.pairs
        )
        if not grouped:
            return progress
        shown = (pair.line for group in self.groups() for pair in group.pairs)
        first = next((line.item.reference for line in shown if line.level is None), "")
        return replace(progress, next_unrated=first)


def conference_of(assessment: Assessment, user: User) -> Conference:
    """All that the conference about a joint assessment shows this person, in five or six queries."""
    round_ = assessment.in_round.seen_by(user)
    readable = [side for side in round_.sides if side.readable]
    ratings = _ratings_of([assessment, *readable])
    measures = named_in_any(readable)
    earlier = PreviousRatings(assessment, user)

    def said_by(side: Assessment, item: Item) -> SideRating:
        rating = ratings.get((side.pk, item.pk))
        return SideRating(side, rating, tuple(measures[rating.pk]) if rating else ())

    pairs = [
        ConferenceItem(
            line=WorkspaceLine.saved(whole.item, ratings.get((assessment.pk, whole.item.pk))),
            side_ratings=[said_by(side, whole.item) for side in round_.sides],
            whole=ShownWhole.of(whole, assessment.partnership.partner.short_name),
            previous=earlier.of(whole.item),
        )
        for whole in whole_items(assessment.items().select_related("category", "subject"))
    ]
    return Conference(round_, pairs, assessment.words)


def _ratings_of(assessments: Iterable[Assessment]) -> dict[tuple[int, int], Rating]:
    """By assessment and item, in one query."""
    ratings = Rating.objects.filter(assessment__in=assessments).select_related("level", "updated_by")
    return {(rating.assessment_id, rating.item_id): rating for rating in ratings.order_by()}


@dataclass(frozen=True)
class FilledIn:
    """How many joint ratings were filled in, and on how many of them the sides have said more than the level."""

    count: int
    commented: int


def fill_in_agreement(assessment: Assessment, *, by: User) -> FilledIn:
    """Give every item that all sides rate alike, and that has no joint level yet, that level.

    What is set already, comments included, stays. The flag is set and a measure named where all sides do; what only
    one of them says stays beside the joint rating, for people to take up in their own words. The caller holds the
    lock on the assessment's row.
    """
    new: list[Rating] = []
    changed: list[Rating] = []
    pairs = conference_of(assessment, by).to_fill_in
    for pair in pairs:
        rating = pair.line.rating or Rating(assessment=assessment, item=pair.line.item, version=0)
        (new if rating.version == 0 else changed).append(rating)
        rating.level = pair.levels[0]
        rating.flag = rating.flag or bool(pair.marked_by)
        rating.version += 1
        rating.updated_by = by
        rating.updated_at = timezone.now()  # which a bulk update leaves as it was
    told = {"default_user": by, "default_change_reason": FILLED_IN}
    if pairs:
        AssessmentEvent.objects.create(assessment=assessment, kind=AssessmentEventKind.FILLED_IN, by=by)
    if new:
        new = bulk_create_with_history(new, Rating, **told)
    if changed:
        fields = ["level", "flag", "version", "updated_by", "updated_at"]
        bulk_update_with_history(changed, Rating, fields, **told)
    _name_measures(pairs, {rating.item_id: rating for rating in [*new, *changed]}, told)
    commented = sum(any(one.rating and one.rating.comment for one in pair.side_ratings) for pair in pairs)
    return FilledIn(len(pairs), commented)


def _name_measures(pairs: Iterable[ConferenceItem], ratings: dict[int, Rating], told: dict[str, Any]) -> None:
    """Name for the joint rating of each what every side names, unless something is named for it already."""
    agreed = {ratings[pair.line.item.pk]: pair.measures_of_all for pair in pairs if pair.measures_of_all}
    if not agreed:
        return
    named = set(RatingMeasure.objects.filter(rating__in=agreed).order_by().values_list("rating", flat=True))
    links = [
        RatingMeasure(rating=rating, measure=one)
        if isinstance(one, Measure)
        else RatingMeasure(rating=rating, row=one, value=one.named_value)
        for rating, measures in agreed.items()
        if rating.pk not in named
        for one in measures
    ]
    bulk_create_with_history(links, RatingMeasure, **told)
