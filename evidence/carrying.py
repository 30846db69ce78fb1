"""Carrying a partnership's rows into another edition, where they go on as the same rows without values."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from core.history import bulk_create_links
from core.models import copy_of
from core.ordering import layers
from partnerships.comparison import edition_order
from partnerships.lineages import categories_in
from partnerships.models import Edition, EditionStatus, Partnership

from .counting import RowCount, count_rows
from .models import EvidenceRow
from .order import lock_rows
from .rows.meaning import copy_breakdowns


def edition_to_carry_from(partnership: Partnership, into: Edition) -> Edition | None:
    """The newest edition before another that has rows which this one lacks. All are before a draft."""
    rows = EvidenceRow.objects.for_partnership(partnership)
    here = rows.filter(edition=into).values("lineage")
    missing = rows.filter(edition=OuterRef("pk")).exclude(lineage__in=here)
    others = Edition.objects.exclude(pk=into.pk).exclude(status=EditionStatus.DRAFT)
    for edition in others.filter(Exists(missing)).newest_first():
        if into.is_draft or edition_order(edition) < edition_order(into):
            return edition
    return None


@dataclass(frozen=True)
class Carried:
    """A row that goes on in another edition."""

    row: EvidenceRow
    category_id: int
    """Where it stands there."""
    lost: list[str]
    """What it names that the other edition does not have."""


@dataclass(frozen=True)
class Left:
    """A row that stays behind, and why, in a sentence."""

    row: EvidenceRow
    why: str


@dataclass(frozen=True)
class Carrying:
    """What carrying a partnership's rows into an edition does: nothing is written yet."""

    carried: list[Carried]
    left: list[Left]
    there: list[EvidenceRow]
    """Rows that stand there already."""

    @property
    def count(self) -> RowCount:
        return count_rows(one.row for one in self.carried)

    @property
    def there_count(self) -> RowCount:
        return count_rows(self.there)


def plan_carrying(partnership: Partnership, from_edition: Edition, to_edition: Edition) -> Carrying:
    """Which rows go, which stay behind, and which are there. In a fixed number of queries."""
    of_partnership = EvidenceRow.objects.for_partnership(partnership)
    rows = of_partnership.filter(edition=from_edition).select_related("parent", "category", "last_period")
    row_of = {row.pk: row for row in rows}
    place = dict(of_partnership.filter(edition=to_edition).values_list("lineage", "category"))
    categories, lost = categories_in(from_edition, to_edition), _lost(list(row_of), to_edition)
    plan = Carrying([], [], [row for row in rows if row.lineage in place])
    there = set(place)
    for layer in layers(row_of.values()):
        for row in layer:
            above = row_of[row.parent_id] if row.parent_id else None
            category = place.get(above.lineage) if above else categories.get(row.category_id)
            if row.lineage in there:
                continue
            if row.last_period:
                plan.left.append(Left(row, f"It is no longer kept after {row.last_period.name}."))
            elif category is not None:
                plan.carried.append(Carried(row, category, lost[row.pk]))
                place[row.lineage] = category
            elif above:
                plan.left.append(Left(row, f"“{above}”, beneath which it stands, stays behind."))
            else:
                where = f"{from_edition.words.category} {row.category}"
                plan.left.append(Left(row, f"Nothing of {where} goes on in {to_edition.label}."))
    return plan


@transaction.atomic
def carry_rows(
    partnership: Partnership, from_edition: Edition, to_edition: Edition, *, by: User
) -> tuple[list[EvidenceRow], list[EvidenceRow]]:
    """Copy a partnership's rows from one edition into another: same places, labels and lineage.

    They are broken down as before; what their figures mean follows their lineage. They answer the measures and
    serve the items that continue those of before. What continues nothing is left out, as are rows that stand there
    already and those that have ended. Returns the new rows, and those left behind (`plan_carrying` says why). In a
    fixed number of queries for each level of rows.
    """
    lock_rows(partnership.pk)
    plan = plan_carrying(partnership, from_edition, to_edition)
    in_new_edition = EvidenceRow.objects.for_partnership(partnership).filter(edition=to_edition)
    there = {row.lineage: row for row in in_new_edition}
    going = {one.row.pk: one for one in plan.carried}
    carried: dict[int, EvidenceRow] = {}
    history: list[Any] = []
    for layer in layers(one.row for one in plan.carried):
        layer_copies = {
            row.pk: copy_of(
                row,
                edition_id=to_edition.pk,
                category_id=going[row.pk].category_id,
                parent_id=there[row.parent.lineage].pk if row.parent else None,
            )
            for row in layer
        }
        EvidenceRow.objects.bulk_create(layer_copies.values())
        history += EvidenceRow.history.bulk_history_create(
            layer_copies.values(), default_user=by, default_change_reason=f"carried from {from_edition.label}"
        )
        carried |= layer_copies
        there |= {row.lineage: row for row in layer_copies.values()}
    for name in ("measures", "items"):
        bulk_create_links(EvidenceRow, name, _links(name, carried, to_edition), history)
    copies = {key: [copy.pk] for key, copy in carried.items()}
    new = EvidenceRow.objects.filter(pk__in=[copy.pk for copy in carried.values()])
    copy_breakdowns(copies, new, by=by, with_schools=True)
    return list(carried.values()), [one.row for one in plan.left]


def _lost(rows: list[int], edition: Edition) -> defaultdict[int, list[str]]:
    """What rows name that does not go on in an edition, by row."""
    lost = defaultdict(list)
    for name, label in (("measures", "label"), ("items", "reference")):
        field: Any = EvidenceRow._meta.get_field(name)
        through, what = field.remote_field.through, field.m2m_reverse_field_name()
        there = field.related_model.objects.filter(edition=edition, lineage=OuterRef(f"{what}__lineage"))
        named = through.objects.filter(~Exists(there), evidencerow__in=rows).order_by("pk")
        for row, words in named.values_list("evidencerow", f"{what}__{label}"):
            lost[row].append(words)
    return lost


def _links(name: str, carried: dict[int, EvidenceRow], edition: Edition) -> list[Any]:
    """What the copies name in an edition, as rows of the many-to-many table: what continues what was named."""
    field: Any = EvidenceRow._meta.get_field(name)
    through, what = field.remote_field.through, field.m2m_reverse_field_name()
    there = dict(field.related_model.objects.filter(edition=edition).values_list("lineage", "pk"))
    named = through.objects.filter(evidencerow__in=carried).order_by("pk")
    return [
        through(evidencerow=carried[row], **{f"{what}_id": there[lineage]})
        for row, lineage in named.values_list("evidencerow", f"{what}__lineage")
        if lineage in there
    ]
