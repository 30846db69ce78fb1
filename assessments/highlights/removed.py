"""Strengths and areas of focus that were removed from a draft: kept in its history, and put back from there."""

from typing import Any

from assessments.models import Highlight, HighlightKind
from core.history import save_as
from evidence.models import EvidenceRow
from partnerships.models import Item, Measure

from .lists import put_in_order
from .points import put_points

REMOVED = "-"


def removed_from(assessment, highlights):
    """By kind the last history row of each that is gone, newest first; without what was written down again."""
    there = {row.public_id for row in highlights} | {(row.kind, row.text) for row in highlights}
    rows = Highlight.history.filter(assessment=assessment.pk, history_type=REMOVED)
    gone: dict[tuple[str, str], Any] = {}
    for row in rows.select_related("history_user").order_by("-history_date", "-history_id"):
        if row.public_id not in there and (row.kind, row.text) not in there:
            gone.setdefault((row.kind, row.text), row)
    return {kind: [row for row in gone.values() if row.kind == kind] for kind in HighlightKind.values}


def put_back(assessment, removed, *, by):
    """Put one back where it stood, with the items and measures it pointed to. `removed`: a history row of it."""
    rows = Highlight.history.filter(id=removed.id).exclude(history_type=REMOVED)
    last = rows.order_by("-history_date", "-history_id").first() or removed
    highlight = Highlight(
        pk=last.id, public_id=last.public_id, assessment=assessment, kind=last.kind, text=last.text
    )
    siblings = list(assessment.highlights.filter(kind=last.kind))
    save_as(highlight, by=by, force_insert=True)
    items = Item.objects.filter(pk__in=last.items.values("item"))
    evidence = [
        *Measure.objects.filter(pk__in=last.measures.values("measure")),
        *EvidenceRow.objects.filter(pk__in=last.rows.values("evidencerow")),
    ]
    if items or evidence:
        put_points(highlight, items, evidence, by=by)
    siblings.insert(max(last.position - 1, 0), highlight)
    put_in_order(siblings, by=by)
    return highlight
