"""Who signed an edition for a partnership: the places on its signature page, and the scanned pages."""

import datetime
import hashlib
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, User
from core.conflicts import UNKNOWN, Conflict, Outcome, outcome_of
from core.forms import DayField, TextField
from core.history import delete_as, save_as

from .models import (
    Addendum,
    Edition,
    EditionStatus,
    Partnership,
    Scan,
    SignatoryRole,
    SignatorySide,
    Signature,
    SignatureEvent,
    SignatureEventKind,
)

SCAN_MAX_MEGABYTES = 10
REASON_MAX_LENGTH = 100

KINDS = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}
"""What a scan may be, by its first bytes: (content type, how the file's name ends)."""


NOT_SIGNED = ""


def stamp(name: str, date: datetime.date, scan: int | None) -> str:
    """What a signature says, in a form."""
    return f"{name} {date} {scan or ''}"


@dataclass
class SignaturePlace:
    """One role on the signature page of an edition, or of an addition to it; `number` is 1 for the first."""

    partnership: Partnership
    number: int
    role: SignatoryRole
    addendum: Addendum | None = None
    """The partnership's own addition that is signed; None for the edition itself."""
    signature: Signature | None = None
    withdrawn: SignatureEvent | None = None
    """When a signature was withdrawn from it last, where nobody has signed since."""

    is_own: bool = False
    """Whether the person who asks records what is signed here: it is their side's."""
    signer: Organization | None = None
    """The side that signs here."""

    @property
    def what(self) -> str:
        """What is signed: the label of the edition, or the addition's title."""
        return self.addendum.title if self.addendum else self.role.edition.label

    @property
    def address(self) -> str:
        """Where its signature is recorded and corrected."""
        return self._address("sign")

    @property
    def withdrawing_address(self) -> str:
        return self._address("withdraw-signature")

    def _address(self, name: str) -> str:
        if self.addendum:
            args = [self.partnership.slug, self.addendum.public_id, self.number]
            return reverse(f"{name}-of-addition", args=args)
        return reverse(name, args=[self.partnership.slug, self.role.edition.label, self.number])

    @property
    def stamp(self) -> str:
        """What a form says it has seen."""
        if self.signature is None:
            return NOT_SIGNED
        return stamp(self.signature.name, self.signature.date, self.signature.scan_id)


@dataclass
class SignaturePage:
    """The signature page of one edition, or of an addition to it."""

    edition: Edition
    addendum: Addendum | None = None
    places: list[SignaturePlace] = field(default_factory=list)

    @property
    def signed(self) -> int:
        return sum(place.signature is not None for place in self.places)


def pages_of(partnership: Partnership, own: Container[str] = ()) -> list[SignaturePage]:
    """The signature pages of all editions that were adopted, the newest first, each followed by those of the
    partnership's adopted additions to it, in five queries.

    `own` are the sides (`access.sides_of`) of the person who asks.
    """
    editions = Edition.objects.filter(agreement=partnership.agreement_id).exclude(status=EditionStatus.DRAFT)
    pages = {
        edition.pk: [SignaturePage(edition)]
        for edition in editions.select_related("agreement").newest_first()
    }
    for addendum in Addendum.objects.adopted().filter(partnership=partnership, edition__in=pages):
        of_edition = pages[addendum.edition_id]
        of_edition.append(SignaturePage(of_edition[0].edition, addendum))
    signatures = {(one.role_id, one.addendum_id): one for one in _signatures(partnership)}
    events = SignatureEvent.objects.filter(partnership=partnership, kind=SignatureEventKind.WITHDRAWN)
    withdrawn = {(event.role_id, event.addendum_id): event for event in events.select_related("by")}
    for role in SignatoryRole.objects.filter(edition__in=pages):
        role.edition = pages[role.edition_id][0].edition
        for page in pages[role.edition_id]:
            key = role.pk, page.addendum.pk if page.addendum else None
            signature = signatures.get(key)
            page.places.append(
                SignaturePlace(
                    partnership,
                    len(page.places) + 1,
                    role,
                    page.addendum,
                    signature,
                    None if signature else withdrawn.get(key),
                    is_own=role.side in own,
                    signer=_signer(partnership, role),
                )
            )
    return [page for of_edition in pages.values() for page in of_edition]


def _signer(partnership: Partnership, role: SignatoryRole) -> Organization:
    return partnership.agreement.lead if role.side == SignatorySide.LEAD else partnership.partner


def _signatures(partnership: Partnership) -> QuerySet[Signature]:
    signatures = Signature.objects.filter(partnership=partnership)
    return signatures.select_related("scan", "recorded_by").defer("scan__content")


