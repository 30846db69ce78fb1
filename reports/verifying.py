"""Whether a file is one that was issued here, told by its checksum, and what may be said of it to whom."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User

from .access import reaches_document
from .changes import with_changes
from .models import SUBJECTS, Audience, Publication, PublicationStatus
from .public.site import papers_in, standing_at

CHECKSUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Issued:
    """A document that was issued here, for somebody who may know which."""

    document: Any
    newer: Publication | None
    """One of the same that was issued later."""
    is_public: bool
    """Whether it stands on the partnership's public page now."""
    withdrawn_at: Any
    """When it was withdrawn from there, if it was."""
    reaches: bool
    """Whether the person reads it here."""


@dataclass(frozen=True)
class Found:
    """What came of a checksum. Two documents of the same bytes have the same."""

    checksum: str
    issued: tuple[Issued, ...]
    """Of which more may be told."""
    others: int
    """Of which no more may be told than that they were issued here."""


def checksum_of(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def read_checksum(typed: str) -> str:
    """As it is stored, however it was copied: in capitals, with blanks in it. Empty where it is none."""
    plain = "".join(typed.split()).lower()
    return plain if CHECKSUM.fullmatch(plain) else ""


def find_issued(user: User | AnonymousUser, checksum: str) -> Found:
    """Whoever reads a document here is told which it is, and so is everybody of one that was made for everybody."""
    ready = Publication.objects.for_readers().with_subject().filter(status=PublicationStatus.READY)
    documents = with_changes(ready.filter(sha256=checksum))
    told = [(one, reaches_document(user, one)) for one in documents]
    issued = tuple(_issued(one, reaches) for one, reaches in told if reaches or _is_for_everybody(one))
    return Found(checksum, issued, len(documents) - len(issued))


def _is_for_everybody(document: Any) -> bool:
    """Whoever holds such a file reads all of it. A draft was for those who wrote it."""
    hidden = document.shows_draft or document.was_taken_back
    return document.audience == Audience.PUBLIC and not hidden


def _issued(document: Any, reaches: bool) -> Issued:
    same = {name: getattr(document, name) for name in SUBJECTS[document.kind]}
    later = Publication.objects.filter(
        **same,
        kind=document.kind,
        audience=document.audience,
        language=document.language,
        status=PublicationStatus.READY,
        shows_draft=False,
        requested_at__gt=document.requested_at,
    )
    newer = later.exclude(sha256=document.sha256).defer("content").order_by("-requested_at").first()
    partnership = document.of_partnership
    record = standing_at(partnership.slug) if partnership else None
    is_listed = record is not None and document.public_id in papers_in(record.public_id)
    withdrawn_at = record.withdrawn_at if record and is_listed else None
    return Issued(document, newer, is_listed and not withdrawn_at, withdrawn_at, reaches)
