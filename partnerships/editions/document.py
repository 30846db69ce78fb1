"""An edition as its readers meet it, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Generic, TypeVar

from django.db.models import F, FilteredRelation, Q, QuerySet

from partnerships.models import (
    Category,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    Partnership,
    Section,
)

Text = TypeVar("Text", Item, Measure)


@dataclass
class DocumentLine(Generic[Text]):
    """An item or a measure, and what stands beneath it, in document order."""

    record: Text
    lines: "list[DocumentLine[Text]]" = field(default_factory=list)


@dataclass
class DocumentCategory:
    category: Category
    items: list[DocumentLine[Item]]
    measures: list[DocumentLine[Measure]]


@dataclass
class EditionDocument:
    edition: Edition
    sections: list[tuple[str, list[Section]]]
    """(heading they stand under, sections), in document order."""
    categories: list[DocumentCategory]
    glossary: list[GlossaryTerm]
    endorsements: list[Endorsement]
    signatories: list[Any]
    """Signatory roles in order, each with `signed_name` and `signed_on` where the partnership has signed."""

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(bool(role.signed_name) for role in self.signatories)


def nest(records: Iterable[Text]) -> list[DocumentLine[Text]]:
    """Records of one model as lines beneath their parents. One whose parent is not among them stands alone."""
    lines = {record.pk: DocumentLine(record) for record in records}
    top: list[DocumentLine[Text]] = []
    for line in lines.values():
        parent = lines.get(line.record.parent_id or 0)
        (parent.lines if parent else top).append(line)
    return top


def gather_document(edition: Edition, partnership: Partnership | None = None) -> EditionDocument:
    """The whole text: as one partnership reads it, or for administrators with every local addition."""
    items = Item.objects.filter(edition=edition)
    measures = Measure.objects.filter(edition=edition)
    if partnership:
        items, measures = items.for_partnership(partnership), measures.for_partnership(partnership)
    return EditionDocument(
        edition=edition,
        sections=[
            (heading, list(sections))
            for heading, sections in groupby(edition.sections.all(), lambda section: section.parent_heading)
        ],
        categories=_categories(edition, items, measures),
        glossary=list(edition.glossaryterms.all()),
        endorsements=list(edition.endorsements.all()),
        signatories=list(_signatories(edition, partnership)),
    )


def _categories(
    edition: Edition, items: QuerySet[Item], measures: QuerySet[Measure]
) -> list[DocumentCategory]:
    items_of, measures_of = defaultdict(list), defaultdict(list)
    for item in items.select_related("local_to__partner").order_by("position", "pk"):
        items_of[item.category_id].append(item)
    for measure in measures.select_related("local_to__partner").order_by("position", "pk"):
        measures_of[measure.category_id].append(measure)
    return [
        DocumentCategory(category, nest(items_of[category.pk]), nest(measures_of[category.pk]))
        for category in edition.categories.all()
    ]


def _signatories(edition: Edition, partnership: Partnership | None) -> QuerySet[Any]:
    signed = FilteredRelation("signatures", condition=Q(signatures__partnership=partnership))
    return edition.signatoryroles.annotate(signed=signed).annotate(
        signed_name=F("signed__name"), signed_on=F("signed__date")
    )


@dataclass(frozen=True)
class WholeText:
    """All items and measures of an edition in document order, every partnership's additions among them."""

    edition: Edition
    items: list[Item]
    measures: list[Measure]

    @classmethod
    def of(cls, edition: Edition) -> "WholeText":
        place = ("category__position", "position", "pk")
        items = edition.items.select_related("category", "parent", "scale", "local_to__partner")
        measures = edition.measures.select_related("category", "parent", "local_to__partner")
        return cls(
            edition, list(items.order_by(*place)), list(measures.prefetch_related("items").order_by(*place))
        )
