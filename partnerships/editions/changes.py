"""What is different between two editions of an agreement: all that adopting the newer one closes.

Which fields are compared follows from the locks (`locked_fields`): what is locked is compared.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.db import models

from core.words import compare_words
from partnerships.comparison import obstacle_between
from partnerships.locks import locked_fields
from partnerships.models import (
    Category,
    ConferencePoint,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    Passage,
    PrintedHeading,
    RatingLevel,
    RatingScale,
    Section,
    SignatoryRole,
)

from .document import WholeText
from .field_changes import IDENTITY, FieldChange, field_changes, value_of

ALIKE = 0.5
"""From here on, two texts are taken for one that was reworded."""


@dataclass
class PartChanges:
    """What becomes of one kind of text, by the words that stand for each record."""

    what: str
    new: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    changed: list[tuple[str, list[FieldChange]]] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.dropped or self.changed or self.moved)

    @property
    def summary(self) -> str:
        """“sections 1 new, 2 changed”."""
        counts: dict[str, list[Any]] = {
            "new": self.new,
            "changed": self.changed,
            "moved": self.moved,
            "dropped": self.dropped,
        }
        return f"{self.what} " + ", ".join(f"{len(rows)} {how}" for how, rows in counts.items() if rows)


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
    """What becomes of items or measures: entries of the draft; those dropped or ended are earlier ones."""

    new: list[TextEntry] = field(default_factory=list)
    dropped: list[TextEntry] = field(default_factory=list)
    reworded: list[tuple[TextEntry, FieldChange]] = field(default_factory=list)
    renumbered: list[tuple[TextEntry, TextEntry]] = field(default_factory=list)
    """(earlier entry, entry)"""
    rated: list[TextEntry] = field(default_factory=list)
    """Rated from now on, and not before."""
    unrated: list[TextEntry] = field(default_factory=list)
    altered: list[tuple[TextEntry, list[FieldChange]]] = field(default_factory=list)
    """In anything else that is locked: whose it is, its kind, its scale, what it speaks to."""
    moved: list[TextEntry] = field(default_factory=list)
    """With the same number, in another order."""
    trends: list[TextEntry] = field(default_factory=list)
    ended: list[TextEntry] = field(default_factory=list)


@dataclass
class EditionChanges:
    edition: list[FieldChange]
    parts: list[PartChanges]
    items: TextChanges
    measures: TextChanges

    @property
    def parts_changed(self) -> list[PartChanges]:
        return [part for part in self.parts if part]


def compare_editions(before: WholeText | None, after: WholeText, broken: set[str]) -> EditionChanges:
    """Everything that differs, in a fixed number of queries. `broken` are lineages with a break between the two.

    Without an edition before, everything is new.
    """
    old, new = before.edition if before else None, after.edition
    return EditionChanges(
        edition=list(field_changes(old, new, also=["effective_to"])) if old else [],
        parts=[
            _compare_parts(Section, old, new, lambda one: (one.parent_heading, one.heading)),
            _compare_parts(Passage, old, new, lambda one: (one.item.lineage, one.heading)),
            _compare_parts(Category, old, new, lambda one: one.title, lambda one: one.number),
            _compare_parts(GlossaryTerm, old, new, lambda one: one.term, lambda one: one.stands_for),
            _compare_parts(Endorsement, old, new),
            _compare_parts(SignatoryRole, old, new, lambda one: (one.title, one.organization)),
            _compare_parts(ConferencePoint, old, new),
            _compare_parts(PrintedHeading, old, new, lambda one: (one.place, one.part, one.number)),
            *_compare_scales(old, new),
        ],
        items=compare_text(before.items if before else [], after.items, broken),
        measures=compare_text(before.measures if before else [], after.measures, broken),
    )


# Sections, categories, glossary, endorsements, signatories, conferences, scales


def _compare_parts(
    model: type[models.Model], before: Edition | None, after: Edition, *keys: Callable[[Any], object]
) -> PartChanges:
    rows = model._default_manager.order_by("position", "pk")
    if model is Passage:
        rows = rows.select_related("item").order_by(
            "item__category__position", "item__position", "position", "pk"
        )
    earlier = list(rows.filter(edition=before)) if before else []
    now = list(rows.filter(edition=after))
    return _compare_rows(str(model._meta.verbose_name_plural), earlier, now, _words_of, *keys)


def _compare_rows(
    what: str,
    before: Sequence[Any],
    after: Sequence[Any],
    *keys: Callable[[Any], object],
    words: Callable[[Any], str] | None = None,
) -> PartChanges:
    """Rows are each other's earlier self by the first of the keys that they have in common, or by like words.

    `words` stands for a row.
    """
    name, words = words or str, words or _words_of
    pairs = _pair(before, after, keys)
    old_of = {new.pk: old for old, new in pairs}
    gone = {old.pk for old, _ in pairs}
    found = PartChanges(what)
    found.new = [words(row) for row in after if row.pk not in old_of]
    found.dropped = [words(row) for row in before if row.pk not in gone]
    for row in after:
        if row.pk in old_of and (fields := list(field_changes(old_of[row.pk], row, but={"scale"}))):
            found.changed.append((name(row), fields))
    if any(one.name == "position" for row in after[:1] for one in locked_fields(type(row))):
        stayed = [old_of[row.pk].pk for row in after if row.pk in old_of]
        moved = _moved([row.pk for row in before if row.pk in gone], stayed)
        found.moved = [name(row) for row in after if row.pk in old_of and old_of[row.pk].pk in moved]
    return found


def _pair(
    before: Sequence[Any], after: Sequence[Any], keys: Iterable[Callable[[Any], object]]
) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    old, new = list(before), list(after)
    for key in keys:
        places = {key(row): row for row in old}
        for row in list(new):
            if found := places.pop(key(row), None):
                pairs.append((found, row))
                old.remove(found)
                new.remove(row)
    for row in new:
        if found := next((one for one in old if _is_alike(_words_of(one), _words_of(row))), None):
            pairs.append((found, row))
            old.remove(found)
    return pairs


def _words_of(row: Any) -> str:
    """All that a row says."""
    names = (one.name for one in locked_fields(type(row)) if one.name not in {*IDENTITY, "position", "scale"})
    return " ".join(filter(None, (value_of(row, name) for name in names)))


def _is_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= ALIKE


def _moved(before: list[int], after: list[int]) -> set[int]:
    """Of the same keys in two orders, the fewest that must move to make one of the other."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return set(before) - {key for block in blocks for key in before[block.a : block.a + block.size]}


