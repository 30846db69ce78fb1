"""What goes along with a row that is copied: what it is broken down by, and what its figures mean."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from core.bulk import insert, write_history
from core.models import copy_of
from evidence.models import (
    Breakdown,
    BreakdownPart,
    Component,
    CompositionGroup,
    Definition,
    EvidenceRow,
    LadderStep,
)

Copies = Mapping[int, list[int]]
"""By the key of a row, those of its copies."""


def copy_breakdowns(copies: Copies, new: QuerySet[EvidenceRow], *, by: User, with_schools: bool) -> None:
    """What rows are broken down by, with the parts. `new` are the copies, which nothing was written for yet.

    Without schools, a breakdown that has any stays behind. In a fixed number of queries.
    """
    found = Breakdown.objects.filter(row__in=copies).prefetch_related("parts")
    going = [
        one for one in found if with_schools or not any(part.organization_id for part in one.parts.all())
    ]
    made = _write(
        [copy_of(one, row_id=copy) for one in going for copy in copies[one.row_id]],
        Breakdown.objects.filter(row__in=new),
        by,
    )
    key_of = {(one.row_id, one.name): one.pk for one in made}
    _write(
        [
            copy_of(part, breakdown_id=key_of[copy, one.name])
            for one in going
            for copy in copies[one.row_id]
            for part in one.parts.all()
        ],
        BreakdownPart.objects.filter(breakdown__row__in=new),
        by,
    )


def copy_definitions(copies: Copies, new: QuerySet[EvidenceRow], *, by: User) -> None:
    """What the figures of rows mean by their newest definition. Targets are each partnership's own.

    `new` are the copies, which nothing was written for yet. In a fixed number of queries.
    """
    found = Definition.objects.filter(row__in=copies).order_by("from_period__start", "pk")
    newest = {one.row_id: one for one in found.prefetch_related("components", "composition", "ladder")}
    made = _write(
        [copy_of(one, row_id=copy) for one in newest.values() for copy in copies[one.row_id]],
        Definition.objects.filter(row__in=new),
        by,
    )
    key_of = {one.row_id: one.pk for one in made}
    for model, name in (
        (Component, "components"),
        (CompositionGroup, "composition"),
        (LadderStep, "ladder"),
    ):
        _write(
            [
                copy_of(record, definition_id=key_of[copy])
                for one in newest.values()
                for copy in copies[one.row_id]
                for record in getattr(one, name).all()
            ],
            model._default_manager.filter(definition__row__in=new),
            by,
        )


def _write(records: list[Any], made: QuerySet[Any], by: User) -> list[Any]:
    """Write new records of one model with their history; `made` finds them then."""
    if not records:
        return []
    insert(records)
    write_history(made, kind="+", by=by)
    return list(made)
