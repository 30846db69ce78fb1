"""The signature page of an edition or an addition, and the places on it."""

import datetime
from collections.abc import Container
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization
from partnerships.models import (
    Addendum,
    Edition,
    EditionStatus,
    Partnership,
    SignatoryRole,
    SignatorySide,
    Signature,
    SignatureEvent,
    SignatureEventKind,
)

NOT_SIGNED = ""

A_YEAR = datetime.timedelta(days=366)


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
    def earliest(self) -> datetime.date | None:
        """The first day on which its text is likely to be signed: that on which it was adopted here.

        Of a text that was written down here only after it took effect, a year before it did.
        """
        text = self.addendum or self.role.edition
        first = text.effective_from
        adopted = timezone.localdate(text.adopted_at) if text.adopted_at else None
        if adopted and (first is None or adopted <= first):
            return adopted
        return first and first - A_YEAR

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
            place.signature = signature_in(place)
            return place
    raise Http404("No such place on the signature page.")


def signature_in(place: SignaturePlace) -> Signature | None:
    return _signatures(place.partnership).filter(role=place.role, addendum=place.addendum).first()
