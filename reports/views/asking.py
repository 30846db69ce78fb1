"""Asking for a document, wherever it is offered."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.documents import DOCUMENTS, Readers
from reports.models import DocumentKind, Publication
from reports.tasks import request_document


def ask(
    request: Any, kind: str, readers: Readers, subject: Mapping[str, Any], context: Mapping[str, Any]
) -> HttpResponse:
    """Ask for a document. What it cannot print or had better not is named before, and then it is made all the same,
    unless it is refused. `context` is that of the page that offers it."""
    before = DOCUMENTS[kind].before(readers, **subject)
    if before.refused or (before.asks and "anyway" not in request.POST):
        context = {"back": page_of(kind, subject), **context, "before": before, "readers": readers}
        return render(request, "reports/before.html", context, status=409 if before.refused else 200)
    made = request_document(
        kind, by=request.user, audience=readers.audience, language=readers.language, **subject
    )
    return back_to(made)


def back_to(document: Publication) -> HttpResponse:
    """To the page that offers a document, with its subject."""
    return redirect(f"{page_for(document)}#document-{document.public_id}")


def page_for(document: Publication) -> str:
    readers = {"audience": document.audience, "language": document.language}
    return page_of(document.kind, document.subject, of=document.of, **readers)


def page_of(kind: str, subject: Mapping[str, Any], *, of: str = "", **readers: str) -> str:
    """Where documents of a kind and subject are offered. `of` and the readers are chosen there."""
    if agreement := subject.get("agreement"):
        return reverse("agreement-documents", args=[agreement.slug])
    partnership = subject.get("partnership") or subject["assessment"].partnership
    if kind == DocumentKind.PROFILE:
        page, said = reverse("profile", args=[partnership.slug]), {"period": of}
    else:
        page, said = reverse("document", args=[partnership.slug, kind]), {"of": of, **readers}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{page}?{query}" if query else page
