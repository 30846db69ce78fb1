"""Agreements, partnerships, and the text that was agreed."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from api.paging import PageOfRecords, Paging, page_of
from api.problems import PROBLEMS, UNASKED
from evidence.access import editions_kept
from partnerships.access import agreements_seen, get_agreement_seen, get_partnership
from partnerships.editions.document import DocumentLine, gather_document
from partnerships.models import Agreement, Edition, Item, Measure, Partnership, in_force_or_newest

router = Router(tags=["Agreements"])


class NamedOrganization(Schema):
    name: str
    short_name: str


class AgreementSeen(Schema):
    slug: str = Field(description="Its place in addresses.")
    title: str
    lead: NamedOrganization = Field(description="The organization that leads it.")


class PartnershipSeen(Schema):
    slug: str = Field(description="Its place in addresses.")
    agreement: str = Field(description="The slug of its agreement.")
    partner: NamedOrganization
    lead: NamedOrganization
    joined_on: date | None


class EditionSeen(Schema):
    label: str = Field(description="What people call it: “2023-2024”.")
    status: str = Field(description="“adopted” or “retired”.")
    effective_from: date | None
    effective_to: date | None
    is_in_force: bool


class ItemSeen(Schema):
    reference: str = Field(description="As it is printed: “3.8”, “5.7.b”.")
    lineage: str = Field(description="What it keeps in every edition.")
    parent: str | None = Field(description="The reference of the one it stands beneath.")
    category: str = Field(description="The number of its category.")
    category_title: str
    title: str
    text: str = Field(description="Its words, in Markdown.")
    kind: str
    is_rated: bool
    is_own: bool = Field(description="Whether the partnership added it by itself.")


class MeasureSeen(Schema):
    lineage: str = Field(description="What it keeps in every edition.")
    parent: str | None = Field(description="The lineage of the one it stands beneath.")
    category: str = Field(description="The number of its category.")
    label: str
    is_own: bool = Field(description="Whether the partnership added it by itself.")


def named(organization: Any) -> NamedOrganization:
    return NamedOrganization(name=organization.name, short_name=organization.short_name)


def edition_called(partnership: Partnership, label: str | None) -> Edition:
    """The edition with a label or, without one, the one in force; a 404 where there is none."""
    editions = list(editions_kept(partnership))
    chosen = [one for one in editions if one.label == label] if label else [in_force_or_newest(editions)]
    if not chosen or chosen[0] is None:
        raise Http404("No such edition.")
    return chosen[0]


def _agreement(agreement: Agreement) -> AgreementSeen:
    return AgreementSeen(slug=agreement.slug, title=agreement.title, lead=named(agreement.lead))


def _partnership(partnership: Partnership) -> PartnershipSeen:
    return PartnershipSeen(
        slug=partnership.slug,
        agreement=partnership.agreement.slug,
        partner=named(partnership.partner),
        lead=named(partnership.agreement.lead),
        joined_on=partnership.joined_on,
    )


@router.get("agreements", response={200: PageOfRecords[AgreementSeen], **UNASKED}, summary="Agreements")
def agreements(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Those you have something to do with."""
    return page_of(agreements_seen(request.user), paging, _agreement)


@router.get("agreements/{slug}", response={200: AgreementSeen, **PROBLEMS}, summary="One agreement")
def agreement(request: HttpRequest, slug: str) -> Any:
    return _agreement(get_agreement_seen(request.user, slug))


@router.get("partnerships", response={200: PageOfRecords[PartnershipSeen], **UNASKED}, summary="Partnerships")
def partnerships(request: HttpRequest, paging: Query[Paging], agreement: str | None = None) -> Any:
    """Those you reach; with an agreement’s slug those of that one."""
    rows = Partnership.objects.visible_to(request.user).select_related("agreement__lead", "partner")
    if agreement is not None:
        rows = rows.filter(agreement__slug=agreement)
    return page_of(rows.order_by("partner__sort_key", "pk").distinct(), paging, _partnership)


@router.get("partnerships/{slug}", response={200: PartnershipSeen, **PROBLEMS}, summary="One partnership")
def partnership(request: HttpRequest, slug: str) -> Any:
    return _partnership(get_partnership(request.user, slug))


@router.get(
    "partnerships/{slug}/editions", response={200: PageOfRecords[EditionSeen], **PROBLEMS}, summary="Editions"
)
def editions(request: HttpRequest, slug: str, paging: Query[Paging]) -> Any:
    """The editions of its agreement that were adopted, the newest first."""
    rows = list(editions_kept(get_partnership(request.user, slug)))
    in_force = in_force_or_newest(rows)

    def told(edition: Edition) -> EditionSeen:
        return EditionSeen(
            label=edition.label,
            status=edition.status,
            effective_from=edition.effective_from,
            effective_to=edition.effective_to,
            is_in_force=edition == in_force,
        )

    return page_of(rows, paging, told)


@router.get("partnerships/{slug}/items", response={200: PageOfRecords[ItemSeen], **PROBLEMS}, summary="Items")
def items(request: HttpRequest, slug: str, paging: Query[Paging], edition: str | None = None) -> Any:
    """The items of the edition in force, or of the one named, as this partnership reads them; in its order."""
    partnership = get_partnership(request.user, slug)
    document = gather_document(edition_called(partnership, edition), partnership)
    rows = [(of.category, above, item) for of in document.categories for above, item in _flat(of.items)]

    def told(row: tuple[Any, Item | None, Item]) -> ItemSeen:
        category, above, item = row
        return ItemSeen(
            reference=item.reference,
            lineage=item.lineage,
            parent=above.reference if above else None,
            category=category.number,
            category_title=category.title,
            title=item.title,
            text=item.text,
            kind=item.kind,
            is_rated=item.is_rated,
            is_own=item.addendum_id is not None or item.local_to_id is not None,
        )

    return page_of(rows, paging, told)


@router.get(
    "partnerships/{slug}/measures", response={200: PageOfRecords[MeasureSeen], **PROBLEMS}, summary="Measures"
)
def measures(request: HttpRequest, slug: str, paging: Query[Paging], edition: str | None = None) -> Any:
    """What the edition names as evidence; in its order."""
    partnership = get_partnership(request.user, slug)
    document = gather_document(edition_called(partnership, edition), partnership)
    rows = [
        (of.category, above, measure) for of in document.categories for above, measure in _flat(of.measures)
    ]

    def told(row: tuple[Any, Measure | None, Measure]) -> MeasureSeen:
        category, above, measure = row
        return MeasureSeen(
            lineage=measure.lineage,
            parent=above.lineage if above else None,
            category=category.number,
            label=measure.label,
            is_own=measure.addendum_id is not None or measure.local_to_id is not None,
        )

    return page_of(rows, paging, told)


def _flat(lines: Iterable[DocumentLine[Any]], above: Any = None) -> Iterator[tuple[Any, Any]]:
    """(the one above, the record) of each line, in document order."""
    for line in lines:
        yield above, line.record
        yield from _flat(line.lines, line.record)
