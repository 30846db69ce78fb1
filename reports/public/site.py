"""The public pages: each is made of one record's content alone, once in a process."""

import gzip
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst

from core.kept import kept
from reports.models import PublicRecord

from . import parts
from .open_data import FILES
from .text import Json


@dataclass(frozen=True)
class PublicPage:
    """A page of the public site: what it is called in addresses, and the parts any of which it needs."""

    name: str
    label: str
    shows: tuple[str, ...]

    @property
    def url_name(self) -> str:
        return f"public-{self.name}"

    @property
    def body(self) -> str:
        return f"public/site/_{self.name.replace('-', '_')}.html"

    def is_of(self, content: Json) -> bool:
        return not self.shows or any(content[key] for key in self.shows)


PAGES = (
    PublicPage("overview", "Overview", ()),
    PublicPage("agreement", "Agreement", (parts.AGREEMENT, parts.SIGNATURES)),
    PublicPage("ratings", "Ratings", (parts.RATINGS,)),
    PublicPage("evidence", "Evidence", (parts.EVIDENCE,)),
    PublicPage("action-steps", "Action steps", (parts.STEPS, parts.TOLD)),
    PublicPage("documents", "Documents", (parts.DOCUMENTS,)),
    PublicPage("data", "Data", tuple(file.part for file in FILES)),
)


def pages_of(content: Json) -> list[PublicPage]:
    """Those it has, called by the agreement's own words."""
    words = content["words"]
    own = {"ratings": capfirst(words["level"]["many"])} if words else {}
    return [replace(page, label=own.get(page.name, page.label)) for page in PAGES if page.is_of(content)]


def standing_at(slug: str) -> PublicRecord | None:
    """The last that was published at an address, withdrawn or not, without what it says. In one query."""
    at = PublicRecord.objects.filter(partnership__slug=slug, replaced_at=None)
    return at.defer("content", "withdrawn_why").order_by("-pk").first()


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
    plain = render_to_string("public/site/page.html", context).encode()
    return MadePage(plain, gzip.compress(plain, mtime=0), sha256(plain).hexdigest()[:32])


def context_of(content: Json, read_at: Any) -> dict[str, Any]:
    """What the templates of all pages read."""
    return {
        "content": content,
        "read_at": read_at,
        "pages": pages_of(content),
    }


@kept(100)
def papers_in(record: str) -> frozenset[str]:
    """The public ids of the documents that a record offers."""
    content = PublicRecord.objects.values_list("content", flat=True).get(public_id=record)
    return frozenset(one["public_id"] for one in content["documents"] or ())
