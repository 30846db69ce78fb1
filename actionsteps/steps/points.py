"""What a step rests on and what it targets, typed as lines of which each may begin with the item it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from core.forms import TextField
from core.history import delete_as, save_as
from partnerships.models import Item
from partnerships.submissions.lines import NamedLine, in_lines, read_lines

from ..models import ActionStep, PointKind, StepPoint

FIELDS = {"strengths": PointKind.STRENGTH, "targets": PointKind.TARGET}
"""By field of the form."""

LABELS = {"strengths": "Leverageable strengths", "targets": "What it targets"}
LINE_MAX_LENGTH, MOST_LINES = 500, 60


def lines_field(name: str) -> TextField:
    return TextField(
        label=LABELS[name],
        required=False,
        max_length=LINE_MAX_LENGTH * MOST_LINES,
        widget=forms.Textarea({"rows": 3}),
        help_text="One a line, as the plan prints it. Where it stands in the agreement, begin with its number: "
        "“1.3: Staffing”.",
    )


def points_in_lines(step: ActionStep, name: str) -> str:
    points: Iterable[StepPoint] = (
        step.points.filter(kind=FIELDS[name]).select_related("item") if step.pk else ()
    )
    return in_lines(NamedLine((one.item,) if one.item else (), one.words) for one in points)


def clean_lines(typed: str, items: Mapping[str, Item]) -> str:
    """Raises ValidationError where a line is too long, or names several items."""
    lines = read_lines(typed, items)
    if len(lines) > MOST_LINES:
        raise forms.ValidationError(f"{len(lines)} lines; {MOST_LINES} fit.")
    for number, line in enumerate(lines, 1):
        if len(line.items) > 1:
            raise forms.ValidationError(f"Line {number} names several. Write a line for each.")
        if len(line.text) > LINE_MAX_LENGTH:
            raise forms.ValidationError(
                f"Line {number} has {len(line.text):,} characters; {LINE_MAX_LENGTH} fit."
            )
    return in_lines(lines)


def write_points(step: ActionStep, name: str, typed: str, items: Mapping[str, Item], *, by: Any) -> None:
    """Lines that stay keep their record; the others are replaced."""
    standing = {one.words: one for one in step.points.filter(kind=FIELDS[name])}
    for position, line in enumerate(read_lines(typed, items), 1):
        point = standing.pop(line.text, None) or StepPoint(step=step, kind=FIELDS[name], words=line.text)
        item = line.items[0] if line.items else None
        if not point.pk or (point.position, point.item_id) != (position, item.pk if item else None):
            point.position, point.item = position, item
            save_as(point, by=by)
    for gone in standing.values():
        delete_as(gone, by=by)
