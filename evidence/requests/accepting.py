"""Taking over what somebody entered, value by value, beside what stands now; or not, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from accounts.models import User
from core.conflicts import Conflict
from core.forms import TextField
from evidence.models import AnswerState, DataRequest, Observation, RequestedCell
from evidence.understanding import understood
from evidence.values import Change, save_values, seen_in
from partnerships.models import Partnership

from .answering import said_in

LONGEST_SOURCE = 200


@dataclass(frozen=True)
class AnsweredLine:
    """One value that was asked for: what was entered beside what stands."""

    cell: RequestedCell
    value: Observation | None
    """What stands now."""

    @property
    def stands(self) -> str:
        return self.value.text if self.value else ""

    @property
    def has_moved(self) -> bool:
        """Whether somebody wrote another value there since it was asked for."""
        return self.stands != self.cell.stood

    @property
    def waits(self) -> bool:
        """Whether it is for somebody to take over or not."""
        return self.cell.state == AnswerState.ENTERED

    @property
    def seen(self) -> str:
        """A mark of both, for a hidden field."""
        return f"{said_in(self.cell)} {seen_in(self.value)}"

    @property
    def understood(self) -> str:
        return understood(self.cell.text, self.cell.row, self.cell.request.period) if self.cell.text else ""


class DeclineForm(forms.Form):
    """Why what was entered is not taken over."""

    reason = TextField(
        label="Why it is not taken over",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever has the link reads it, and may enter something else.",
        error_messages={"required": "Say why it is not taken over: whoever has the link reads it."},
    )


def requests_of(partnership: Partnership) -> QuerySet[DataRequest]:
    """All of them, the newest first, with how far each is."""
    return DataRequest.objects.with_counts().filter(partnership=partnership)


def in_hand(partnership: Partnership) -> list[DataRequest]:
    """Those in which something waits: for an answer, while the link works, or to be taken over."""
    waits = Q(entered__gt=0) | Q(missing__gt=0, withdrawn_at=None, expires_on__gte=timezone.localdate())
    return list(requests_of(partnership).filter(waits))


def answered_since(moment: datetime) -> QuerySet[DataRequest]:
    """Those in which something was entered after a moment that still waits to be taken over."""
    return DataRequest.objects.with_counts().filter(Q(answered_at__gt=moment, entered__gt=0))


def answered_lines(request: DataRequest) -> list[AnsweredLine]:
    cells = list(request.cells.select_related("row__parent", "row__category", "part", "settled_by"))
    for cell in cells:
        cell.request = request
    standing = Observation.objects.filter(row__in={cell.row_id for cell in cells}, period=request.period)
    values = {(value.row_id, value.part_id): value for value in standing}
    return [AnsweredLine(cell, values.get((cell.row_id, cell.part_id))) for cell in cells]


@transaction.atomic
def accept(request: DataRequest, chosen: Mapping[int, str], *, without_notes: set[int], by: User) -> int:
    """Make values of what was entered, by primary key and with the mark that `AnsweredLine.seen` gave; how many.

    A note goes along as the value's, unless it is one of `without_notes`. Raises Conflict and writes nothing where
    what was entered or what stands is not what the person saw.
    """
    lines = _chosen(request, chosen)
    changes = [_change(line, by, with_note=line.cell.pk not in without_notes) for line in lines]
    save_values(changes, by=by)
    _settle(lines, AnswerState.ACCEPTED, by=by)
    return len(lines)


@transaction.atomic
def decline(request: DataRequest, chosen: Mapping[int, str], reason: str, *, by: User) -> int:
    """Not take over what was entered; how many. Whoever has the link reads why, and may enter something else."""
    lines = _chosen(request, chosen)
    _settle(lines, AnswerState.DECLINED, by=by, reason=reason)
    return len(lines)


def _chosen(request: DataRequest, chosen: Mapping[int, str]) -> list[AnsweredLine]:
    DataRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    lines = [line for line in answered_lines(request) if line.cell.pk in chosen]
    if any(not line.waits or line.seen != chosen[line.cell.pk] for line in lines):
        raise Conflict
    return lines


def _change(line: AnsweredLine, by: User, *, with_note: bool) -> Change:
    cell = line.cell
    wanted: dict[str, object] = {"text": cell.text, "source": source_of(line, by)}
    if cell.note and with_note:
        wanted["note"] = cell.note
    return Change(cell.row, cell.request.period, wanted, seen_in(line.value), cell.part)


def source_of(line: AnsweredLine, by: User) -> str:
    """Where the value is from: “Survey; entered by Dana Clerk, accepted by Pat Doe”."""
    entered = f"entered by {line.cell.request.name}, accepted by {by}"
    before = (line.value.source if line.value else "").partition("entered by ")[0].removesuffix("; ")
    whole = f"{before}; {entered}" if before else entered
    return (whole if len(whole) <= LONGEST_SOURCE else entered)[:LONGEST_SOURCE]


def _settle(lines: list[AnsweredLine], state: AnswerState, *, by: User, reason: str = "") -> None:
    for line in lines:
        line.cell.state, line.cell.reason = state, reason
        line.cell.settled_by, line.cell.settled_at = by, timezone.now()
    cells = [line.cell for line in lines]
    if cells:
        bulk_update_with_history(
            cells, RequestedCell, ["state", "reason", "settled_by", "settled_at"], default_user=by
        )
