"""Carrying a partnership's rows into another edition, where they go on as the same rows without values."""

from collections import Counter, defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from core.history import bulk_create_links
from core.ordering import layers
from partnerships.comparison import edition_order
from partnerships.models import Edition, EditionStatus, Item, Measure, Partnership

from .models import EvidenceRow, EvidenceTable


def edition_to_carry_from(table: EvidenceTable) -> Edition | None:
    """The newest edition before a table's own that has rows which the table lacks. All are before a draft."""
    rows = EvidenceRow.objects.for_partnership(table.partnership)
    here = rows.filter(edition=table.edition).values("lineage")
    missing = rows.filter(edition=OuterRef("pk")).exclude(lineage__in=here)
    others = Edition.objects.exclude(pk=table.edition_id).exclude(status=EditionStatus.DRAFT)
    for edition in others.filter(Exists(missing)).newest_first():
        if table.edition.is_draft or edition_order(edition) < edition_order(table.edition):
            return edition
    return None


@transaction.atomic
def carry_rows(
    partnership: Partnership, from_edition: Edition, to_edition: Edition, *, by: User
) -> tuple[list[EvidenceRow], list[EvidenceRow]]:
    """Copy a partnership's rows from one edition into another: same places, labels and lineage.

    They answer the measures and serve the items that continue those of before. What continues nothing is left out,
    as are rows that stand there already. Returns the new rows, and those left behind: whose category, or the row
    they stand beneath, is not in the other edition. In a fixed number of queries for each level of rows.
    """
    of_partnership = EvidenceRow.objects.for_partnership(partnership)
    rows = {row.pk: row for row in of_partnership.filter(edition=from_edition)}
    there = {row.lineage: row for row in of_partnership.filter(edition=to_edition)}
    categories = _categories(from_edition, to_edition)
    carried: dict[int, EvidenceRow] = {}
    left: list[EvidenceRow] = []
    history: list[Any] = []
    for layer in layers(rows.values()):
        copies = {}
        for row in layer:
            if row.lineage in there:
                continue
            parent = there.get(rows[row.parent_id].lineage) if row.parent_id else None
            category = parent.category_id if parent else categories.get(row.category_id)
            if category is None or bool(row.parent_id) != bool(parent):
                left.append(row)
            else:
                copies[row.pk] = _copy(row, edition=to_edition, category_id=category, parent=parent)
        EvidenceRow.objects.bulk_create(copies.values())
        history += EvidenceRow.history.bulk_history_create(
            copies.values(), default_user=by, default_change_reason=f"carried from {from_edition.label}"
        )
        carried |= copies
        there |= {row.lineage: row for row in copies.values()}
    for name in ("measures", "items"):
        bulk_create_links(EvidenceRow, name, _links(name, carried, to_edition), history)
    return list(carried.values()), left


def _categories(from_edition: Edition, to_edition: Edition) -> dict[int, int]:
    """Where each category of an edition is in another: where most of its items and measures went."""
    went: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for model in (Item, Measure):
        now = dict(model.objects.filter(edition=to_edition).values_list("lineage", "category"))
        for lineage, category in model.objects.filter(edition=from_edition).values_list(
            "lineage", "category"
        ):
            if lineage in now:
                went[category][now[lineage]] += 1
    return {category: counts.most_common(1)[0][0] for category, counts in went.items()}


def _copy(row: EvidenceRow, **changes: Any) -> EvidenceRow:
    fields = [field for field in EvidenceRow._meta.concrete_fields if not field.primary_key]
    copy = EvidenceRow(**{field.attname: getattr(row, field.attname) for field in fields})
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


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
