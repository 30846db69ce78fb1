"""The text of an edition, written once more into a draft: of the same agreement, or of another one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from core.history import bulk_create_links
from core.ids import new_lineage
from core.models import copy_of
from core.ordering import layers
from partnerships.models import (
    Category,
    ConferencePoint,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    Measure,
    PrintedHeading,
    RatingScale,
    Section,
    SignatoryRole,
)

from .attachments import attachments

AROUND = (Section, GlossaryTerm, Endorsement, SignatoryRole, ConferencePoint, PrintedHeading)
"""What stands in an edition around its categories."""


@dataclass
class Copied:
    """What became of an edition's text: by the key of each record, the record in the draft."""

    categories: dict[int, Category] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    measures: dict[int, Measure] = field(default_factory=dict)


@dataclass(frozen=True)
class TextCopying:
    """Writes rows into a draft, with a row of history for each. To be used in one transaction."""

    draft: Edition
    by: User
    reason: str
    scales: dict[int, RatingScale] | None = None
    """For another agreement, by key, the scale that stands there for each. What is copied there begins lines of its
    own: it is another promise."""

    def copy_next(self, edition: Edition) -> Copied:
        """All of an edition for the next one, in the same places and with the same lineage.

        What single partnerships added becomes part of its text, unless each has its own anyhow: then that is
        agreed on anew, beside the new text.
        """
        for model in AROUND:
            self.rows(list(model._default_manager.filter(edition=edition)))
        items, measures = (
            model._default_manager.filter(edition=edition, addendum=None)
            if edition.rates_own_items
            else model._default_manager.of_edition(edition)
            for model in (Item, Measure)
        )
        return self._with_attachments(edition, self._text(edition, _in_one_row(items), list(measures)))

    def copy_for_another(self, edition: Edition) -> Copied:
        """What an edition says to all its partnerships, and not what is of single ones, nor names of people."""
        for model in (Section, GlossaryTerm, Endorsement, PrintedHeading):
            self.rows(list(model._default_manager.filter(edition=edition)))
        self._copy_form(edition)
        items, measures = (
            _for_everybody(model._default_manager.filter(edition=edition, addendum=None))
            for model in (Item, Measure)
        )
        return self._with_attachments(edition, self._text(edition, items, measures))

    def _copy_form(self, edition: Edition) -> None:
        """How conferences go, and the places on the signature page without the names of those who signed there."""
        self.rows(list(edition.conferencepoints.all()))
        places = list(edition.signatoryroles.all())
        for place in places:
            place.printed_name = ""
        self.rows(places)

    def copy_template(self, edition: Edition) -> Copied:
        """How conferences go, the places to sign and what later apps keep with an edition; of its text only what
        these rest on, and the headings beneath which each partnership writes its own part."""
        self._copy_form(edition)
        named = {
            key
            for attachment in attachments()
            for model in attachment.models
            for one in model._meta.concrete_fields
            if one.related_model is Measure
            for key in model._default_manager.filter(edition=edition).values_list(one.attname, flat=True)
        }
        measures = _for_everybody(Measure.objects.filter(edition=edition, addendum=None))
        kept = {one.pk: one for one in measures if one.pk in named}
        for one in reversed(measures):  # what stands beneath another comes after it
            if one.pk in kept and one.parent_id:
                kept |= {above.pk: above for above in measures if above.pk == one.parent_id}
        copied = self._text(edition, [], kept.values()) if kept or edition.rates_own_items else Copied()
        return self._with_attachments(edition, copied)

    def rows(self, rows: Sequence[Any], **placed: dict[int, Any]) -> tuple[dict[int, Any], list[Any]]:
        """Copies by the key of their original, and their history rows.

        `placed` are, by the name of a field, the copies of what it may name, by the key of their original.
        """
        if not rows:
            return {}, []
        model = type(rows[0])
        copies = [copy_of(row) for row in rows]
        for row, made in zip(rows, copies, strict=True):
            made.edition = self.draft
            if isinstance(made, Item | Measure):
                made.addendum = None  # it is part of the text from now on
                if self.scales is not None:
                    made.lineage = new_lineage()
            if isinstance(made, Item) and self.scales is not None:
                made.scale = self.scales.get(row.scale_id)
            for name, others in placed.items():
                setattr(made, name, others.get(getattr(row, f"{name}_id")))
        model._default_manager.bulk_create(copies)
        history = model.history.bulk_history_create(
            copies, default_user=self.by, default_change_reason=self.reason
        )
        return {row.pk: made for row, made in zip(rows, copies, strict=True)}, history

    def _with_attachments(self, edition: Edition, copied: Copied) -> Copied:
        for attachment in attachments():
            attachment.copy(self, edition, copied)
        return copied

    def _text(self, edition: Edition, items: Iterable[Item], measures: Iterable[Measure]) -> Copied:
        copied = Copied()
        copied.categories, _ = self.rows(list(edition.categories.all()))
        copied.items, _ = self._tree(items, copied.categories)
        copied.measures, history = self._tree(measures, copied.categories)
        passages = edition.passages.filter(item__in=copied.items)
        self.rows(list(passages), item=copied.items)
        through = Measure.items.through
        links = [
            through(measure=copied.measures[link.measure_id], item=copied.items[link.item_id])
            for link in through.objects.filter(measure__edition=edition).order_by("pk")
            if link.measure_id in copied.measures and link.item_id in copied.items
        ]
        bulk_create_links(Measure, "items", links, history)
        return copied

    def _tree(self, rows: Iterable[Any], categories: dict[int, Category]) -> tuple[dict[int, Any], list[Any]]:
        made: dict[int, Any] = {}
        history = []
        for layer in layers(rows):
            more, more_history = self.rows(layer, category=categories, parent=made)
            made |= more
            history += more_history
        return made, history


def _for_everybody(rows: QuerySet[Any]) -> list[Any]:
    """Items or measures without those of single partnerships and whatever stands beneath these."""
    found: dict[int, Any] = {}
    for layer in layers(rows):
        found |= {
            row.pk: row
            for row in layer
            if row.local_to_id is None and (row.parent_id is None or row.parent_id in found)
        }
    return list(found.values())


def _in_one_row(items: QuerySet[Item]) -> list[Item]:
    """The items, those of additions placed and numbered after the others of their category.

    Additions of several partnerships may have the same number, which in one text can be there once.
    """
    records = list(items.select_related("category"))
    last: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    """(number, position) of the last in a category"""
    for item in records:
        if item.addendum_id is None:
            number, position = last[item.category_id]
            own = int(item.number) if item.parent_id is None and item.number.isdecimal() else 0
            last[item.category_id] = max(number, own), max(position, item.position)
    by_key: dict[int | None, Item] = {item.pk: item for item in records}
    added = [item for item in records if item.addendum_id is not None]
    for item in sorted(added, key=lambda one: (one.addendum_id, one.position, one.pk)):
        number, position = last[item.category_id]
        if item.parent_id is None:
            number += 1
            item.number = str(number)
        item.position = position + 1
        last[item.category_id] = number, item.position
        item.parent = by_key.get(item.parent_id)
        item.reference = item.reference_in_place()
    return records
