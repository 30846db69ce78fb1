"""What needs attention before an assessment is submitted. It names, and never forbids."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from assessments.models import Assessment, HighlightKind, RatingMeasure
from partnerships.models import Edition, LevelKind, RatingLevel, RatingScale


@dataclass(frozen=True)
class ChecklistPoint:
    """One line of the check list, with links to the places on the assessment's page."""

    sentence: str
    links: tuple[tuple[str, str], ...]
    """(What the link says, the place's id.)"""


def checklist_of(assessment: Assessment) -> list[ChecklistPoint]:
    """In three queries. Nothing open: an empty list."""
    edition = assessment.cycle.edition
    tops = _highest_levels(edition)
    unrated, unshown, unsaid = [], defaultdict(list), []
    lines = list(_lines(assessment))
    for reference, level, flag, comment, shown in lines:
        if level is None:
            unrated.append(reference)
        elif level in tops and not shown:
            unshown[tops[level]].append(reference)
        if flag and not (comment or "").strip():
            unsaid.append(reference)
    points = []
    if unrated and len(unrated) == len(lines):
        points.append(_of_items("No item is rated yet:", unrated))
    elif unrated:
        points.append(_of_items(f"{_items(unrated)} not rated yet:", unrated))
    for top, references in unshown.items():
        at_top = f"at {top.code}, “{top.label}”,"
        points.append(
            _of_items(f"{_items(references)} {at_top} without a measure that shows it:", references)
        )
    if unsaid:
        points.append(
            _of_items(f"{_items(unsaid)} marked {edition.scale.flag_symbol} without a comment:", unsaid)
        )
    return points + list(_about(assessment))


def _highest_levels(edition: Edition) -> dict[int, RatingLevel]:
    """By key, the highest level of each scale that the edition or one of its items is rated on."""
    scores = RatingLevel.objects.filter(
        scale__in=RatingScale.objects.of_edition(edition), kind=LevelKind.SCORE
    )
    highest = {level.scale_id: level for level in scores.order_by("value")}
    return {level.pk: level for level in highest.values()}


def _items(references: Sequence[str]) -> str:
    return f"{len(references)} item{' is' if len(references) == 1 else 's are'}"


def _of_items(sentence: str, references: Iterable[str]) -> ChecklistPoint:
    return ChecklistPoint(sentence, tuple((reference, f"item-{reference}") for reference in references))


def _lines(assessment: Assessment) -> Iterable[tuple[str, int | None, bool | None, str | None, bool]]:
    """(reference, level, flag, comment, whether a measure shows it) of every item to rate, in document order."""
    return (
        assessment.items()
        .rated()
        .annotate(
            own=FilteredRelation("ratings", condition=Q(ratings__assessment=assessment)),
            shown=Exists(RatingMeasure.objects.filter(rating=OuterRef("own"))),
        )
        .order_by("category__position", "position", "pk")
        .values_list("reference", "own__level", "own__flag", "own__comment", "shown")
    )


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