def _compare_scales(before: Edition | None, after: Edition) -> tuple[PartChanges, PartChanges]:
    """The scales that are rated by, and their levels. The edition's own is compared with its own before."""
    old, new = _scales(before), _scales(after)
    shared = {one.pk for one in old} & {one.pk for one in new}
    old, new = ([one for one in some if one.pk not in shared] for some in (old, new))
    own = {before and before.scale_id: "own", after.scale_id: "own"}

    def key(scale: RatingScale) -> object:
        return own.get(scale.pk, scale.name)

    def level_key(level: RatingLevel) -> object:
        return key(level.scale), level.code

    def name_of(scale: RatingScale) -> str:
        return scale.name

    def level_words(level: RatingLevel) -> str:
        return f"{level.code} {level.words} ({level.scale})"

    return (
        _compare_rows("rating scales", old, new, key, words=name_of),
        _compare_rows("levels", _levels(old), _levels(new), level_key, words=level_words),
    )


def _scales(edition: Edition | None) -> list[RatingScale]:
    return list(RatingScale.objects.of_edition(edition).order_by("pk")) if edition else []


def _levels(scales: Sequence[RatingScale]) -> list[RatingLevel]:
    levels = RatingLevel.objects.filter(scale__in=scales).select_related("scale")
    return list(levels.order_by("scale", "position"))


# Items and measures

SAID_APART = {"title", "text", "label", "number", "reference", "category", "is_rated"}
"""Of items and measures: the wording, the number, and whether it is rated have lists of their own."""


def compare_text(
    before: Sequence[Item | Measure], after: Sequence[Item | Measure], broken: set[str]
) -> TextChanges:
    """Match what stands in two editions by lineage; `broken` are those with a break between the two."""
    earlier = {record.lineage: TextEntry(record) for record in before}
    staying = [record.lineage for record in after if record.lineage in earlier]
    found = TextChanges(dropped=[entry for lineage, entry in earlier.items() if lineage not in staying])
    found.ended = [entry for entry in found.dropped if entry.is_followed]
    kept = set(staying)
    order = {lineage: place for place, lineage in enumerate(one for one in earlier if one in kept)}
    moved = _moved(sorted(order.values()), [order[lineage] for lineage in staying])
    for record in after:
        entry = TextEntry(record)
        if (old := earlier.get(record.lineage)) is None:
            found.new.append(entry)
            continue
        _compare_one(old, entry, found, is_broken=record.lineage in broken)
        if order[record.lineage] in moved and old.where == entry.where:
            found.moved.append(entry)
    return found


def _compare_one(old: TextEntry, entry: TextEntry, found: TextChanges, *, is_broken: bool) -> None:
    if old.text != entry.text:
        found.reworded.append((entry, FieldChange("", compare_words(old.text, entry.text))))
    if old.where != entry.where:
        found.renumbered.append((old, entry))
    if entry.is_followed and not old.is_followed:
        found.rated.append(entry)
    if old.is_followed and not entry.is_followed:
        found.unrated.append(entry)
    # What an item stands beneath is told by its number.
    but = SAID_APART | ({"parent"} if isinstance(entry.record, Item) else set())
    fields = [
        *field_changes(old.record, entry.record, but=but),
        *_items_it_speaks_to(old.record, entry.record),
    ]
    if fields:
        found.altered.append((entry, fields))
    if obstacle_between(old.record, entry.record, is_broken=is_broken) is None:
        found.trends.append(entry)
    elif old.is_followed:
        found.ended.append(old)


def _items_it_speaks_to(old: Item | Measure, new: Item | Measure) -> Iterator[FieldChange]:
    if isinstance(old, Measure) and isinstance(new, Measure):
        was, now = ({item.lineage: item for item in one.items.all()} for one in (old, new))
        if was.keys() != now.keys():
            yield FieldChange("Items it speaks to", compare_words(_references(was), _references(now)))


def _references(items: dict[str, Item]) -> str:
    return " ".join(item.reference for item in items.values())
