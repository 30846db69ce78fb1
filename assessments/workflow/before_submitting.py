"""What is to be explained before an assessment is submitted, and what is only worth a look. Neither forbids it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from assessments.models import Assessment, Highlight, HighlightKind, RatingMeasure
from core.words import counted
from partnerships.models import Edition, LevelKind, RatingLevel, RatingScale, Word


@dataclass(frozen=True)
class ChecklistPoint:
    """One line of the check list, with links to the places on the assessment's page."""

    sentence: str
    links: tuple[tuple[str, str], ...]
    """(What the link says, the place's id.)"""
    is_only_a_hint: bool = False
    """Whether it is worth a look. Anything else wants a word of explanation from whoever submits all the same."""


def checklist_of(assessment: Assessment) -> list[ChecklistPoint]:
    """In three queries, four for a joint one; what is to be explained first. Nothing open: an empty list."""
    edition, item = assessment.cycle.edition, assessment.words.item
    tops, others = _highest_and_no_scores(edition)
    unrated, unshown, unsaid = [], defaultdict(list), []
    without_reason, as_before = defaultdict(list), defaultdict(list)
    lines = list(_lines(assessment))
    for reference, level, flag, comment, as_in, shown in lines:
        has_comment = bool((comment or "").strip())
        if level is None:
            unrated.append(reference)
        elif level in tops and not shown:
            unshown[tops[level]].append(reference)
        elif level in others and not has_comment:
            without_reason[others[level]].append(reference)
        if as_in:
            as_before[as_in].append(reference)
        if flag and not has_comment:
            unsaid.append(reference)
    points = []
    if unrated and len(unrated) == len(lines):
        points.append(_of_items(f"No {item} is rated yet:", unrated))
    elif unrated:
        points.append(_of_items(f"{_items(unrated, item)} not rated yet:", unrated))
    for other, references in without_reason.items():
        points.append(_of_items(f"{_items(references, item)} {_at(other)} without a reason:", references))
    if unsaid:
        points.append(
            _of_items(f"{_items(unsaid, item)} marked {edition.scale.flag_symbol} without a comment:", unsaid)
        )
    points += _about(assessment)
    points += _left_in_conference(assessment)
    for top, references in unshown.items():
        sentence = f"{_items(references, item)} {_at(top)} without a measure that shows it:"
        points.append(_of_items(sentence, references, is_only_a_hint=True))
    for as_in, references in as_before.items():
        sentence = f"{len(references)} of {_items(lines, item)} rated as in {as_in}, unchanged:"
        points.append(_of_items(sentence, references, is_only_a_hint=True))
    return points


def to_explain(points: Iterable[ChecklistPoint]) -> list[ChecklistPoint]:
    return [point for point in points if not point.is_only_a_hint]


def _highest_and_no_scores(edition: Edition) -> tuple[dict[int, RatingLevel], dict[int, RatingLevel]]:
    """By key, of each scale that the edition or one of its items is rated on, the highest level, and those that are
    no score: whoever gives one says why. What was lost in the source says it already."""
    levels = RatingLevel.objects.filter(scale__in=RatingScale.objects.of_edition(edition)).order_by("value")
    highest = {level.scale_id: level for level in levels if level.kind == LevelKind.SCORE}
    others = {level.pk: level for level in levels if level.kind not in (LevelKind.SCORE, LevelKind.LOST)}
    return {level.pk: level for level in highest.values()}, others


def _at(level: RatingLevel) -> str:
    return f"at {level.code}, “{level.label}”,"


def _items(references: Sequence[Any], item: Word) -> str:
    return f"{item.counted(len(references))} {'is' if len(references) == 1 else 'are'}"


def _of_items(sentence: str, references: Iterable[str], *, is_only_a_hint: bool = False) -> ChecklistPoint:
    links = tuple((reference, f"item-{reference}") for reference in references)
    return ChecklistPoint(sentence, links, is_only_a_hint)


def _lines(
    assessment: Assessment,
) -> Iterable[tuple[str, int | None, bool | None, str | None, str | None, bool]]:
    """(reference, level, flag, comment, period whose level it took, whether a measure shows it) of every item to
    rate, in document order."""
    return (
        assessment.items()
        .rated()
        .annotate(
            own=FilteredRelation("ratings", condition=Q(ratings__assessment=assessment)),
            shown=Exists(RatingMeasure.objects.filter(rating=OuterRef("own"))),
        )
        .order_by("category__position", "position", "pk")
        .values_list("reference", "own__level", "own__flag", "own__comment", "own__as_in", "shown")
    )


def _left_in_conference(assessment: Assessment) -> Iterator[ChecklistPoint]:
    """What the conference has not spoken of yet."""
    if not assessment.is_joint:
        return
    kinds = Counter(Highlight.objects.to_settle_in(assessment).values_list("kind", flat=True))
    for kind, words in ((HighlightKind.STRENGTH, "strength"), (HighlightKind.FOCUS, "area")):
        if count := kinds[kind]:
            of = "" if kind == HighlightKind.STRENGTH else " of focus"
            verb = "is" if count == 1 else "are"
            sentence = f"{counted(count, words)}{of} of the sides {verb} neither taken over nor left aside:"
            yield ChecklistPoint(sentence, (("See them", kind),), is_only_a_hint=True)


def _about(assessment: Assessment) -> Iterator[ChecklistPoint]:
    """What the assessment says as a whole."""
    kinds = set(assessment.highlights.values_list("kind", flat=True))
    if HighlightKind.STRENGTH not in kinds:
        yield ChecklistPoint(
            "No strengths are written down yet.", (("Add a strength", HighlightKind.STRENGTH),)
        )
    if HighlightKind.FOCUS not in kinds:
        yield ChecklistPoint(
            "No areas of focus are written down yet.", (("Add an area of focus", HighlightKind.FOCUS),)
        )
    if assessment.date is None:
        yield ChecklistPoint("No date is set.", (("Set the date", "id_when"),))
    if not assessment.participants.strip():
        yield ChecklistPoint("No participants are named.", (("Name them", "id_participants"),))
