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


def bulk_create_links(model: type[Model], name: str, links: list[Any], history: list[Any]) -> None:
    """Write rows of a model's many-to-many field, and the same into the history rows of the records they are of."""
    field: Any = model._meta.get_field(name)
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    field.remote_field.through.objects.bulk_create(links)
    row_of = {row.id: row for row in history}
    link_history = getattr(model.history.model, name).model  # type: ignore[attr-defined]
    link_history.objects.bulk_create(
        link_history(
            id=link.pk,
            history=row_of[getattr(link, own)],
            **{own: getattr(link, own), other: getattr(link, other)},
        )
        for link in links
    )


def _sign(record: Any, by: Any, reason: str) -> None:
    record._history_user = by
    if reason:
        record._change_reason = reason
