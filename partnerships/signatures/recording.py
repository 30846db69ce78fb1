"""Recording, correcting and withdrawing signatures."""

import datetime
import hashlib

from django.db import transaction

from accounts.models import User
from core.conflicts import UNKNOWN, Conflict, Resolution, resolution_of
from core.history import delete_as, save_as
from partnerships.models import Partnership, Scan, Signature, SignatureEvent, SignatureEventKind

from .pages import NOT_SIGNED, SignaturePlace, signature_in, stamp


@transaction.atomic
def record(
    partnership: Partnership,
    place: SignaturePlace,
    *,
    name: str,
    date: datetime.date,
    scan: tuple[bytes, str, str] | None,
    remove_scan: bool = False,
    seen: str,
    by: User,
) -> bool:
    """Record or correct a signature. Returns whether anything changed.

    `scan` is (content, content type, file name) of a new scanned page, or None to leave it as it is. Raises
    Conflict, the place having what stands now, where somebody else changed it; also where this person changed
    nothing, for what they confirm is not what is recorded.
    """
    signature = _locked(partnership, place)
    kept = signature.scan_id if signature else None
    wanted = UNKNOWN if scan else stamp(name, date, None if remove_scan else kept)
    outcome = resolution_of(seen, place.stamp, wanted)
    if outcome in (Resolution.THEIRS, Resolution.CONFLICT):
        raise Conflict(signature)
    if outcome is Resolution.NOTHING:
        return False
    if signature is None:
        signature = Signature(
            edition=place.role.edition, partnership=partnership, role=place.role, addendum=place.addendum
        )
    signature.name, signature.date = name, date
    if scan:
        signature.scan = _keep(partnership, *scan, by=by)
    elif remove_scan:
        signature.scan = None
    signature.recorded_by = by
    save_as(signature, by=by)
    return True


@transaction.atomic
def withdraw(partnership: Partnership, place: SignaturePlace, *, reason: str, seen: str, by: User) -> None:
    """Delete a signature. That it was signed, and the reason, stay on record.

    Raises Conflict where it is not the one the person saw, or is withdrawn already.
    """
    signature = _locked(partnership, place)
    if signature is None or resolution_of(seen, place.stamp, NOT_SIGNED) is Resolution.CONFLICT:
        raise Conflict(signature)
    delete_as(signature, by=by, reason=reason)
    record_withdrawal(signature, by=by, reason=reason)


def record_withdrawal(signature: Signature, *, by: User, reason: str = "") -> None:
    """Keep on record that a signature, deleted a moment ago, was withdrawn."""
    SignatureEvent.objects.create(
        kind=SignatureEventKind.WITHDRAWN,
        partnership_id=signature.partnership_id,
        role_id=signature.role_id,
        addendum_id=signature.addendum_id,
        name=signature.name,
        words=reason,
        by=by,
    )


def _locked(partnership: Partnership, place: SignaturePlace) -> Signature | None:
    """The signature as it is now, until the transaction ends; the place then has it too."""
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    place.signature = signature_in(place)
    return place.signature


def _keep(partnership: Partnership, content: bytes, content_type: str, filename: str, *, by: User) -> Scan:
    return Scan.objects.create(
        partnership=partnership,
        filename=filename,
        content_type=content_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
