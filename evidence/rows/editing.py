"""Writing one row: adding it, changing it, ending it, removing it."""

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import User
from core.conflicts import Conflict
from core.history import delete_as, save_as
from core.record_forms import RecordForm
from evidence.models import EvidenceRow, Observation
from evidence.order import lock_rows, place_of
from partnerships.models import Period

from .outline import SAYS_NOTHING


class RowRefused(Exception):
    """Why something is not done, in a sentence for people. Nothing is written."""


@transaction.atomic
def add_row(form: RecordForm, *, by: User) -> EvidenceRow:
    """Put the new row of a valid form at the end of its category's table.

    One with the same words that stands there already, beneath the same, is given back: it was pressed twice.
    """
    row: EvidenceRow = form.instance
    lock_rows(row.partnership_id)
    own = EvidenceRow.objects.filter(partnership=row.partnership_id, category=row.category_id)
    if same := own.filter(label=row.label, parent=row.parent_id).first():
        return same
    row.position = (own.aggregate(last=Max("position"))["last"] or 0) + 1
    form.save_by(by)
    return row


# Ending


def rows_beneath(row: EvidenceRow) -> list[EvidenceRow]:
    """A row and all that stand beneath it."""
    found, layer = [row], [row]
    while layer:
        layer = list(EvidenceRow.objects.filter(parent__in=layer).order_by("position", "pk"))
        found += layer
    return found


def values_after(row: EvidenceRow, period: Period) -> list[Observation]:
    """What was entered for a row, or one beneath it, for periods after one."""
    rows = rows_beneath(row)
    values = Observation.objects.filter(row__in=rows, period__start__gt=period.end).exclude(SAYS_NOTHING)
    return list(values.select_related("row", "period").order_by("-period__start"))


@transaction.atomic
def end_row(row: EvidenceRow, last_period: Period, *, seen: str, by: User) -> None:
    """Keep a row, and those beneath it, for no period after one. `seen` is the last period the person saw, or "".

    Raises RowRefused where a later value stands, and Conflict where somebody else ended it otherwise meanwhile.
    """
    _set_last_period(row, last_period, seen=seen, by=by)


@transaction.atomic
def keep_on(row: EvidenceRow, *, seen: str, by: User) -> None:
    """Let a row that was ended go on, with those beneath it that ended with it."""
    _set_last_period(row, None, seen=seen, by=by)


def last_period_seen(row: EvidenceRow) -> str:
    return str(row.last_period_id or "")


def _set_last_period(row: EvidenceRow, wanted: Period | None, *, seen: str, by: User) -> None:
    lock_rows(row.partnership_id)
    now = EvidenceRow.objects.select_related("last_period", "category").get(pk=row.pk)
    ended = now.last_period
    if last_period_seen(now) not in (seen, str(wanted.pk if wanted else "")):
        raise Conflict(now)
    if wanted and (later := values_after(now, wanted)):
        newest = later[0]
        raise RowRefused(
            f"“{newest.row}” has a value for {newest.period.name}: {newest.text or newest.get_status_display()}. "
            f"Choose {newest.period.name} or a later period as the last one, or empty that value first."
        )
    for one in rows_beneath(now):
        goes_along = one == now or one.last_period_id == (ended.pk if ended else None)
        if goes_along and one.last_period_id != (wanted.pk if wanted else None):
            one.last_period = wanted
            save_as(one, by=by, update_fields=["last_period"])


# Removing


def why_it_stays(row: EvidenceRow) -> str:
    """Why a row cannot be removed, in a sentence; empty where it can."""
    values = row.observations.exclude(SAYS_NOTHING)
    if newest := max(values.select_related("period"), key=lambda value: place_of(value.period), default=None):
        return f"It has a value for {newest.period.name}. A row with values is ended, not removed."
    if row.observations.filter(files__isnull=False).exists():
        return "Files were uploaded for it. A row with files is ended, not removed."
    if row.children.exists():
        return "Other rows stand beneath it. Remove these first, or let them stand beneath another row."
    return next((words for name, words in NAMED_BY if _names(name, row)), "")


NAMED_BY = [
    ("evidence.definition", "Its figures are defined. Such a row is ended, not removed."),
    (
        "evidence.reconciliationterm",
        "A check of the figures counts with it. Such a row is ended, not removed.",
    ),
    (
        "evidence.requestedcell",
        "Somebody was asked for its values. Such a row is ended, not removed.",
    ),
    ("", "An assessment or an action step names it. Such a row is ended, not removed."),
]
"""What keeps a row from being removed, by the model; at last those of the apps that build on evidence."""


def _names(label: str, row: EvidenceRow) -> bool:
    related = [
        (one.related_model, one.field.name)
        for one in EvidenceRow._meta.related_objects
        if label in (one.related_model._meta.label_lower, "")
        and (label or one.related_model._meta.app_label != "evidence")
    ]
    return any(model._base_manager.filter(**{name: row}).exists() for model, name in related)


@transaction.atomic
def remove_row(row: EvidenceRow, *, by: User) -> None:
    """Remove a row that has no value. Raises RowRefused with the sentence that says why it stays."""
    lock_rows(row.partnership_id)
    now = EvidenceRow.objects.filter(pk=row.pk).first()
    if now is None:
        return
    if why := why_it_stays(now):
        raise RowRefused(why)
    remove_values_that_say_nothing(now.observations.all(), by=by)
    delete_as(now, by=by)


def remove_values_that_say_nothing(values: QuerySet[Observation], *, by: User) -> None:
    """Remove emptied values with the row or the column they stand in; their history stays."""
    for value in values.filter(SAYS_NOTHING):
        delete_as(value, by=by)
