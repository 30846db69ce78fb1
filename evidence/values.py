"""Writing values: one cell or many at once, by one rule, and never over what the person has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from core.conflicts import Conflict, Resolution, marks_of, resolutions_of
from core.history import delete_as
from partnerships.models import Period

from .models import BreakdownPart, EvidenceRow, Observation, ObservationStatus
from .understanding import expected_by, understand

PARTS = (
    "text",
    "status",
    "data_period_id",
    "expected_on",
    "owed_by_id",
    "owed_by_name",
    "source",
    "link",
    "note",
    "prints_remarks",
)
"""What people enter of a value. Two people who change different parts of one do not meet."""

CELL = ("text", "status")
"""The parts that are entered in the table itself."""

WRITTEN = [
    *(name.removesuffix("_id") for name in PARTS),
    "number",
    "numerator",
    "denominator",
    "updated_at",
    "updated_by",
]
"""What a save changes in a value."""

Place = tuple[int, int, int | None]
"""The primary keys of a row, a period and, unless it is the whole, a part."""


@dataclass(frozen=True)
class Change:
    """What a person wants one cell to say: a value for each of the `PARTS` that their form has.

    `seen` is what `seen_in` gave for these when the form was made.
    """

    row: EvidenceRow
    period: Period
    wanted: Mapping[str, object]
    seen: str
    part: BreakdownPart | None = None
    takes_back: bool = False
    """Whether nothing at all is to stand there, as before somebody entered the first value."""

    @property
    def place(self) -> Place:
        return self.row.pk, self.period.pk, self.part.pk if self.part else None


class Conflicts(Conflict):
    """Somebody else changed what some of the changes would replace. `now` has each of these with the value that
    stands, or None where there is none any more."""

    now: list[tuple[Change, Observation | None]]


NO_VALUE = Observation(status=ObservationStatus.BLANK)
"""What stands where none was entered."""


def said_by(value: Observation | None, parts: Sequence[str] = PARTS) -> dict[str, object]:
    """What a value says, by part. Where none was entered it is blank."""
    return {name: getattr(value or NO_VALUE, name) for name in parts}


def seen_in(value: Observation | None, *parts: str) -> str:
    """A mark of each part of a value, or of some of them, for a hidden field."""
    return marks_of(said_by(value, parts or PARTS))


def values_at(changes: Sequence[Change]) -> dict[Place, Observation]:
    """The values that stand where something is to change. In one query."""
    found = Observation.objects.with_file_count().filter(
        row__in={change.row.pk for change in changes}, period__in={change.period.pk for change in changes}
    )
    return {(value.row_id, value.period_id, value.part_id): value for value in found}


@transaction.atomic
def save_values(changes: Sequence[Change], *, by: User) -> list[Observation | None]:
    """Write what is wanted, or raise Conflicts and write nothing. In queries that do not grow with the changes.

    Returns the value that stands for each change, None where there still is none. A part that the person did not
    change stays as it is now. A text is read anew where it changes; a status that is wanted beside it stands.
    A value that is taken back goes and leaves its history, unless anything else hangs on it: then it is blank.
    Several changes of one place are one mistake of the caller's.
    """
    rows = sorted({change.row.pk for change in changes})
    if connection.features.has_select_for_update:  # SQLite locks all of itself where a transaction begins
        locked = EvidenceRow.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=rows)
        list(locked.order_by("pk"))
    return save_in_locked_rows(changes, by=by)


def save_in_locked_rows(changes: Sequence[Change], *, by: User) -> list[Observation | None]:
    """As `save_values`, for a caller that has locked the rows of the changes in a transaction of its own."""
    standing = values_at(changes)
    added: list[Observation] = []
    changed: list[Observation] = []
    taken_back: list[Observation] = []
    conflicts: list[tuple[Change, Observation | None]] = []
    for change in changes:
        value = standing.get(change.place)
        if value:
            value.row, value.period = change.row, change.period  # which its text is read for
        outcomes = resolutions_of(change.seen, said_by(value), change.wanted)
        if Resolution.CONFLICT in outcomes.values():
            conflicts.append((change, value))
        elif mine := {name: change.wanted[name] for name in outcomes if outcomes[name] is Resolution.MINE}:
            written = value or Observation(row=change.row, period=change.period, part=change.part)
            _put(written, mine, by)
            (changed if value else added).append(written)
            standing[change.place] = written
            if change.takes_back and value and not any(_beside(value)):
                taken_back.append(value)
    if conflicts:
        raise Conflicts(conflicts)
    if changed:
        bulk_update_with_history(changed, Observation, WRITTEN, default_user=by)
    if added:
        bulk_create_with_history(added, Observation, default_user=by)
    gone = {value.pk for value in taken_back if _take_back(value, by)}
    standing = {place: value for place, value in standing.items() if value.pk not in gone}
    return [standing.get(change.place) for change in changes]


def _beside(value: Observation) -> list[object]:
    """What stands in a value apart from its text."""
    said = said_by(value)
    return [said[name] for name in PARTS if name not in CELL]


def _take_back(value: Observation, by: User) -> bool:
    """Whether the value is gone. Not where a file, a rating or a component is its own."""
    if value.components.exists():
        return False
    key = value.pk
    try:
        with transaction.atomic():
            delete_as(value, by=by, reason="the first entry was undone")
    except ProtectedError:
        value.pk = key
        return False
    value.pk = key
    return True


def _put(value: Observation, parts: Mapping[str, object], by: User) -> None:
    if "text" in parts and "expected_on" not in parts and value.expected_on == expected_by(value):
        value.expected_on = None
    for name, wanted in parts.items():
        setattr(value, name, wanted)
    if "text" in parts:
        understand(value)
        value.status = parts.get("status") or value.status  # type: ignore[assignment]
    value.updated_by, value.updated_at = by, timezone.now()
