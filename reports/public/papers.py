"""The documents made for everybody that may be downloaded from the public pages."""

from collections.abc import Collection
from typing import Any

from partnerships.models import Partnership
from reports.changes import with_changes
from reports.models import Audience, DocumentKind, Publication, PublicationStatus

from .text import Json, day_of


def papers_offered(partnership: Partnership) -> list[Any]:
    """For everybody, ready, of a final assessment or of none: of each title the newest, without its file. In the
    order of the kinds, the newest of each first.

    Each says whether its record was changed since (`change`). Not one that shows a draft, or whose assessment was
    opened again since it was asked for.
    """
    ready = (
        Publication.objects.of(partnership)
        .for_readers()
        .with_subject()
        .filter(status=PublicationStatus.READY, audience=Audience.PUBLIC, shows_draft=False)
        .order_by("-requested_at")
    )
    newest: dict[str, Publication] = {}
    for one in ready:
        changed = one.was_taken_back or one.was_reopened
        if one.assessment is None or (one.assessment.is_final and not changed):
            newest.setdefault(one.title, one)
    kinds = DocumentKind.values
    return with_changes(sorted(newest.values(), key=lambda one: kinds.index(one.kind)))


def papers_of(partnership: Partnership, chosen: Collection[str] | None = None) -> list[Json]:
    """Those chosen by public id; all where nobody chose."""
    return [
        {
            "public_id": one.public_id,
            "title": one.title,
            "filename": one.filename,
            "kind": one.kind,
            "language": one.language,
            "made_on": day_of(one.requested_at),
            "pages": one.pages,
            "size": one.size,
            "sha256": one.sha256,
            "changed": str(one.change or ""),
        }
        for one in papers_offered(partnership)
        if chosen is None or one.public_id in chosen
    ]
