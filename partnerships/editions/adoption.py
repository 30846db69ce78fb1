"""What stands against adopting a draft, and what adopting it changes. The step itself is `Edition.adopt`."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from core.words import compare_words
from partnerships.comparison import obstacle_between, query_breaks_between
from partnerships.models import (
    Category,
    Edition,
    EditionStatus,
    Endorsement,
    GlossaryTerm,
    Item,
    LineageBreak,
    Measure,
    Numbering,
    Partnership,
    RatingLevel,
    RatingScale,
    Section,
    SignatoryRole,
)

from .document import DocumentLine, nest

TEXT = (Section, Category, Item, Measure, GlossaryTerm, Endorsement, SignatoryRole)


@dataclass(frozen=True)
class Problem:
    sentence: str
    category: Category | None = None
    """The category in whose page it is put right."""


@dataclass(frozen=True)
class TextEntry:
    """An item or a measure of one edition, as the page lists it."""

    record: Item | Measure

    @property
    def where(self) -> str:
        """The item's reference, or the number of the measure's category."""
        return self.record.reference if isinstance(self.record, Item) else self.record.category.number

    @property
    def text(self) -> str:
        return self.record.full_text if isinstance(self.record, Item) else self.record.label

    @property
    def is_followed(self) -> bool:
        """Whether there is something to follow over the years: a rating, or a measured value."""
        return not isinstance(self.record, Item) or self.record.is_rated

    @property
    def whose(self) -> str:
        """The partnership whose own addition it is."""
        return self.record.local_to.partner.short_name if self.record.local_to else ""


@dataclass
class TextChanges:
    """What becomes of one kind of text: entries of the draft, but for those dropped or ended, which are earlier."""

    new: list[TextEntry] = field(default_factory=list)
    dropped: list[TextEntry] = field(default_factory=list)
    reworded: list[tuple[TextEntry, list[tuple[str, str]]]] = field(default_factory=list)
    """(entry, pieces of text, each with whether it is the same, inserted or deleted)"""
    renumbered: list[tuple[TextEntry, TextEntry]] = field(default_factory=list)
    """(earlier entry, entry)"""
    rated: list[TextEntry] = field(default_factory=list)
    """Rated from now on, and not before."""
    unrated: list[TextEntry] = field(default_factory=list)
    trends: list[TextEntry] = field(default_factory=list)
    ended: list[TextEntry] = field(default_factory=list)


@dataclass
class AdoptionPreview:
    edition: Edition
    previous: Edition | None
    problems: list[Problem]
    items: TextChanges
    measures: TextChanges
    partnerships: list[Partnership]
    fingerprint: str
    """Changes whenever a word of the draft does, or of the scales it rates by."""


def preview_adoption(edition: Edition) -> AdoptionPreview:
    """Everything an administrator should see before adopting, in a fixed number of queries."""
    previous = previous_edition(edition)
    breaks = query_breaks_between(previous, edition) if previous else LineageBreak.objects.none()
    broken = set(breaks.values_list("lineage", flat=True))
    return AdoptionPreview(
        edition=edition,
        previous=previous,
        problems=find_problems(edition),
        items=_compare(_items(previous), _items(edition), broken),
        measures=_compare(_measures(previous), _measures(edition), broken),
        partnerships=list(edition.agreement.partnerships.select_related("partner")),
        fingerprint=fingerprint(edition),
    )


def previous_edition(edition: Edition) -> Edition | None:
    """The newest adopted edition of the agreement; a retired one only where there is no other."""
    others = Edition.objects.filter(agreement=edition.agreement_id).exclude(pk=edition.pk)
    return (
        others.filter(status=EditionStatus.ADOPTED).newest_first().first()
        or others.filter(status=EditionStatus.RETIRED).newest_first().first()
    )


def fingerprint(edition: Edition) -> str:
    """A digest of every word of an edition, and of the scales it rates by."""
    scales = RatingScale.objects.of_edition(edition)
    own = (
        edition.label,
        edition.effective_from,
        edition.effective_to,
        edition.scale_id,
        edition.cycle_word,
        str(edition.category_numbering),
    )
    rows_of: list[Any] = [
        scales,
        RatingLevel.objects.filter(scale__in=scales),
        *(model._default_manager.filter(edition=edition) for model in TEXT),
        Measure.items.through.objects.filter(measure__edition=edition),
    ]
    digest = hashlib.sha256(repr(own).encode())
    for rows in rows_of:
        digest.update(repr(list(rows.order_by("pk").values_list())).encode())
    return digest.hexdigest()


# Problems


def find_problems(edition: Edition) -> list[Problem]:
    """What must be put right before the edition can be adopted, in document order."""
    categories = list(edition.categories.all())
    items, measures = _items(edition), _measures(edition)
    items_of, measures_of = defaultdict(list), defaultdict(list)
    for item in items:
        items_of[item.category_id].append(item)
    for measure in measures:
        measures_of[measure.category_id].append(measure)
    found = list(_problems_around(edition, categories, items))
    for category in categories:
        found += _problems_in(category, items_of[category.pk], measures_of[category.pk])
    return found


def _problems_around(
    edition: Edition, categories: Sequence[Category], items: Sequence[Item]
) -> Iterator[Problem]:
    if not edition.effective_from:
        yield Problem("The edition has no first day. Fill in “effective from”.")
    for scale in RatingScale.objects.of_edition(edition).filter(levels=None):
        which = "" if scale.pk == edition.scale_id else f" “{scale}”"
        yield Problem(f"The rating scale{which} has no levels.")
    for number, section in enumerate(edition.sections.all(), 1):
        if not section.text.strip():
            yield Problem(f"Section {number} ({section.heading or section.parent_heading}) has no text.")
    if any(not endorsement.text.strip() for endorsement in edition.endorsements.all()):
        yield Problem("An endorsement has no text.")
    if not categories:
        yield Problem("The edition has no categories.")
    elif not any(item.is_rated for item in items):
        yield Problem("No item is rated.")
    numbering = Numbering(edition.category_numbering)
    expected = [numbering.of(place) for place in range(1, len(categories) + 1)]
    yield from _numbering("The edition", "category", [category.number for category in categories], expected)


def _problems_in(category: Category, items: list[Item], measures: Sequence[Measure]) -> Iterator[Problem]:
    where = f"Category {category.number}"
    if not category.title.strip():
        yield Problem(f"{where} has no title.", category)
    if not items:
        yield Problem(f"{where} has no items.", category)
    top = nest(items)
    if [line.record for line in _walk(top)] != items:
        yield Problem(f"{where}: a sub-item does not follow what it stands beneath.", category)
    yield from _numbering_of_lines(where, "item", top, category)
    yield from _problems_of(top, category)
    for measure in measures:
        if not measure.label.strip():
            yield Problem(f"{where}: a line under “as evidenced by” has no text.", category)


def _problems_of(
    lines: Iterable[DocumentLine[Item]], category: Category, *, is_carried: bool = False
) -> Iterator[Problem]:
    """`is_carried` says whether something above these lines is rated, and so carries them."""
    for line in lines:
        yield from _problems_at(line, category, is_carried)
        yield from _problems_of(line.lines, category, is_carried=is_carried or line.record.is_rated)


def _problems_at(line: DocumentLine[Item], category: Category, is_carried: bool) -> Iterator[Problem]:
    item = line.record
    if not item.text.strip():
        yield Problem(f"Item {item.reference} has no text.", category)
    if line.lines:
        yield from _numbering_of_lines(f"Item {item.reference}", "sub-item", line.lines, category)
    elif not item.is_rated and not is_carried:
        yield Problem(f"Item {item.reference} is not rated, and no sub-items stand beneath it.", category)


def _walk(lines: Iterable[DocumentLine[Item]]) -> Iterator[DocumentLine[Item]]:
    for line in lines:
        yield line
        yield from _walk(line.lines)


def _numbering_of_lines(
    where: str, what: str, lines: Sequence[DocumentLine[Item]], category: Category
) -> Iterator[Problem]:
    """Whether the lines beneath one another's heading run 1, 2, 3 ... or, for sub-items, a, b, c ..."""
    numbers = [line.record.number for line in lines]
    lettered = what == "sub-item" and any(number.isalpha() for number in numbers)
    expected = (
        list(ascii_lowercase[: len(numbers)]) if lettered else [str(n + 1) for n in range(len(numbers))]
    )
    yield from _numbering(where, what, numbers, expected, category)


