"""Writing the copies of rows in many partnerships at once, as `plan_copying` says."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import User
from core.bulk import insert, write_history
from core.conflicts import Conflict
from core.models import copy_of
from core.ordering import layers
from evidence.models import EvidenceColumn, EvidenceRow
from partnerships.models import Edition, Partnership, Period

from .copy_plan import NAMES, Copying, ForOne, columns_for, keys_of, plan_copying
from .meaning import copy_breakdowns, copy_definitions


@transaction.atomic
def copy_rows(
    partnership: Partnership,
    edition: Edition,
    lineages: Collection[str],
    targets: Sequence[Partnership],
    period: Period | None = None,
    *,
    seen: str,
    by: User,
) -> Copying:
    """Do what `plan_copying` says, as a whole or not at all, and return it. Done again it does nothing.

    `seen` is the `mark` of the plan that the person looked at. Raises Conflict where it would do something else by
    now. In a number of queries that grows with the depth of the rows alone.
    """
    keys = sorted({partnership.pk, *keys_of(targets)})
    list(
        Partnership.objects.select_for_update(no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk")
    )
    plan = plan_copying(partnership, edition, lineages, targets, period)
    if plan.does_nothing:
        return plan
    if plan.mark != seen:
        raise Conflict
    newest = EvidenceRow.objects.aggregate(newest=Max("pk"))["newest"] or 0
    reason = f"copied from {partnership.partner.short_name}"
    new = EvidenceRow.objects.filter(partnership__in=targets, edition=edition, pk__gt=newest)
    place_of = _insert_rows(plan, new)
    write_history(new, kind="+", by=by, reason=reason)
    histories = dict(
        EvidenceRow.history.filter(
            partnership__in=keys_of(targets), edition=edition.pk, id__gt=newest
        ).values_list("id", "history_id")
    )
    for name in NAMES:
        _insert_links(name, plan, place_of, histories)
    copies: dict[int, list[int]] = defaultdict(list)
    for target in plan.targets:
        for row in target.new:
            copies[row.pk].append(place_of[target.partnership.pk, row.lineage])
    copy_breakdowns(copies, new, by=by, with_schools=False)
    copy_definitions(copies, new, by=by)
    if period:
        _insert_columns(plan, period, by=by)
    return plan


Place = tuple[int, str]
"""A partnership's key and a row's lineage."""


def _insert_rows(plan: Copying, new: QuerySet[EvidenceRow]) -> dict[Place, int]:
    """The copies, each after the row it stands beneath; their keys."""
    keys: dict[Place, int] = {}
    going = {row.pk: row for row in plan.rows}
    for layer in layers(plan.rows):
        depth, copies = {row.pk for row in layer}, []
        for target in plan.targets:
            for row in target.new:
                if row.pk in depth:
                    copies.append(_copy(row, target, keys, going))
        insert(copies)
        keys = {
            (partnership, lineage): key
            for partnership, lineage, key in new.order_by().values_list("partnership", "lineage", "pk")
        }
    return keys


def _copy(
    row: EvidenceRow, target: ForOne, keys: dict[Place, int], going: dict[int, EvidenceRow]
) -> EvidenceRow:
    copy: EvidenceRow = copy_of(row, partnership_id=target.partnership.pk, students_at_least=None)
    if row.parent_id:
        place = (target.partnership.pk, going[row.parent_id].lineage)
        copy.parent_id = target.standing.get(row.parent_id) or keys[place]
    copy.category_id = target.category[row.pk]
    copy.position = row.position + target.last.get(copy.category_id, 0)
    return copy


def _insert_links(name: str, plan: Copying, keys: dict[Place, int], histories: dict[int, int]) -> None:
    """What the copies name, which is what the rows name, and the same in their history."""
    many: Any = EvidenceRow._meta.get_field(name)
    through, what = many.remote_field.through, f"{many.m2m_reverse_field_name()}_id"
    insert(
        [
            through(evidencerow_id=keys[target.partnership.pk, row.lineage], **{what: named.pk})
            for target in plan.targets
            for row in target.new
            for named in getattr(row, name).all()
        ]
    )
    links = through.objects.filter(evidencerow__in=histories).order_by("pk")
    told = getattr(EvidenceRow.history.model, name).model
    insert(
        [
            told(id=key, history_id=histories[row], evidencerow_id=row, **{what: named})
            for key, row, named in links.values_list("pk", "evidencerow", what)
        ]
    )


def _insert_columns(plan: Copying, period: Period, *, by: User) -> None:
    newest = EvidenceColumn.objects.aggregate(newest=Max("pk"))["newest"] or 0
    insert(
        [
            EvidenceColumn(partnership=target.partnership, category=category, period=period)
            for target in plan.targets
            for category in target.columns
        ]
    )
    targets = [target.partnership for target in plan.targets]
    write_history(columns_for(targets, period).filter(pk__gt=newest), kind="+", by=by)
