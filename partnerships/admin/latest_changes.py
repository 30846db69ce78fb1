"""The latest changes of an edition's text, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst

from accounts.models import User
from partnerships.editions.attachments import attachments
from partnerships.locks import TEXT
from partnerships.models import Edition, EditionEvent

CHANGES_SHOWN = 100


@dataclass(frozen=True)
class TextChange:
    """One line of an edition's latest changes."""

    when: datetime
    who: User | None
    what: str
    text: str


def latest_changes(edition: Edition) -> list[TextChange]:
    """Who changed which text of the edition, what was deleted included; who copied and adopted it. Newest first."""
    rows = list(Edition.history.filter(id=edition.pk).select_related("history_user"))
    models: list[Any] = [*TEXT, *(model for attachment in attachments() for model in attachment.models)]
    for model in models:
        newest = (
            model.history.filter(edition_id=edition.pk).select_related("history_user").order_by("-history_id")
        )
        rows += newest[:CHANGES_SHOWN]
    changes = [change_of(row) for row in rows]
    changes += [change_by(event) for event in edition.events.select_related("by")]
    return sorted(changes, key=lambda change: change.when, reverse=True)[:CHANGES_SHOWN]


def change_of(row: Any) -> TextChange:
    """A history row in words."""
    kind = capfirst(row.instance_type._meta.verbose_name)
    deed = {"+": "written", "~": "changed", "-": "deleted"}[row.history_type]
    return TextChange(row.history_date, row.history_user, f"{kind} {deed}", _words(row))


def change_by(event: EditionEvent) -> TextChange:
    """What an event did to the edition, in words."""
    what = f"Edition {event.get_kind_display()} {event.words}".strip()
    return TextChange(event.at, event.by, what, event.edition.label)


def _words(row: Any) -> str:
    for name in ("reference", "number", "label", "heading", "term", "title"):
        if value := getattr(row, name, None):
            return f"{value} {getattr(row, 'text', '') or getattr(row, 'title', '')}".strip()
    return getattr(row, "text", "") or str(row.instance)