def _numbering(
    where: str, what: str, numbers: list[str], expected: list[str], category: Category | None = None
) -> Iterator[Problem]:
    """Whether numbers are the expected ones, in document order."""
    missing = [number for number in expected if number not in numbers]
    if missing:
        yield Problem(f"{where} has no {what} {', '.join(missing)}, but {', '.join(numbers)}.", category)
    elif numbers != expected:
        yield Problem(f"{where}: the order is {', '.join(numbers)}. Renumber in document order.", category)


# Changes


def _items(edition: Edition | None) -> list[Item]:
    if edition is None:
        return []
    items = edition.items.select_related("local_to__partner")
    return list(items.order_by("category__position", "position", "pk"))


def _measures(edition: Edition | None) -> list[Measure]:
    if edition is None:
        return []
    measures = edition.measures.select_related("category", "local_to__partner")
    return list(measures.order_by("category__position", "position", "pk"))


def _compare(
    before: Sequence[Item | Measure], after: Sequence[Item | Measure], broken: set[str]
) -> TextChanges:
    """Match what stands in two editions by lineage; `broken` are those with a break between the two."""
    earlier = {record.lineage: TextEntry(record) for record in before}
    staying = {record.lineage for record in after}
    found = TextChanges(dropped=[entry for lineage, entry in earlier.items() if lineage not in staying])
    found.ended = [entry for entry in found.dropped if entry.is_followed]
    for record in after:
        entry = TextEntry(record)
        if old := earlier.get(record.lineage):
            _compare_one(old, entry, found, is_broken=record.lineage in broken)
        else:
            found.new.append(entry)
    return found


def _compare_one(old: TextEntry, entry: TextEntry, found: TextChanges, *, is_broken: bool) -> None:
    pieces = compare_words(old.text, entry.text)
    if any(kind != "same" for kind, _ in pieces):
        found.reworded.append((entry, pieces))
    if old.where != entry.where:
        found.renumbered.append((old, entry))
    if entry.is_followed and not old.is_followed:
        found.rated.append(entry)
    if old.is_followed and not entry.is_followed:
        found.unrated.append(entry)
    if obstacle_between(old.record, entry.record, is_broken=is_broken) is None:
        found.trends.append(entry)
    elif old.is_followed:
        found.ended.append(old)
