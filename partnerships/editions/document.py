"""An edition as its readers meet it, gathered in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F, FilteredRelation, Q

from partnerships.models import (
    Category,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    Section,
    SignatoryRole,
)


@dataclass
class Line:
    """An item or a measure, and what stands beneath it, in document order."""

    record: Item | Measure
    lines: list["Line"] = field(default_factory=list)


@dataclass
class Chapter:
    category: Category
    items: list[Line]
    measures: list[Line]


@dataclass
class Document:
    edition: Edition
    sections: list[tuple[str, list[Section]]]
    """(heading they stand under, sections), in document order."""
    chapters: list[Chapter]
    glossary: list[GlossaryTerm]
    endorsements: list[Endorsement]
    signatories: list[SignatoryRole]
    """Each with `signed_name` and `signed_on` where the partnership has signed."""

    @property
    def signed(self):
        return sum(bool(role.signed_name) for role in self.signatories)  # type: ignore[attr-defined]


def nest(records):
    """Records of one model as lines beneath their parents. One whose parent is not among them stands alone."""
    lines = {record.pk: Line(record) for record in records}
    top: list[Line] = []
    for line in lines.values():
        parent = lines.get(line.record.parent_id)
        (parent.lines if parent else top).append(line)
    return top


def gather_document(edition, partnership=None):
    """The whole text: as one partnership reads it, or for administrators with every local addition."""
    items = Item.objects.filter(edition=edition)
    measures = Measure.objects.filter(edition=edition)
    if partnership:
        items, measures = items.for_partnership(partnership), measures.for_partnership(partnership)
    return Document(
        edition=edition,
        sections=[
            (heading, list(sections))
            for heading, sections in groupby(edition.sections.all(), lambda section: section.parent_heading)
        ],
        chapters=_chapters(edition, items, measures),
        glossary=list(edition.glossaryterms.all()),
        endorsements=list(edition.endorsements.all()),
        signatories=list(_signatories(edition, partnership)),
    )


def _chapters(edition, items, measures):
    items_of, measures_of = defaultdict(list), defaultdict(list)
    for item in items.select_related("local_to__partner").order_by("position", "pk"):
        items_of[item.category_id].append(item)
    for measure in measures.select_related("local_to__partner").order_by("position", "pk"):
        measures_of[measure.category_id].append(measure)
    return [
        Chapter(category, nest(items_of[category.pk]), nest(measures_of[category.pk]))
        for category in edition.categories.all()
    ]


def _signatories(edition, partnership):
    signed = FilteredRelation("signatures", condition=Q(signatures__partnership=partnership))
    return edition.signatoryroles.annotate(signed=signed).annotate(
        signed_name=F("signed__name"), signed_on=F("signed__date")
    )
