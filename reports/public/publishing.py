"""Publishing what somebody looked at, and withdrawing it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from evidence.public.documented import keep_documented
from partnerships.models import Partnership
from reports.models import PublicRecord

from .content import PublicContent, content_for, digest_of
from .parts import LABELS
from .places import PublishedDifference, differences


def public_now(partnership: Partnership) -> PublicRecord | None:
    return PublicRecord.objects.in_force().filter(partnership=partnership).first()


@dataclass(frozen=True)
class PublicPreview:
    """What would become public of a partnership, beside what is."""

    new: PublicContent
    now: PublicRecord | None
    read_at: datetime

    @property
    def seen(self) -> str:
        """For the form: what is published with it is what was looked at."""
        return f"{self.new.digest}.{self.now.public_id if self.now else ''}"

    @property
    def differences(self) -> list[PublishedDifference]:
        return differences(self.now.content, self.new.content) if self.now else []

    @property
    def says_something(self) -> bool:
        return any(self.new.content[key] for key in LABELS if key in self.new.content)

    @property
    def is_same(self) -> bool:
        return self.now is not None and digest_of(self.now.content) == self.new.digest


def preview(
    partnership: Partnership, chosen: Collection[str], papers: Collection[str] | None = None
) -> PublicPreview:
    """Of parts by key and documents by public id."""
    read_at = timezone.now()
    return PublicPreview(content_for(partnership, chosen, papers), public_now(partnership), read_at)


CHANGED = (
    "Something changed while you looked. What would become public now is shown below: look it over once more."
)
NOTHING = "There is nothing in it yet. Choose a part of which there is something."
TOLD = "Look at the places that may tell a small count of students, and say that you did."


class NotPublished(Exception):
    """`why` is a sentence; `preview` is what would become public now."""

    def __init__(self, found: PublicPreview, why: str) -> None:
        super().__init__(why)
        self.preview, self.why = found, why

    @property
    def is_stale(self) -> bool:
        return self.why == CHANGED


@dataclass(frozen=True)
class Looked:
    """What a person looked at before they publish it."""

    seen: str
    """What `Preview.seen` gave them."""
    has_asked: bool = False
    """Whether they looked at what may tell a small count."""


@transaction.atomic
def publish(
    partnership: Partnership,
    chosen: Collection[str],
    papers: Collection[str] | None = None,
    *,
    by: User,
    looked: Looked | None = None,
) -> PublicRecord:
    """Make it public, in the place of what was.

    Whoever publishes from a page says what they `looked` at. Raises NotPublished where that is no longer what would
    become public, or not enough.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # one at a time
    found = preview(partnership, chosen, papers)
    if looked and (why := _why_not(found, looked)):
        raise NotPublished(found, why)
    now = timezone.now()
    PublicRecord.objects.in_force().filter(partnership=partnership).update(replaced_at=now)
    record = PublicRecord.objects.create(
        partnership=partnership,
        content=found.new.content,
        read_at=found.read_at,
        published_at=now,
        published_by=by,
    )
    keep_documented(found.new.documented)
    return record


def _why_not(found: PublicPreview, looked: Looked) -> str:
    if not found.says_something:
        return NOTHING
    if looked.seen != found.seen:
        return CHANGED
    return TOLD if found.new.told and not looked.has_asked else ""


def withdraw(record: PublicRecord, why: str, *, by: User) -> bool:
    """Show it to nobody any more, from this moment on. Says whether this call did it."""
    standing = PublicRecord.objects.in_force().filter(pk=record.pk)
    return bool(standing.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_why=why))
