"""Who wrote a change: every write that matters names the person, and its history row keeps the name."""

from datetime import datetime
from typing import Any

from django.db.models import Model


def save_as(record: Model, *, by: Any, reason: str = "", **options: Any) -> None:
    """Save a record. Its history row names the person and, where one is given, the reason.

    `options` are those of `save()`.
    """
    _sign(record, by, reason)
    record.save(**options)


def delete_as(record: Model, *, by: Any, reason: str = "") -> None:
    """Delete a record. Its last history row names the person and, where one is given, the reason."""
    _sign(record, by, reason)
    record.delete()


def last_change(record: Any) -> tuple[Any, datetime | None]:
    """Who changed a record last and when, to be told to people; None where its history does not tell."""
    row = record.history.select_related("history_user").first()
    return (row.history_user, row.history_date) if row else (None, None)


def _sign(record: Any, by: Any, reason: str) -> None:
    record._history_user = by
    if reason:
        record._change_reason = reason
