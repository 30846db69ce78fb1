"""What is measured: the rows, and their values."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from api.paging import PageOfRecords, Paging, page_of
from api.problems import PROBLEMS
from evidence.models import EvidenceRow, Observation, ObservationStatus
from evidence.public.embargo import embargo_of
from evidence.public.marks import words_for
from evidence.public.reader import read_by_public
from evidence.tables import editions_with_evidence, newest_with_values
from partnerships.access import get_partnership
from partnerships.models import Edition, Partnership

from .agreements import edition_called
from .assessments import PeriodSeen, period_seen

router = Router(tags=["Evidence"])


class RowSeen(Schema):
    lineage: str = Field(description="What it keeps in every edition.")
    parent: str | None = Field(description="The lineage of the row it stands beneath.")
    category: str = Field(description="The number of its category.")
    label: str
    unit: str
    better: str = Field(description="“higher”, “lower” or “neither”.")
    counts_students: bool


class ValueSeen(Schema):
    row: str = Field(description="The lineage of its row.")
    label: str = Field(description="What its row is called.")
    period: PeriodSeen
    part: str | None = Field(
        description="The school, student group or other part it is about; null for the whole."
    )
    breakdown: str | None = Field(description="What the part is a part of: “School”.")
    status: str = Field(description="How to read the text: “reported”, “forthcoming”, “embargoed” and so on.")
    text: str = Field(description="As it is printed.")
    number: Decimal | None = Field(description="What was understood of the text, in the row’s unit.")
    numerator: Decimal | None
    denominator: Decimal | None
    data_period: PeriodSeen | None = Field(description="When the data is from, where that is another period.")
    expected_on: date | None = Field(description="When it is expected; a month is its first day.")
    source: str
    link: str
    note: str
    not_public: str = Field(description="Why the public does not read it as it is; empty where it does.")
    updated_at: datetime


def edition_measured(partnership: Partnership, label: str | None) -> Edition:
    """The edition named or, without a name, the one whose tables the pages show; a 404 where there is none."""
    newest = None if label else newest_with_values(editions_with_evidence(partnership))
    return newest or edition_called(partnership, label)


def _row(row: EvidenceRow) -> RowSeen:
    return RowSeen(
        lineage=row.lineage,
        parent=row.parent.lineage if row.parent else None,
        category=row.category.number,
        label=row.label,
        unit=row.unit,
        better=row.better,
        counts_students=row.counts_students,
    )


def _value(value: Observation, not_public: str) -> ValueSeen:
    return ValueSeen(
        row=value.row.lineage,
        label=value.row.label,
        period=period_seen(value.period),
        part=value.part.label if value.part else None,
        breakdown=value.part.breakdown.name if value.part else None,
        status=value.status,
        text=value.text,
        number=value.number,
        numerator=value.numerator,
        denominator=value.denominator,
        data_period=period_seen(value.data_period) if value.data_period else None,
        expected_on=value.expected_on,
        source=value.source,
        link=value.link,
        note=value.note,
        not_public=not_public,
        updated_at=value.updated_at,
    )


def _not_public(partnership: Partnership) -> Callable[[Observation], str]:
    """Why the public does not read a value as it is: by the rules of documents and of the public pages."""
    public, embargo = read_by_public(partnership), embargo_of(partnership)

    def why(value: Observation) -> str:
        if not embargo.keeps(value):
            return words_for(value, public)
        if value.status == ObservationStatus.EMBARGOED:
            return "not public: embargoed"
        return "not public yet: something embargoed could be worked out from it"

    return why


@router.get(
    "partnerships/{slug}/evidence/rows",
    response={200: PageOfRecords[RowSeen], **PROBLEMS},
    summary="Rows of evidence",
)
def rows(request: HttpRequest, slug: str, paging: Query[Paging], edition: str | None = None) -> Any:
    """Of the newest edition with values, or of the one named; in the order of the tables."""
    partnership = get_partnership(request.user, slug)
    of_edition = EvidenceRow.objects.for_partnership(partnership).filter(
        edition=edition_measured(partnership, edition)
    )
    in_order = of_edition.select_related("category", "parent").order_by(
        "category__position", "position", "pk"
    )
    return page_of(in_order, paging, _row)


@router.get(
    "partnerships/{slug}/evidence/values",
    response={200: PageOfRecords[ValueSeen], **PROBLEMS},
    summary="Values of evidence",
)
def values(request: HttpRequest, slug: str, paging: Query[Paging], edition: str | None = None) -> Any:
    """Row by row and the oldest first, with those of schools, groups and other parts behind that of the whole.

    For the people of the partnership: what the public does not read is here, and marked.
    """
    partnership = get_partnership(request.user, slug)
    of_edition = Observation.objects.of(partnership).filter(
        row__edition=edition_measured(partnership, edition)
    )
    with_all = of_edition.select_related("row", "period", "part__breakdown", "data_period")
    place = ("row__category__position", "row__position", "row", "period__start", "-period__end", "period")
    not_public = _not_public(partnership)
    return page_of(
        with_all.order_by(*place, "part__breakdown", "part__position", "pk"),
        paging,
        lambda value: _value(value, not_public(value)),
    )
