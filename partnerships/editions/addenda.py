"""A partnership's own addition to an adopted edition: writing, replacing and adopting it.

The step itself is `Addendum.adopt`. What is under way is never touched: an addition is rated in cycles that begin
on its first day or later, and in these the partnership has no assessment yet.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.formats import date_format

from accounts.models import Organization, OrganizationKind, User
from core.history import save_as
from core.models import copy_of
from core.ordering import layers
from core.words import in_words
from partnerships.models import Addendum, AddendumStatus, Category, Item, Measure, Partnership

from .changes import TextChanges, compare_text

PLACE = ("category__position", "position", "pk")


@dataclass
class AddendumPreview:
    addendum: Addendum
    problems: list[str]
    """Of its text, and of its days."""
    items: TextChanges
    measures: TextChanges
    text: list[Item]
    lines_of_evidence: list[Measure]
    fingerprint: str
    """Changes whenever a word of the draft does."""

    @property
    def previous(self) -> Addendum | None:
        return self.addendum.replaces


def preview_addendum(addendum: Addendum) -> AddendumPreview:
    """Everything an administrator should see before adopting, in a fixed number of queries."""
    before, now = (_text(one) for one in (addendum.replaces, addendum))
    return AddendumPreview(
        addendum,
        list(_problems(addendum, *now)),
        compare_text(before[0], now[0], set()),
        compare_text(before[1], now[1], set()),
        *now,
        fingerprint(addendum),
    )


def _text(addendum: Addendum | None) -> tuple[list[Item], list[Measure]]:
    if addendum is None:
        return [], []
    related = ("category", "edition", "parent", "scale", "local_to__partner", "subject")
    items = addendum.items.select_related(*related)
    measures = addendum.measures.select_related("category", "edition", "parent", "local_to__partner")
    return list(items.order_by(*PLACE)), list(measures.prefetch_related("items").order_by(*PLACE))


def fingerprint(addendum: Addendum) -> str:
    """A digest of every word of an addition, and of the days on which it holds."""
    rows: list[Any] = [
        Addendum.objects.filter(pk=addendum.pk).values_list("title", "effective_from", "replaces"),
        Item.objects.filter(addendum=addendum).order_by("pk").values_list(),
        Measure.objects.filter(addendum=addendum).order_by("pk").values_list(),
        Measure.items.through.objects.filter(measure__addendum=addendum).order_by("pk").values_list(),
    ]
    return hashlib.sha256(repr([list(some) for some in rows]).encode()).hexdigest()


def _problems(addendum: Addendum, items: list[Item], measures: list[Measure]) -> Iterator[str]:
    """What must be put right before it can be adopted."""
    word = addendum.edition.words.item
    if not (items or measures or addendum.replaces):
        yield f"It holds no {word} and no line of evidence yet."
    for item in items:
        if not item.text.strip():
            yield f"{word.capitalised} {item.reference} has no text."
    leading = {item.parent_id for item in items}
    for item in items:
        if not item.is_rated and item.parent_id is None and item.pk not in leading:
            yield f"{item.reference} is not rated, and nothing stands beneath it."
    if any(not measure.label.strip() for measure in measures):
        yield "A line of evidence has no text."
    yield from _problems_of_days(addendum)
    if taken := sorted(_others(addendum).values_list("reference", flat=True)):
        stand = "stands" if len(taken) == 1 else "stand"
        yield (
            f"{in_words(taken)} {stand} in another addition of this partnership already. Take the {word} away "
            "here and write it anew, which gives it the next number."
        )


def _others(addendum: Addendum) -> Any:
    """Items of the partnership's other additions that hold beside this one and have a number of it."""
    beside = Item.objects.filter(
        addendum__partnership=addendum.partnership_id,
        addendum__edition=addendum.edition_id,
        addendum__status=AddendumStatus.ADOPTED,
        addendum__replaced_from=None,
    ).exclude(addendum__in=[one for one in (addendum.pk, addendum.replaces_id) if one])
    return beside.filter(reference__in=addendum.items.values("reference"))


def _problems_of_days(addendum: Addendum) -> Iterator[str]:
    first, edition = addendum.effective_from, addendum.edition
    if first is None:
        yield "It has no first day. Fill in “first day”."
        return
    if edition.effective_from and first < edition.effective_from:
        yield f"Its first day is before the edition's, which holds {edition.days}."
    replaced = addendum.replaces
    if replaced and replaced.effective_from and first <= replaced.effective_from:
        day = date_format(replaced.effective_from, "F j, Y")
        yield f"What it replaces holds from {day} on: its first day is after that."
    begun = addendum.partnership.assessments.filter(
        cycle__edition=edition, cycle__period__start__gte=first
    ).values_list("cycle__period__label", flat=True)
    if begun:
        yield (
            f"{addendum.partnership.partner.short_name} has assessments of {in_words(sorted(set(begun)))} already, "
            "and what they rate stays as it is. Choose a first day after the first day of that period."
        )


def schools_of(partnership: Partnership) -> QuerySet[Organization]:
    """For which a goal of the partnership may be, by name."""
    return Organization.objects.filter(parent=partnership.partner_id, kind=OrganizationKind.SCHOOL)


