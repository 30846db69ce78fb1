"""An edition as its readers meet it, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet
from django.utils import timezone

from partnerships.goals import by_subject
from partnerships.models import (
    Addendum,
    Category,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    Partnership,
    Passage,
    Section,
    Signature,
)

Text = TypeVar("Text", Item, Measure)


@dataclass
class DocumentLine(Generic[Text]):
    """An item or a measure, and what stands beneath it, in document order."""

    record: Text
    lines: "list[DocumentLine[Text]]" = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    """What a plan prints beneath an item."""


@dataclass
class DocumentCategory:
    category: Category
    items: list[DocumentLine[Item]]
    measures: list[DocumentLine[Measure]]
    partner: str = ""
    """The partner's name, where some of the document is for a school of it."""

    @property
    def groups(self) -> list[tuple[str, list[DocumentLine[Item]]]]:
        """The items, under the name of whom they are for."""
        return by_subject(self.items, lambda line: line.record, self.partner)


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
    addenda: list[Addendum] = field(default_factory=list)
    """What the partnership added by itself, the oldest first; also what has been replaced, or is still to come."""
    day: date = date.min
    """That of which it is shown."""

    @property
    def additions(self) -> list[tuple[Addendum, bool]]:
        """Each with whether its text is shown by itself. Where each partnership has its own, what holds on the
        day of the document is all that stands in the categories."""
        own = self.edition.rates_own_items
        return [(one, not (own and one.holds_on(self.day))) for one in self.addenda]

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(bool(role.signed_name) for role in self.signatories)


def nest(
    records: Iterable[Text], passages: Mapping[int, list[Passage]] = MappingProxyType({})
) -> list[DocumentLine[Text]]:
    """Records of one model as lines beneath their parents. One whose parent is not among them stands alone.

    `passages` are those of items, by their keys.
    """
    lines = {record.pk: DocumentLine(record, passages=passages.get(record.pk, [])) for record in records}
    top: list[DocumentLine[Text]] = []
    for line in lines.values():
        parent = lines.get(line.record.parent_id or 0)
        (parent.lines if parent else top).append(line)
    return top


def gather_document(edition: Edition, partnership: Partnership | None = None) -> EditionDocument:
    """The whole text: as one partnership reads it today, or for administrators with every local addition in
    its text.

    Of an edition that is still to come, it is that of its first day.
    """
    own_text = {"edition": edition, "addendum": None}
    items, measures = Item.objects.filter(**own_text), Measure.objects.filter(**own_text)
    addenda: list[Addendum] = []
    if partnership:
        document = edition.pk, partnership.pk, _day_shown(edition)
        items, measures = Item.objects.of_document(*document), Measure.objects.of_document(*document)
        addenda = list(addenda_of(partnership, edition))
    return EditionDocument(
        edition=edition,
        sections=[
            (heading, list(sections))
            for heading, sections in groupby(edition.sections.all(), lambda section: section.parent_heading)
        ],
        categories=_categories(edition, items, measures, partnership),
        glossary=list(edition.glossaryterms.all()),
        endorsements=list(edition.endorsements.all()),
        signatories=list(_signatories(edition, partnership)),
        addenda=addenda,
        day=_day_shown(edition),
    )


def _day_shown(edition: Edition) -> date:
    return max(timezone.localdate(), edition.effective_from or date.min)


def addenda_of(partnership: Partnership, edition: Edition) -> QuerySet[Addendum]:
    """The adopted additions of a partnership to an edition, the oldest first, with all that stands in them."""
    place = ("category__position", "position", "pk")
    return (
        Addendum.objects.adopted()
        .filter(partnership=partnership, edition=edition)
        .select_related("partnership__partner", "replaces")
        .prefetch_related(
            Prefetch("items", Item.objects.select_related("category").order_by(*place)),
            Prefetch("measures", Measure.objects.select_related("category").order_by(*place)),
            Prefetch("signatures", Signature.objects.select_related("role").order_by("role__position")),
        )
    )


def _categories(
    edition: Edition, items: QuerySet[Item], measures: QuerySet[Measure], partnership: Partnership | None
) -> list[DocumentCategory]:
    items_of, measures_of, partner = defaultdict(list), defaultdict(list), ""
    passages: dict[int, list[Passage]] = defaultdict(list)
    for passage in edition.passages.all() if edition.is_plan else ():
        passages[passage.item_id].append(passage)
    for item in items.select_related("local_to__partner", "addendum", "subject").order_by("position", "pk"):
        items_of[item.category_id].append(item)
        if item.subject and partnership:
            partner = partnership.partner.name
    for measure in measures.select_related("local_to__partner", "addendum").order_by("position", "pk"):
        measures_of[measure.category_id].append(measure)
    return [
        DocumentCategory(
            category, nest(items_of[category.pk], passages), nest(measures_of[category.pk]), partner
        )
        for category in edition.categories.all()
    ]


def _signatories(edition: Edition, partnership: Partnership | None) -> QuerySet[Any]:
    condition = Q(signatures__partnership=partnership, signatures__addendum=None)
    signed = FilteredRelation("signatures", condition=condition)
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
        items = Item.objects.of_edition(edition).select_related(
            "category", "parent", "scale", "local_to__partner", "subject"
        )
        measures = Measure.objects.of_edition(edition).select_related(
            "category", "parent", "local_to__partner"
        )
        text = cls(
            edition, list(items.order_by(*place)), list(measures.prefetch_related("items").order_by(*place))
        )
        for item in text.items:
            item.edition = edition
        for measure in text.measures:
            measure.edition = edition
        return text
