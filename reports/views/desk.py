"""The documents of a partnership: which there are, one of them with what was issued of it, a preview, making it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from partnerships.access import get_partnership
from partnerships.models import Partnership
from reports.access import documents_seen, may_choose, may_upload_logo
from reports.changes import with_changes
from reports.documents import DOCUMENTS, DocumentMaker, Readers
from reports.gather.layout import chosen_for
from reports.models import ABOUT, Audience, DocumentKind, Language, Publication, WorkerHeartbeat
from reports.offers import Desk, DocumentOffer, desk_of
from reports.on_screen import on_screen
from reports.workbooks.offered import workbooks_of

from .asking import ask, page_of

NEWEST = 6
"""Issued documents of all kinds that the reports page shows; the others are folded away."""


@require_safe
def reports(request, slug):
    partnership = get_partnership(request.user, slug)
    desk = desk_of(request.user, partnership)
    seen = _seen(request.user, desk)
    issued = [one for one in seen if not one.has_failed and not one.is_cancelled]
    context = {
        "partnership": partnership,
        "section": "reports",
        "kinds": [_of_kind(kind, issued) for kind in desk.offers],
        "issued": issued[:NEWEST],
        "earlier": issued[NEWEST:],
        "is_plan": DocumentKind.PLAN in desk.offers or DocumentKind.PROFILE in desk.offers,
        "has_assessments": any(offer.assessment for offers in desk.offers.values() for offer in offers),
        "may_make": desk.standing.may_edit,
        "directs": desk.standing.is_director,
        "translates": desk.standing.is_of_either_side,
        "may_upload_logo": may_upload_logo(request.user, partnership),
        "worker_runs": _worker_runs(issued),
    }
    return render(request, "reports/reports.html", context)


def _of_kind(kind: str, issued: list[Any]) -> dict[str, Any]:
    own = [one for one in issued if one.kind == kind]
    return {
        "kind": kind,
        "name": DocumentKind(kind).label,
        "about": ABOUT[kind],
        "newest": next((one for one in own if one.is_ready), None),
        "waits": any(one.is_waiting for one in own),
    }


@require_safe
def document(request, slug, kind):
    """One document: of what, for whom and in which language it is made, and what was issued."""
    partnership = get_partnership(request.user, slug)
    if kind == DocumentKind.PROFILE:
        return redirect(page_of(kind, {"partnership": partnership}, of=request.GET.get("of", "")))
    asked = _asked(request.user, partnership, kind, request.GET)
    documents = [
        one for one in _seen(request.user, asked.desk) if one.kind == kind and one.of == asked.offer.of
    ]
    maker = asked.offer.maker
    context = {
        **asked.context,
        "about": ABOUT[kind],
        "subjects": asked.subjects,
        "audiences": asked.choices("audience", Audience, asked.offer.maker.audiences),
        "languages": asked.choices("language", Language, asked.offer.maker.languages),
        "preview": reverse("preview-document", args=[slug, kind]) + asked.address(),
        "may_choose": maker.can_be_chosen and may_choose(request.user, partnership),
        "chosen": _chosen(partnership, kind, maker) if maker.can_be_chosen else None,
        "documents": documents,
        "enters_goals": asked.desk.standing.is_of_either_side,
        "workbooks": list(workbooks_of(asked.offer)) if asked.offer.may_be_looked_at else [],
        "worker_runs": _worker_runs(documents),
    }
    return render(request, "reports/document.html", context)


def _chosen(partnership: Partnership, kind: str, maker: DocumentMaker) -> dict[str, Any]:
    chosen = chosen_for(partnership, kind, maker.parts)
    return {
        "has_parts": bool(maker.parts),
        "has_foreword": maker.has_foreword,
        "left_out_labels": [part.label for part in maker.parts if not chosen.has(part.key)],
        "foreword": chosen.foreword,
        "logo": chosen.logo,
    }


@require_safe
def preview(request, slug, kind):
    """The document as it would be made now, on the screen. Nothing is kept of it."""
    asked = _asked(request.user, get_partnership(request.user, slug), kind, request.GET)
    if not asked.offer.may_be_looked_at:
        raise PermissionDenied(asked.offer.refusal)
    before, html = asked.offer.maker.look(asked.readers, **asked.offer.subject)
    if before.refused:
        return render(request, "reports/before.html", {**asked.context, "before": before}, status=409)
    return on_screen(request, html, {**asked.context, "before": before})


@require_POST
def make_document(request, slug, kind):
    asked = _asked(request.user, get_partnership(request.user, slug), kind, request.POST)
    if asked.offer.refusal:
        raise PermissionDenied(asked.offer.refusal)
    return ask(request, kind, asked.readers, asked.offer.subject, asked.context)


@dataclass(frozen=True)
class _Choice:
    words: str
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class _Asked:
    """What an address or a form names: a document of a subject, for whom and in which language."""

    desk: Desk
    offer: DocumentOffer
    readers: Readers

    @property
    def subjects(self) -> list[_Choice]:
        offers = self.desk.offers.get(self.offer.kind, ())
        return [_Choice(one.words, one.of == self.offer.of, self.address(of=one.of)) for one in offers]

    @property
    def chosen(self) -> dict[str, str]:
        return {"of": self.offer.of, "audience": self.readers.audience, "language": self.readers.language}

    def address(self, **other: str) -> str:
        return f"?{urlencode(self.chosen | other)}"

    def choices(self, name: str, labels: Any, offered: tuple[str, ...]) -> list[_Choice]:
        """Empty where there is nothing to choose."""
        if len(offered) == 1:
            return []
        now = getattr(self.readers, name)
        return [_Choice(labels(one).label, one == now, self.address(**{name: one})) for one in offered]

    @property
    def back(self) -> str:
        return page_of(self.offer.kind, {"partnership": self.desk.partnership}, **self.chosen)

    @property
    def context(self) -> dict[str, Any]:
        return {
            "partnership": self.desk.partnership,
            "frame": "partnerships/base.html",
            "section": "profile" if self.offer.kind == DocumentKind.PROFILE else "reports",
            "kind": self.offer.kind,
            "name": DocumentKind(self.offer.kind).label,
            "offer": self.offer,
            "readers": self.readers,
            "may_make": self.desk.standing.may_edit,
            "back": self.back,
        }


def _asked(user: Any, partnership: Partnership, kind: str, said: Any) -> _Asked:
    """A 404 for what there is not: such a document, or one for such readers."""
    desk = desk_of(user, partnership)
    offer = desk.offer_of(kind, said.get("of", "")) if kind in DOCUMENTS else None
    if offer is None:
        raise Http404("No such document.")
    readers = Readers(
        said.get("audience") or offer.maker.audiences[0], said.get("language") or offer.maker.languages[0]
    )
    if readers.audience not in offer.maker.audiences or readers.language not in offer.maker.languages:
        raise Http404("No such document.")
    return _Asked(desk, offer, readers)


def _seen(user: Any, desk: Desk) -> list[Any]:
    documents = Publication.objects.of(desk.partnership).for_readers().with_subject()
    return with_changes(documents_seen(user, documents, desk.assessments))


def _worker_runs(documents: list[Any]) -> bool:
    """Asked for only where somebody waits."""
    return any(one.is_waiting for one in documents) and WorkerHeartbeat.objects.alive().exists()