def give_place(item: Item) -> None:
    """The next number and place in its category, as the partnership of its addition reads it; beneath another item
    the next letter.

    A number that was given once is not given again, be it replaced or a draft.
    """
    partnership = item.addendum.partnership_id if item.addendum else None
    there = Item.objects.filter(category=item.category)
    item.position = last_position(there) + 1
    if item.parent:
        letters = [one for one in item.parent.children.values_list("number", flat=True) if one.isalpha()]
        following = ascii_lowercase.index(max(letters)) + 1 if letters else 0
        item.number = ascii_lowercase[following] if following < len(ascii_lowercase) else str(following + 1)
        return
    read = there.filter(Q(local_to=None) | Q(local_to=partnership), parent=None).exclude(pk=item.pk)
    numbers = [int(number) for number in read.values_list("number", flat=True) if number.isdecimal()]
    item.number = str(max(numbers, default=0) + 1)


@transaction.atomic
def set_in_order(addendum: Addendum) -> None:
    """Give the items of a draft their places, behind all else that the partnership reads in their category.

    First stands what is for the partner itself, then what is for each school; beneath each goal its benchmarks,
    which are for the same school.
    """
    own = [one for one in (addendum.pk, addendum.replaces_id) if one]
    read = Item.objects.filter(edition=addendum.edition_id).exclude(addendum__in=own)
    read = read.filter(Q(local_to=None) | Q(local_to=addendum.partnership_id)).order_by()
    last = dict(read.values_list("category").annotate(last=Max("position")))
    items = list(
        addendum.items.select_related("category__edition", "subject", "edition").order_by("position", "pk")
    )
    by_key = {item.pk: item for item in items}
    tops = sorted(
        (one for one in items if one.parent_id is None),
        key=lambda one: (one.subject.sort_key if one.subject else "", one.position, one.pk),
    )
    placed: Counter[int] = Counter(last)
    for top in tops:
        for item in _with_beneath(top, items):
            placed[item.category_id] += 1
            place = placed[item.category_id], top.subject_id
            if place != (item.position, item.subject_id):
                item.addendum, item.parent = addendum, by_key.get(item.parent_id or 0)
                item.position, item.subject = placed[item.category_id], top.subject
                item.save(update_fields=["position", "subject"])


def _with_beneath(item: Item, items: list[Item]) -> Iterator[Item]:
    yield item
    for one in items:
        if one.parent_id == item.pk:
            yield from _with_beneath(one, items)


def last_position(records: Any) -> int:
    return int(records.aggregate(last=Max("position"))["last"] or 0)


@transaction.atomic
def start_replacement(addendum: Addendum, *, by: User) -> Addendum:
    """A draft that replaces an adopted addition, with all its text, in the same places and of the same lineage.

    There is one at a time; it is given where it is there already.
    """
    Addendum.objects.select_for_update(of=("self",)).get(pk=addendum.pk)
    if there := Addendum.objects.filter(replaces=addendum).first():
        return there
    reason = f"copied from {addendum.title}"[:100]
    draft = Addendum(
        partnership=addendum.partnership, edition=addendum.edition, title=addendum.title, replaces=addendum
    )
    save_as(draft, by=by, reason=reason)
    _copy_text(addendum, draft, by=by, reason=reason)
    return draft


@transaction.atomic
def begin_as_before(draft: Addendum, *, by: User) -> Addendum | None:
    """Give a new draft the text that held last in another edition, in the categories of the same number.

    Where each partnership has its own, the next edition leaves that out. Nothing is written, and None given, where
    there was none, or the draft has text already.
    """
    if not draft.edition.rates_own_items or draft.items.exists():
        return None
    held = Addendum.objects.adopted().filter(partnership=draft.partnership, edition__rates_own_items=True)
    held = held.filter(replaced_from=None).exclude(edition=draft.edition)
    before = held.order_by("-effective_from", "-pk").first()
    if before:
        _copy_text(before, draft, by=by, reason=f"copied from {before.title}"[:100])
    return before


def _copy_text(addendum: Addendum, draft: Addendum, *, by: User, reason: str) -> None:
    items, measures = (_copy(records, draft, by=by, reason=reason) for records in _text(addendum))
    for measure in addendum.measures.prefetch_related("items"):
        if measure.pk in measures:
            speaks_to = [items.get(item.pk, item) for item in measure.items.all()]
            measures[measure.pk].items.set(
                [item for item in speaks_to if item.edition_id == draft.edition_id]
            )


def _copy(records: Iterable[Any], draft: Addendum, *, by: User, reason: str) -> dict[int | None, Any]:
    """Items or measures of another addition, written into a draft; the copies by the keys of what they copy.

    What stands in a category that the draft's edition does not have is left out.
    """
    made: dict[int | None, Any] = {}
    categories = {category.number: category for category in categories_of(draft)}
    for layer in layers(record for record in records if record.category.number in categories):
        for record in layer:
            copy = copy_of(record)
            copy.category, copy.addendum = categories[record.category.number], draft
            copy.parent = made.get(record.parent_id)
            save_as(copy, by=by, reason=reason)
            made[record.pk] = copy
    return made


@transaction.atomic
def discard_addendum(addendum: Addendum) -> None:
    """Delete a draft with all that stands in it, which its history keeps.

    One that was put to the parties stays: what they said of it is on record.
    """
    if not Addendum.objects.select_for_update(of=("self",)).get(pk=addendum.pk).is_draft:
        raise Addendum.NotDraft
    if addendum.events.exists():
        raise Addendum.WasProposed
    for tree in (Measure, Item):
        for layer in reversed(list(layers(tree._default_manager.filter(addendum=addendum)))):
            tree._default_manager.filter(pk__in=[row.pk for row in layer]).delete()
    addendum.delete()


def categories_of(addendum: Addendum) -> Any:
    return Category.objects.filter(edition=addendum.edition_id).select_related("edition")
