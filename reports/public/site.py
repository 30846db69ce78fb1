"""The public pages: each is made of one record's content alone, once in a process."""

import gzip
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst

from core.kept import kept
from core.prepared import prepared
from reports.models import Language, PublicRecord

from . import parts
from .open_data import FILES
from .spanish import Published, summary_in_spanish
from .text import Json


@dataclass(frozen=True)
class PublicPage:
    """A page of the public site: what it is called in addresses, and the parts any of which it needs."""

    name: str
    label: str
    shows: tuple[str, ...]
    language: str = "en"

    @property
    def template(self) -> str:
        return "public/site/page.html" if self.language == "en" else f"public/site/page_{self.language}.html"

    @property
    def url_name(self) -> str:
        return f"public-{self.name}"

    @property
    def body(self) -> str:
        return f"public/site/_{self.name.replace('-', '_')}.html"

    def is_of(self, content: Json) -> bool:
        return not self.shows or any(content.get(key) for key in self.shows)


PAGES = (
    PublicPage("overview", "Overview", ()),
    PublicPage("agreement", "Agreement", (parts.AGREEMENT, parts.SIGNATURES)),
    PublicPage("ratings", "Ratings", (parts.RATINGS,)),
    PublicPage("evidence", "Evidence", (parts.EVIDENCE,)),
    PublicPage("action-steps", "Action steps", (parts.STEPS, parts.TOLD)),
    PublicPage("documents", "Documents", (parts.DOCUMENTS,)),
    PublicPage("data", "Data", tuple(file.part for file in FILES)),
    PublicPage("es", "Español", (parts.SPANISH,), language="es"),
)


def pages_of(content: Json) -> list[PublicPage]:
    """Those it has, called by the agreement's own words."""
    words = content["words"]
    own = {"ratings": capfirst(words["level"]["many"])} if words else {}
    return [replace(page, label=own.get(page.name, page.label)) for page in PAGES if page.is_of(content)]


class PublicStanding(NamedTuple):
    """The last that was published at an address."""

    public_id: str
    withdrawn_at: datetime | None


def standing_at(slug: str) -> PublicStanding | None:
    """Withdrawn or not. In one query, without what it says."""
    return next((PublicStanding(*found) for found in _standing_at(slug)), None)


@prepared
def _standing_at(slug: str) -> QuerySet[PublicRecord, Any]:
    at = PublicRecord.objects.filter(partnership__slug=slug, replaced_at=None)
    return at.order_by("-pk").values_list("public_id", "withdrawn_at")[:1]


@dataclass(frozen=True)
class MadePage:
    """A page as it is sent, plain and packed, and a mark of what it says."""

    plain: bytes
    packed: bytes
    mark: str


@kept(100)
def page_of(record: str, name: str) -> MadePage | None:
    """A page of the record with this public id, whose content never changes; None where it has no such page."""
    found = PublicRecord.objects.get(public_id=record)
    page = next((one for one in pages_of(found.content) if one.name == name), None)
    if page is None:
        return None
    context = {**context_of(found.content, timezone.localtime(found.read_at)), "page": page}
    return made_of(render_to_string(page.template, context))


def made_of(page: str) -> MadePage:
    plain = page.encode()
    return MadePage(plain, gzip.compress(plain, mtime=0), sha256(plain).hexdigest()[:32])


def context_of(content: Json, read_at: Any) -> dict[str, Any]:
    """What the templates of all pages read."""
    return {
        "content": content,
        "read_at": read_at,
        "pages": pages_of(content),
        **(_in_spanish(content, read_at) if content.get(parts.SPANISH) else {}),
    }


def _in_spanish(content: Json, read_at: datetime) -> dict[str, Any]:
    in_spanish = Published(Language.SPANISH, texts=content["spanish"])
    summary = summary_in_spanish(content, in_spanish, read_at.date().isoformat())
    return {"language": Language.SPANISH, "translations": in_spanish, "summary": summary}


@kept(100)
def papers_in(record: str) -> frozenset[str]:
    """The public ids of the documents that a record offers."""
    content = PublicRecord.objects.values_list("content", flat=True).get(public_id=record)
    return frozenset(one["public_id"] for one in content["documents"] or ())
