"""Cycles, the assessments that a person may read, and what they say."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from api.paging import PageOfRecords, Paging, page_of
from api.problems import PROBLEMS
from assessments.models import Assessment, HighlightKind, Rating
from assessments.rounds import Round, rounds_of
from assessments.views.access import get_assessment
from partnerships.access import get_partnership
from partnerships.models import Item, Partnership, Period, RatingLevel

from .agreements import NamedOrganization, named

router = Router(tags=["Assessments"])


class PeriodSeen(Schema):
    name: str = Field(description="As people say it: “2023-2024”, “cycle 3”.")
    kind: str = Field(description="“school_year”, “cycle” and so on.")
    first_day: date
    last_day: date


class CycleSeen(Schema):
    id: str
    edition: str = Field(description="The label of the edition it is rated by.")
    period: PeriodSeen
    due_on: date | None = Field(description="For this partnership.")
    is_open: bool = Field(description="Whether anybody is still to hand in anything.")
    waits_for: list[str] = Field(description="Who is still writing.")


class AssessmentSeen(Schema):
    id: str
    partnership: str = Field(description="The slug of its partnership.")
    cycle: str = Field(description="The id of its cycle.")
    edition: str = Field(description="The label of the edition it is rated by.")
    period: PeriodSeen
    by: NamedOrganization | None = Field(description="Who rates; null for the joint one of both sides.")
    perspective: str = Field(description="The same in words: “self-assessment”.")
    status: str = Field(description="“draft”, “submitted”, “returned”, “final” or “withdrawn”.")
    date: date | None
    date_is_month: bool = Field(description="Whether only the month of the date is known.")


class LevelSeen(Schema):
    code: str = Field(description="As it is printed: 0, 1, N/A.")
    value: int | None = Field(description="Null for a level that is not a score.")
    label: str
    words: str = Field(description="Exactly as the agreement prints it.")


class RatingSeen(Schema):
    reference: str = Field(description="The item’s, as it is printed.")
    lineage: str = Field(description="What the item keeps in every edition.")
    category: str = Field(description="The number of its category.")
    text: str = Field(description="The item’s words, in Markdown.")
    level: LevelSeen | None = Field(description="Null where it is not rated.")
    printed_as: str = Field(description="What the source prints for the level, where it has other words.")
    flag: bool = Field(description="Whether the mark stands beside the level.")
    comment: str
    as_in: str = Field(description="The earlier period whose level was taken; empty where somebody chose it.")


class HighlightSeen(Schema):
    kind: str = Field(description="“strength” or “focus”.")
    text: str


class AssessmentWhole(AssessmentSeen):
    participants: str
    scale: list[LevelSeen] = Field(description="The levels of the edition’s scale, in their order.")
    highlights: list[HighlightSeen]


def period_seen(period: Period) -> PeriodSeen:
    return PeriodSeen(name=period.name, kind=period.kind, first_day=period.start, last_day=period.end)


def rounds_seen(user: Any, partnership: Partnership) -> list[Round]:
    """The newest first, each telling what this person reads."""
    rows = partnership.assessments.for_rounds().with_partnership().newest_first()
    return [one.seen_by(user) for one in rounds_of(partnership, rows)]


def level_seen(level: RatingLevel) -> LevelSeen:
    return LevelSeen(code=level.code, value=level.value, label=level.label, words=level.words)


def _cycle(round_: Round) -> CycleSeen:
    return CycleSeen(
        id=round_.cycle.public_id,
        edition=round_.cycle.edition.label,
        period=period_seen(round_.cycle.period),
        due_on=round_.due_on,
        is_open=round_.is_open,
        waits_for=[side.rater for side in round_.still_writing],
    )


def _said(assessment: Assessment) -> dict[str, Any]:
    return {
        "id": assessment.public_id,
        "partnership": assessment.partnership.slug,
        "cycle": assessment.cycle.public_id,
        "edition": assessment.cycle.edition.label,
        "period": period_seen(assessment.cycle.period),
        "by": named(assessment.by) if assessment.by else None,
        "perspective": assessment.perspective,
        "status": assessment.status,
        "date": assessment.date,
        "date_is_month": assessment.date_is_month,
    }


def _rating(item: Item, rating: Rating | None) -> RatingSeen:
    return RatingSeen(
        reference=item.reference,
        lineage=item.lineage,
        category=item.category.number,
        text=item.text,
        level=level_seen(rating.level) if rating and rating.level else None,
        printed_as=rating.printed_as if rating else "",
        flag=bool(rating and rating.flag),
        comment=rating.comment if rating else "",
        as_in=rating.as_in if rating else "",
    )


@router.get(
    "partnerships/{slug}/cycles", response={200: PageOfRecords[CycleSeen], **PROBLEMS}, summary="Cycles"
)
def cycles(request: HttpRequest, slug: str, paging: Query[Paging]) -> Any:
    """Those in which this partnership was asked to rate, the newest first."""
    partnership = get_partnership(request.user, slug)
    return page_of(rounds_seen(request.user, partnership), paging, _cycle)


@router.get(
    "partnerships/{slug}/assessments",
    response={200: PageOfRecords[AssessmentSeen], **PROBLEMS},
    summary="Assessments",
)
def assessments(request: HttpRequest, slug: str, paging: Query[Paging]) -> Any:
    """Those that you may read, the newest first. What one side rates is its own until every side has handed in."""
    partnership = get_partnership(request.user, slug)
    rounds = rounds_seen(request.user, partnership)
    rows = [one for round_ in rounds for one in round_.assessments if one.readable]
    return page_of(rows, paging, lambda one: AssessmentSeen(**_said(one)))


@router.get("assessments/{id}", response={200: AssessmentWhole, **PROBLEMS}, summary="One assessment")
def assessment(request: HttpRequest, id: str) -> Any:
    """With its scale, its strengths and areas of focus. A draft is read by those who write it."""
    assessment = get_assessment(request, id)
    kinds = list(HighlightKind)
    highlights = sorted(assessment.highlights.all(), key=lambda one: kinds.index(one.kind))
    return AssessmentWhole(
        **_said(assessment),
        participants=assessment.participants,
        scale=[level_seen(level) for level in assessment.cycle.edition.scale.levels.all()],
        highlights=[HighlightSeen(kind=one.kind, text=one.text) for one in highlights],
    )


@router.get(
    "assessments/{id}/ratings", response={200: PageOfRecords[RatingSeen], **PROBLEMS}, summary="Ratings"
)
def ratings(request: HttpRequest, id: str, paging: Query[Paging]) -> Any:
    """A row for each item that is rated or may be, in the order of the document."""
    assessment = get_assessment(request, id)
    given = {rating.item_id: rating for rating in assessment.ratings.select_related("level")}
    items = [item for item in assessment.items().select_related("category") if item.takes_rating]
    return page_of(items, paging, lambda item: _rating(item, given.get(item.pk)))
