"""Strengths and areas of focus that were removed from a draft, and put back into it."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, Highlight, HighlightKind
from core.history import save_as

from .lists import put_in_order

FIELDS = ["removed_at", "removed_by"]


def remove_highlight(highlight: Highlight, *, by: User) -> None:
    """Take one off its list. It keeps its place and what it points to."""
    highlight.removed_at, highlight.removed_by = timezone.now(), by
    save_as(highlight, by=by, update_fields=FIELDS)


def removed_from(assessment: Assessment, highlights: Iterable[Highlight]) -> dict[str, list[Highlight]]:
    """By kind those that were removed, the last first; without what was written down again."""
    there = {(row.kind, row.text) for row in highlights}
    gone: dict[tuple[str, str], Highlight] = {}
    removed = Highlight.with_removed.filter(assessment=assessment, removed_at__isnull=False)
    for row in removed.select_related("removed_by").order_by("-removed_at", "-pk"):
        if (row.kind, row.text) not in there:
            gone.setdefault((row.kind, row.text), row)
    return {kind: [row for row in gone.values() if row.kind == kind] for kind in HighlightKind.values}


def put_back(removed: Highlight, *, by: User) -> None:
    """Put one back where it stood."""
    siblings = list(removed.assessment.highlights.filter(kind=removed.kind))
    place = max(removed.position - 1, 0)
    removed.removed_at = removed.removed_by = None
    save_as(removed, by=by, update_fields=FIELDS)
    siblings.insert(place, removed)
    put_in_order(siblings, by=by)
