"""The documents that were made, and their files."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from api.paging import PageOfRecords, Paging, page_of
from api.problems import PROBLEMS
from core.downloads import as_download
from partnerships.access import get_agreement_led, get_partnership, reads_all_of
from reports.access import documents_seen, reaches_document
from reports.changes import with_changes
from reports.models import Publication, PublicationStatus
from reports.runs.progress import reasons_to_look

from .assessments import rounds_seen

router = Router(tags=["Documents"])


class DocumentSeen(Schema):
    id: str
    title: str
    kind: str
    audience: str = Field(description="“public”, or “parties” for one in which nothing is hidden.")
    language: str = Field(description="“en” or “es”.")
    status: str = Field(description="“waiting”, “ready”, “failed” or “cancelled”.")
    shows_draft: bool
    look_first: list[str] = Field(
        description="Why it is to be looked at before anybody else gets it: its record was changed since, or it "
        "may say a small count of students. In sentences; empty where there is no reason."
    )
    requested_at: datetime
    read_at: datetime | None = Field(description="When what it says was read from the record.")
    pages: int | None
    size: int | None = Field(description="Of its file, in bytes.")
    sha256: str = Field(description="The checksum of its file.")
    download: str | None = Field(description="The address of its file, once it is ready.")


def _document(document: Publication) -> DocumentSeen:
    """Of one that says its `change` (`with_changes`)."""
    rest = f"documents/{document.public_id}/download"
    return DocumentSeen(
        id=document.public_id,
        title=document.title,
        kind=document.kind,
        audience=document.audience,
        language=document.language,
        status=document.status,
        shows_draft=document.shows_draft,
        look_first=reasons_to_look(document),
        requested_at=document.requested_at,
        read_at=document.read_at,
        pages=document.pages,
        size=document.size,
        sha256=document.sha256,
        download=reverse("api", args=[rest]) if document.is_ready else None,
    )


@router.get(
    "partnerships/{slug}/documents",
    response={200: PageOfRecords[DocumentSeen], **PROBLEMS},
    summary="Documents",
)
def documents(request: HttpRequest, slug: str, paging: Query[Paging]) -> Any:
    """Those of the partnership that you see, the newest first."""
    partnership = get_partnership(request.user, slug)
    assessments = [one for round_ in rounds_seen(request.user, partnership) for one in round_.assessments]
    rows = Publication.objects.of(partnership).for_readers().with_subject().order_by("-requested_at", "-pk")
    seen = documents_seen(request.user, rows, assessments)
    with_changes(seen[paging.first : paging.first + paging.size])
    return page_of(seen, paging, _document)


@router.get(
    "agreements/{slug}/documents",
    response={200: PageOfRecords[DocumentSeen], **PROBLEMS},
    summary="Documents of a whole agreement",
)
def documents_of_agreement(request: HttpRequest, slug: str, paging: Query[Paging]) -> Any:
    """County summaries, for those who read all its partnerships; the newest first. What is of one partnership, also
    of that of the whole, stands among the documents of that."""
    agreement = get_agreement_led(request.user, slug)
    if not reads_all_of(request.user, agreement):
        raise PermissionDenied("They are for those who read all its partnerships.")
    rows = Publication.objects.filter(agreement=agreement).order_by("-requested_at", "-pk")
    made = list(rows.for_readers().with_subject())
    with_changes(made[paging.first : paging.first + paging.size])
    return page_of(made, paging, _document)


@router.get("documents/{id}", response={200: DocumentSeen, **PROBLEMS}, summary="One document")
def document(request: HttpRequest, id: str) -> Any:
    (document,) = with_changes([_at(request, id, Publication.objects.for_readers())])
    return _document(document)


PDF = {"description": "The PDF.", "content": {"application/pdf": {}}}


@router.get(
    "documents/{id}/download",
    response={200: None, **PROBLEMS},
    summary="Its file",
    openapi_extra={"responses": {200: PDF}},
)
def download(request: HttpRequest, id: str) -> Any:
    """The PDF, unchanged since it was made."""
    ready = Publication.objects.for_readers().filter(status=PublicationStatus.READY)
    document = _at(request, id, ready.defer(None))
    return as_download(document.content or b"", "application/pdf", document.filename)


def _at(request: HttpRequest, public_id: str, documents: Any) -> Publication:
    document: Publication | None = documents.with_subject().filter(public_id=public_id).first()
    if document is None or not reaches_document(request.user, document):
        raise Http404("No such document.")
    return document
