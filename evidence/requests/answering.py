"""What somebody without a sign-in enters. It is never trusted: limited, and read as what is typed into cells is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from core.conflicts import Conflict, Resolution, mark_of, resolution_of
from core.forms import TextField
from core.history import save_as
from evidence.models import AnswerState, DataRequest, Observation, ObservationStatus, RequestedCell
from evidence.reading import LONGEST_CELL
from evidence.understanding import problems_with, understood
from partnerships.models import Period

WRITTEN = ["text", "note", "state", "reason", "settled_by", "settled_at"]


class Moved(Conflict):
    """Somebody else with the same link entered another value, or one was accepted.

    `now` has these values by primary key; `note` is the word to whoever asks where it is another by now, else None.
    """

    now: dict[int, RequestedCell]

    def __init__(self, now: dict[int, RequestedCell], note: str | None) -> None:
        super().__init__(now)
        self.note = note


class Closed(Exception):
    """The link stopped working meanwhile."""


@dataclass
class AskedLine:
    """One value that is asked for, as the person sees it."""

    cell: RequestedCell
    previous: Observation | None
    """What the row said before; None too where that is nothing for strangers."""
    theirs: RequestedCell | None = None
    """What somebody else entered meanwhile."""
    typed: str = ""
    """What was typed after the value had been accepted."""
    text: Any = None
    note: Any = None
    seen: Any = None
    """The fields of the form."""

    @property
    def is_accepted(self) -> bool:
        return self.cell.state == AnswerState.ACCEPTED

    @property
    def understood(self) -> str:
        """What was entered, in words."""
        return understood(self.cell.text, self.cell.row, self.cell.request.period) if self.cell.text else ""


def lines_of(request: DataRequest, cells: list[RequestedCell] | None = None) -> list[AskedLine]:
    """In two queries, however many values. `cells` are those of a request that is not sent yet."""
    if cells is None:
        cells = list(request.cells.select_related("row__parent", "row__category", "part"))
    previous = _previous_values(cells, request.period)
    for cell in cells:
        cell.request = request
    return [AskedLine(cell, previous.get((cell.row_id, cell.part_id))) for cell in cells]


def _previous_values(
    cells: Iterable[RequestedCell], period: Period
) -> dict[tuple[int, int | None], Observation]:
    """The newest value of each row before a period, where it may leave the partnership.

    Not of rows that count students, and only what is reported: an embargo holds for strangers most of all.
    """
    rows = {cell.row_id for cell in cells if not cell.row.counts_students}
    values = Observation.objects.filter(
        row__in=rows, period__start__lt=period.start, status=ObservationStatus.REPORTED
    )
    values = values.select_related("period").order_by("period__start", "-period__end")
    return {(value.row_id, value.part_id): value for value in values}


def said_in(cell: RequestedCell) -> str:
    """A mark of what was entered, for a hidden field."""
    return mark_of((cell.text, cell.note))


@dataclass(frozen=True)
class WantedAnswer:
    """What a person wants one value to say; `seen` is what `said_in` gave when the form was made."""

    text: str
    note: str
    seen: str


class AnswerForm(forms.Form):
    """The values that still can be entered, all at once. Cleans `entered`, by primary key of the value."""

    fields: Any
    their_note: str | None = None
    """What somebody else said meanwhile to whoever asks."""

    def __init__(self, data: Any = None, *, lines: list[AskedLine], request: DataRequest) -> None:
        super().__init__(data.copy() if data is not None else None)
        # What was accepted while somebody typed is among them, so that it is not dropped without a word.
        self.request = request
        self.lines = [line for line in lines if not line.is_accepted or f"{line.cell.pk}-text" in self.data]
        for line in self.lines:
            cell = line.cell
            self.fields[f"{cell.pk}-text"] = TextField(
                max_length=LONGEST_CELL, required=False, initial=cell.text, widget=_area("Value", line)
            )
            self.fields[f"{cell.pk}-note"] = TextField(
                max_length=2000, required=False, initial=cell.note, widget=_area("Note", line)
            )
            self.fields[f"{cell.pk}-seen"] = forms.CharField(
                required=False, initial=said_in(cell), widget=forms.HiddenInput
            )
        self.fields["answer_note"] = TextField(
            label="A word to whoever asks (optional)",
            max_length=2000,
            required=False,
            initial=request.answer_note,
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        )
        self.fields["note_seen"] = forms.CharField(
            required=False, initial=mark_of(request.answer_note), widget=forms.HiddenInput
        )
        for line in self.lines:
            line.text, line.note, line.seen = (
                self[f"{line.cell.pk}-{name}"] for name in ("text", "note", "seen")
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["entered"] = {}
        for line in self.lines:
            key = line.cell.pk
            if f"{key}-text" not in said or f"{key}-note" not in said:
                continue
            for problem in problems_with(said[f"{key}-text"], line.cell.row, self.request.period):
                self.add_error(f"{key}-text", problem)
            said["entered"][key] = WantedAnswer(
                *(said.get(f"{key}-{name}", "") for name in ("text", "note", "seen"))
            )
        return said

    def show_what_stands(self, moved: Moved) -> None:
        """What others entered stands beside what was typed, and the next try has seen it."""
        data: Any = self.data
        now = moved.now
        if moved.note is not None:
            self.their_note = moved.note
            data["note_seen"] = mark_of(moved.note)
        for line in self.lines:
            key = line.cell.pk
            if line.is_accepted and key in now:
                line.typed = data[f"{key}-text"]
            elif key in now:
                line.theirs = now[key]
                data[f"{key}-seen"] = said_in(now[key])


def _area(name: str, line: AskedLine) -> forms.Textarea:
    of = f"{line.cell.row.name}, {line.cell.part}" if line.cell.part else line.cell.row.name
    label = f"{name}: {of}"
    return forms.Textarea(attrs={"rows": 1, "aria-label": label, "class": "form-control"})


@transaction.atomic
def answer(
    request: DataRequest, entered: Mapping[int, WantedAnswer], note: str = "", note_seen: str = mark_of("")
) -> bool:
    """Write what was entered, all of it; whether anything changed.

    Raises Closed where the link stopped working, and Moved where somebody was faster. Nothing is written then.
    """
    locked = DataRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if locked.withdrawn_at or locked.has_expired or locked.link_sha256 != request.link_sha256:
        raise Closed
    changed: list[Any] = []
    theirs = {}
    cell: Any
    for cell in locked.cells.filter(pk__in=entered):
        mine = entered[cell.pk]
        outcome = resolution_of(mine.seen, said_in(cell), mark_of((mine.text, mine.note)))
        is_late = cell.state == AnswerState.ACCEPTED and outcome is not Resolution.NOTHING
        if outcome is Resolution.CONFLICT or is_late:
            theirs[cell.pk] = cell
        elif outcome is Resolution.MINE:
            cell.text, cell.note = mine.text, mine.note
            cell.state = AnswerState.ENTERED if mine.text else AnswerState.WAITS
            cell.reason, cell.settled_by, cell.settled_at = "", None, None
            cell._history_user = None  # whoever has the link, even where somebody else is signed in
            changed.append(cell)
    of_note = resolution_of(note_seen, mark_of(locked.answer_note), mark_of(note))
    if theirs or of_note is Resolution.CONFLICT:
        raise Moved(theirs, locked.answer_note if of_note is Resolution.CONFLICT else None)
    if not changed and of_note is not Resolution.MINE:
        return False
    if changed:
        bulk_update_with_history(changed, RequestedCell, WRITTEN)
    locked.answered_at = timezone.now()
    if of_note is Resolution.MINE:
        locked.answer_note = note
    save_as(locked, by=None, update_fields=["answered_at", "answer_note"])
    return True