def get_place(partnership: Partnership, label: str, number: int) -> SignaturePlace:
    """One place on the signature page of an adopted edition, or a 404."""
    roles = SignatoryRole.objects.filter(
        edition__agreement=partnership.agreement_id, edition__label=label
    ).exclude(edition__status=EditionStatus.DRAFT)
    return _place_among(roles, partnership, number, None)


def get_place_of_addition(partnership: Partnership, public_id: str, number: int) -> SignaturePlace:
    """The same of one of the partnership's adopted additions. It is signed in the places of its edition."""
    addendum = get_object_or_404(Addendum.objects.adopted(), partnership=partnership, public_id=public_id)
    roles = SignatoryRole.objects.filter(edition=addendum.edition_id)
    return _place_among(roles, partnership, number, addendum)


def _place_among(
    roles: QuerySet[SignatoryRole], partnership: Partnership, number: int, addendum: Addendum | None
) -> SignaturePlace:
    for at, role in enumerate(roles.select_related("edition"), 1):
        if at == number:
            place = SignaturePlace(partnership, number, role, addendum, signer=_signer(partnership, role))
            place.signature = _signature_in(place)
            return place
    raise Http404("No such place on the signature page.")


def _signature_in(place: SignaturePlace) -> Signature | None:
    return _signatures(place.partnership).filter(role=place.role, addendum=place.addendum).first()


class SigningForm(forms.Form):
    """A signature as it stands on paper, with its scanned page where there is one."""

    name = forms.CharField(
        label="Name as signed",
        max_length=120,
        error_messages={"required": "Write the name as it was signed, then save."},
    )
    date = DayField(
        label="Signed on",
        widget=forms.TextInput,
        error_messages={"required": "Enter the day it was signed, for example 9/27/2024."},
    )
    scan = forms.FileField(
        label="Scanned page (optional)",
        required=False,
        help_text=f"A PDF, PNG or JPEG of at most {SCAN_MAX_MEGABYTES} MB.",
        error_messages={"empty": "This file is empty. Scan the page again, then choose the new file."},
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    remove_scan = forms.BooleanField(label="Take the scanned page away", required=False)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, place: SignaturePlace, too_large: bool = False
    ) -> None:
        """`too_large`: the request was, so that its file was thrown away before it got here."""
        signature = place.signature
        said = {"name": signature.name, "date": signature.date} if signature else {}
        super().__init__(data if data is None else data.copy(), files, initial=said | {"seen": place.stamp})
        self.place, self.too_large = place, too_large
        if not (signature and signature.scan_id):
            del self.fields["remove_scan"]

    def clean_date(self) -> datetime.date:
        day = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come. Enter the day it was signed.")
        return day

    def clean_scan(self) -> Any:
        """(content, content type, file name), or None where no file was chosen."""
        upload = self.cleaned_data["scan"]
        if upload is None and not self.too_large:
            return None
        if self.too_large or upload.size > SCAN_MAX_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                f"This file is larger than {SCAN_MAX_MEGABYTES} MB. Scan the page at a lower resolution, "
                "then choose the new file."
            )
        content = upload.read()
        for start, (content_type, ending) in KINDS.items():
            if content.startswith(start):
                stem = "".join(c for c in PurePath(upload.name).stem if c.isprintable())
                return content, content_type, f"{stem[:100] or 'signature'}{ending}"
        raise forms.ValidationError("This file is not a PDF, PNG or JPEG. Choose the scanned page.")

    def show_what_stands(self) -> None:
        """After a conflict: the next try has seen what is recorded now."""
        self.data["seen"] = self.place.stamp  # type: ignore[index]

    def lost_file(self) -> bool:
        """Whether a file was chosen that has to be chosen again, since no page can fill it in."""
        return bool(self.files.get("scan"))


class WithdrawalForm(forms.Form):
    """Why a signature is withdrawn, and which one the person saw."""

    reason = TextField(
        max_length=REASON_MAX_LENGTH,
        error_messages={
            "required": "Say why the signature is withdrawn, then try again.",
            "max_length": f"At most {REASON_MAX_LENGTH} characters fit. Shorten the reason, then try again.",
        },
    )
    seen = forms.CharField(required=False, strip=False)


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
    outcome = outcome_of(seen, place.stamp, wanted)
    if outcome in (Outcome.THEIRS, Outcome.CONFLICT):
        raise Conflict(signature)
    if outcome is Outcome.NOTHING:
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
    if signature is None or outcome_of(seen, place.stamp, NOT_SIGNED) is Outcome.CONFLICT:
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
    place.signature = _signature_in(place)
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
