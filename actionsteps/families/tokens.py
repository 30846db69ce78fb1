"""A form that is ours, without a cookie, and the private address that its sender gets."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.core import signing
from django.utils import timezone

from evidence.requests.links import checksum_of

from ..models import FamilyMessage

QUICKEST = timedelta(seconds=3)
"""Nobody writes and sends a text in less."""
LONGEST = timedelta(days=1)

_forms = signing.Signer(salt="actionsteps.family-form")
_addresses = signing.Signer(salt="actionsteps.family-address")
_pages = signing.Signer(salt="actionsteps.family-page")


class TokenStanding(StrEnum):
    """What a token says of the form it was sent with."""

    GOOD = "good"
    QUICK = "quick"
    EXPIRED = "expired"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Token:
    standing: TokenStanding
    once: str = ""
    """What this one form is called."""


def new_token(slug: str, *, made_at: datetime | None = None) -> str:
    """For the form of one partnership, as it is shown to somebody."""
    made = (made_at or timezone.now()).timestamp()
    return _forms.sign_object({"of": slug, "once": secrets.token_urlsafe(12), "made": int(made)})


def read_token(slug: str, text: str) -> Token:
    try:
        said = _forms.unsign_object(text)
    except (signing.BadSignature, ValueError):
        return Token(TokenStanding.FOREIGN)
    if said["of"] != slug:
        return Token(TokenStanding.FOREIGN)
    age = timezone.now().timestamp() - said["made"]
    if age > LONGEST.total_seconds():
        return Token(TokenStanding.EXPIRED)
    quick = age < QUICKEST.total_seconds()
    return Token(TokenStanding.QUICK if quick else TokenStanding.GOOD, said["once"])


def once_of(token: Token, text: str) -> str:
    """What is the same when the same form is sent twice, with the same text."""
    return hashlib.sha256(f"{token.once}\n{text}".encode()).hexdigest()


def secret_of(once: str) -> str:
    """43 characters for the private address. They are worked out anew, not kept; what is kept is their checksum."""
    return _addresses.signature(once)


def message_at(secret: str) -> FamilyMessage | None:
    """What a private address leads to."""
    found = FamilyMessage.objects.select_related(
        "feedback__merged_into", "feedback__partnership__partner", "feedback__partnership__agreement__lead"
    )
    return found.filter(secret_sha256=checksum_of(secret)).first()


def page_token(message: FamilyMessage) -> str:
    """What stands in the form of a private page: it says that the form is ours."""
    return _pages.signature(message.secret_sha256)


def is_page_token(message: FamilyMessage, text: str) -> bool:
    return secrets.compare_digest(page_token(message).encode(), text.encode())
