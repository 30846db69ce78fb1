"""The lists of strengths and areas of focus: adding to them and putting them in order."""

from collections.abc import Iterable

from django.db.models import Max

from accounts.models import User
from assessments.models import Assessment, Highlight
from core.history import save_as


def add_highlight(assessment: Assessment, kind: str, text: str, *, by: User) -> Highlight:
    """Put a strength or area of focus at the end of its list."""
    last = assessment.highlights.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0
    highlight = Highlight(assessment=assessment, kind=kind, text=text, position=last + 1)
    save_as(highlight, by=by)
    return highlight


def move_highlight(highlight: Highlight, direction: int, *, by: User) -> tuple[int, int]:
    """Swap with the one above (-1) or below (+1); at the end of the list nothing moves.

    Returns its place and how many there are.
    """
    siblings = list(highlight.assessment.highlights.filter(kind=highlight.kind))
    here = siblings.index(highlight)
    there = min(max(here + direction, 0), len(siblings) - 1)
    siblings.insert(there, siblings.pop(here))
    put_in_order(siblings, by=by)
    return there + 1, len(siblings)


def put_in_order(highlights: Iterable[Highlight], *, by: User) -> None:
    """Give the highlights of one list the places 1, 2, 3 ... in the order given."""
    for position, highlight in enumerate(highlights, start=1):
        if highlight.position != position:
            highlight.position = position
            save_as(highlight, by=by, update_fields=["position"])
