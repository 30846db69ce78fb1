"""Asking somebody for values of one period, asking again, withdrawing."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from core.history import save_as
from evidence.models import (
    UNSETTLED,
    BreakdownPart,
    DataRequest,
    EvidenceRow,
    Observation,
    RequestedCell,
)
from partnerships.models import Partnership, Period

from .links import checksum_of, new_secret


class AskedAlready(Exception):
    """The same form was sent twice; `request` is what came of the first time."""

    def __init__(self, request: DataRequest) -> None:
        super().__init__()
        self.request = request


def ask(
    partnership: Partnership,
    period: Period,
    rows: Iterable[EvidenceRow],
    parts: Iterable[BreakdownPart] = (),
    *,
    key: str,
    name: str,
    email: str,
    words: str,
    expires_on: date,
    by: User,
) -> tuple[DataRequest, str]:
    """The request for values of rows and of parts, and the secret of its link.

    `key` becomes its public id: what is sent twice is asked once. Raises AskedAlready the second time. In a
    number of queries that does not grow with the values.
    """
    secret = new_secret()
    request = DataRequest(
        public_id=key,
        partnership=partnership,
        period=period,
        name=name,
        email=email,
        words=words,
        link_sha256=checksum_of(secret),
        expires_on=expires_on,
        asked_by=by,
    )
    cells = cells_of(rows, parts)
    standing = Observation.objects.filter(row__in={cell.row_id for cell in cells}, period=period)
    try:
        with transaction.atomic():
            save_as(request, by=by)
            stood = {(value.row_id, value.part_id): value.text for value in standing.order_by()}
            for cell in cells:
                cell.request, cell.stood = request, stood.get((cell.row_id, cell.part_id), "")
            bulk_create_with_history(cells, RequestedCell, default_user=by)
    except IntegrityError:
        before = DataRequest.objects.filter(public_id=key, partnership=partnership).first()
        if before is None:
            raise
        raise AskedAlready(before) from None
    return request, secret


def cells_of(rows: Iterable[EvidenceRow], parts: Iterable[BreakdownPart]) -> list[RequestedCell]:
    """What is asked for, not saved yet."""
    return [
        *(RequestedCell(row=row) for row in rows),
        *(RequestedCell(row=part.breakdown.row, part=part) for part in parts),
    ]


def asked_already(
    partnership: Partnership, period: Period, rows: Iterable[EvidenceRow], parts: Iterable[BreakdownPart]
) -> QuerySet[DataRequest]:
    """The requests that wait for some of these values; `shared` says for how many."""
    same = Q(cells__part=None, cells__row__in=list(rows)) | Q(cells__part__in=list(parts))
    waits = same & Q(cells__state__in=UNSETTLED)
    standing = DataRequest.objects.filter(partnership=partnership, period=period, withdrawn_at=None)
    standing = standing.annotate(shared=Count("cells", filter=waits))
    return standing.filter(Q(expires_on__gte=timezone.localdate(), shared__gt=0))


@transaction.atomic
def ask_again(request: DataRequest, expires_on: date, *, by: User) -> str | None:
    """The secret of a new link to the same request, which replaces the one before; None where it was withdrawn."""
    locked = DataRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if locked.withdrawn_at:
        return None
    secret = new_secret()
    request.link_sha256 = locked.link_sha256 = checksum_of(secret)
    request.expires_on = locked.expires_on = expires_on
    save_as(locked, by=by, update_fields=["link_sha256", "expires_on"])
    return secret


@transaction.atomic
def withdraw(request: DataRequest, *, by: User) -> bool:
    """The link works no more. Whether it was not withdrawn before; what was entered may still be taken over."""
    locked = DataRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if locked.withdrawn_at:
        return False
    locked.withdrawn_at = timezone.now()
    save_as(locked, by=by, update_fields=["withdrawn_at"])
    return True
