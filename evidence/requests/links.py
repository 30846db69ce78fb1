"""The link by which somebody without a sign-in enters what they were asked for."""

import hashlib
import secrets
from enum import StrEnum

from django.core import signing

from evidence.models import DataRequest

_signer = signing.Signer(salt="evidence.asked")


class LinkState(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


def new_secret() -> str:
    """43 characters that nobody guesses (256 bits). They stand in the link alone, and are stored nowhere."""
    return secrets.token_urlsafe(32)


def checksum_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def request_of(secret: str) -> tuple[DataRequest | None, LinkState]:
    """What a link leads to. A link that was replaced by a new one is unknown."""
    found = (
        DataRequest.objects.select_related(
            "partnership__partner", "partnership__agreement__lead", "period", "asked_by"
        )
        .filter(link_sha256=checksum_of(secret))
        .first()
    )
    if found is None:
        return None, LinkState.UNKNOWN
    if found.withdrawn_at:
        return found, LinkState.WITHDRAWN
    return found, LinkState.EXPIRED if found.has_expired else LinkState.OPEN


def token_of(request: DataRequest) -> str:
    """What stands in the form behind the link, which has no cookie: it says that the form is ours."""
    return _signer.signature(request.link_sha256)


def is_token_of(request: DataRequest, token: str) -> bool:
    return secrets.compare_digest(token_of(request).encode(), token.encode())
